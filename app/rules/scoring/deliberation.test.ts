import { expect, test } from "vitest";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { laterPresets } from "../standings/later-presets.ts";
import { type Rule, rulePresets, ruleSchema } from "../standings/rule.ts";
import {
  deliberationSchema,
  heldEntries,
  panelValues,
  readRevision,
  revisionBounds,
  whyNotConfirmDeliberation,
} from "./deliberation.ts";

/** Judges by their totals on each entry; null: no sheet. */
function judged(totals: Record<string, (number | null)[]>, rule: Rule = rulePresets.mean): JudgedRound {
  const keys = Object.keys(totals);
  const judges = (totals[keys[0] ?? ""] ?? []).map((_, at) => ({ key: `J${at + 1}`, head: false }));
  return {
    criteria: [{ key: "tech", max: 10_000, step: 1, factor: "1" }],
    judges,
    entries: keys.map((key, at) => ({ key, title: key, group: null, order: at + 1 })),
    sheets: keys.flatMap((entry) =>
      judges.flatMap(({ key: judge }, at) => {
        const total = totals[entry]?.[at] ?? null;
        return total === null ? [] : [{ entry, judge, marks: { tech: Math.round(total * 100) } }];
      }),
    ),
    rule: ruleSchema.parse(rule),
  };
}

test("a project is held where highest and lowest lie more than the threshold apart, not where exactly as far", () => {
  const round = judged({ "1": [80, 90.01, 85], "2": [80, 90, 85], "3": [70, null, 100], "4": [null, null, null] });
  expect(heldEntries(round, { method: "range", threshold: 10 })).toEqual([
    { entry: "1", spread: "10.01" },
    { entry: "3", spread: "30.00" },
  ]);
});

test("in standard deviations a strict and a mild judge agree who are apart in points", () => {
  const round = judged({ "1": [60, 90], "2": [50, 80], "3": [40, 70], "4": [50, 90] });
  expect(heldEntries(round, { method: "range", threshold: 25 })).toHaveLength(4);
  expect(heldEntries(round, { method: "z", threshold: 0.7 }).map(({ entry }) => entry)).toEqual(["4"]);
});

test("the panel sees each sheet's total and, where the rule converts it, the value that counts", () => {
  expect(panelValues(judged({ "1": [80, 90] }), "1")).toEqual([
    { judge: "J1", sheet: "80.00", value: null },
    { judge: "J2", sheet: "90.00", value: null },
  ]);
  const converted = panelValues(judged({ "1": [80, 90], "2": [70, 80] }, laterPresets.standard), "1");
  expect(converted[0]).toEqual({ judge: "J1", sheet: "80.00", value: "57.07" });
});

test("a new value lies within a full sheet and has no more decimals than the rule's step", () => {
  const bounds = revisionBounds(judged({ "1": [80] }));
  expect(bounds).toEqual({ lowest: "0", highest: "100", decimals: 2 });
  expect(readRevision(" 86.50 ", bounds)).toEqual({ score: "86.5" });
  expect(readRevision("100", bounds)).toEqual({ score: "100" });
  for (const text of ["100.01", "-0.01"]) expect(readRevision(text, bounds)).toEqual({ problem: "off-range" });
  for (const text of ["", "high", "1e2", "86.555", "8６", "--1"])
    expect(readRevision(text, bounds)).toEqual({ problem: "not-a-score" });
  const whole = revisionBounds(judged({ "1": [80] }, { ...rulePresets.mean, places: { sheet: 0 } }));
  expect(readRevision("86.5", whole)).toEqual({ problem: "not-a-score" });
  expect(readRevision("86.0", whole)).toEqual({ score: "86" });
  const converted = revisionBounds(judged({ "1": [80] }, laterPresets.standard));
  expect(readRevision("-12.25", converted)).toEqual({ score: "-12.25" });
});

test("a threshold is above 0", () => {
  expect(deliberationSchema.safeParse({ method: "range", threshold: 0 }).success).toBe(false);
  expect(deliberationSchema.parse({ method: "z", threshold: 1.5 })).toEqual({
    method: "z",
    threshold: 1.5,
    hidesJudges: false,
  });
});

test("the end of a conferring is confirmed by another person than the one who ended it", () => {
  const ended = { state: "ended", endedById: "scorer" };
  expect(whyNotConfirmDeliberation(ended, "supervisor")).toBe(null);
  expect(whyNotConfirmDeliberation(ended, "scorer")).toBe("same-person");
  for (const state of ["open", "confirmed"])
    expect(whyNotConfirmDeliberation({ ...ended, state }, "scorer")).toBe("no-deliberation");
});
