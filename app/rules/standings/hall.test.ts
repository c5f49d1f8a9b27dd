import fc from "fast-check";
import { expect, test } from "vitest";
import { compare, minus, parseDecimal, sum } from "~/primitives/fraction.ts";
import { hallScores } from "./hall.ts";
import { laterPresets } from "./later-presets.ts";
import { type Rule, ruleSchema } from "./rule.ts";
import { standingsAndFigures } from "./scoring.ts";

const part = { key: "audience", label: "观众投票", min: 0, max: 30, step: 0.01 };
const ruleOf = (of: "votes" | "most", more: object = {}): Rule =>
  ruleSchema.parse({
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    places: { points: 2, total: 2 },
    parts: [{ ...part, hall: { of } }],
    ...more,
  });
const entries = ["1", "2", "3", "4"].map((key) => ({ key, title: key, group: null }));
const votesOf = (...votes: number[]) => votes.map((each, at) => ({ entry: String(at + 1), votes: each }));
const scoresOf = (rule: Rule, hall: { entry: string; votes: number }[]) =>
  hallScores({ rule, entries, hall }).map(({ score }) => score);

test.each([
  ["votes", {}, votesOf(37, 25, 64), ["8.81", "5.95", "15.24", "0"]],
  ["most", {}, votesOf(37, 25, 64), ["17.34", "11.72", "30", "0"]],
  ["votes", { rounding: "truncate" }, votesOf(37, 25, 64), ["8.8", "5.95", "15.23", "0"]],
  ["votes", { rounding: { total: "truncate" } }, votesOf(37, 25, 64), ["8.81", "5.95", "15.24", "0"]],
  // 30 × 1 ÷ 800 = 0.0375, 30 × 3 ÷ 800 = 0.1125: half up
  ["votes", {}, votesOf(1, 3, 796), ["0.04", "0.11", "29.85", "0"]],
  ["votes", {}, votesOf(0, 0), ["0", "0", "0", "0"]],
  ["votes", {}, [], []],
] as const)("by %s with %j, %j gives the points %j", (of, more, hall, scores) => {
  expect(scoresOf(ruleOf(of, more), [...hall])).toEqual(scores);
});

test("shares of all votes never add up to more than the maximum and a cent's half for each entry", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }), (votes) => {
      const scores = scoresOf(ruleOf("votes"), votesOf(...votes)).map(parseDecimal);
      const over = minus(sum(scores), parseDecimal("30"));
      expect(compare(over, parseDecimal("0.02"))).toBeLessThanOrEqual(0);
    }),
  );
});

test("until votes count, the part is lacking and the figures are null; then line and round tell them", () => {
  const round = {
    criteria: [{ key: "all", max: 10000, step: 1, factor: "1" }],
    judges: [{ key: "J1", head: true }],
    entries: entries.slice(0, 2),
    sheets: [
      { entry: "1", judge: "J1", marks: { all: 8000 } },
      { entry: "2", judge: "J1", marks: { all: 7500 } },
    ],
    rule: ruleOf("votes"),
  };
  const before = standingsAndFigures(round);
  expect(before.hall).toBeNull();
  expect(before.standings[0]).toMatchObject({ entry: "1", total: "80.00", hall: null, lacks: ["part:audience"] });
  const after = standingsAndFigures({ ...round, hall: votesOf(10, 90) });
  expect(after.hall).toEqual({ votes: 100, most: 90 });
  expect(after.standings.map(({ entry, total, hall, parts, lacks }) => ({ entry, total, hall, parts, lacks }))).toEqual(
    [
      { entry: "2", total: "102.00", hall: 90, parts: { audience: "27.00" }, lacks: [] },
      { entry: "1", total: "83.00", hall: 10, parts: { audience: "3.00" }, lacks: [] },
    ],
  );
});

test("a rule that the hall votes on twice, or on another scale, is refused by name", () => {
  const flaws = (parts: object[]) => {
    const read = ruleSchema.safeParse({ ...laterPresets.hall, parts });
    return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
  };
  const hall = { of: "votes" };
  expect(flaws([{ ...part, hall }])).toEqual([]);
  expect(
    flaws([
      { ...part, hall },
      { ...part, key: "b", hall },
    ]),
  ).toEqual(["parts.1.hall"]);
  expect(flaws([{ ...part, min: -1, hall }])).toEqual(["parts.0.min"]);
  expect(flaws([{ ...part, step: 0.5, hall }])).toEqual(["parts.0.step"]);
  expect(flaws([{ ...part, hall: { of: "votes", choices: 0 } }])).toEqual(["parts.0.hall.choices"]);
});
