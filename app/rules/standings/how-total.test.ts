import { expect, test } from "vitest";
import { type HowStep, howTotal } from "./how-total.ts";
import { laterPresets } from "./later-presets.ts";
import { type Rule, rulePresets, ruleSchema } from "./rule.ts";
import { type JudgedRound, standingsAndFigures } from "./scoring.ts";

const criteria = [{ key: "tech", max: 10_000, step: 50, factor: "1" }];
const entries = ["1", "2", "3"].map((key, at) => ({
  key,
  title: key,
  group: null,
  order: at + 1,
  panel: at < 2 ? "甲" : "乙",
}));
const judges = ["J1", "J2", "J3", "J4"].map((key, at) => ({ key, head: false, kind: at < 2 ? "expert" : "public" }));
const marks: Record<string, number[]> = { "1": [80, 90, 70, 60], "2": [85, 85, 75, 65], "3": [60, 70, 50, 40] };

function howOf(entry: string, rule: Rule, more: Partial<JudgedRound> = {}): HowStep[] {
  const judged: JudgedRound = {
    criteria,
    judges,
    entries,
    sheets: entries.flatMap(({ key }) =>
      judges.map((judge, at) => ({ entry: key, judge: judge.key, marks: { tech: (marks[key]?.[at] ?? 0) * 100 } })),
    ),
    rule: ruleSchema.parse(rule),
    ...more,
  };
  const figures = standingsAndFigures(judged);
  const standing = figures.standings.find((each) => each.entry === entry);
  if (!standing) throw new Error("no such entry");
  return howTotal(standing, judged.rule, figures);
}

test("a plain rule has nothing to tell but what was dropped", () => {
  expect(howOf("1", rulePresets.mean)).toEqual([]);
  expect(howOf("1", rulePresets.trimmed).map(({ step }) => step)).toEqual(["dropped", "total"]);
});

test("every step that a rule uses is told in the contract's order, with the value after it", () => {
  const rule: Rule = {
    ...rulePresets.mean,
    kinds: [...laterPresets.kinds.kinds].map((kind) => ({ ...kind, combine: { method: "mean" as const } })),
    coefficient: { of: "panels", high: 0, low: 0 },
    parts: [{ key: "base", label: "基础项目", min: 0, max: 30, step: 1, weight: 1 }],
    ceiling: 100,
    carry: [{ round: "early-6", weight: 0.4 }],
    weight: 0.6,
    thresholds: { total: 101, below: "marked" },
    places: { total: 2, panelMean: 2, coefficient: 3, scaled: 2, kind: 2, overall: 2 },
  };
  const how = howOf("1", rule, {
    parts: [{ entry: "1", part: "base", score: "27" }],
    adjustments: [{ entry: "1", amount: -20, article: "12", reason: "超时" }],
    carried: { "early-6": { from: "release 2", totals: { "1": "81.40" } } },
  });
  expect(how).toEqual([
    { step: "values", flat: [], values: expect.any(Array) },
    { step: "kind", label: "专业评委", weight: 0.7, value: "85.00" },
    { step: "kind", label: "大众评委", weight: 0.3, value: "65.00" },
    // 0.7 × 85 + 0.3 × 65 = 79 and 80.5; 0.7 × 65 + 0.3 × 45 = 59
    { step: "coefficient", panel: "甲", mean: "79.75", all: "69.38", coefficient: "0.870" },
    { step: "judged", value: "68.73" },
    { step: "part", label: "基础项目", value: "27", lacks: false },
    { step: "adjustment", article: "12", reason: "超时", value: "-0.20" },
    { step: "own", value: "95.53", weight: 0.6 },
    { step: "carried", round: "early-6", weight: 0.4, value: "81.40", from: "release 2" },
    { step: "below", what: "total", unranked: false },
    { step: "total", value: "89.88" },
  ]);
});

