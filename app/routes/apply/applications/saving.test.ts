import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, describe, expect, it } from "vitest";
import { decideApplication } from "~/commands/screening/decide-application.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { announceDecisions } from "~db/queries/screening/decisions.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { action, loader } from "./application.tsx";
import { action as draft } from "./draft.ts";
import type { SaveAnswer } from "./local-drafts.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db);
  const editionId = made.edition.id;
  const round = await makeRound(db, { editionId, slug: "saving" });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId }] });
  return { ...made, editionId, round, organizer, stranger: await makePerson(db) };
}
beforeAll(async () => {
  scene = await makeScene();
});

const make = async (given: Partial<Parameters<typeof makeApplication>[1]> = {}) =>
  await makeApplication(database.db, {
    editionId: scene.editionId,
    roundId: scene.round.id,
    trackId: scene.track.id,
    groupId: scene.groups.team.id,
    state: "draft",
    ...given,
  });

function routeArgs(actor: Actor | null, code: string, query: string, fields?: Record<string, string>) {
  const body = fields && new URLSearchParams(fields);
  return {
    request: new Request(`http://localhost/apply/${code}${query}`, { method: fields ? "POST" : "GET", body }),
    params: { code },
    context: { db: database.db, locale: "zh-CN", actor: async () => actor } as AppLoadContext,
  };
}

async function save(actor: Actor | null, code: string, version: number, change: object, base: object = {}) {
  const fields = { version: String(version), change: JSON.stringify(change), base: JSON.stringify(base) };
  const response = await draft(routeArgs(actor, code, "/draft", fields));
  return { status: response.status, answer: (await response.json()) as SaveAnswer };
}

/** The answer of a form that works without script: where it leads, or what it says. */
async function post(actor: Actor | null, code: string, query: string, fields: Record<string, string>) {
  const answer = await action(routeArgs(actor, code, query, fields)).catch((thrown: unknown) => thrown);
  if (answer instanceof Response) return { status: answer.status, to: answer.headers.get("location") };
  const { data, init } = answer as { data: object; init: ResponseInit | null };
  return { status: init?.status ?? 200, ...data };
}

const stored = async (code: string) => {
  const application = await findApplication(database.db, code);
  if (!application) throw new Error("the application is gone");
  return { application, ...textsOf(application) };
};

describe("fields that are saved while somebody writes", () => {
  it("are changed alone, and the rest stays", async () => {
    const { code, applicant, textVersion } = await make();
    const { status, answer } = await save(
      applicant,
      code,
      textVersion,
      { summary: "新" },
      { summary: teamAnswers.summary },
    );
    expect(status).toBe(200);
    expect(answer).toMatchObject({ ok: true, value: { version: textVersion + 1 } });
    expect((await stored(code)).answers).toMatchObject({ summary: "新", market: teamAnswers.market });
    expect((await stored(code)).choices).toMatchObject({ round: "saving", group: "team" });
  });

  it("of two windows are put together; what both changed is answered with the other text, and not written over", async () => {
    const { code, applicant, textVersion } = await make();
    const { summary, market } = teamAnswers;
    await save(applicant, code, textVersion, { summary: "甲", market: "甲" }, { summary, market });
    const change = { summary: "乙", businessModel: "乙" };
    const second = await save(applicant, code, textVersion, change, {
      summary,
      businessModel: teamAnswers.businessModel,
    });
    expect(second.status).toBe(409);
    expect(second.answer).toMatchObject({
      error: { type: "differing", theirs: { summary: "甲" }, saved: { stored: { market: "甲", businessModel: "乙" } } },
    });
    expect((await stored(code)).answers).toMatchObject({ summary: "甲", market: "甲", businessModel: "乙" });
    const chosen = await save(applicant, code, textVersion + 2, { summary: "乙" }, { summary: "甲" });
    expect(chosen.status).toBe(200);
    expect((await stored(code)).answers.summary).toBe("乙");
  });

  it("that ten windows change at once are all there, each in its own field", async () => {
    const { code, applicant, textVersion } = await make();
    const names = ["summary", "market", "innovation", "awards", "landingNeeds", "recommender"] as const;
    const base = teamAnswers as Record<string, string>;
    let left = [...names];
    for (let round = 0; round < 4 && left.length > 0; round++) {
      const answers = await Promise.all(
        left.map((name) => save(applicant, code, textVersion, { [name]: `新 ${name}` }, { [name]: base[name] ?? "" })),
      );
      left = left.filter((_, at) => answers[at]?.status !== 200);
    }
    const { answers } = await stored(code);
    expect(names.map((name) => answers[name])).toEqual(names.map((name) => `新 ${name}`));
  });

  it("keep the number of an identity document out of every answer", async () => {
    const { code, applicant, textVersion } = await make();
    const { answer } = await save(applicant, code, textVersion, { identityNumber: teamIdentityNumber });
    const page = await loader(routeArgs(applicant, code, "?step=leader"));
    expect(JSON.stringify([answer, page])).not.toContain(teamIdentityNumber);
    expect(JSON.stringify((await stored(code)).application)).not.toContain(teamIdentityNumber);
    expect(page.form?.texts.identityNumber).toMatch(/^1101\*+/);
    // The page that sent it still holds it: that is no other text
    const again = await save(
      applicant,
      code,
      textVersion,
      { identityNumber: "E12345678" },
      { identityNumber: teamIdentityNumber },
    );
    expect(again.status).toBe(200);
  });

  it("are refused with a status of their own: signed out, nobody's, too late, unreadable", async () => {
    const { code, applicant, textVersion } = await make();
    expect((await save(null, code, textVersion, { summary: "新" })).status).toBe(401);
    expect((await save(scene.stranger, code, textVersion, { summary: "新" })).status).toBe(404);
    expect((await save(applicant, code, textVersion, { projectTitle: "长".repeat(6000) }, teamAnswers)).status).toBe(
      422,
    );
    expect((await draft(routeArgs(applicant, code, "/draft", { version: "x" }))).status).toBe(422);
    const ended = await make({ state: "qualified" });
    expect((await save(ended.applicant, ended.code, ended.textVersion, { summary: "新" })).status).toBe(409);
    expect((await stored(ended.code)).answers.summary).toBe(teamAnswers.summary);
  });
});

