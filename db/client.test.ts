import { expect, inject, test } from "vitest";
import { connect } from "./client.ts";

test("however often the database could not be reached, it is tried again at once when it is back", async () => {
  const { sql, end } = connect(inject("adminUrl"), { max: 1 });
  const backoff = sql.options.backoff as unknown as (tries: number) => number;
  for (const tries of [1, 7, 100]) expect(backoff(tries)).toBeLessThan(0.5);
  await end();
});
