import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { pino } from "pino";
import { expect, test } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { logOptions } from "./log.ts";

const database = testDatabase();
const secret = "沈一禾 11010519880229002X";

async function lineOf(error: unknown): Promise<string> {
  const out = new PassThrough();
  pino(logOptions, out).error({ err: error }, "a loader or action failed");
  return await text(out.end());
}

test.each<[string, (db: typeof database.db) => Promise<unknown>, string]>([
  [
    "a row that a CHECK refuses",
    (db) => db.insertInto("mails").values({ template: secret, recipient: secret, locale: secret, props: {} }).execute(),
    "23514",
  ],
  [
    "a value that is none of its type",
    (db) =>
      db
        .selectFrom("applications")
        .select("id")
        .where("id", "=", secret as never)
        .execute(),
    "22P02",
  ],
])(
  "an error of the database is told by its code and place, without the words that it repeats: %s",
  async (_, fail, code) => {
    const error = await fail(database.db).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(`${(error as Error).message} ${JSON.stringify(error)}`).toContain("沈一禾");
    const line = await lineOf(error);
    expect(line).not.toMatch(/沈一禾|110105/);
    expect(JSON.parse(line).err).toMatchObject({ code, stack: expect.stringContaining("    at ") });
    const wrapped = await lineOf(new Error("the handler failed", { cause: error }));
    expect(wrapped).not.toMatch(/沈一禾|110105/);
    expect(wrapped).toContain(code);
  },
);

test("any other error keeps its words and its cause", async () => {
  const line = await lineOf(new Error("the store is full", { cause: new TypeError("no room") }));
  expect(line).toContain("the store is full");
  expect(line).toContain("no room");
});
