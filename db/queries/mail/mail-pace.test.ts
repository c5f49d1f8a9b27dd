import { expect, test } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { holdMailLine, takeMailPlace } from "./mails.ts";

const database = testDatabase();

test("the places that several instances take lie one after the other", async () => {
  const nextAt = async () =>
    (await database.db.selectFrom("mailPace").select("nextAt").executeTakeFirstOrThrow()).nextAt;
  await takeMailPlace(database.db, 0.05);
  const first = await nextAt();
  // Twenty seconds are not over before seven more have asked
  await Promise.all(Array.from({ length: 7 }, () => takeMailPlace(database.db, 0.5)));
  expect((await nextAt()).getTime() - first.getTime()).toBe(7 * 2000);
  await holdMailLine(database.db, 60);
  expect(await takeMailPlace(database.db, 0.5)).toBeGreaterThan(59_000);
});
