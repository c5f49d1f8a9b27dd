import { expect, test } from "vitest";
import { markTable } from "~/testing/mark-tables.ts";
import { advice } from "./advisory.ts";
import { outliers } from "./outliers.ts";

test("an entry's z is the mean of its marks' distances in their judges' own standard deviations", () => {
  // J1: mean 70, sd 10; J2: mean 85, sd √12.5
  const { lines } = advice(
    markTable([
      [60, null],
      [70, 82.5],
      [80, 87.5],
    ]),
  );
  expect(lines.map(({ marks, z }) => [marks, z.value])).toEqual([
    [1, -1],
    [2, expect.closeTo(-2.5 / Math.sqrt(12.5) / 2, 12)],
    [2, expect.closeTo((1 + 2.5 / Math.sqrt(12.5)) / 2, 12)],
  ]);
});

test("whom only the strict judge saw stands higher by z and by the model than by the plain mean", () => {
  const { lines, model } = advice(
    markTable([
      [70, 80],
      [60, 70],
      [75, null],
      [null, 77],
    ]),
  );
  expect(lines.map(({ mean }) => [mean.value, mean.rank])).toEqual([
    [75, 2],
    [65, 4],
    [75, 2],
    [77, 1],
  ]);
  expect(lines.map(({ adjusted }) => adjusted.rank)).toEqual([2, 4, 1, 3]);
  expect(lines[2]?.z.rank).toBe(1);
  expect(model).toEqual([expect.closeTo(-5, 10), expect.closeTo(5, 10)]);
});

test("equal values share a place, and the next one keeps its distance; sums that differ in their last digit are equal", () => {
  const { lines } = advice(
    markTable([
      [0.1, 0.2, 0.3],
      [0.3, 0.2, 0.1],
      [0.9, 0.9, 0.9],
      [0, 0, 0],
    ]),
  );
  for (const of of ["mean", "adjusted"] as const) expect(lines.map((line) => line[of].rank)).toEqual([2, 2, 1, 4]);
});

test("separate rankings are placed each by itself", () => {
  const table = markTable([
    [9, 8],
    [7, 6],
    [5, 4],
    [3, 1],
  ]);
  const rows = table.rows.map((row, at) => ({ ...row, ranking: at < 2 ? "team" : "company" }));
  expect(advice({ ...table, rows }).lines.map(({ adjusted }) => adjusted.rank)).toEqual([1, 2, 1, 2]);
});

test("who has no marks has no values; a judge of one mark, or of the same for all, has no z", () => {
  const none = { value: null, rank: null };
  const { lines } = advice(
    markTable([
      [80, 50, null],
      [null, null, null],
      [90, 50, 70],
    ]),
  );
  expect(lines[1]).toEqual({ entry: "2", marks: 0, mean: none, z: none, adjusted: none });
  expect(lines[0]?.z.value).toBeCloseTo(-1 / Math.SQRT2, 12);
  expect(
    advice(
      markTable([
        [80, null],
        [80, null],
      ]),
    ).lines[0]?.z,
  ).toEqual(none);
});

test("marks that cannot be linked have no adjusted value, and keep the rest", () => {
  const { lines, model } = advice(
    markTable([
      [80, null],
      [70, null],
      [null, 60],
      [null, 50],
    ]),
  );
  expect(model).toBeNull();
  expect(lines.map(({ adjusted, mean }) => [adjusted.value, mean.rank])).toEqual([
    [null, 1],
    [null, 2],
    [null, 3],
    [null, 4],
  ]);
});

test("a mark far from its judge's own others, and from where the rest see the entry, is told with both; the farthest first", () => {
  const calm = [
    [78, 70],
    [80, 72],
    [80, 72],
    [82, 74],
    [79, 71],
    [81, 73],
  ];
  const found = outliers(markTable([...calm, [60, 72], [80, 90], [95, 88]]));
  // At the last entry both are far above their own level: the project is outstanding, and nobody asked about it
  expect(found.map(({ entry, judge, mark }) => [entry, judge, mark])).toEqual([
    ["7", "J1", 60],
    ["8", "J2", 90],
  ]);
  expect(found[0]?.z).toBeLessThan(-2);
  expect(Math.abs(found[0]?.rest ?? 9)).toBeLessThan(1);
});

test("a judge alone at an entry stands out by the own level only, with nobody to compare with", () => {
  const found = outliers(markTable([[78], [80], [80], [82], [60]]));
  expect(found).toEqual([
    { entry: "5", judge: "J1", mark: 60, z: expect.closeTo(-20 / Math.sqrt(8 / 3), 12), rest: null },
  ]);
  expect(outliers(markTable([[78], [80], [80], [60]]))).toEqual([]);
});
