import { beforeAll, describe, expect, it } from "vitest";
import { mayBegin } from "~/reads/applications/application-check.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveDraft } from "./save-draft.ts";
import { startApplication } from "./start-application.ts";
import { submitApplication } from "./submit-application.ts";
import { withdrawApplication } from "./withdraw-application.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db, { slug: "6" });
  const round = await makeRound(db, { editionId: made.edition.id, slug: "shanghai" });
  return { ...made, round, applicant: await makePerson(db), stranger: await makePerson(db) };
}
const choices = { round: "shanghai", track: "photonics", group: "team" };
const whole = {
  answers: teamAnswers,
  choices,
  identityNumber: teamIdentityNumber,
  consent: consentVersion,
  locale: "zh-CN",
};

async function draftOf(person = scene.applicant) {
  return await makeApplication(database.db, {
    editionId: scene.edition.id,
    applicant: person,
    state: "draft",
    answers: {},
  });
}
const row = async (code: string) =>
  await database.db.selectFrom("applications").selectAll().where("code", "=", code).executeTakeFirstOrThrow();
const mailsOf = async (id: number) =>
  await database.db.selectFrom("mails").selectAll().where("applicationId", "=", id).orderBy("id").execute();

beforeAll(async () => {
  scene = await makeScene();
});

