import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { findAllSubmissions, findApplication } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { decideApplication } from "../screening/decide-application.ts";
import { discardWorking } from "./discard-working.ts";
import { saveDraft } from "./save-draft.ts";
import { submitApplication } from "./submit-application.ts";
import { withdrawApplication } from "./withdraw-application.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db);
  const editionId = made.edition.id;
  return {
    ...made,
    editionId,
    heat: await makeRound(db, { editionId, slug: "shanghai" }),
    organizer: await makePerson(db, { grants: [{ role: "organizer", editionId }] }),
  };
}
beforeAll(async () => {
  scene = await makeScene();
});

const choices = { round: "shanghai", track: "photonics", group: "team" };
const whole = {
  answers: teamAnswers,
  choices,
  identityNumber: teamIdentityNumber,
  consent: consentVersion,
  locale: "en",
};

const handedIn = async (given: { state?: ApplicationState; announcedState?: ApplicationState } = {}) =>
  await makeApplication(database.db, {
    editionId: scene.editionId,
    roundId: scene.heat.id,
    trackId: scene.track.id,
    groupId: scene.groups.team.id,
    answers: teamAnswers,
    ...given,
  });
const found = async (code: string) => {
  const application = await findApplication(database.db, code);
  if (!application) throw new Error(`no application ${code}`);
  return application;
};
const save = async (actor: Actor, input: object, at?: Date) => await saveDraft({ db: database.db, actor, at }, input);
const submit = async (actor: Actor, input: object, at?: Date) =>
  await submitApplication({ db: database.db, actor, at }, input);
const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;
const changed = { ...teamAnswers, summary: "改过的简介。" };

describe("writing on after a submission", () => {
  it("leaves what was handed in, and what screeners go by, until it is handed in again", async () => {
    const { code, version, applicant, textVersion } = await handedIn();
    const saved = await save(applicant, { code, version: textVersion, answers: changed, choices });
    expect(saved).toMatchObject({ ok: true, value: { version: textVersion + 1, unsent: true } });
    const kept = await found(code);
    expect(kept).toMatchObject({
      state: "submitted",
      version,
      answers: teamAnswers,
      working: { answers: changed, choices },
    });
    expect(textsOf(kept)).toMatchObject({ answers: changed, choices, unsent: true });

    const anew = await submit(applicant, { ...whole, code, version: textVersion + 1, answers: changed });
    expect(anew).toMatchObject({ ok: true, value: { number: 2 } });
    expect(await found(code)).toMatchObject({
      answers: changed,
      working: null,
      state: "submitted",
      version: version + 1,
    });
    const all = await findAllSubmissions(database.db, kept.id);
    expect(all.map(({ number, answers }) => [number, answers.summary])).toEqual([
      [2, changed.summary],
      [1, teamAnswers.summary],
    ]);
    expect(all[0]).toMatchObject({ choices, identityMasked: "1101************2X", consentVersion });
  });

  it("back to the words that were handed in is no change any more", async () => {
    const { code, applicant, textVersion } = await handedIn();
    await save(applicant, { code, version: textVersion, answers: changed, choices });
    const back = await save(applicant, { code, version: textVersion + 1, answers: teamAnswers, choices });
    expect(back).toMatchObject({ ok: true, value: { version: textVersion + 2, unsent: false } });
    expect((await found(code)).working).toBeNull();
  });

  it("can be dropped", async () => {
    const { code, applicant, textVersion } = await handedIn();
    const drop = async (version: number) =>
      await discardWorking({ db: database.db, actor: applicant }, { code, version });
    expect(await drop(textVersion)).toEqual({ ok: true, value: { version: textVersion } });
    await save(applicant, { code, version: textVersion, answers: changed, choices });
    expect(typeOf(await drop(textVersion))).toBe("stale-version");
    expect(await drop(textVersion + 1)).toEqual({ ok: true, value: { version: textVersion + 2 } });
    expect(textsOf(await found(code))).toMatchObject({ answers: teamAnswers, unsent: false });
    expect(typeOf(await discardWorking({ db: database.db, actor: scene.organizer }, { code, version: 1 }))).toBe(
      "not-found",
    );
  });

  it("in two tabs never overwrites: the later one is shown what is stored", async () => {
    const { code, applicant, textVersion: version } = await handedIn();
    const tabs = await Promise.all(
      ["一号", "二号"].map((summary) =>
        save(applicant, { code, version, answers: { ...teamAnswers, summary }, choices }),
      ),
    );
    expect(tabs.map(typeOf).sort()).toEqual(["ok", "stale-version"]);
    const stored = textsOf(await found(code));
    expect(tabs.find((tab) => !tab.ok)).toMatchObject({
      error: { version: version + 1, stored: { answers: { summary: stored.answers.summary }, choices } },
    });
  });

  it("does not stand in the way of a screener, nor a screener's hand in theirs", async () => {
    const { code, version, applicant, textVersion } = await handedIn();
    await save(applicant, { code, version: textVersion, answers: changed, choices });
    const by = { db: database.db, actor: scene.organizer };
    const waits = await decideApplication(by, { code, version, decision: "wait", round: "shanghai" });
    expect(typeOf(waits)).toBe("ok");
    const back = await decideApplication(by, { code, version: version + 1, decision: "take-back", reason: "重新审核" });
    expect(typeOf(back)).toBe("ok");
    expect(typeOf(await save(applicant, { code, version: textVersion + 1, answers: teamAnswers, choices }))).toBe("ok");
  });
});

