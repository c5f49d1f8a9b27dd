import { expect, test } from "vitest";
import { overtimePenalty, overtimeTableSchema, readStoredOvertime } from "./overtime-table.ts";

/** 「超时10秒以内不扣分,超时10秒以上扣0.2分,超时30秒扣0.5分」 */
const table = {
  article: "第12条",
  steps: [
    { reach: "over" as const, seconds: 10, points: 20 },
    { reach: "from" as const, seconds: 30, points: 50 },
  ],
};

test.each([
  [-5_000, null],
  [0, null],
  [9_999, null],
  [10_000, null],
  // Still 10.0 seconds on the page
  [10_099, null],
  [10_100, 20],
  [29_999, 20],
  [30_000, 50],
  [600_000, 50],
])("a pitch that ran %i ms beyond its time costs %s hundredths by the notice's own table", (overMs, points) => {
  expect(overtimePenalty(table, overMs)).toBe(points);
});

test("a table from the first second on takes nothing off a pitch that ended in time", () => {
  const steps = [{ reach: "from" as const, seconds: 0, points: 10 }];
  expect([-1, 0, 99, 100].map((ms) => overtimePenalty({ steps }, ms))).toEqual([null, null, null, 10]);
});

test("rows stand in the order of their seconds, and «from» before «over» of the same second", () => {
  const reasons = (steps: object[]) =>
    overtimeTableSchema.safeParse({ article: "第12条", steps }).error?.issues.map(({ path }) => path.join(".")) ?? [];
  const [over, from] = table.steps;
  expect(reasons(table.steps)).toEqual([]);
  expect(reasons([from ?? {}, over ?? {}])).toEqual(["steps.1.seconds"]);
  expect(reasons([{ ...over, reach: "from" }, over ?? {}])).toEqual([]);
  expect(reasons([over ?? {}, { ...over, reach: "from" }])).toEqual(["steps.1.seconds"]);
  expect(reasons([])).toEqual(["steps"]);
  expect(overtimeTableSchema.safeParse({ ...table, article: " " }).success).toBe(false);
});

test("what stands in the database is read as it was written; nothing there is no table", () => {
  expect(readStoredOvertime(table)).toEqual(table);
  expect(readStoredOvertime(null)).toBeNull();
});