test("a bound is told where it was reached, a part that nobody entered and a judge who tells nothing apart too", () => {
  const rule: Rule = {
    ...laterPresets.standard,
    places: { ...laterPresets.standard.places },
    parts: [{ key: "base", label: "基础项目", min: 0, max: 30, step: 1, weight: 1 }],
    floor: 60,
  };
  const how = howOf("3", rule, { sheets: [{ entry: "3", judge: "J1", marks: { tech: 6000 } }] });
  expect(how).toContainEqual({ step: "floor", value: 60 });
  expect(how).toContainEqual({ step: "part", label: "基础项目", value: "0", lacks: true });
  expect(how[0]).toMatchObject({ step: "values", flat: expect.arrayContaining(["J1"]) });
});

test("places are told judge by judge, with the majority, the judges whose order is not whole, and where they do not just add up", () => {
  const { ties: _, ...mean } = rulePresets.mean;
  const by = (method: "sum" | "majority") => ({ ...mean, ties: [], placings: { method } });
  expect(howOf("2", by("sum")).slice(1)).toEqual([
    { step: "places", places: { J1: "1", J2: "2", J3: "1", J4: "1" }, left: [], compared: false },
    { step: "total", value: "5" },
  ]);
  const sheets = entries.flatMap(({ key }) =>
    judges
      .filter((judge) => key !== "3" || judge.key !== "J4")
      .map(({ key: judge }, at) => ({ entry: key, judge, marks: { tech: (marks[key]?.[at] ?? 0) * 100 } })),
  );
  expect(howOf("3", by("sum"), { sheets }).slice(1)).toEqual([
    { step: "places", places: { J1: "3", J2: "3", J3: "3" }, left: [], compared: true },
    { step: "total", value: "12" },
  ]);
  expect(howOf("2", by("majority"), { sheets }).slice(1)).toEqual([
    { step: "places", places: { J1: "1", J2: "2", J3: "1" }, left: ["J4"], compared: false },
    { step: "majority", place: 1, judges: 2, sum: "2" },
    { step: "total", value: "1" },
  ]);
});

test("places in each criterion are told in the rubric's order, with their sum and the rule of the skating system that gave the place", () => {
  const { ties: _, ...mean } = rulePresets.mean;
  const rule: Rule = { ...mean, ties: [], placings: { method: "skating" } };
  const places = { J1: "1", J2: "2", J3: "1", J4: "1" };
  expect(howOf("2", rule).slice(1)).toEqual([
    { step: "criterion-place", criterion: "tech", place: "1", places, majority: { place: 1, judges: 3, sum: "3" } },
    { step: "place-sum", sum: "1" },
    { step: "skating-rule", rule: 9, count: null },
    { step: "total", value: "1" },
  ]);
  const sheets = entries.flatMap(({ key }) =>
    judges
      .filter((judge) => key !== "3" || judge.key !== "J4")
      .map(({ key: judge }, at) => ({ entry: key, judge, marks: { tech: (marks[key]?.[at] ?? 0) * 100 } })),
  );
  expect(howOf("2", rule, { sheets })).toContainEqual({ step: "places", places: {}, left: ["J4"], compared: false });
});

test("votes of the hall are told with what they are divided by and what they are multiplied with", () => {
  const part = { key: "hall", label: "现场观众投票", min: 0, max: 30, step: 0.01, weight: 0.5 };
  const rule: Rule = { ...laterPresets.standard, parts: [{ ...part, hall: { of: "votes", choices: 1 } }] };
  const sheets = ["1", "2"].map((entry) => ({ entry, judge: "J1", marks: { all: 6000 } }));
  const hall = [
    { entry: "1", votes: 3 },
    { entry: "2", votes: 9 },
  ];
  const told = { step: "part", label: "现场观众投票", lacks: false, value: "3.75" };
  expect(howOf("1", rule, { sheets, hall })).toContainEqual({
    ...told,
    hall: { votes: 3, all: 12, of: "votes", max: 30, weight: 0.5 },
  });
  expect(howOf("1", rule, { sheets })).toContainEqual({ ...told, lacks: true, value: "0" });
});
