import { expect, test } from "vitest";
import { ownFigures } from "./own-figures.ts";

test.each([
  { totals: [], seen: null },
  { totals: ["82.5"], seen: { count: 1, mean: "82.50", sd: null } },
  { totals: ["80", "80", "80"], seen: { count: 3, mean: "80.00", sd: "0.00" } },
  // √((4 + 0 + 4) ÷ 2) = 2
  { totals: ["78", "80", "82"], seen: { count: 3, mean: "80.00", sd: "2.00" } },
  // Mean 82.005 is rounded half-up; √(0.00005) = 0.00707…
  { totals: ["82", "82.01"], seen: { count: 2, mean: "82.01", sd: "0.01" } },
  { totals: ["66.67", "71.2", "90.05", "58"], seen: { count: 4, mean: "71.48", sd: "13.54" } },
])("of %o a judge sees mean, spread and number", ({ totals, seen }) => {
  expect(ownFigures(totals)).toEqual(seen);
});
