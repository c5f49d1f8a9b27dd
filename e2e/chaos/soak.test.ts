import { expect, test } from "vitest";
import { growthOf } from "./soak.ts";

test("growth is what the second half rises by, whatever the first one did", () => {
  expect(growthOf([10, 60, 100, 110, 120])).toEqual({ middle: 100, share: 0.2 });
  expect(growthOf([1, 500, 100, 100, 100, 100]).share).toBe(0);
  expect(growthOf([1, 1, 1, 110, 100, 90]).share).toBeLessThan(0);
  // A figure that was not told is no steady one
  expect(growthOf([1, 1, Number.NaN, 1]).share).toBeNaN();
});
