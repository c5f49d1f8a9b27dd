import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type EligibilityFacts,
  evaluateEligibility,
  type Finding,
  fullYears,
  outcomeAfterChecks,
  statedRules,
  verdictOf,
} from "./eligibility.ts";
import { eligibilitySchema, fieldsAsked, termsOfGroup } from "./eligibility-rule.ts";

type Change = Partial<EligibilityFacts["answers"]>;

function found(rule: object, answers: Change, facts: Partial<EligibilityFacts> = {}): Finding | undefined {
  const rules = eligibilitySchema.parse([{ key: "rule", ...rule }]);
  return evaluateEligibility(rules, { group: "company", company: true, otherEntries: [], ...facts, answers })[0];
}
const said = (rule: object, answers: Change, facts: Partial<EligibilityFacts> = {}) => {
  const { outcome, value } = found(rule, answers, facts) ?? { outcome: "none", value: "" };
  return `${outcome}: ${value}`;
};

describe("the leader's age", () => {
  const rule = { kind: "leader-age", most: 50, on: "2026-12-31" };
  it.each([
    [rule, "1976-01-01", "met: 50"],
    [rule, "1975-12-31", "not-met: 51"],
    [{ ...rule, on: "2026-12-30" }, "1975-12-31", "met: 50"],
    [{ kind: "leader-age", least: 18, most: 50, on: "2026-06-01" }, "2008-06-01", "met: 18"],
    [{ kind: "leader-age", least: 18, most: 50, on: "2026-06-01" }, "2008-06-02", "not-met: 17"],
    [rule, "2027-03-01", "met: 0"],
    [{ ...rule, on: "2027-02-28" }, "1976-02-29", "met: 50"],
    [{ ...rule, on: "2027-03-01" }, "1976-02-29", "not-met: 51"],
    [{ ...rule, on: "2028-02-29" }, "1977-02-28", "not-met: 51"],
    [rule, "１９７６-01-01", "met: 50"],
    [rule, "1976-02-30", "unknown: "],
    [rule, undefined, "unknown: "],
  ])("%j, born %s: %s", (given, leaderBirthOn, expected) => expect(said(given, { leaderBirthOn })).toBe(expected));

  it("never falls as the day moves on, and is one more a year later", () => {
    const day = fc.date({ min: new Date("1920-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    const written = (at: Date) => at.toISOString().slice(0, 10);
    fc.assert(
      fc.property(day, day, fc.integer({ min: 0, max: 20000 }), (birth, on, later) => {
        const then = new Date(on.getTime() + later * 86_400_000);
        expect(fullYears(written(birth), written(then))).toBeGreaterThanOrEqual(fullYears(written(birth), written(on)));
        const anniversary = `${birth.getUTCFullYear() + 30}${written(birth).slice(4)}`;
        expect(fullYears(written(birth), anniversary)).toBe(30);
      }),
    );
  });
});

describe("the degree", () => {
  const rule = { kind: "degree", least: "master" };
  const any = { ...rule, instead: ["patent", "profession", "talent-title"] };
  const granted = { kind: "invention", title: "光互连", status: "granted" };
  it.each<[object, Change, string, string | undefined]>([
    [rule, { leaderDegree: "master" }, "met: master", undefined],
    [rule, { leaderDegree: "doctor" }, "met: doctor", undefined],
    [rule, { leaderDegree: "bachelor" }, "not-met: bachelor", undefined],
    [rule, { leaderDegree: "other", leaderProfession: "教授" }, "not-met: other", undefined],
    [rule, {}, "unknown: ", undefined],
    [any, { leaderDegree: "bachelor", patents: [granted] }, "met: bachelor", "光互连"],
    [any, { leaderDegree: "bachelor", patents: [{ ...granted, status: "filed" }] }, "by-hand: bachelor", "光互连"],
    [any, { leaderDegree: "bachelor", leaderProfession: "高级工程师" }, "met: bachelor", "高级工程师"],
    [any, { leaderDegree: "bachelor", leaderProfession: "工程师" }, "by-hand: bachelor", "工程师"],
    [any, { leaderDegree: "bachelor", leaderTalentTitle: "省级人才" }, "by-hand: bachelor", "省级人才"],
    [any, { leaderDegree: "bachelor", leaderTalentTitle: "  " }, "not-met: bachelor", undefined],
    [
      { ...rule, instead: ["patent"] },
      { leaderDegree: "bachelor", leaderTalentTitle: "x" },
      "not-met: bachelor",
      undefined,
    ],
  ])("%j of %j: %s", (given, answers, expected, instead) => {
    expect(said(given, answers)).toBe(expected);
    expect(found(given, answers)?.instead).toBe(instead);
  });
});

describe("a company", () => {
  const age = { kind: "company-age", under: 5, on: "2026-12-31" };
  const local = { kind: "not-registered-locally", places: ["吴兴", "湖州"], before: "2026-01-01" };
  const stake = { kind: "leader-stake", least: "20" };
  const paid = { kind: "paid-in-capital", least: "100" };
  it.each<[object, Change, string]>([
    [age, { companyFoundedOn: "2022-01-01" }, "met: 4"],
    [age, { companyFoundedOn: "2021-12-31" }, "not-met: 5"],
    [age, { companyFoundedOn: "2021-12-31", companyName: "满五年" }, "not-met: 5"],
    [age, { companyFoundedOn: "2027-02-01" }, "met: 0"],
    [age, {}, "unknown: "],
    [local, { companyPlace: "杭州市" }, "met: 杭州市"],
    [local, { companyPlace: "湖州市 吴 兴区", companyFoundedOn: "2025-12-31" }, "not-met: 湖州市 吴 兴区 · 2025-12-31"],
    [local, { companyPlace: "湖州市", companyFoundedOn: "2026-01-01" }, "met: 湖州市 · 2026-01-01"],
    [local, { companyPlace: "湖州市" }, "unknown: 湖州市"],
    [{ ...local, before: undefined }, { companyPlace: "湖州市" }, "not-met: 湖州市"],
    [local, {}, "unknown: "],
    [stake, { leaderStake: "20" }, "met: 20"],
    [stake, { leaderStake: "19.99 %" }, "not-met: 19.99"],
    [stake, { leaderStake: "一半" }, "unknown: "],
    [stake, { leaderStake: "20.00" }, "met: 20.00"],
    [{ ...stake, least: "33.34" }, { leaderStake: "33.33" }, "not-met: 33.33"],
    [{ ...stake, least: "33.33" }, { leaderStake: "３３.３３％" }, "met: 33.33"],
    [paid, { companyPaidIn: "１００万元" }, "met: 100"],
    [paid, { companyPaidIn: "99.9999" }, "not-met: 99.9999"],
    [paid, {}, "unknown: "],
  ])("%j with %j: %s", (rule, answers, expected) => expect(said(rule, answers)).toBe(expected));

  it("is not asked about where there is none", () => {
    const team = { group: "team", company: false };
    expect(found(stake, {}, team)).toBeUndefined();
    expect(said(stake, { companyName: "湖光", leaderStake: "5" }, team)).toBe("not-met: 5");
  });
});

describe("team, entries, names and winners", () => {
  const member = { name: "沈", duty: "总体" };
  const words = { kind: "barred-words", words: ["公司", "Ltd"], fields: ["projectTitle", "companyName"] };
  const winner = { kind: "previous-winner", names: ["沈 一禾", "湖光芯片"] };
  it.each<[object, Change, string]>([
    [{ kind: "team-size", least: 3 }, { members: [member, member, member] }, "met: 3"],
    [{ kind: "team-size", least: 3 }, { members: [member, member, { name: " " }] }, "not-met: 2"],
    [{ kind: "team-size", most: 2 }, { members: [member, member, member] }, "not-met: 3"],
    [{ kind: "team-size", least: 3 }, {}, "unknown: 0"],
    [words, { projectTitle: "湖光公 司" }, "not-met: 湖光公 司"],
    [words, { projectTitle: "光", companyName: "Light LTD" }, "not-met: 光 · Light LTD"],
    [words, { projectTitle: "湖光公\u200b司" }, "not-met: 湖光公\u200b司"],
    [words, { projectTitle: "湖光公·司" }, "not-met: 湖光公·司"],
    [words, { projectTitle: "湖光Ｌ ｔｄ" }, "not-met: 湖光Ｌ ｔｄ"],
    [words, { projectTitle: "Altdorf 光" }, "met: Altdorf 光"],
    [words, { projectTitle: "办公、司法" }, "met: 办公、司法"],
    [words, { projectTitle: "光" }, "met: 光"],
    [words, {}, "unknown: "],
    [winner, { priorWinner: "yes" }, "not-met: yes"],
    [winner, { priorWinner: "no" }, "met: no"],
    [winner, { priorWinner: "no", leaderName: "沈一禾" }, "by-hand: 沈 一禾"],
    [winner, {}, "unknown: "],
  ])("%j with %j: %s", (rule, answers, expected) => expect(said(rule, answers)).toBe(expected));

  it("one entry a person: by the number it is sure, by the account somebody looks", () => {
    const rule = { kind: "one-entry" };
    const by = (...otherEntries: EligibilityFacts["otherEntries"]) => said(rule, {}, { otherEntries });
    expect(by()).toBe("met: ");
    expect(by({ code: "WX6-AAAAAA", by: "applicant" })).toBe("by-hand: WX6-AAAAAA");
    expect(by({ code: "WX6-AAAAAA", by: "applicant" }, { code: "WX6-BBBBBB", by: "identity" })).toBe(
      "not-met: WX6-AAAAAA, WX6-BBBBBB",
    );
  });
});

describe("the rules of an edition", () => {
  const stake = { key: "stake", kind: "leader-stake", least: "20", groups: ["company"] };

  it("hold for the groups that they name, and for all when they name none", () => {
    expect(found(stake, {}, { group: "team", company: true })).toBeUndefined();
    expect(found(stake, {}, { group: null, company: null })).toBeUndefined();
    expect(found({ ...stake, groups: undefined }, {}, { group: null, company: null })?.outcome).toBe("unknown");
  });

  it("ask for what they look at", () => {
    const rules = eligibilitySchema.parse([stake, { key: "winner", kind: "previous-winner" }]);
    expect(fieldsAsked(rules, "company")).toEqual(["leaderStake", "priorWinner"]);
    expect(fieldsAsked(rules, "team")).toEqual(["priorWinner"]);
  });

  it("say what a group's names and numbers must be, the strictest of several", () => {
    const rules = eligibilitySchema.parse([
      { key: "few", kind: "team-size", least: 2, most: 9 },
      { key: "team", kind: "team-size", least: 3, groups: ["team"] },
      { key: "words", kind: "barred-words", words: ["公司"], groups: ["team"] },
      { key: "state", kind: "barred-words", words: ["国家级"], fields: ["projectTitle", "companyName"] },
    ]);
    const everywhere = [
      { field: "projectTitle", words: ["国家级"] },
      { field: "companyName", words: ["国家级"] },
    ];
    expect(termsOfGroup(rules, "team")).toEqual({
      leastMembers: 3,
      mostMembers: 9,
      barred: [{ field: "projectTitle", words: ["公司"] }, ...everywhere],
    });
    expect(termsOfGroup(rules, "company")).toEqual({ leastMembers: 2, mostMembers: 9, barred: everywhere });
    expect(termsOfGroup([], "team")).toEqual({});
    expect(statedRules(rules, "company").map(({ ruleKey, limit }) => [ruleKey, limit])).toEqual([
      ["few", "2–9"],
      ["state", "国家级"],
    ]);
  });

  it("stand in their findings with limit, day and the edition's own words", () => {
    const message = { zh: "负责人须年满十八", en: "Leaders must be of age" };
    expect(
      found({ kind: "leader-age", least: 18, on: "2026-01-01", message }, { leaderBirthOn: "2000-01-01" }),
    ).toEqual({
      ruleKey: "rule",
      kind: "leader-age",
      outcome: "met",
      value: "26",
      limit: "≥ 18",
      on: "2026-01-01",
      message,
    });
  });

  it.each([
    [[{ key: "a", kind: "leader-age", on: "2026-01-01" }]],
    [[{ key: "a", kind: "leader-age", least: 51, most: 50, on: "2026-01-01" }]],
    [[{ key: "a", kind: "leader-age", most: 50, on: "2026-02-30" }]],
    [[stake, stake]],
    [[{ ...stake, least: "viel" }]],
    [[{ ...stake, other: 1 }]],
    [[{ key: "a", kind: "height" }]],
  ])("are refused when they make no sense: %j", (rules) => {
    expect(eligibilitySchema.safeParse(rules).success).toBe(false);
  });
});

describe("the verdict", () => {
  const finding = (ruleKey: string, outcome: Finding["outcome"]): Finding => ({
    ruleKey,
    kind: "degree",
    outcome,
    value: "",
    limit: "",
  });
  const open = [finding("a", "met"), finding("b", "by-hand")];
  it.each([
    ["no rules", [], [], "met"],
    ["all met", [finding("a", "met")], [], "met"],
    ["one open", open, [], "by-hand"],
    ["one not told yet", [finding("a", "unknown")], [], "by-hand"],
    ["one not met among open ones", [...open, finding("c", "not-met")], [], "not-met"],
    ["the open one found right by hand", open, [{ ruleKey: "b", met: true }], "met"],
    ["the open one found wrong by hand", open, [{ ruleKey: "b", met: false }], "not-met"],
    ["a wrong one corrected by hand", [finding("a", "not-met")], [{ ruleKey: "a", met: true }], "met"],
    ["a check of a rule that is gone", open, [{ ruleKey: "z", met: false }], "by-hand"],
  ] as const)("%s", (_, findings, checks, verdict) => expect(verdictOf(findings, checks)).toBe(verdict));

  it("of one rule is the check's where there is one", () => {
    expect(outcomeAfterChecks(finding("a", "not-met"), [{ ruleKey: "a", met: true }])).toBe("met");
    expect(outcomeAfterChecks(finding("a", "by-hand"), [])).toBe("by-hand");
  });
});
