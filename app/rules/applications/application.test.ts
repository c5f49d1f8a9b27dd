import { describe, expect, it } from "vitest";
import { type Choices, type DraftAnswers, draftSchema, type GroupTerms, submissionSchema } from "./application.ts";
import { type ApplicationProblem, problemsOf, type Section, sections } from "./application-sections.ts";

const today = "2026-11-23";
const choices: Choices = { round: "shanghai", track: "photonics", group: "team" };
const person = { name: "沈一禾", duty: "算法", degree: "doctor", fullTime: true };
const team: DraftAnswers = {
  projectTitle: "湖光硅基光互连芯片",
  summary: "面向数据中心的光互连。",
  innovation: "低损耗耦合。",
  leaderName: "沈一禾",
  leaderBirthOn: "1988-02-29",
  leaderNationality: "中国",
  leaderPhone: "+86 138-0013 8000",
  leaderEmail: "shen@example.com",
  leaderDegree: "doctor",
  leaderSchool: "湖州大学",
  members: [person, person, person],
  market: "数据中心。",
  businessModel: "芯片销售。",
  landingPlatform: "undecided",
};
const company: DraftAnswers = {
  ...team,
  projectTitle: "湖光芯片公司的光互连",
  members: [],
  companyName: "湖光芯片(湖州)有限公司",
  companyCode: "91110108 5513 85082q",
  companyFoundedOn: "2024-05-06",
  companyPlace: "浙江省杭州市",
};

