import { type EligibilityRule, eligibilitySchema } from "~/rules/screening/eligibility-rule.ts";

/** The demo edition's conditions; `on` is the day on which its applications open. */
export function demoEligibility(on: string): EligibilityRule[] {
  return eligibilitySchema.parse([
    { key: "age", kind: "leader-age", least: 18, most: 50, on },
    { key: "degree", kind: "degree", least: "master", instead: ["patent", "profession", "talent-title"] },
    { key: "team", kind: "team-size", least: 3, groups: ["team"] },
    { key: "names", kind: "barred-words", words: ["公司"], fields: ["projectTitle"], groups: ["team"] },
    { key: "founded", kind: "company-age", under: 8, on, groups: ["company"] },
    {
      key: "local",
      kind: "not-registered-locally",
      places: ["吴兴", "Wuxing"],
      before: `${Number(on.slice(0, 4)) - 1}-01-01`,
      groups: ["company"],
    },
    { key: "stake", kind: "leader-stake", least: "20", groups: ["company"] },
    { key: "one-entry", kind: "one-entry" },
    {
      key: "winners",
      kind: "previous-winner",
      message: {
        zh: "未曾在国家级创新创业大赛全国总决赛获奖",
        en: "No prize in the final of a national innovation and start-up contest",
      },
    },
  ]);
}
