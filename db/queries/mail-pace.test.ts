import { expect, test } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { holdMailLine, takeMailPlace } from "./mail-pace.ts";

const database = testDatabase();

test("the places that several instances take lie one after the other", async () => {
  const places = await Promise.all(Array.from({ length: 8 }, () => takeMailPlace(database.db, 0.5)));
  const sorted = places.sort((a, b) => a - b);
  for (const [at, place] of sorted.entries()) {
    expect(place).toBeGreaterThan(at * 2000 - 500);
    expect(place).toBeLessThan(at * 2000 + 500);
  }
  await holdMailLine(database.db, 60);
  expect(await takeMailPlace(database.db, 0.5)).toBeGreaterThan(59_000);
});
