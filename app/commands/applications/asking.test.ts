import { beforeAll, describe, expect, it } from "vitest";
import { consentVersion } from "~/rules/applications/consent.ts";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveDraft } from "./save-draft.ts";
import { startApplication } from "./start-application.ts";
import { submitApplication } from "./submit-application.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

const rules = [
  { key: "age", kind: "leader-age", most: 50, on: "2026-12-31" },
  { key: "winner", kind: "previous-winner" },
  { key: "one", kind: "one-entry" },
  { key: "stake", kind: "leader-stake", least: "20", groups: ["company"] },
] as EligibilityRule[];

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db);
  const editionId = made.edition.id;
  await db
    .updateTable("editions")
    .set({ eligibility: rules, requiredAttachments: ["business-plan"] })
    .where("id", "=", editionId)
    .execute();
  const round = await makeRound(db, { editionId, slug: "shanghai" });
  return { ...made, editionId, round, screener: await makePerson(db) };
}
beforeAll(async () => {
  scene = await makeScene();
});

const choices = { round: "shanghai", track: "photonics", group: "team" };
const answers = { ...teamAnswers, priorWinner: "no" };
const whole = { answers, choices, identityNumber: teamIdentityNumber, consent: consentVersion, locale: "en" };
let files = 0;

async function draft({ attached = true } = {}) {
  const made = await makeApplication(database.db, { editionId: scene.editionId, state: "draft", answers: {} });
  if (attached) await attach(made.id, made.applicant.id);
  return made;
}
async function attach(applicationId: number, uploaderId: string, removedAt: Date | null = null) {
  const { id } = await database.db
    .insertInto("attachments")
    .values({
      applicationId,
      uploaderId,
      removedAt,
      kind: "business-plan",
      name: "计划书.pdf",
      type: "application/pdf",
      size: 10,
      sha256: "0".repeat(64),
      storeKey: `key-${++files}`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
const row = async (id: number) =>
  await database.db.selectFrom("applications").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const outcomes = (findings: unknown) =>
  Object.fromEntries(
    (findings as { ruleKey: string; outcome: string }[]).map(({ ruleKey, outcome }) => [ruleKey, outcome]),
  );

describe("what the edition asks for", () => {
  it("are fields that its rules look at, for the group that they are for, and its attachments", async () => {
    const { code, textVersion: version, applicant } = await draft({ attached: false });
    const saved = await saveDraft(
      { db: database.db, actor: applicant },
      { code, version, answers: teamAnswers, choices, identityNumber: teamIdentityNumber },
    );
    expect(saved).toMatchObject({
      value: {
        problems: [
          { path: "priorWinner", reason: "choose" },
          { path: "attachments.business-plan", reason: "required" },
        ],
      },
    });
  });

  it("an attachment that was taken out does not count, and the one that is there goes with the submission", async () => {
    const { db } = database;
    const { id, code, textVersion: version, applicant } = await draft({ attached: false });
    await attach(id, applicant.id, new Date());
    const by = { db, actor: applicant };
    expect(await submitApplication(by, { ...whole, code, version })).toMatchObject({
      error: { type: "incomplete", problems: [{ path: "attachments.business-plan", reason: "required" }] },
    });
    const fileId = await attach(id, applicant.id);
    expect(await submitApplication(by, { ...whole, code, version })).toMatchObject({ ok: true });
    const kept = await db.selectFrom("submissions").select("attachmentIds").where("applicationId", "=", id).execute();
    expect(kept).toEqual([{ attachmentIds: [fileId] }]);
  });
});

describe("eligibility", () => {
  it("is judged when it is handed in, and bars nothing", async () => {
    const { id, code, textVersion: version, applicant } = await draft();
    const elder = { ...answers, leaderBirthOn: "1970-01-01", identityKind: "passport" };
    const input = { ...whole, answers: elder, identityNumber: "E00000001", code, version };
    expect(await submitApplication({ db: database.db, actor: applicant }, input)).toMatchObject({ ok: true });
    const { eligibility, eligibilityFindings } = await row(id);
    expect(eligibility).toBe("not-met");
    expect(outcomes(eligibilityFindings)).toEqual({ age: "not-met", winner: "met", one: "met" });
  });

  it("knows the same leader under two accounts; the applicant is told nothing of the other", async () => {
    const { db } = database;
    const first = await draft();
    const second = await draft();
    const number = "11010519880229002X";
    const by = (who: typeof first) => ({ db, actor: who.applicant });
    const input = (who: typeof first) => ({
      ...whole,
      identityNumber: number,
      code: who.code,
      version: who.textVersion,
    });
    await db.deleteFrom("identities").execute();
    expect(await submitApplication(by(first), input(first))).toMatchObject({ ok: true });

    const saved = await saveDraft(by(second), input(second));
    if (!saved.ok) throw new Error(saved.error.type);
    expect(outcomes(saved.value.findings)).toMatchObject({ one: "met" });
    expect(JSON.stringify(saved)).not.toContain(first.code);
    const version = saved.value.version;
    expect(await submitApplication(by(second), { ...input(second), version })).toMatchObject({ ok: true });
    const { eligibilityFindings } = await row(second.id);
    expect(outcomes(eligibilityFindings)).toMatchObject({ one: "not-met" });
    expect(JSON.stringify(eligibilityFindings)).toContain(first.code);
  });

  it("tells an applicant of their own other entry", async () => {
    const { db } = database;
    const first = await draft();
    const by = { db, actor: first.applicant };
    const passport = { ...answers, identityKind: "passport" };
    const submitted = await submitApplication(by, {
      ...whole,
      answers: passport,
      identityNumber: "E11111111",
      code: first.code,
      version: first.textVersion,
    });
    expect(submitted).toMatchObject({ ok: true });
    const second = await makeApplication(db, {
      editionId: scene.editionId,
      state: "draft",
      applicant: first.applicant,
    });
    const input = { code: second.code, version: second.textVersion, answers, choices };
    expect(await saveDraft(by, input)).toMatchObject({
      value: {
        findings: expect.arrayContaining([
          expect.objectContaining({ ruleKey: "one", value: first.code, outcome: "by-hand" }),
        ]),
      },
    });
  });

  it("keeps a check by hand while what it looked at stands, and forgets it when that has changed", async () => {
    const { db } = database;
    const { id, code, textVersion: version, applicant } = await draft();
    const by = { db, actor: applicant };
    const passport = { ...answers, identityKind: "passport", leaderBirthOn: "1970-01-01" };
    const first = { ...whole, answers: passport, identityNumber: "E22222222", code };
    await submitApplication(by, { ...first, version });
    await db
      .insertInto("eligibilityChecks")
      .values(
        ["age", "winner"].map((ruleKey) => ({
          applicationId: id,
          ruleKey,
          met: true,
          checkedById: scene.screener.id,
        })),
      )
      .execute();
    const textVersion = async () => (await row(id)).textVersion;
    await submitApplication(by, { ...first, version: await textVersion(), answers: { ...passport, summary: "新" } });
    expect((await row(id)).eligibility).toBe("met");
    await submitApplication(by, {
      ...first,
      version: await textVersion(),
      answers: { ...passport, leaderBirthOn: "1969-01-01" },
    });
    expect((await row(id)).eligibility).toBe("not-met");
    const left = await db.selectFrom("eligibilityChecks").select("ruleKey").where("applicationId", "=", id).execute();
    expect(left).toEqual([{ ruleKey: "winner" }]);
  });
});

describe("hostile words", () => {
  it("are kept as they are, but for what no database holds", async () => {
    const { code, id, textVersion: version, applicant } = await draft();
    const words =
      '\'; drop table applications; -- <script>alert(1)</script> =HYPERLINK("x") \u202egnp.exe\u202c 𠮷 \u0000\ud800';
    const input = { code, version, answers: { ...answers, summary: words, leaderBirthOn: "2024-02-30" }, choices };
    expect(await saveDraft({ db: database.db, actor: applicant }, input)).toMatchObject({
      value: { problems: expect.arrayContaining([{ path: "leaderBirthOn", reason: "date" }]) },
    });
    const kept = (await row(id)).answers as { summary: string };
    expect(kept.summary).toBe(words.replace("\u0000\ud800", "\ufffd"));
  });

  it.each([
    ["too long", { answers: { summary: "x".repeat(100_001) } }],
    ["of another kind", { answers: { summary: 1 } }],
    ["no list", { answers: { members: "x" } }],
    ["too many rows", { answers: { patents: Array.from({ length: 51 }, () => ({})) } }],
    ["a number that goes on", { identityNumber: "1".repeat(201) }],
    ["no answers", { answers: null }],
  ])("%s are refused", async (_, change) => {
    const { code, textVersion: version, applicant } = await draft();
    const input = { code, version, answers, choices, ...change };
    expect(await saveDraft({ db: database.db, actor: applicant }, input)).toMatchObject({
      error: { type: "invalid-input" },
    });
  });
});

describe("a recommender's link", () => {
  it("counts the application for them, and only while it holds", async () => {
    const { db } = database;
    const make = async (key: string, endedAt: Date | null, editionId = scene.editionId) =>
      await db
        .insertInto("recommenders")
        .values({
          editionId,
          key,
          name: `推荐机构${key}`,
          nameEn: `Agency ${key}`,
          email: `${key}@example.com`,
          endedAt,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
    const good = await make("good-one", null);
    await make("ended-one", new Date());
    await make("other-one", null, (await makeEdition(db)).edition.id);
    for (const [recommender, id] of [
      ["good-one", good.id],
      ["ended-one", null],
      ["other-one", null],
      ["nobody", null],
      [undefined, null],
    ] as const) {
      const by = { db, actor: await makePerson(db) };
      const started = await startApplication(by, {
        edition: scene.edition.slug,
        locale: "en",
        consent: consentVersion,
        recommender,
      });
      if (!started.ok) throw new Error(started.error.type);
      const made = await db
        .selectFrom("applications")
        .select(["recommenderId", "answers"])
        .where("code", "=", started.value.code)
        .executeTakeFirstOrThrow();
      expect(made).toEqual({
        recommenderId: id,
        answers: { leaderEmail: by.actor.email, ...(id ? { recommender: "Agency good-one" } : {}) },
      });
    }
  });
});
