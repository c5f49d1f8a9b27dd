import { expect, test } from "vitest";
import { blankEligibilityRule, eligibilityRuleOfFields, fieldsOfEligibilityRule } from "./eligibility-fields.ts";
import { type EligibilityRule, eligibilityKinds, eligibilitySchema } from "./eligibility-rule.ts";

const rules: EligibilityRule[] = [
  { key: "age", kind: "leader-age", most: 50, on: "2026-12-31", message: { zh: "不超过50岁", en: "At most 50" } },
  { key: "degree", kind: "degree", least: "master", instead: ["patent", "profession"] },
  { key: "young", kind: "company-age", under: 5, on: "2026-12-31", groups: ["company"] },
  { key: "local", kind: "not-registered-locally", places: ["湖州", "吴兴"], before: "2026-01-01" },
  { key: "stake", kind: "leader-stake", least: "20.5", groups: ["company"] },
  { key: "paid", kind: "paid-in-capital", least: "100" },
  { key: "team", kind: "team-size", least: 3 },
  { key: "one", kind: "one-entry" },
  { key: "words", kind: "barred-words", words: ["公司", "集团"], fields: ["projectTitle"] },
  { key: "won", kind: "previous-winner", names: ["某项目"] },
];

test("every kind of rule comes back from its form as it was", () => {
  expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(eligibilityKinds));
  const back = rules.map((rule) => eligibilityRuleOfFields(fieldsOfEligibilityRule(rule)));
  expect(eligibilitySchema.parse(back)).toEqual(rules);
});

test("a number that is none is refused where it stands", () => {
  const [age] = rules;
  if (!age) throw new Error("no rule");
  const fields = fieldsOfEligibilityRule(age);
  const parsed = eligibilitySchema.safeParse([
    eligibilityRuleOfFields({ ...fields, texts: { ...fields.texts, most: "fifty" } }),
  ]);
  expect(parsed.error?.issues[0]?.path).toEqual([0, "most"]);
});

test("lists are read by line and by comma, Chinese ones too", () => {
  const words = eligibilityRuleOfFields({
    ...blankEligibilityRule("barred-words", []),
    texts: { words: "公司\n集团，股份、 控股 ;;" },
  });
  expect(words).toMatchObject({ words: ["公司", "集团", "股份", "控股"] });
});

test("an added rule takes a key that is free", () => {
  expect(blankEligibilityRule("leader-age", []).key).toBe("leader-age");
  expect(blankEligibilityRule("leader-age", ["leader-age"]).key).toBe("leader-age-2");
  expect(blankEligibilityRule("leader-age", ["leader-age", "leader-age-2"]).key).toBe("leader-age-3");
});
