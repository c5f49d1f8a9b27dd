import { expect, test } from "vitest";
import type { JudgedRound } from "./judged-round.ts";
import { ruleSchema } from "./rule.ts";
import { standingsAndFigures } from "./scoring.ts";

/** The example of docs/standings.md, "The second edition". */
const judged: JudgedRound = {
  criteria: [{ key: "all", max: 10000, step: 100, factor: "1" }],
  judges: ["J1", "J2"].map((key) => ({ key, head: false })),
  entries: ["A", "A", "B"].map((panel, at) => ({ key: String(at + 1), title: "项目", group: null, panel })),
  sheets: [
    [80, 90],
    [90, 80],
    [70, 78],
  ].flatMap((marks, entry) =>
    marks.map((mark, judge) => ({ entry: String(entry + 1), judge: `J${judge + 1}`, marks: { all: mark * 100 } })),
  ),
  rule: ruleSchema.parse({
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    normalise: { method: "standard-score", mean: 80, sd: 10 },
    coefficient: { of: "panels" },
    parts: [{ key: "材料", label: "材料", max: 30, step: 1, weight: 0.3 }],
    ceiling: 100,
    carry: [{ round: "preliminary", weight: 0.4 }],
    weight: 0.6,
    thresholds: { total: 80, below: "unranked" },
    places: { normalised: 2, panelMean: 2, coefficient: 3, scaled: 2, points: 2, total: 2, overall: 2 },
  }),
  revisions: [{ entry: "2", judge: "J2", score: "86", reason: "复议" }],
  parts: [
    { entry: "1", part: "材料", score: "30" },
    { entry: "2", part: "材料", score: "20" },
  ],
  adjustments: [{ entry: "1", amount: -20, article: "超时", reason: "超时10秒以上" }],
  carried: { preliminary: { from: "release 1", totals: { "1": "88.00", "2": "90.00", "3": "50.00" } } },
};

test("the example of the documentation is what the rule gives, step by step", () => {
  const { standings, ...figures } = standingsAndFigures(judged);
  expect(figures).toMatchObject({
    flat: [],
    panels: { A: { mean: "86.85", coefficient: "0.911" }, B: { mean: "71.37", coefficient: "1.108" } },
    allPanels: "79.11",
  });
  const shown = standings.map(({ entry, values, panelPoints, parts, own, total, rank }) => {
    return [rank, entry, values?.map(({ normalised }) => normalised).join(", "), panelPoints, parts?.材料, own, total];
  });
  expect(shown).toEqual([
    [1, "2", "90.00, 75.85", "80.17", "6.00", "86.17", "87.70"],
    [2, "1", "80.00, 91.41", "78.08", "9.00", "86.88", "87.33"],
    [null, "3", "70.00, 72.74", "79.08", "0.00", "79.08", "67.45"],
  ]);
});
