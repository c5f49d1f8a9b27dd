import fc from "fast-check";
import { expect, test } from "vitest";
import { anxiety, shroutFleiss, whole } from "~/testing/published-ratings.ts";
import { kendallW } from "./agreement.ts";

test("the anxiety data of R's irr give the W that its manual prints, 0.54 with ties allowed for", () => {
  const { plain, corrected } = kendallW(whole(anxiety));
  expect(corrected?.toFixed(2)).toBe("0.54");
  // χ² = m (n − 1) W = 30.8 there
  expect((3 * 19 * (corrected ?? 0)).toFixed(1)).toBe("30.8");
  expect(plain).toBeCloseTo(3004 / 5985, 14);
  expect(corrected).toBeCloseTo(6008 / 11133, 14);
});

test("table 2 of Shrout & Fleiss (1979) gives W = 479/560, and 479/540 with its ties allowed for", () => {
  const { plain, corrected } = kendallW(whole(shroutFleiss));
  expect(plain).toBeCloseTo(479 / 560, 14);
  expect(corrected).toBeCloseTo(479 / 540, 14);
});

test("any table agrees with ranks counted one against the other", () => {
  const table = fc
    .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 }), fc.constantFrom(3, 1000))
    .chain(([n, m, most]) => {
      const row = fc.array(fc.integer({ min: -1, max: most }), { minLength: m, maxLength: m });
      return fc.array(row, { minLength: n, maxLength: n });
    });
  fc.assert(
    fc.property(table, (marks) => {
      const found = kendallW(whole(marks));
      const expected = byDefinition(marks);
      if (expected === null) {
        expect(found).toEqual({ plain: null, corrected: null });
        return;
      }
      expect(found.plain).toBeCloseTo(expected.plain, 12);
      expect(found.corrected).toBeCloseTo(expected.corrected, 12);
    }),
  );
});

test("W is 1 where all judges order alike whatever their marks, and 0 where two order exactly the other way", () => {
  expect(
    kendallW(
      whole([
        [1, 50, 7],
        [2, 60, 8],
        [3, 61, 90],
      ]),
    ),
  ).toEqual({ plain: 1, corrected: 1 });
  expect(
    kendallW(
      whole([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    ),
  ).toEqual({ plain: 0, corrected: 0 });
});

test("a judge who tells nobody apart lowers W, but leaves it defined; without anyone who does it is undefined", () => {
  const found = kendallW(
    whole([
      [1, 5],
      [2, 5],
      [3, 5],
    ]),
  );
  expect(found.plain).toBeCloseTo(0.25, 12);
  expect(found.corrected).toBeCloseTo(0.5, 12);
  expect(
    kendallW(
      whole([
        [5, 6],
        [5, 6],
        [5, 6],
      ]),
    ),
  ).toEqual({ plain: null, corrected: null });
});

test.each([
  ["no entry", []],
  ["one entry", [[1, 2, 3]]],
  ["one judge", [[1], [2], [3]]],
])("with %s W is undefined", (_, marks) => {
  expect(kendallW(whole(marks))).toEqual({ plain: null, corrected: null });
});

/** A value's rank is one more than the smaller ones and half the other equal ones. */
function byDefinition(marks: number[][]): { plain: number; corrected: number } | null {
  const n = marks.length;
  const m = marks[0]?.length ?? 0;
  const columns = Array.from({ length: m }, (_, judge) => marks.map((row) => row[judge] ?? 0));
  if (columns.every((column) => column.every((each) => each === column[0]))) return null;
  const rank = (value: number, column: number[]) =>
    1 + column.filter((each) => each < value).length + (column.filter((each) => each === value).length - 1) / 2;
  const sums = marks.map((row) => row.reduce((sum, mark, judge) => sum + rank(mark, columns[judge] ?? []), 0));
  const mean = sums.reduce((sum, each) => sum + each, 0) / n;
  const squares = sums.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const ties = columns.flatMap((column) =>
    [...new Set(column)].map((value) => {
      const equal = column.filter((each) => each === value).length;
      return equal ** 3 - equal;
    }),
  );
  const tied = ties.reduce((sum, each) => sum + each, 0);
  return {
    plain: (12 * squares) / (m * m * (n ** 3 - n)),
    corrected: (12 * squares) / (m * m * (n ** 3 - n) - m * tied),
  };
}
