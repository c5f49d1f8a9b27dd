import { describe, expect, it } from "vitest";
import { identityProblems } from "./identity-problems.ts";

const today = "2026-11-24";
/** The example of GB 11643-1999. */
const woman = "11010519491231002X";

describe("an identity document", () => {
  const person = { identityKind: "resident-id", leaderNationality: "中国", leaderBirthOn: "1949-12-31" };
  const foreigner = { identityKind: "residence-permit", leaderNationality: "Italy" };
  const found = (change: object, number: string | null | undefined = woman) =>
    identityProblems({ ...person, ...change }, number, today).map(({ path, reason }) => `${path}: ${reason}`);

  it.each<[string, object, string | null | undefined, string[]]>([
    ["that fits", {}, woman, []],
    ["without number", {}, " ", ["identityNumber: required"]],
    ["that is stored and not at hand", {}, null, []],
    ["with a wrong number", {}, "110105194912310021", ["identityNumber: resident-id"]],
    ["of another birth date", { leaderBirthOn: "1949-12-30" }, woman, ["leaderBirthOn: identity-birth"]],
    ["with the same date in full width", { leaderBirthOn: "１９４９-12-31" }, woman, []],
    ["of another gender", { leaderGender: "male" }, woman, ["leaderGender: identity-gender"]],
    ["that foreigners do not have", { leaderNationality: "Italy" }, woman, ["identityKind: identity-nationality"]],
    ["with a nationality in own words", { leaderNationality: "地球" }, woman, []],
    [
      "that Chinese do not have",
      { identityKind: "residence-permit", leaderBirthOn: "1980-01-01" },
      "ITA110080010101",
      ["identityKind: identity-nationality"],
    ],
    ["of which nobody said the kind", { identityKind: "" }, woman, []],
    ["of the years before 2023 that fits", { ...foreigner, leaderBirthOn: "1980-01-01" }, "ITA110080010101", []],
    [
      "of the years before 2023 with another birth date",
      { ...foreigner, leaderBirthOn: "1980-01-02" },
      "ITA110080010101",
      ["leaderBirthOn: identity-birth"],
    ],
    [
      "of somebody of those years who gave the birth in words",
      { ...foreigner, leaderBirthOn: "" },
      "ITA110080010101",
      [],
    ],
  ])("%s", (_, change, number, problems) => expect(found(change, number)).toEqual(problems));

  it("is not asked for by those who do not say so", () => {
    expect(identityProblems(person, undefined, today)).toEqual([]);
  });
});
