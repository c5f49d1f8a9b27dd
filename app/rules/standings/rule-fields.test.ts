import fc from "fast-check";
import { expect, test } from "vitest";
import { randomLaterRound } from "~db/testing/random-later-rounds.ts";
import { laterPresets } from "./later-presets.ts";
import { type Rule, rulePresets, ruleSchema, trimming } from "./rule.ts";
import { fieldsOfRule, readRuleFields, ruleFieldEntries, ruleOfFields } from "./rule-fields.ts";

const presets = Object.entries<Rule>({ ...rulePresets, ...laterPresets });

test.each(presets)("the preset %s survives the form, by body and by address", (_, preset) => {
  const rule = ruleSchema.parse(preset);
  const form = new FormData();
  const address = new URLSearchParams();
  for (const [name, value] of ruleFieldEntries(fieldsOfRule(rule))) {
    form.append(name, value);
    address.append(name, value);
  }
  for (const from of [form, address]) {
    const fields = readRuleFields(from);
    expect(fields && ruleSchema.parse(ruleOfFields(fields))).toEqual(rule);
  }
});

test("any rule survives the form", () => {
  const places = fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined });
  const method = fc.constantFrom(
    { method: "mean" },
    { method: "median" },
    { method: "sum" },
    { method: "trimmed-mean", high: 2, low: 0, atLeast: 5 },
  );
  const anyRule = fc.record({
    level: fc.constantFrom("sheet", "criterion"),
    combine: method,
    missing: fc.constantFrom("skip", "zero"),
    places: fc.record({ sheet: places, combined: places, points: places, total: places }),
    ties: fc.uniqueArray(fc.constantFrom("untrimmed-mean", "criterion:tech", "head-judge", "highest-sheet", "vote")),
    groups: fc.constantFrom("together", "separate"),
  });
  fc.assert(
    fc.property(anyRule, (raw) => {
      const rule = ruleSchema.parse(raw);
      expect(ruleSchema.parse(ruleOfFields(fieldsOfRule(rule)))).toEqual(rule);
    }),
  );
});

/** Without what says nothing: defaults written out, decimals of steps that the rule does not have, thresholds that name none. */
function plain(rule: Rule): Rule {
  const { lacking, rounding, places, thresholds, ...rest } = rule;
  const isNamed = Object.keys(thresholds?.criteria ?? {}).length > 0;
  const unused = new Set([
    ...(rule.normalise ? [] : ["judgeMean", "judgeSd", "normalised"]),
    ...(rule.kinds ? [] : ["kind"]),
    ...(rule.coefficient ? [] : ["panelMean", "coefficient", "scaled"]),
    ...(rule.carry ? [] : ["overall"]),
  ]);
  const used = Object.entries(places).filter(([name, value]) => value !== undefined && !unused.has(name));
  const isTruncating = typeof rounding === "string" ? rounding === "truncate" : Object.keys(rounding ?? {}).length > 0;
  return ruleSchema.parse({
    ...rest,
    ...(rest.combine.method === "trimmed-mean" && { combine: { ...rest.combine, atLeast: trimming(rule).atLeast } }),
    places: Object.fromEntries(used),
    ...(lacking === "skip" && { lacking }),
    ...(isTruncating && { rounding }),
    ...(thresholds &&
      (thresholds.total !== undefined || isNamed) && {
        thresholds: { ...thresholds, criteria: isNamed ? thresholds.criteria : undefined },
      }),
  });
}

test("any rule of the second edition survives the form", () => {
  fc.assert(
    fc.property(randomLaterRound, ({ rule }) => {
      const address = new URLSearchParams(ruleFieldEntries(fieldsOfRule(rule)));
      const read = readRuleFields(address);
      expect(read && ruleSchema.parse(ruleOfFields(read))).toEqual(plain(rule));
    }),
    { numRuns: 500 },
  );
});

test("a row that was not filled in is none, and settings hidden by the level say nothing", () => {
  const address = new URLSearchParams(ruleFieldEntries(fieldsOfRule(laterPresets.kinds)));
  address.set("kinds[7].label", "");
  address.set("kinds[7].weight", "");
  address.set("level", "criterion");
  const read = readRuleFields(address);
  expect(read?.later.kinds).toHaveLength(2);
  const rule = ruleSchema.parse(read && ruleOfFields(read));
  expect(rule.kinds).toBeUndefined();
});

test("trimming is left out where the method does not trim, and steps that are empty or chosen twice fall away", () => {
  const fields = { ...fieldsOfRule(rulePresets.median), high: "3", ties: ["", "vote", "", "head-judge", "vote"] };
  const rule = ruleSchema.parse(ruleOfFields(fields));
  expect(rule.combine).toEqual({ method: "median" });
  expect(rule.ties).toEqual(["vote", "head-judge"]);
});

test("a number that is none is refused, not taken for zero", () => {
  const fields = { ...fieldsOfRule(rulePresets.trimmed), high: "one", total: "2.5" };
  const paths = ruleSchema.safeParse(ruleOfFields(fields)).error?.issues.map((issue) => issue.path.join("."));
  expect(paths).toEqual(["combine.high", "places.total"]);
});

test("an address without a rule holds none", () => {
  expect(readRuleFields(new URLSearchParams("page=2"))).toBeNull();
});
