import { expect, test } from "vitest";
import { pageAt, pageLeftMs, pagesOf } from "./paging.ts";

test("a page stays ten seconds, whatever the clock on the wall says, and a device whose clock is behind shows the first", () => {
  const paging = { sinceMs: 123_456, page: 0 };
  expect([-500, 0, 9_999, 10_000, 25_000].map((ms) => pageAt(paging, 123_456 + ms))).toEqual([0, 0, 0, 1, 2]);
  expect([-500, 0, 9_999, 10_000].map((ms) => pageLeftMs(paging, 123_456 + ms))).toEqual([10_500, 10_000, 1, 10_000]);
});

test("the pages of a list are about equally long", () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => at);
  expect([0, 8, 9, 20].map((count) => pagesOf(rows(count)).map(({ length }) => length))).toEqual([
    [0],
    [8],
    [5, 4],
    [7, 7, 6],
  ]);
});
