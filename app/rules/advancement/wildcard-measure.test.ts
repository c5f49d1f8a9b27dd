import { expect, test } from "vitest";
import { compare, fraction } from "~/primitives/fraction.ts";
import { measure } from "./wildcard-measure.ts";

const field = [
  { rank: 1, total: "4" },
  { rank: 2, total: "6" },
  { rank: 3, total: "11.5" },
];

test.each(["total", "z-score", "percentile"] as const)(
  "where places make the totals the smaller one is the better by %s",
  (by) => {
    const [first, second, third] = field.map((entry) => measure(by, entry, field, true)?.value ?? fraction(0));
    expect(first && second && compare(first, second)).toBeGreaterThan(0);
    expect(second && third && compare(second, third)).toBeGreaterThan(0);
  },
);

test("the total of places is shown as it is", () => {
  const measured = measure("total", { rank: 3, total: "11.5" }, field, true);
  expect(measured).toEqual({ value: fraction(-23, 2), figure: { by: "total", total: "11.5" } });
});
