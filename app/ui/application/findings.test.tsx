import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import { type EligibilityFacts, evaluateEligibility } from "~/rules/screening/eligibility.ts";
import { eligibilityKinds, eligibilitySchema } from "~/rules/screening/eligibility-rule.ts";
import { i18nFor } from "../../locales/i18n.server.ts";
import type { Locale } from "../../locales/locale.ts";
import { FindingList } from "./findings.tsx";

const rules = [
  { kind: "leader-age", most: 50, on: "2026-12-31" },
  { kind: "degree", least: "master", instead: ["profession"] },
  { kind: "company-age", under: 5, on: "2026-12-31" },
  { kind: "not-registered-locally", places: ["湖州", "吴兴"], before: "2026-01-01" },
  { kind: "leader-stake", least: "20.5" },
  { kind: "paid-in-capital", least: "100" },
  { kind: "team-size", least: 3, most: 8 },
  { kind: "one-entry" },
  { kind: "barred-words", words: ["公司", "集团"] },
  { kind: "previous-winner" },
];
const facts: EligibilityFacts = {
  group: "company",
  company: true,
  otherEntries: [{ code: "WX6-AAAAAA", by: "identity" }],
  answers: {
    projectTitle: "湖光公司",
    leaderBirthOn: "1970-05-01",
    leaderDegree: "bachelor",
    leaderProfession: "高级工程师",
    companyFoundedOn: "2020-03-01",
    companyPlace: "湖州市",
    leaderStake: "19.5",
    companyPaidIn: "1200.5",
    members: [{ name: "沈" }],
    priorWinner: "yes",
  },
};

/** What is said of each rule: what it asks for, and what it looked at. */
function said(locale: Locale, given: readonly object[] = rules, of = facts): string[] {
  const parsed = eligibilitySchema.parse(given.map((rule, at) => ({ key: `rule-${at}`, ...rule })));
  const html = renderToStaticMarkup(
    <I18nextProvider i18n={i18nFor(locale)}>
      <FindingList findings={evaluateEligibility(parsed, of)} />
    </I18nextProvider>,
  );
  return html
    .split("</li>")
    .map((line) =>
      line
        .replace(/<\/p>/, " | ")
        .replace(/<[^>]+>/g, "")
        .replaceAll("&lt;", "<"),
    )
    .filter(Boolean);
}

describe("what the rules of eligibility say", () => {
  it("is about every kind of rule", () => {
    expect(rules.map(({ kind }) => kind)).toEqual([...eligibilityKinds]);
  });

  it("reads as Chinese, with the value that was looked at", () => {
    expect(said("zh-CN")).toEqual([
      "负责人不超过 50 周岁（截至2026年12月31日） | 不符合 · 56 周岁",
      "负责人须具有硕士及以上学位 | 符合 · 学士；可替代条件：高级工程师",
      "企业成立不满 5 年（截至2026年12月31日） | 不符合 · 已成立 6 年",
      "企业在2026年1月1日前未在本地注册（湖州、吴兴） | 不符合 · 注册地：湖州市 · 2020年3月1日",
      "负责人持股不少于 20.5% | 不符合 · 19.5%",
      "实缴资本不少于 100万元 | 符合 · 1,200.5万元",
      "核心成员 3 至 8 人 | 不符合 · 1 人",
      "每人限报一个项目，不得跨组别重复报名 | 不符合 · 同一人的其他报名：WX6-AAAAAA",
      "名称中不得出现：公司、集团 | 不符合 · 湖光公司",
      "未曾在国家级创业大赛获奖 | 不符合 · 本人填写：曾获奖",
    ]);
  });

  it("reads as English, with the value that was looked at", () => {
    expect(said("en")).toEqual([
      "The leader is at most 50 years old (on 31 Dec 2026) | Not met · 56 years old",
      "The leader holds at least this degree: Master | Met · Bachelor; may stand in for it: 高级工程师",
      "The company is less than 5 years old (on 31 Dec 2026) | Not met · 6 full years old",
      "The company was not registered locally before 1 Jan 2026 (湖州, 吴兴) | Not met · Registered in: 湖州市 · 1 Mar 2020",
      "The leader’s stake is at least 20.5% | Not met · 19.5%",
      "The paid-in capital is at least CNY 1,000,000 | Met · CNY 12,005,000",
      "Core members: 3 to 8 | Not met · 1",
      "One entry a person, in one group only | Not met · Other entries of the same person: WX6-AAAAAA",
      "These words do not appear in names: 公司, 集团 | Not met · 湖光公司",
      "No earlier win in a national start-up contest | Not met · Declared: an earlier winner",
    ]);
  });

  it("is in the edition's own words where it has some, of the reader's language", () => {
    const own = [{ ...rules[0], message: { zh: "负责人须在五十岁以内", en: "Leaders must be fifty or younger" } }];
    expect(said("zh-CN", own)).toEqual(["负责人须在五十岁以内 | 不符合 · 56 周岁"]);
    expect(said("en", own)).toEqual(["Leaders must be fifty or younger | Not met · 56 years old"]);
  });

  it("says what is not filled in yet, and what somebody has to look at", () => {
    const answers = { leaderDegree: "bachelor", leaderProfession: "工程师" };
    expect(said("en", rules.slice(0, 2), { ...facts, answers })).toEqual([
      "The leader is at most 50 years old (on 31 Dec 2026) | Not filled in yet",
      "The leader holds at least this degree: Master | To be checked by hand · Bachelor; may stand in for it: 工程师",
    ]);
  });
});