describe("a step without script", () => {
  const step = (fields: Record<string, string>, base: object = {}) => ({
    version: "1",
    base: JSON.stringify(base),
    ...fields,
  });

  it("saves its own fields and leads to the next", async () => {
    const { code, applicant } = await make();
    const sent = step(
      { market: "新市场", businessModel: "新模式", goto: "landing" },
      teamAnswers.market ? { market: teamAnswers.market, businessModel: teamAnswers.businessModel } : {},
    );
    expect(await post(applicant, code, "?step=business", sent)).toEqual({
      status: 303,
      to: `/apply/${code}?step=landing`,
    });
    expect((await stored(code)).answers).toMatchObject({ market: "新市场", summary: teamAnswers.summary });
  });

  it("that holds more than can be kept comes back with its words and says where", async () => {
    const { code, applicant } = await make();
    const projectTitle = "长".repeat(6000);
    const { projectTitle: before } = teamAnswers;
    const answer = await post(applicant, code, "?step=project", step({ projectTitle }, { projectTitle: before }));
    expect(answer).toMatchObject({
      status: 422,
      words: { projectTitle },
      error: { fields: [{ path: "answers.projectTitle" }] },
    });
  });

  it("that another window has changed shows both texts, and takes the one that was chosen", async () => {
    const { code, applicant, textVersion } = await make();
    const { market } = teamAnswers;
    await save(applicant, code, textVersion, { market: "另一处" }, { market });
    const answer = await post(applicant, code, "?step=business", step({ market: "这里" }, { market }));
    const fields = [{ name: "market", mine: "这里", theirs: "另一处" }];
    expect(answer).toMatchObject({ status: 409, differing: { fields } });
    const choice = { intent: "choose", fields: JSON.stringify(fields), "keep.market": "mine" };
    expect(await post(applicant, code, "?step=business", choice)).toMatchObject({ status: 303 });
    expect((await stored(code)).answers.market).toBe("这里");
  });
});