describe("a returned application", () => {
  const until = new Date("2026-12-24T00:00:00Z");
  const returned = async () => {
    const made = await handedIn({ state: "returned" });
    const { db } = database;
    await db.updateTable("applications").set({ returnUntil: until }).where("id", "=", made.id).execute();
    return made;
  };
  const inTime = new Date(until.getTime() - 1);

  it("can be handed in after the deadline, into the heat that it wished for though that one has closed", async () => {
    const { db } = database;
    const { editionId } = scene;
    await makeRound(db, { editionId, slug: "nanjing", state: "screening" });
    const late = new Date("2999-01-01T00:00:00Z");
    const { id, code, applicant, textVersion: version } = await handedIn({ state: "returned" });
    const other = { ...whole, choices: { ...choices, round: "nanjing" }, code, version };
    expect(await submit(applicant, other, late)).toMatchObject({
      error: { type: "incomplete", problems: [{ path: "round", reason: "closed-heat" }] },
    });
    await db.updateTable("rounds").set({ state: "screening" }).where("id", "=", scene.heat.id).execute();
    expect(typeOf(await submit(applicant, { ...whole, code, version }, late))).toBe("ok");
    await db.updateTable("rounds").set({ state: "registration" }).where("id", "=", scene.heat.id).execute();
    expect(await found(code)).toMatchObject({ state: "submitted", announcedState: "submitted", returnUntil: null });
    const receipt = await db.selectFrom("mails").select("props").where("applicationId", "=", id).execute();
    expect(receipt).toMatchObject([{ props: { code, roundTitle: "Heat shanghai" } }]);
  });

  it("can be handed in until the instant of its own day, and not in it", async () => {
    const { code, applicant, textVersion: version } = await returned();
    expect(typeOf(await save(applicant, { code, version, answers: changed, choices }, until))).toBe("deadline-passed");
    expect(typeOf(await submit(applicant, { ...whole, code, version }, until))).toBe("deadline-passed");
    expect(typeOf(await submit(applicant, { ...whole, code, version }, inTime))).toBe("ok");
  });

  it("sent twice at the same moment is handed in once, and with one key gets the same answer", async () => {
    const { id, code, applicant, textVersion: version } = await returned();
    const by = { db: database.db, actor: applicant, at: inTime };
    const input = { ...whole, code, version };
    const two = await Promise.all([submitApplication(by, input), submitApplication(by, input)]);
    expect(two.map(typeOf).sort()).toEqual(["ok", "stale-version"]);
    expect(await findAllSubmissions(database.db, id)).toHaveLength(2);

    const other = await returned();
    const keyed = { ...by, actor: other.applicant, idempotencyKey: "hand-in-again-1" };
    const again = { ...whole, code: other.code, version: other.textVersion };
    const three = await Promise.all([1, 2, 3].map(() => submitApplication(keyed, again)));
    expect(three[0]).toMatchObject({ ok: true, value: { number: 2 } });
    expect(three.slice(1)).toEqual([three[0], three[0]]);
    expect(await findAllSubmissions(database.db, other.id)).toHaveLength(2);
  });
});