describe("beginning an application", () => {
  it("gives it a code of its own and leaves it to its applicant", async () => {
    const { db } = database;
    const answer = await startApplication(
      { db, actor: scene.applicant },
      { edition: "6", locale: "en", consent: consentVersion },
    );
    if (!answer.ok) throw new Error(answer.error.type);
    expect(answer.value.code).toMatch(/^WX\d+-[2-9A-HJKMNP-TV-Z]{6}$/);
    expect(await row(answer.value.code)).toMatchObject({
      applicantId: scene.applicant.id,
      state: "draft",
      locale: "en",
    });
  });

  it("keeps nothing before the consent, then its version and time, and the applicant's own address", async () => {
    const { db } = database;
    const actor = await makePerson(db);
    const input = { edition: "6", locale: "en" };
    for (const consent of [undefined, "", "1999-01"])
      expect(await startApplication({ db, actor }, { ...input, consent })).toEqual({
        ok: false,
        error: { type: "consent-missing" },
      });
    expect(await db.selectFrom("applications").select("id").where("applicantId", "=", actor.id).execute()).toEqual([]);
    const at = new Date();
    const answer = await startApplication({ db, actor, at }, { ...input, consent: consentVersion });
    if (!answer.ok) throw new Error(answer.error.type);
    const { code } = answer.value;
    expect(await row(code)).toMatchObject({ consentVersion, consentedAt: at, answers: { leaderEmail: actor.email } });
    const later = new Date(at.getTime() + 60_000);
    const input2 = { ...whole, code, version: 1 };
    expect(await submitApplication({ db, actor, at: later }, input2)).toMatchObject({ ok: true });
    expect(await row(code)).toMatchObject({ consentedAt: at, submittedAt: later });
  });

  it("without a consent no answer is kept, whoever writes it", async () => {
    const { db } = database;
    const values = { editionId: scene.edition.id, applicantId: scene.applicant.id, code: "WXT-BEFORE" };
    const answers = { leaderName: "沈一禾" };
    const written = db.insertInto("applications").values({ ...values, answers });
    await expect(written.execute()).rejects.toThrow("applications");
  });

  it("chooses the heat whose page the applicant came from, with its track, unless it takes nobody", async () => {
    const { db } = database;
    const { edition, track } = await makeEdition(db);
    const editionId = edition.id;
    const open = await makeRound(db, { editionId, trackId: track.id });
    const closed = await makeRound(db, { editionId, state: "screening" });
    for (const [heat, expected] of [
      [open.slug, { roundId: open.id, wishedRoundId: open.id, trackId: track.id }],
      [closed.slug, { roundId: null, wishedRoundId: null, trackId: null }],
      ["shanghai", { roundId: null }],
      ["nowhere", { roundId: null }],
    ] as const) {
      const by = { db, actor: await makePerson(db) };
      const input = { edition: edition.slug, locale: "en", consent: consentVersion, heat };
      const answer = await startApplication(by, input);
      if (!answer.ok) throw new Error(answer.error.type);
      expect(await row(answer.value.code)).toMatchObject(expected);
    }
  });

  it.each<[EligibilityRule[], boolean]>([
    [[{ key: "one", kind: "one-entry" }], false],
    [[{ key: "one", kind: "one-entry", groups: ["team"] }], true],
    [[], true],
  ])("another one under %j: %s", async (eligibility, allowed) => {
    const { db } = database;
    const { edition } = await makeEdition(db);
    await db
      .updateTable("editions")
      .set({ eligibility: [...eligibility] })
      .where("id", "=", edition.id)
      .execute();
    const by = { db, actor: await makePerson(db) };
    const input = { edition: edition.slug, locale: "en", consent: consentVersion };
    const first = await startApplication(by, input);
    if (!first.ok) throw new Error(first.error.type);
    expect(await mayBegin(db, by.actor.id, { id: edition.id, eligibility })).toBe(allowed);
    const second = await startApplication(by, input);
    expect(second.ok ? "begun" : second.error.type).toBe(allowed ? "begun" : "one-entry");
    // What was withdrawn stands in nobody's way
    await db
      .updateTable("applications")
      .set({ state: "withdrawn", withdrawnAt: new Date() })
      .where("applicantId", "=", by.actor.id)
      .execute();
    expect(await startApplication(by, input)).toMatchObject({ ok: true });
  });

  it.each([
    [{ applyOpensAt: new Date("2999-01-01"), applyClosesAt: null }, "registration-not-open"],
    [{ applyOpensAt: new Date("2001-01-01"), applyClosesAt: new Date("2001-02-01") }, "deadline-passed"],
    [{ state: "draft" }, "not-found"],
  ])("of an edition with %j is refused: %s", async (change, type) => {
    const { db } = database;
    const { edition } = await makeEdition(db);
    await db.updateTable("editions").set(change).where("id", "=", edition.id).execute();
    const answer = await startApplication(
      { db, actor: scene.applicant },
      { edition: edition.slug, locale: "en", consent: consentVersion },
    );
    expect(answer).toEqual({ ok: false, error: { type } });
  });

  it("stops at five drafts", async () => {
    const { db } = database;
    const actor = await makePerson(db);
    for (let n = 0; n < 5; n++) await draftOf(actor);
    const answer = await startApplication({ db, actor }, { edition: "6", locale: "en", consent: consentVersion });
    expect(answer).toEqual({ ok: false, error: { type: "too-many-drafts" } });
  });

  it("is not for someone who is not signed in", async () => {
    const answer = await startApplication(
      { db: database.db, actor: null },
      { edition: "6", locale: "en", consent: consentVersion },
    );
    expect(answer).toEqual({ ok: false, error: { type: "signed-out" } });
  });
});