/** What the demo's edition asks of teams. */
const teamTerms: GroupTerms = { leastMembers: 3, barred: [{ field: "projectTitle", words: ["公司"] }] };
const found = (answers: DraftAnswers, of: boolean | null, chosen = choices) =>
  problemsOf({ answers, choices: chosen }, { company: of, today, terms: of === false ? teamTerms : {} }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

describe("a submission", () => {
  it("of a team with three members is complete", () => expect(found(team, false)).toEqual([]));
  it("of a company without members is complete", () => expect(found(company, true)).toEqual([]));

  it.each([
    ["no title", { projectTitle: "  " }, "projectTitle: required"],
    ["a long title", { projectTitle: "光".repeat(61) }, "projectTitle: too-long"],
    ["公司 in a team's title", { projectTitle: "湖光公司" }, "projectTitle: barred-word"],
    ["公 司 in a team's title", { projectTitle: "湖光公　司" }, "projectTitle: barred-word"],
    ["公司 with nothing to be seen between", { projectTitle: "湖光公\u200b司" }, "projectTitle: barred-word"],
    ["two members", { members: [person, person] }, "members: too-few-members"],
    ["a nameless member", { members: [person, { ...person, name: "" }, person] }, "members.1.name: required"],
    ["no summary", { summary: undefined }, "summary: required"],
    ["a long summary", { summary: "光".repeat(1001) }, "summary: too-long"],
    ["no day like that", { leaderBirthOn: "1989-02-29" }, "leaderBirthOn: date"],
    ["a birth to come", { leaderBirthOn: "2026-11-24" }, "leaderBirthOn: past-date"],
    ["a phone of nowhere", { leaderPhone: "7400123456" }, "leaderPhone: phone"],
    ["no phone", { leaderPhone: "" }, "leaderPhone: required"],
    ["an address without its house", { leaderEmail: "shen@" }, "leaderEmail: email"],
    ["an unknown degree", { leaderDegree: "baron" }, "leaderDegree: choose"],
    ["an unknown gender", { leaderGender: "x" }, "leaderGender: invalid"],
    ["no platform", { landingPlatform: "" }, "landingPlatform: choose"],
    ["a wrong code, though none was asked for", { companyCode: "91110108551385083Q" }, "companyCode: credit-code"],
  ])("of a team with %s is not", (_, change, problem) => {
    expect(found({ ...team, ...change }, false)).toEqual([problem]);
  });

  it("is checked for words and numbers by the rules of its edition alone", () => {
    const reasons = (answers: DraftAnswers, terms: GroupTerms) =>
      problemsOf({ answers, choices }, { company: false, today, terms });
    expect(reasons({ ...team, projectTitle: "湖光公司", members: [] }, {})).toEqual([]);
    expect(
      reasons(
        { ...team, projectTitle: "湖光集团有限公司" },
        { barred: [{ field: "projectTitle", words: ["集团", "公司", "Ltd"] }] },
      ),
    ).toEqual([{ path: "projectTitle", reason: "barred-word", words: ["集团", "公司"] }]);
    expect(
      reasons({ ...team, companyName: "国家级实验室" }, { barred: [{ field: "companyName", words: ["国家级"] }] }),
    ).toEqual([{ path: "companyName", reason: "barred-word", words: ["国家级"] }]);
    expect(reasons(team, { leastMembers: 4 })).toEqual([{ path: "members", reason: "too-few-members", limit: 4 }]);
    const ofCompany = { company: true, today, terms: teamTerms };
    expect(problemsOf({ answers: company, choices }, ofCompany)).toEqual([]);
    expect(reasons(team, { mostMembers: 2 })).toEqual([{ path: "members", reason: "too-many-members", limit: 2 }]);
  });

  it.each([
    ["no name", { companyName: "" }, "companyName: required"],
    ["no code", { companyCode: undefined }, "companyCode: required"],
    ["a code that does not check", { companyCode: "91110108551385083Q" }, "companyCode: credit-code"],
    ["no founding day", { companyFoundedOn: "" }, "companyFoundedOn: required"],
    ["a founding to come", { companyFoundedOn: "2027-01-01" }, "companyFoundedOn: past-date"],
  ])("of a company with %s is not", (_, change, problem) => {
    expect(found({ ...company, ...change }, true)).toEqual([problem]);
  });

  it.each<[string, DraftAnswers, string[]]>([
    ["an amount in words", { companyCapital: "五百" }, ["companyCapital: money"]],
    ["five decimals", { revenueLast: "1.00001" }, ["revenueLast: money"]],
    ["a debt", { financingAmount: "-5" }, ["financingAmount: money"]],
    [
      "amounts as people write them",
      { companyCapital: "１,200.5 万元", companyPaidIn: "0500", landingInvestment: "30万" },
      [],
    ],
    ["a comma for the point", { companyCapital: "12,5" }, ["companyCapital: money"]],
    ["a group of two digits", { companyCapital: "1,20" }, ["companyCapital: money"]],
    ["amounts grouped by commas and by spaces", { companyCapital: "1,200,500.5", companyPaidIn: "1 200" }, []],
    ["more than the whole", { leaderStake: "100.01" }, ["leaderStake: percent"]],
    ["three decimals of a share", { leaderStake: "33.333" }, ["leaderStake: percent"]],
    ["a share with its sign", { leaderStake: "３５.５ %" }, []],
    ["no day to land on", { landingOn: "2027-02-29" }, ["landingOn: date"]],
    ["a day to land on that lies ahead", { landingOn: "2027-03-01" }, []],
    ["no place", { companyPlace: "" }, ["companyPlace: required"]],
    ["a foreign number and a Chinese place", { companyCode: "HRB 12345" }, ["companyCode: credit-code"]],
    ["a foreign number in Hong Kong", { companyCode: "7654321", companyPlace: "中国香港" }, []],
    [
      "a foreign number in a street of that name",
      { companyCode: "7654321", companyPlace: "青岛市香港中路" },
      ["companyCode: credit-code"],
    ],
    [
      "a code and an address with marks that nobody sees",
      { companyCode: "\u200b91110108551385082Q", leaderEmail: "shen@example.com\u200b" },
      [],
    ],
    ["a foreign number abroad", { companyCode: "HRB 12345", companyPlace: "Munich, Germany" }, []],
    [
      "an endless number abroad",
      { companyCode: "9".repeat(41), companyPlace: "德国慕尼黑" },
      ["companyCode: registration-number"],
    ],
    [
      "a patent without name and kind",
      { patents: [{ number: "1" }] },
      ["patents.0.kind: choose", "patents.0.title: required"],
    ],
    ["an unknown status", { patents: [{ kind: "other", title: "x", status: "lost" }] }, ["patents.0.status: invalid"]],
    ["an unknown readiness", { maturity: "10" }, ["maturity: invalid"]],
    ["a full-width e-mail address", { leaderEmail: "ｓｈｅｎ＠example.com" }, []],
    ["half a bidi mark in a name", { leaderName: "\u202eShen" }, []],
  ])("of a company with %s", (_, change, problems) => {
    expect(found({ ...company, ...change }, true).sort()).toEqual(problems);
  });

  it("asks a company for what the rules of the edition look at, a team not", () => {
    const asked = ["leaderStake", "companyPaidIn", "priorWinner"];
    const of = (answers: DraftAnswers, isCompany: boolean) =>
      problemsOf({ answers, choices }, { company: isCompany, today, asked }).map(
        ({ path, reason }) => `${path}: ${reason}`,
      );
    expect(of(company, true)).toEqual(["companyPaidIn: required", "leaderStake: required", "priorWinner: choose"]);
    expect(of(team, false)).toEqual(["priorWinner: choose"]);
  });

  it("asks for the attachments of the edition and for the identity document, in the order of the form", () => {
    const facts = {
      company: false,
      today,
      identityNumber: "",
      attachments: { required: ["deck", "business-plan"], given: ["deck"] },
    };
    expect(problemsOf({ answers: team, choices }, facts)).toEqual([
      { path: "identityKind", reason: "choose" },
      { path: "identityNumber", reason: "required" },
      { path: "attachments.business-plan", reason: "required" },
    ]);
    expect(problemsIn("attachments", problemsOf({ answers: team, choices }, facts))).toHaveLength(1);
  });

  it.each([
    [false, []],
    [true, ["attachments.licence", "attachments.finance"]],
  ])("asks for a company's papers where the group is for companies: %s", (company, paths) => {
    const asked = { company, today, attachments: { required: ["licence", "finance"], given: [] } };
    const found = problemsIn("attachments", problemsOf({ answers: team, choices }, asked));
    expect(found.map(({ path }) => path)).toEqual(paths);
  });

  it("keeps amounts, shares and numbers plain", () => {
    const change = { companyCapital: "１,200.5 万元", companyPaidIn: "0500", leaderStake: "35.5%" };
    expect(submissionSchema({ company: true, today }).parse({ ...company, ...change })).toMatchObject({
      companyCapital: "1200.5",
      companyPaidIn: "500",
      leaderStake: "35.5",
    });
  });

  it("needs heat, track and group, and without a group neither group's rules hold", () => {
    expect(found({ ...company, companyName: "" }, null, {})).toEqual([
      "round: choose",
      "track: choose",
      "group: choose",
    ]);
  });

  it("is kept in one form: E.164, capitals, nothing for what was left empty", () => {
    const kept = submissionSchema({ company: true, today }).parse({ ...company, awards: " " });
    expect(kept).toMatchObject({ leaderPhone: "+8613800138000", companyCode: "91110108551385082Q" });
    expect(kept.awards).toBeUndefined();
  });

  it("names what is missing by section, in the order of the form", () => {
    const problems = problemsOf({ answers: {}, choices: {} }, { company: true, today });
    expect(problems.map(({ path }) => path).slice(0, 5)).toEqual([
      "round",
      "track",
      "group",
      "projectTitle",
      "summary",
    ]);
    expect(problemsIn("business", problems).map(({ path }) => path)).toEqual(["market", "businessModel"]);
  });
});

describe("a draft", () => {
  it("takes what is not right yet", () => {
    const answers = { leaderEmail: "shen@", leaderBirthOn: "soon", members: [{ name: "沈" }] };
    expect(draftSchema.parse(answers)).toEqual(answers);
  });

  it("drops what the database cannot hold and what nobody asked for", () => {
    expect(draftSchema.parse({ summary: "a\0b\ud800", other: "x" })).toEqual({ summary: "ab\ufffd" });
  });

  it("has an end", () => expect(draftSchema.safeParse({ summary: "x".repeat(100_001) }).success).toBe(false));
});

/** The problems of one section. */
function problemsIn(section: Section, problems: readonly ApplicationProblem[]): ApplicationProblem[] {
  const fields: readonly string[] = sections[section];
  return problems.filter(({ path }) => fields.includes(path.split(".")[0] ?? ""));
}
