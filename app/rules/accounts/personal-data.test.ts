import { expect, test } from "vitest";
import { type DraftAnswers, draftSchema } from "../applications/application.ts";
import { answersWithoutPerson, fates } from "./personal-data.ts";

const secret = "张三的私密";

/** Every field filled with words that must not survive. */
function fullOf(words: string): DraftAnswers {
  const answers = Object.fromEntries(Object.keys(draftSchema.shape).map((field) => [field, words]));
  const members = [{ name: words, duty: words, degree: words, fullTime: true }];
  const patents = [{ kind: words, title: words, number: words, ownership: words, status: words }];
  return { ...answers, members, patents };
}

test("every answer of an application is classified, and nothing else", () => {
  expect(Object.keys(fates).sort()).toEqual(Object.keys(draftSchema.shape).sort());
});

test("whatever words stand in whatever field, none survive but the title of a project in a heat", () => {
  expect(JSON.stringify(answersWithoutPerson(fullOf(secret), false))).not.toContain(secret);
  expect(answersWithoutPerson(fullOf(secret), true)).toEqual({
    projectTitle: secret,
    projectTitleEn: secret,
    members: [{ fullTime: true }],
    patents: [{}],
  });
  const number = "13800138000";
  expect(JSON.stringify(answersWithoutPerson(fullOf(number), false))).not.toContain(number);
});

const sound: DraftAnswers = {
  projectTitle: "会飞的缆车",
  leaderName: secret,
  leaderGender: "female",
  leaderDegree: "doctor",
  identityKind: "passport",
  leaderBirthOn: "1985-06-07",
  companyFoundedOn: "2020-01-02",
  maturity: "6",
  financingRound: "angel",
  landingPlatform: "undecided",
  priorWinner: "no",
  members: [{ name: secret, duty: secret, degree: "master", fullTime: true }],
  patents: [{ kind: "invention", title: secret, number: "CN1", ownership: "leader", status: "granted" }],
};
const kept = {
  leaderGender: "female",
  leaderDegree: "doctor",
  identityKind: "passport",
  leaderBirthYear: "1985",
  companyFoundedYear: "2020",
  maturity: "6",
  financingRound: "angel",
  landingPlatform: "undecided",
  priorWinner: "no",
  members: [{ degree: "master", fullTime: true }],
  patents: [{ kind: "invention", status: "granted" }],
};

test("what statistics need stays, and erasing twice changes nothing", () => {
  expect(answersWithoutPerson(sound, false)).toEqual(kept);
  expect(answersWithoutPerson(answersWithoutPerson(sound, true), true)).toEqual({
    ...kept,
    projectTitle: "会飞的缆车",
  });
});
