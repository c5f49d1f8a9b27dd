import fc from "fast-check";
import { expect, test } from "vitest";
import { markTable } from "~/testing/mark-tables.ts";
import { fitAdditive } from "./additive-model.ts";

test("where everyone scored everything, an entry's value is its mean and a judge's severity the distance from all", () => {
  const fit = fitAdditive(
    markTable([
      [80, 90],
      [70, 88],
    ]),
  );
  expect(fit?.entries).toEqual([expect.closeTo(85, 12), expect.closeTo(79, 12)]);
  expect(fit?.judges).toEqual([expect.closeTo(-7, 12), expect.closeTo(7, 12)]);
});

test("marks made of entry and judge alone are taken apart exactly, whoever scored what", () => {
  const values = [60, 70, 80, 90];
  const severities = [-6, 1, 5];
  const points = values.map((value, entry) =>
    severities.map((severity, judge) => ((entry + judge) % 3 === 0 ? null : value + severity)),
  );
  const fit = fitAdditive(markTable(points));
  expect(fit?.entries).toEqual(values.map((value) => expect.closeTo(value, 10)));
  expect(fit?.judges).toEqual(severities.map((severity) => expect.closeTo(severity, 10)));
});

test("an entry that only the strict judge scored is lifted by that judge's strictness", () => {
  // J1 is ten below J2 wherever both scored; the third entry was scored by J1 alone, the fourth by J2 alone
  const fit = fitAdditive(
    markTable([
      [70, 80],
      [60, 70],
      [75, null],
      [null, 77],
    ]),
  );
  expect(fit?.entries).toEqual([75, 65, 80, 72].map((each) => expect.closeTo(each, 10)));
});

test("where marks fall into parts that share no judge and no entry, nothing is said", () => {
  expect(
    fitAdditive(
      markTable([
        [70, 80, null, null],
        [60, 70, null, null],
        [null, null, 50, 60],
      ]),
    ),
  ).toBeNull();
  expect(
    fitAdditive(
      markTable([
        [70, 80, null, null],
        [60, 70, 65, null],
        [null, null, 50, 60],
      ]),
    ),
  ).not.toBeNull();
  expect(fitAdditive(markTable([[null, null]]))).toBeNull();
  expect(fitAdditive(markTable([]))).toBeNull();
});

test("entries and judges without a mark have no value, and disturb nobody", () => {
  const fit = fitAdditive(
    markTable([
      [80, null, 90],
      [null, null, null],
      [70, null, 88],
    ]),
  );
  expect(fit?.entries).toEqual([expect.closeTo(85, 12), null, expect.closeTo(79, 12)]);
  expect(fit?.judges).toEqual([expect.closeTo(-7, 12), null, expect.closeTo(7, 12)]);
  expect(fitAdditive(markTable([[80], [70]]))).toEqual({ entries: [80, 70], judges: [0] });
});

test("no other values come nearer to the marks: the rests of every entry and every judge add up to nothing", () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 7 })).chain(([n, k]) => {
    const mark = fc.option(fc.integer({ min: 0, max: 10_000 }), { freq: 2 });
    const row = fc.array(mark, { minLength: k, maxLength: k });
    return fc.array(row, { minLength: n, maxLength: n });
  });
  let fitted = 0;
  fc.assert(
    fc.property(table, (hundredths) => {
      const points = hundredths.map((row) => row.map((each) => (each === null ? null : each / 100)));
      const fit = fitAdditive(markTable(points));
      expect(fit === null).toBe(partsOf(points) !== 1);
      if (!fit) return;
      fitted++;
      const rest = points.map((row, entry) =>
        row.map((mark, judge) => (mark === null ? 0 : mark - (fit.entries[entry] ?? 0) - (fit.judges[judge] ?? 0))),
      );
      const sum = (values: number[]) => values.reduce((all, each) => all + each, 0);
      for (const row of rest) expect(sum(row)).toBeCloseTo(0, 8);
      for (const judge of points[0]?.keys() ?? []) expect(sum(rest.map((row) => row[judge] ?? 0))).toBeCloseTo(0, 8);
      expect(sum(fit.judges.map((each) => each ?? 0))).toBeCloseTo(0, 8);
    }),
  );
  expect(fitted).toBeGreaterThan(20);
});

/** How many parts the marks fall into, found by spreading from one mark to all in its row and column. */
function partsOf(points: (number | null)[][]): number {
  const left = new Set(points.flatMap((row, i) => row.flatMap((mark, j) => (mark === null ? [] : [`${i} ${j}`]))));
  let parts = 0;
  for (const first of left) {
    parts++;
    const spreading = [first];
    left.delete(first);
    for (let at = spreading.pop(); at !== undefined; at = spreading.pop()) {
      const [i, j] = at.split(" ");
      for (const other of [...left]) {
        const [row, column] = other.split(" ");
        if (row !== i && column !== j) continue;
        left.delete(other);
        spreading.push(other);
      }
    }
  }
  return parts;
}
