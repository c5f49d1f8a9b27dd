import fc from "fast-check";
import { expect, test } from "vitest";
import { anxiety, shroutFleiss, whole } from "~/testing/published-ratings.ts";
import { gradeOf, type Icc, icc } from "./agreement.ts";

test("table 2 of Shrout & Fleiss gives the six values that they print, and their exact fractions to 1e-12", () => {
  const found = icc(whole(shroutFleiss));
  const printed = { ICC1: 0.17, ICC2: 0.29, ICC3: 0.71, ICC1k: 0.44, ICC2k: 0.62, ICC3k: 0.91 };
  // Mean squares 1349/120, 451/72, 2339/72, 367/360
  const exact = {
    ICC1: 448 / 2703,
    ICC2: 184 / 635,
    ICC3: 920 / 1287,
    ICC1k: 1792 / 4047,
    ICC2k: 736 / 1187,
    ICC3k: 3680 / 4047,
  };
  expectClose(found, printed, 0.005);
  expectClose(found, exact, 1e-12);
});

test("the anxiety data give what irr's and psych's manuals print (ICC2 0.198), and their exact fractions to 1e-12", () => {
  const found = icc(whole(anxiety));
  expect(found.ICC2?.toFixed(3)).toBe("0.198");
  expectClose(
    found,
    { ICC1: 391 / 2234, ICC2: 455 / 2298, ICC3: 35 / 162, ICC1k: 1173 / 3016, ICC2k: 1365 / 3208, ICC3k: 105 / 232 },
    1e-12,
  );
});

test("any table agrees with the analysis of variance by its definitions, whatever its unit", () => {
  const table = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 })).chain(([n, k]) => {
    const row = fc.array(fc.integer({ min: -50, max: 10_000 }), { minLength: k, maxLength: k });
    return fc.array(row, { minLength: n, maxLength: n });
  });
  fc.assert(
    fc.property(table, fc.constantFrom(1, 1_000_000), (marks, unit) => {
      const found = icc(whole(marks.map((row) => row.map((mark) => mark * unit))));
      const expected = byDefinition(marks);
      for (const key of Object.keys(expected) as (keyof Icc)[]) {
        const value = found[key];
        const reference = expected[key];
        // A double's quotient over next to nothing says nothing
        if (reference === null || value === null || Math.abs(reference) > 1e6) continue;
        expect(Math.abs(value - reference), key).toBeLessThan(1e-9 * Math.max(1, Math.abs(reference)));
      }
    }),
  );
});

test.each([
  ["no entry", []],
  ["one entry", [[1, 2, 3]]],
  ["one judge", [[1], [2], [3]]],
  [
    "all marks the same",
    [
      [5, 5],
      [5, 5],
      [5, 5],
    ],
  ],
])("with %s all six are undefined", (_, marks) => {
  expect(Object.values(icc(whole(marks)))).toEqual([null, null, null, null, null, null]);
});

test("judges of one mind agree wholly; where entries differ by nothing, the mean's figures are undefined", () => {
  const alike = icc(
    whole([
      [1, 1],
      [4, 4],
      [9, 9],
    ]),
  );
  expect(Object.values(alike)).toEqual([1, 1, 1, 1, 1, 1]);
  // One always five milder: consistent, not in absolute agreement
  const shifted = icc(
    whole([
      [1, 6],
      [4, 9],
      [9, 14],
    ]),
  );
  expect([shifted.ICC3, shifted.ICC3k]).toEqual([1, 1]);
  expect(shifted.ICC2).toBeLessThan(0.6);
  expect(
    icc(
      whole([
        [1, 2],
        [2, 1],
      ]),
    ),
  ).toMatchObject({ ICC1: -1, ICC1k: null, ICC3: -1, ICC3k: null });
});

test.each([
  [-0.3, "poor"],
  [0.4999, "poor"],
  [0.5, "moderate"],
  [0.7499, "moderate"],
  [0.75, "good"],
  [0.9, "good"],
  [0.9001, "excellent"],
] as const)("an agreement of %d is %s", (value, grade) => {
  expect(gradeOf(value)).toBe(grade);
});

function expectClose(found: Icc, expected: Record<keyof Icc, number>, within: number): void {
  for (const key of Object.keys(expected) as (keyof Icc)[])
    expect(Math.abs((found[key] ?? Number.NaN) - expected[key]), key).toBeLessThan(within);
}

/** Sums of squares as sums of squared distances, in plain doubles. */
function byDefinition(marks: number[][]): Icc {
  const n = marks.length;
  const k = marks[0]?.length ?? 0;
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = (values: number[]) => values.reduce((sum, each) => sum + each * each, 0);
  const grand = mean(marks.flat());
  const ofEntries = marks.map(mean);
  const ofJudges = Array.from({ length: k }, (_, judge) => mean(marks.map((row) => row[judge] ?? 0)));
  const within = marks.map((row, i) => row.map((mark) => mark - (ofEntries[i] ?? 0)));
  const rest = marks.map((row, i) => row.map((mark, j) => mark - (ofEntries[i] ?? 0) - (ofJudges[j] ?? 0) + grand));
  const msEntries = (k * squares(ofEntries.map((each) => each - grand))) / (n - 1);
  const msJudges = (n * squares(ofJudges.map((each) => each - grand))) / (k - 1);
  const msWithin = squares(within.flat()) / (n * (k - 1));
  const msError = squares(rest.flat()) / ((n - 1) * (k - 1));
  const over = (a: number, b: number) => (Math.abs(b) < 1e-6 ? null : a / b);
  return {
    ICC1: over(msEntries - msWithin, msEntries + (k - 1) * msWithin),
    ICC2: over(msEntries - msError, msEntries + (k - 1) * msError + (k * (msJudges - msError)) / n),
    ICC3: over(msEntries - msError, msEntries + (k - 1) * msError),
    ICC1k: over(msEntries - msWithin, msEntries),
    ICC2k: over(msEntries - msError, msEntries + (msJudges - msError) / n),
    ICC3k: over(msEntries - msError, msEntries),
  };
}
