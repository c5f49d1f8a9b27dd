import fc from "fast-check";
import { expect, test } from "vitest";
import { type Rule, rulePresets, ruleSchema } from "./rule.ts";
import { fieldsOfRule, readRuleFields, ruleOfFields } from "./rule-fields.ts";

const presets = Object.entries<Rule>(rulePresets);

test.each(presets)("the preset %s survives the form, by body and by address", (_, preset) => {
  const rule = ruleSchema.parse(preset);
  const form = new FormData();
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(fieldsOfRule(rule))) {
    for (const each of [value].flat()) {
      form.append(name, each);
      address.append(name, each);
    }
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