describe("saving a draft", () => {
  it("keeps what is not right yet, and says what is missing", async () => {
    const { code, version } = await draftOf();
    const answers = { projectTitle: "半句话", leaderEmail: "shen@", members: [{ name: "沈" }] };
    const by = { db: database.db, actor: scene.applicant };
    const answer = await saveDraft(by, { code, version, answers, choices: { round: "nowhere", group: "team" } });
    if (!answer.ok) throw new Error(answer.error.type);
    expect(answer.value.version).toBe(version + 1);
    expect(answer.value.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["round", "track", "leaderEmail", "members.0.duty", "summary"]),
    );
    const kept = await row(code);
    expect(kept).toMatchObject({ answers, roundId: null, groupId: scene.groups.team.id, projectTitle: "半句话" });
  });

  it("over an older version is refused with the stored one, and changes nothing", async () => {
    const { code, version } = await draftOf();
    const by = { db: database.db, actor: scene.applicant };
    await saveDraft(by, { code, version, answers: { summary: "第一个窗口" }, choices: {} });
    const second = await saveDraft(by, { code, version, answers: { summary: "第二个窗口" }, choices: {} });
    expect(second).toMatchObject({ ok: false, error: { type: "stale-version", version: version + 1 } });
    expect((await row(code)).answers).toEqual({ summary: "第一个窗口" });
  });

  it("twice in the same words is one change", async () => {
    const { code, version } = await draftOf();
    const input = { code, version, answers: { summary: "同样的话", awards: undefined }, choices: {} };
    const by = { db: database.db, actor: scene.applicant };
    const first = await saveDraft(by, input);
    expect(await saveDraft(by, input)).toEqual(first);
    expect((await row(code)).textVersion).toBe(version + 1);
  });

  it("of somebody else, and of none, looks the same: not found", async () => {
    const { code, version } = await draftOf();
    const by = { db: database.db, actor: scene.stranger };
    const input = { version, answers: {}, choices: {} };
    const expected = { ok: false, error: { type: "not-found" } };
    expect(await saveDraft(by, { ...input, code })).toEqual(expected);
    expect(await saveDraft(by, { ...input, code: "WX6-NOBODY" })).toEqual(expected);
  });
});

describe("handing in", () => {
  it("keeps the words as they were sent, with consent and time, and sends one receipt", async () => {
    const { db } = database;
    const { id, code, version } = await draftOf();
    const { consentedAt } = await row(code);
    const at = new Date("2026-11-20T06:00:00.000Z");
    await db
      .updateTable("editions")
      .set({ applyOpensAt: new Date("2026-01-01"), applyClosesAt: new Date("2027-01-01") })
      .where("id", "=", scene.edition.id)
      .execute();
    const answer = await submitApplication({ db, actor: scene.applicant, at }, { ...whole, code, version });
    expect(answer).toEqual({ ok: true, value: { code, submittedAt: at.toISOString(), number: 1 } });
    expect(await row(code)).toMatchObject({
      state: "submitted",
      answers: teamAnswers,
      roundId: scene.round.id,
      trackId: scene.track.id,
      groupId: scene.groups.team.id,
      consentVersion,
      consentedAt,
      submittedAt: at,
      version: version + 1,
    });
    const mails = await mailsOf(id);
    expect(mails).toMatchObject([
      { template: "application-receipt", recipient: scene.applicant.email, props: { code } },
    ]);
  });

  it("with one key counts once, and answers the same again", async () => {
    const { db } = database;
    const { id, code, version } = await draftOf();
    const by = { db, actor: scene.applicant, idempotencyKey: "hand-in-once" };
    const answers = await Promise.all([1, 2, 3].map(() => submitApplication(by, { ...whole, code, version })));
    expect(answers[0]?.ok).toBe(true);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await mailsOf(id)).toHaveLength(1);
    const audit = await db
      .selectFrom("auditEntries")
      .select(["command", "facts"])
      .where("applicationId", "=", id)
      .execute();
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain(teamAnswers.leaderName);
  });

  it("says everything that is missing, and leaves the draft", async () => {
    const { code, version } = await draftOf();
    const rules = [{ key: "team", kind: "team-size" as const, least: 3, groups: ["team"] }];
    await database.db.updateTable("editions").set({ eligibility: rules }).where("id", "=", scene.edition.id).execute();
    const input = {
      ...whole,
      answers: { ...teamAnswers, summary: "", members: [] },
      consent: "2001-01",
      code,
      version,
    };
    const answer = await submitApplication({ db: database.db, actor: scene.applicant }, input);
    expect(answer).toEqual({
      ok: false,
      error: {
        type: "incomplete",
        problems: [
          { path: "summary", reason: "required" },
          { path: "members", reason: "too-few-members", limit: 3 },
          { path: "consent", reason: "consent" },
        ],
      },
    });
    expect(await row(code)).toMatchObject({ state: "draft", version });
  });

  it("for a heat that no longer registers is refused at that field", async () => {
    const { db } = database;
    await makeRound(db, { editionId: scene.edition.id, slug: "hangzhou", state: "screening" });
    const { code, version } = await draftOf();
    const input = { ...whole, choices: { ...choices, round: "hangzhou" }, code, version };
    expect(await submitApplication({ db, actor: scene.applicant }, input)).toMatchObject({
      error: { type: "incomplete", problems: [{ path: "round", reason: "closed-heat" }] },
    });
  });

  it("is possible until the instant of the deadline, and not in it", async () => {
    const { db } = database;
    const closes = new Date("2026-12-01T16:00:00.000Z");
    await db.updateTable("editions").set({ applyClosesAt: closes }).where("id", "=", scene.edition.id).execute();
    const late = await draftOf();
    const answer = await submitApplication({ db, actor: scene.applicant, at: closes }, { ...whole, ...late });
    expect(answer).toEqual({ ok: false, error: { type: "deadline-passed" } });
    const at = new Date(closes.getTime() - 1);
    expect(await submitApplication({ db, actor: scene.applicant, at }, { ...whole, ...late })).toMatchObject({
      ok: true,
    });
  });

  it("over an older version, twice, or somebody else's is refused", async () => {
    const { db } = database;
    const mine = await draftOf();
    const at = new Date("2026-11-20T06:00:00.000Z");
    const by = { db, actor: scene.applicant, at };
    expect(await submitApplication(by, { ...whole, ...mine, version: mine.version - 1 })).toMatchObject({
      error: { type: "stale-version", version: mine.version },
    });
    expect(await submitApplication({ ...by, actor: scene.stranger }, { ...whole, ...mine })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await submitApplication(by, { ...whole, ...mine })).toMatchObject({ ok: true });
    expect(await submitApplication(by, { ...whole, ...mine })).toMatchObject({
      error: { type: "stale-version" },
    });
  });
});

