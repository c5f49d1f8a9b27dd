import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, describe, expect, it } from "vitest";
import { saveDraft } from "~/commands/applications/save-draft.ts";
import { submitApplication } from "~/commands/applications/submit-application.ts";
import { withdrawApplication } from "~/commands/applications/withdraw-application.ts";
import { loader as detail } from "~/routes/organize/screening/detail.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { eligibilityKinds, eligibilitySchema } from "~/rules/screening/eligibility-rule.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { makeApplication, teamAnswers } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

const rules = eligibilitySchema.parse([
  { key: "age", kind: "leader-age", most: 50, on: "2026-12-31" },
  { key: "degree", kind: "degree", least: "doctor", instead: ["profession"] },
  { key: "young", kind: "company-age", under: 5, on: "2026-12-31" },
  { key: "local", kind: "not-registered-locally", places: ["湖州"], before: "2026-01-01" },
  { key: "stake", kind: "leader-stake", least: "20" },
  { key: "paid", kind: "paid-in-capital", least: "100" },
  { key: "team", kind: "team-size", least: 3 },
  { key: "one", kind: "one-entry" },
  { key: "words", kind: "barred-words", words: ["国家级"] },
  { key: "won", kind: "previous-winner", names: ["湖光"] },
]);

async function makeScene() {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const editionId = edition.id;
  await db.updateTable("editions").set({ eligibility: rules }).where("id", "=", editionId).execute();
  await makeRound(db, { editionId, slug: "everywhere" });
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId }] });
  return { editionId, screener };
}
beforeAll(async () => {
  scene = await makeScene();
});

const choices = { round: "everywhere", track: "photonics", group: "company" };
// As people write it: what is handed in is kept in another form, and means the same
const answers = {
  ...teamAnswers,
  projectTitle: "国 家级光芯片",
  leaderDegree: "master",
  leaderProfession: "工程师",
  identityKind: "passport",
  companyName: "湖光",
  companyCode: "9111 0108 5513 85082q",
  companyFoundedOn: "２０２１-12-31",
  companyPlace: "湖州市",
  companyPaidIn: "１,200.5 万元",
  leaderStake: "19.5 %",
  priorWinner: "no",
};

async function begin(applicant: Actor) {
  const { editionId } = scene;
  return await makeApplication(database.db, { editionId, applicant, state: "draft", answers: {} });
}

async function handIn(actor: Actor, made: { code: string; textVersion: number }, identityNumber: string) {
  const by = { db: database.db, actor };
  const input = { code: made.code, version: made.textVersion, answers, choices, identityNumber };
  const typing = await saveDraft(by, input);
  if (!typing.ok) throw new Error(typing.error.type);
  const { version, findings } = typing.value;
  const whole = { ...input, version, consent: consentVersion, locale: "zh-CN" };
  expect(await submitApplication(by, whole)).toMatchObject({ ok: true });
  return findings;
}

/** What the screener's page says now. */
async function screened(code: string): Promise<Finding[]> {
  const page = await detail({
    request: new Request(`http://localhost/organize/applications/${code}`),
    params: { code },
    context: { db: database.db, locale: "zh-CN", actor: async () => scene.screener } as AppLoadContext,
  });
  return page.eligibility.findings;
}

describe("the rules of eligibility", () => {
  it("say the same of every kind while one writes, when it is handed in, and to the screener", async () => {
    const applicant = await makePerson(database.db);
    const made = await begin(applicant);
    const typing = await handIn(applicant, made, "E33333331");
    expect(typing.map(({ kind }) => kind)).toEqual([...eligibilityKinds]);
    expect(typing.map(({ outcome, value }) => `${outcome}: ${value}`)).toEqual([
      "met: 38",
      "by-hand: master",
      "not-met: 5",
      "not-met: 湖州市 · 2021-12-31",
      "not-met: 19.5",
      "met: 1200.5",
      "met: 3",
      "met: ",
      "not-met: 国 家级光芯片",
      "by-hand: 湖光",
    ]);
    const application = await findApplication(database.db, made.code);
    expect(application?.answers.companyPaidIn).toBe("1200.5");
    expect(application?.eligibilityFindings).toEqual(typing);
    expect(await screened(made.code)).toEqual(typing);
  });

  it("count another entry of the same person, and no more once it is withdrawn: for the applicant and the screener alike", async () => {
    const one = (findings: readonly Finding[]) => {
      const found = findings.find(({ kind }) => kind === "one-entry");
      return `${found?.outcome}: ${found?.value}`;
    };
    const { db } = database;
    const applicant = await makePerson(db);
    const first = await begin(applicant);
    const second = await begin(applicant);
    const third = await begin(applicant);
    await handIn(applicant, first, "E44444441");
    const sure = `not-met: ${first.code}`;
    expect(one(await handIn(applicant, second, "E44444441"))).toBe(sure);
    expect(one(await screened(second.code))).toBe(sure);

    const reason = "只报一个项目";
    const withdrawn = await withdrawApplication(
      { db, actor: applicant },
      { code: first.code, state: "submitted", reason },
    );
    expect(withdrawn).toMatchObject({ ok: true });
    expect(one(await screened(second.code))).toBe("met: ");
    // A draft counts for nobody either: the third sees the second alone
    expect(one(await handIn(applicant, third, "E44444441"))).toBe(`not-met: ${second.code}`);
  });
});
