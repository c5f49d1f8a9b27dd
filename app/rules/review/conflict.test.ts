import { expect, test } from "vitest";
import { type ConflictEntry, type ConflictJudge, conflictFinder, plainInstitution } from "./conflict.ts";

const all = { sameEmployer: true, sameSchool: true, sameRecommender: true };
const judge: ConflictJudge = {
  userId: "u1",
  email: "gu@example.com",
  name: "顾南山",
  employer: null,
  school: null,
  recommenderId: null,
  recommenderName: null,
};
const entry: ConflictEntry = {
  applicantId: "u2",
  emails: ["shen@example.com", "leader@example.com"],
  leaderName: "沈一禾",
  members: ["陆南星", "Elena Marchetti"],
  leaderEmployer: "湖州大学光电学院",
  companyName: "湖州微光科技有限公司",
  leaderSchool: "浙江大学",
  recommenderId: 3,
  recommenderEmail: "office@example.org",
  recommenderNames: ["青年创业协会", "Young Founders Association", "菰城创业中心"],
};
const kinds = (of: Partial<ConflictJudge>, rules = all, declared: string | null = null) =>
  conflictFinder(rules)({ ...judge, ...of }, entry, declared).map(({ kind }) => kind);

test("strangers are not tied", () => {
  expect(kinds({ employer: "杭州大学", school: "南京大学", recommenderId: 4 })).toEqual([]);
});

test.each<[string, Partial<ConflictJudge>, string[]]>([
  ["the applicant's own account", { userId: "u2" }, ["same-person"]],
  ["the leader's e-mail in other letters", { email: "Leader@Example.com" }, ["same-person"]],
  ["the leader's name, spaced", { name: "沈 一禾" }, ["same-name"]],
  ["a member's name in full width", { name: "ＥＬＥＮＡ marchetti" }, ["same-name"]],
  ["the leader's employer, another faculty", { employer: "湖州大学 商学院" }, ["same-employer"]],
  ["the company in its longer form", { employer: "湖州微光科技股份有限公司（吴兴分公司）" }, ["same-employer"]],
  ["the leader's school", { school: "浙江大学医学院" }, ["same-school"]],
  ["an employer that is the leader's school", { employer: "浙江大学" }, ["same-school"]],
  ["the same sender", { recommenderId: 3 }, ["same-recommender"]],
  ["an employer that recommended the project", { employer: "青年创业协会（湖州）" }, ["same-recommender"]],
  ["a sender that the application names in its own words", { recommenderName: "菰城创业中心" }, ["same-recommender"]],
  ["the recommender's e-mail", { email: "Office@example.org" }, ["same-recommender"]],
])("a judge with %s is tied", (_, of, expected) => {
  expect(kinds(of)).toEqual(expected);
});

test("a rule that is off finds nothing; persons and declarations are not a matter of rules", () => {
  const none = { sameEmployer: false, sameSchool: false, sameRecommender: false };
  const close = { employer: "湖州大学", school: "浙江大学", recommenderId: 3, email: "office@example.org" };
  expect(kinds(close, none)).toEqual([]);
  expect(kinds({ ...close, userId: "u2" }, none, "师生")).toEqual(["declared", "same-person"]);
  expect(conflictFinder(none)(judge, entry, "师生")).toEqual([{ kind: "declared", words: "师生" }]);
});

test("the shared employer is named as the application writes it", () => {
  expect(conflictFinder(all)({ ...judge, employer: "湖州大学" }, entry)).toEqual([
    { kind: "same-employer", words: "湖州大学光电学院" },
  ]);
});

test.each([
  ["浙江大学", "浙江"],
  ["The University of Edinburgh", "edinburgh"],
  ["Edinburgh University", "edinburgh"],
  ["微光（湖州）科技有限公司", "微光科技"],
  ["ＡＣＭＥ Co., Ltd.", "acme"],
  ["公司", "公司"],
  ["  ", ""],
])("the core of %s is %s", (name, core) => {
  expect(plainInstitution(name)).toBe(core);
});

test("two blanks are not the same", () => {
  expect(
    conflictFinder(all)(
      { ...judge, employer: " ", school: "" },
      { ...entry, leaderEmployer: " ", leaderSchool: "", recommenderNames: ["", " "] },
    ),
  ).toEqual([]);
});