describe("a decision that was not announced", () => {
  const hidden: ApplicationState[] = ["returned", "waiting", "qualified", "ineligible"];

  it("stops the writing in the same words, whatever it is", async () => {
    for (const state of hidden) {
      const { code, applicant, textVersion: version } = await handedIn({ state, announcedState: "submitted" });
      const begun = { ok: false, error: { type: "screening-begun" } };
      expect(await save(applicant, { code, version, answers: changed, choices })).toEqual(begun);
      expect(await submit(applicant, { ...whole, code, version })).toEqual(begun);
      expect(await discardWorking({ db: database.db, actor: applicant }, { code, version })).toEqual(begun);
    }
  });

  it("does not stop a withdrawal, and is heard of no more", async () => {
    const { db } = database;
    for (const state of hidden) {
      const { id, code, applicant } = await handedIn({ state, announcedState: "submitted" });
      await db
        .insertInto("mails")
        .values({
          template: "ineligible",
          recipient: "a@example.com",
          locale: "en",
          props: {},
          state: "pending",
          announces: "ineligible",
          applicationId: id,
          editionId: scene.editionId,
        })
        .execute();
      const answer = await withdrawApplication(
        { db, actor: applicant },
        { code, state: "submitted", reason: "另有安排" },
      );
      expect(answer).toEqual({ ok: true, value: { code } });
      expect(await found(code)).toMatchObject({ state: "withdrawn", announcedState: "withdrawn" });
      const mails = db.selectFrom("mails").select(["template", "state"]).where("applicationId", "=", id).orderBy("id");
      expect(await mails.execute()).toEqual([
        { template: "ineligible", state: "void" },
        { template: "application-withdrawn", state: "queued" },
      ]);
      expect(await db.selectFrom("entries").select("id").where("applicationId", "=", id).execute()).toEqual([]);
    }
  });

  it("names the state that was told in every refusal", async () => {
    const { db } = database;
    const told = await handedIn({ state: "submitted", announcedState: "ineligible" });
    const locked = { ok: false, error: { type: "application-locked", state: "ineligible" } };
    const { code, applicant, textVersion: version } = told;
    expect(await save(applicant, { code, version, answers: changed, choices })).toEqual(locked);
    const reason = "另有安排";
    expect(await withdrawApplication({ db, actor: applicant }, { code, state: "submitted", reason })).toEqual(locked);

    const ready = await makeRound(db, { editionId: scene.editionId, state: "ready" });
    const unheard = await makeApplication(db, {
      editionId: scene.editionId,
      roundId: ready.id,
      groupId: scene.groups.team.id,
      state: "qualified",
      announcedState: "submitted",
    });
    const by = { db, actor: unheard.applicant };
    expect(await withdrawApplication(by, { code: unheard.code, state: "submitted", reason })).toEqual({
      ok: false,
      error: { type: "screening-begun" },
    });
  });

  it("that was announced while somebody was about to withdraw is told first", async () => {
    const { code, applicant } = await handedIn({ state: "qualified" });
    const by = { db: database.db, actor: applicant };
    expect(await withdrawApplication(by, { code, state: "submitted", reason: "另有安排" })).toEqual({
      ok: false,
      error: { type: "news-since", state: "qualified" },
    });
  });
});