describe("handing in", () => {
  const sent = (version: number, more: Record<string, string> = {}) => ({
    intent: "submit",
    version: String(version),
    consent: consentVersion,
    idempotencyKey: crypto.randomUUID(),
    ...more,
  });

  it("twice, from a second click or another tab, is one submission and one receipt", async () => {
    const { code, id, applicant, textVersion } = await make();
    const { answer } = await save(applicant, code, textVersion, { identityNumber: teamIdentityNumber });
    if (!answer.ok) throw new Error(answer.error.type);
    const { version } = answer.value;
    const clicked = sent(version);
    const receipt = { status: 303, to: `/apply/${code}/receipt` };
    for (const form of [clicked, clicked, sent(version)])
      expect(await post(applicant, code, "?step=submit", form)).toEqual(receipt);
    const { db } = database;
    const submissions = await db.selectFrom("submissions").select("number").where("applicationId", "=", id).execute();
    const mails = await db.selectFrom("mails").select("id").where("applicationId", "=", id).execute();
    expect([submissions.length, mails.length]).toEqual([1, 1]);
  });

  it("from a page that was kept from before a change is not taken for the submission before", async () => {
    const { code, id, applicant, textVersion } = await make();
    const { answer } = await save(applicant, code, textVersion, { identityNumber: teamIdentityNumber });
    if (!answer.ok) throw new Error(answer.error.type);
    const kept = sent(answer.value.version);
    expect(await post(applicant, code, "?step=submit", kept)).toMatchObject({ status: 303 });
    const { version } = await stored(code);
    await save(applicant, code, version, { summary: "提交之后改写" }, { summary: teamAnswers.summary });
    expect(await post(applicant, code, "?step=submit", kept)).toMatchObject({
      status: 409,
      intent: "submit",
      error: { type: "stale-version" },
    });
    const { db } = database;
    const submissions = await db.selectFrom("submissions").select("number").where("applicationId", "=", id).execute();
    expect(submissions).toHaveLength(1);
    expect(await post(applicant, code, "?step=submit", sent(version + 1))).toMatchObject({ status: 303 });
    expect((await stored(code)).application.answers.summary).toBe("提交之后改写");
  });

  it("of what another window has changed since the page came is refused, and the draft stays", async () => {
    const { code, applicant, textVersion } = await make();
    await save(applicant, code, textVersion, { identityNumber: teamIdentityNumber });
    expect(await post(applicant, code, "?step=submit", sent(textVersion))).toMatchObject({
      status: 409,
      error: { type: "stale-version" },
    });
    expect((await stored(code)).application.state).toBe("draft");
  });

  it("of what is not complete says everything that is missing", async () => {
    const { code, applicant, textVersion } = await make({ answers: { summary: "" } });
    const answer = await post(applicant, code, "?step=submit", sent(textVersion, { consent: "" }));
    expect(answer).toMatchObject({ status: 422 });
    expect(JSON.stringify(answer)).toMatch(/"summary".*"consent"/);
  });

  it("again shows the old words to others until it is done, and lets the new ones go when asked", async () => {
    const { code, applicant, textVersion } = await make({ state: "submitted" });
    await save(applicant, code, textVersion, { summary: "改过" }, { summary: teamAnswers.summary });
    const page = await loader(routeArgs(applicant, code, ""));
    expect(page.handedIn).toMatchObject({ unsent: true, answers: { summary: teamAnswers.summary } });
    const drop = { intent: "discard", version: String(textVersion + 1), idempotencyKey: crypto.randomUUID() };
    expect(await post(applicant, code, "", drop)).toMatchObject({ status: 303 });
    expect((await stored(code)).answers.summary).toBe(teamAnswers.summary);
  });
});

describe("what was returned", () => {
  it("shows exactly the announced reasons on their fields, and only once it is announced", async () => {
    const { db } = database;
    const made = await make({ state: "submitted" });
    const { code, id, applicant, version } = made;
    const corrections = [
      { path: "summary", reason: "请写清楚客户" },
      { path: "members", reason: "请写明分工" },
    ];
    const input = { code, version, decision: "return", reason: "两处需要补充", corrections };
    expect(await decideApplication({ db, actor: scene.organizer }, input)).toMatchObject({ ok: true });
    const before = await loader(routeArgs(applicant, code, ""));
    expect([before.state, before.returned, before.form]).toEqual(["submitted", null, null]);
    await db.transaction().execute(async (trx) => await announceDecisions(trx, [id]));
    const after = await loader(routeArgs(applicant, code, "?step=project"));
    expect(after).toMatchObject({ state: "returned", returned: { reason: "两处需要补充", corrections } });
    expect(after.form?.corrections).toEqual(corrections);
    expect(after.form?.handedIn.summary).toBe(teamAnswers.summary);
  });
});
