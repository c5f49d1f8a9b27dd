import { expect, test } from "vitest";
import { laterPresets } from "~/rules/standings/later-presets.ts";
import { type Rule, rulePresets } from "~/rules/standings/rule.ts";
import { type JudgedRound, standingsAndFigures } from "~/rules/standings/scoring.ts";
import { laterCsvColumns, standingsCsv } from "./standings-text.ts";

const round = (rule: Rule): JudgedRound => ({
  rule,
  criteria: [{ key: "c", max: 10000, step: 50, factor: "1" }],
  judges: ["J1", "J2"].map((key) => ({ key, head: false, kind: null })),
  entries: ["1", "2"].map((key) => ({ key, title: "项目", group: null, panel: key === "1" ? "A" : "B" })),
  sheets: ["1", "2"].flatMap((entry, at) =>
    ["J1", "J2"].map((judge, other) => ({ entry, judge, marks: { c: 8000 + at * 600 + other * 200 } })),
  ),
});

async function csvOf(rounds: JudgedRound[]): Promise<string[][]> {
  async function* all() {
    for (const each of rounds) yield { round: "heat", state: "closed", rule: each.rule, ...standingsAndFigures(each) };
  }
  let text = "";
  for await (const line of standingsCsv(all(), ["c"], await laterCsvColumns(all()))) text += line;
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
}

test("a round of the first edition has the columns that it always had", async () => {
  const [head, first] = await csvOf(
    [round(rulePresets.mean)].map(({ entries, ...rest }) => ({
      ...rest,
      entries: entries.map(({ panel: _, ...entry }) => entry),
    })),
  );
  expect(head?.at(-1)).toBe("c.points");
  expect(head?.length).toBe(first?.length);
});

test("CSV has the second edition's steps: panel, coefficient, parts, adjustments with their article, own and carried totals, values before and after", async () => {
  const rule: Rule = {
    ...laterPresets.panels,
    parts: [{ key: "base", label: "基础", min: 0, max: 30, step: 0.5, weight: 1 }],
    carry: [{ round: "first", weight: 0.4 }],
    weight: 0.6,
    places: { ...laterPresets.panels.places, points: 2, overall: 2 },
  };
  const later: JudgedRound = {
    ...round(rule),
    parts: [{ entry: "1", part: "base", score: "20.5" }],
    adjustments: [
      { entry: "1", amount: -20, article: "12", reason: "超时" },
      { entry: "1", amount: 100, article: "15", reason: "加分" },
    ],
    revisions: [{ entry: "1", judge: "J2", score: "84.5", reason: "复议" }],
    carried: { first: { from: "closed", totals: { "1": "70.00" } } },
  };
  const [head = [], ...lines] = await csvOf([later, round(rulePresets.mean)]);
  const one = lines.find((line) => line[head.indexOf("entry")] === "1") ?? [];
  const names = ["panel", "revised", "panelPoints", "coefficient", "part.base", "adjusted", "adjustments", "own"];
  expect(head.slice(head.indexOf("c.points") + 1)).toEqual([...names, "carried.first", "lacks"]);
  const [line] = standingsAndFigures(later).standings.filter(({ entry }) => entry === "1");
  expect(names.map((name) => one[head.indexOf(name)])).toEqual([
    "A",
    "J2 84.50",
    line?.panelPoints,
    line?.coefficient,
    "20.50",
    "0.80",
    "-0.20 (12); 1.00 (15)",
    line?.own,
  ]);
  expect(one[head.indexOf("carried.first")]).toBe("70.00");
  for (const each of lines) expect(each.length).toBe(head.length);
});
