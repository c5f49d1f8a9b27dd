import { join } from "node:path";
import { expect, inject, test, vi } from "vitest";
import { embeddedPostgres } from "./embedded.ts";

test("a PG_BIN that names no such folder is refused in one sentence, and nothing is made", async () => {
  vi.stubEnv("PG_BIN", inject("folder"));
  await expect(embeddedPostgres(join(inject("folder"), "never"))).rejects.toThrow(
    `PG_BIN names ${inject("folder")}, where there is no initdb and no pg_ctl and no postgres.`,
  );
});
