import { expect, test } from "vitest";
import { markTable } from "~/testing/mark-tables.ts";
import { agreement } from "./agreement.ts";
import { isWhole } from "./mark-table.ts";

test("a judge's level is mean, sample deviation, and the distance from all judges over the same entries", () => {
  const found = agreement(
    markTable([
      [80, 90.5],
      [70, 81.5],
      [75, 89],
    ]),
  );
  expect(found).toMatchObject({ judges: 2, entries: 3 });
  expect(found.perJudge).toEqual([
    { judge: "J1", mean: 75, sd: 5, severity: -6 },
    { judge: "J2", mean: 87, sd: expect.closeTo(Math.sqrt(23.25), 12), severity: 6 },
  ]);
});

test("only entries that every judge scored count, and a judge who scored none is nobody", () => {
  const whole = [
    [80, 90],
    [70, 85],
    [75, 70],
  ];
  const withGaps = markTable([
    [80, null, 90],
    [null, null, 10],
    [70, null, 85],
    [99, null, null],
    [75, null, 70],
    [null, null, null],
  ]);
  const found = agreement(withGaps);
  const { perJudge, ...expected } = agreement(markTable(whole));
  expect(found).toEqual({ ...expected, perJudge: [perJudge[0], { ...perJudge[1], judge: "J3" }] });
  expect(found).toMatchObject({ judges: 2, entries: 3, kendallW: 0.75 });
});

const nothing = { ICC1: null, ICC2: null, ICC3: null, ICC1k: null, ICC2k: null, ICC3k: null };
const undefinedFigures = { icc: nothing, kendallW: null, kendallWCorrected: null };

test("one judge is as strict as all judges, and agrees with nobody", () => {
  expect(agreement(markTable([[80], [70.1]]))).toEqual({
    judges: 1,
    entries: 2,
    ...undefinedFigures,
    perJudge: [{ judge: "J1", mean: 75.05, sd: expect.closeTo(9.9 / Math.SQRT2, 12), severity: 0 }],
  });
});

test("one entry gives means and severities, and no deviation", () => {
  expect(agreement(markTable([[80, 70]]))).toEqual({
    judges: 2,
    entries: 1,
    ...undefinedFigures,
    perJudge: [
      { judge: "J1", mean: 80, sd: null, severity: 5 },
      { judge: "J2", mean: 70, sd: null, severity: -5 },
    ],
  });
});

test("without an entry that all scored every figure is undefined, and the judges are named all the same", () => {
  const none = { mean: null, sd: null, severity: null };
  expect(
    agreement(
      markTable([
        [80, null],
        [null, 70],
      ]),
    ),
  ).toEqual({
    judges: 2,
    entries: 0,
    ...undefinedFigures,
    perJudge: [
      { judge: "J1", ...none },
      { judge: "J2", ...none },
    ],
  });
  expect(agreement(markTable([]))).toEqual({ judges: 0, entries: 0, ...undefinedFigures, perJudge: [] });
  expect(agreement(markTable([[null, null]]))).toEqual({ judges: 0, entries: 0, ...undefinedFigures, perJudge: [] });
});

test("figures are undefined where all marks are the same, and hundredths do not make a difference of them", () => {
  expect(
    agreement(
      markTable([
        [0.1, 0.1],
        [0.1, 0.1],
      ]),
    ),
  ).toMatchObject(undefinedFigures);
  expect(
    agreement(
      markTable([
        [81.3, 81.3],
        [81.3, 81.3],
      ]),
    ).perJudge,
  ).toMatchObject([{ sd: 0 }, { sd: 0 }]);
});

test("a table is whole where nobody who scores lacks at an entry that anybody scored", () => {
  expect(
    isWhole(
      markTable([
        [1, null, 2],
        [null, null, null],
        [3, null, 4],
      ]),
    ),
  ).toBe(true);
  expect(
    isWhole(
      markTable([
        [1, 2],
        [3, null],
      ]),
    ),
  ).toBe(false);
});
