import { expect, test } from "vitest";
import { criterionSpreads } from "./criterion-spread.ts";
import type { JudgedRound } from "./judged-round.ts";

const round = (marks: Record<string, number>[], more: Partial<JudgedRound["rule"]> = {}): JudgedRound => ({
  criteria: ["tech", "team"].map((key) => ({ key, max: 1000, step: 50, factor: "1" })),
  judges: marks.map((_, at) => ({ key: `J${at + 1}`, head: false })),
  entries: [{ key: "1", title: "项目", group: null }],
  sheets: marks.map((each, at) => ({ entry: "1", judge: `J${at + 1}`, marks: each })),
  rule: {
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    places: {},
    ties: [],
    groups: "together",
    ...more,
  },
});

test("lowest, quartiles, median and highest, as R's quantile gives them", () => {
  const marks = [100, 200, 400, 700, 1000, 300].map((tech) => ({ tech, team: 500 }));
  expect(criterionSpreads(round(marks))).toEqual([
    { key: "tech", max: 1000, marks: 6, low: 100, lower: 225, middle: 350, upper: 625, high: 1000 },
    { key: "team", max: 1000, marks: 6, low: 500, lower: 500, middle: 500, upper: 500, high: 500 },
  ]);
});

test("a sheet that does not count is left out, and a criterion without marks too", () => {
  expect(
    criterionSpreads(round([{ tech: 300 }, { tech: 500, team: 600 }])).map(({ key, marks }) => [key, marks]),
  ).toEqual([
    ["tech", 1],
    ["team", 1],
  ]);
  expect(criterionSpreads(round([{ tech: 300 }], { level: "criterion" })).map(({ key }) => key)).toEqual(["tech"]);
  expect(criterionSpreads(round([]))).toEqual([]);
});