describe("withdrawing", () => {
  const place = () => ({ roundId: scene.round.id, groupId: scene.groups.team.id, editionId: scene.edition.id });

  it("keeps the reason and frees the place", async () => {
    const { db } = database;
    const { id, code, applicant } = await makeApplication(db, { ...place(), state: "qualified" });
    const answer = await withdrawApplication(
      { db, actor: applicant },
      { code, state: "qualified", reason: "另有安排" },
    );
    expect(answer).toEqual({ ok: true, value: { code } });
    expect(await row(code)).toMatchObject({ state: "withdrawn", withdrawnReason: "另有安排" });
    expect(await mailsOf(id)).toMatchObject([
      {
        template: "application-withdrawn",
        recipient: applicant.email,
        state: "queued",
        props: { code, reason: "另有安排" },
      },
    ]);
    expect(await db.selectFrom("entries").select("id").where("applicationId", "=", id).execute()).toEqual([]);
  });

  it("a draft that was never handed in is told by no mail", async () => {
    const { id, code, applicant } = await draftOf();
    const answer = await withdrawApplication(
      { db: database.db, actor: applicant },
      { code, state: "draft", reason: "另有安排" },
    );
    expect([answer.ok, await mailsOf(id)]).toEqual([true, []]);
  });

  it("without a reason, by somebody else, or after the heat is set is refused", async () => {
    const { db } = database;
    const ready = await makeRound(db, { editionId: scene.edition.id, state: "ready" });
    const made = await makeApplication(db, { ...place(), roundId: ready.id, state: "qualified" });
    const { code, applicant } = made;
    const type = async (actor: typeof applicant, reason: string) => {
      const answer = await withdrawApplication({ db, actor }, { code, state: "qualified", reason });
      return answer.ok ? "ok" : answer.error.type;
    };
    expect(await type(applicant, "  ")).toBe("invalid-input");
    expect(await type(scene.stranger, "好奇")).toBe("not-found");
    expect(await type(applicant, "另有安排")).toBe("round-not-open");
    expect((await row(code)).state).toBe("qualified");
  });
});
