import { beforeEach, describe, expect, it } from "vitest";
import { sampleOf } from "~/mail/samples.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { enqueueMail, type MailToSend, voidPendingMail } from "~/services/mail/mail.ts";
import { findMailRelease } from "~db/queries/mail/mail-words.ts";
import { takeDueMails } from "~db/queries/mail/mails.ts";
import { findPendingGroups, findPendingMails } from "~db/queries/mail/outbox.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { releaseMails } from "./release-mails.ts";

const database = testDatabase();
const newest = "999999999999999999";
type Decision = "qualified" | "waiting" | "ineligible" | "returned" | "reconsidered";

let scene: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  scene = await setUp();
});

async function setUp() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { db, edition, round, organizer, groupId: groups.team.id };
}

/** An application decided so, which the applicant has not been told; and its mail. */
async function decided(template: Decision = "qualified") {
  const { db, edition, round, groupId } = scene;
  const state = template === "reconsidered" ? "submitted" : template;
  const application = await makeApplication(db, { editionId: edition.id, roundId: round.id, groupId, state });
  await db
    .updateTable("applications")
    .set({ announcedState: template === "reconsidered" ? "ineligible" : "submitted", announcedRoundId: null })
    .where("id", "=", application.id)
    .execute();
  return { ...application, mailId: await write(application.id, template) };
}

async function write(applicationId: number, template: Decision): Promise<string> {
  const { db, edition } = scene;
  const mail = { template, props: sampleOf("zh-CN")[template], recipient: "a@example.org", locale: "zh-CN" };
  return await db
    .transaction()
    .execute((trx) => enqueueMail(trx, { ...mail, applicationId, editionId: edition.id, pending: true } as MailToSend));
}

async function told(id: number) {
  const columns = ["state", "announcedState", "announcedRoundId"] as const;
  return await scene.db.selectFrom("applications").select(columns).where("id", "=", id).executeTakeFirstOrThrow();
}

async function mailStates(applicationId: number): Promise<string[]> {
  const mails = scene.db.selectFrom("mails").select("state").where("applicationId", "=", applicationId).orderBy("id");
  return (await mails.execute()).map(({ state }) => state);
}

async function release(given: { chosen?: object; upTo?: string; actor?: Actor; idempotencyKey?: string } = {}) {
  const { chosen = { type: "all" }, upTo = newest, actor = scene.organizer, idempotencyKey } = given;
  return await releaseMails({ db: scene.db, actor, idempotencyKey }, { edition: scene.edition.slug, chosen, upTo });
}

describe("an edition's outbox", () => {
  it("holds a decision back from the applicant until it is released; then mail and state go together", async () => {
    const { id } = await decided();
    expect(await told(id)).toEqual({ state: "qualified", announcedState: "submitted", announcedRoundId: null });
    expect(await mailStates(id)).toEqual(["pending"]);
    const result = await release();
    expect(result).toMatchObject({ ok: true, value: { count: 1 } });
    expect(await told(id)).toEqual({
      state: "qualified",
      announcedState: "qualified",
      announcedRoundId: scene.round.id,
    });
    expect(await mailStates(id)).toEqual(["queued"]);
    const releaseId = result.ok ? result.value.release : 0;
    expect(await findMailRelease(scene.db, scene.edition.id, releaseId)).toMatchObject({
      total: 1,
      queued: 1,
      sent: 0,
    });
    const entry = await scene.db.selectFrom("auditEntries").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ command: "release-mails", facts: { release: releaseId, count: 1 } });
    expect(JSON.stringify(entry)).not.toContain("a@example.org");
  });

  it("lets whoever sends have the released mails at once, and none before", async () => {
    const { mailId } = await decided();
    const taken = async () => (await takeDueMails(database.db, { limit: 1000 })).map(({ id }) => id);
    expect(await taken()).not.toContain(mailId);
    await release();
    expect(await taken()).toContain(mailId);
  });

  it("releases once, however often and by how many it is asked", async () => {
    const applications = [await decided(), await decided("waiting"), await decided("ineligible")];
    const results = await Promise.all(Array.from({ length: 5 }, () => release()));
    expect(results.filter((each) => each.ok)).toHaveLength(1);
    expect(results.filter((each) => !each.ok).map((each) => !each.ok && each.error.type)).toEqual(
      Array.from({ length: 4 }, () => "nothing-pending"),
    );
    for (const { id } of applications) expect(await mailStates(id)).toEqual(["queued"]);
    expect(
      await scene.db.selectFrom("mailReleases").where("editionId", "=", scene.edition.id).select("id").execute(),
    ).toHaveLength(1);
  });

  it("answers a repeated request with the first answer", async () => {
    await decided();
    const idempotencyKey = crypto.randomUUID();
    const first = await release({ idempotencyKey });
    expect(first.ok).toBe(true);
    await decided();
    expect(await release({ idempotencyKey })).toEqual(first);
    expect((await findPendingMails(scene.db, scene.edition.id, 9)).length).toBe(1);
  });

  it("does not release a decision that was changed meanwhile: its mail is void, the newer one waits", async () => {
    const { id, mailId } = await decided();
    await scene.db.updateTable("applications").set({ state: "ineligible" }).where("id", "=", id).execute();
    await write(id, "ineligible");
    expect(await mailStates(id)).toEqual(["void", "pending"]);
    expect(await release({ chosen: { type: "mails", ids: [mailId] } })).toMatchObject({
      error: { type: "nothing-pending" },
    });
    expect(await release({ upTo: mailId })).toMatchObject({ error: { type: "nothing-pending" } });
    expect(await told(id)).toMatchObject({ announcedState: "submitted" });
  });

  it("makes a mail void that tells another state than its application has", async () => {
    const { id } = await decided();
    const other = await decided();
    await scene.db
      .updateTable("applications")
      .set({ state: "withdrawn", announcedState: "withdrawn", withdrawnAt: new Date(), withdrawnReason: "x" })
      .where("id", "=", id)
      .execute();
    expect(await release()).toMatchObject({ ok: true, value: { count: 1 } });
    expect(await mailStates(id)).toEqual(["void"]);
    expect(await told(id)).toMatchObject({ announcedState: "withdrawn" });
    expect(await told(other.id)).toMatchObject({ announcedState: "qualified" });
  });

  it("waits for a decision that is being changed, and then does not announce the old one", async () => {
    const { id } = await decided();
    let going: ReturnType<typeof release> | undefined;
    await scene.db.transaction().execute(async (trx) => {
      await trx.selectFrom("applications").select("id").where("id", "=", id).forUpdate().execute();
      going = release();
      await new Promise((done) => setTimeout(done, 150));
      await voidPendingMail(trx, id);
      await trx.updateTable("applications").set({ state: "submitted" }).where("id", "=", id).execute();
    });
    expect(await going).toMatchObject({ ok: false, error: { type: "nothing-pending" } });
    expect(await told(id)).toMatchObject({ state: "submitted", announcedState: "submitted" });
  });

  it("tells that a decision was taken back, too", async () => {
    const { id } = await decided("reconsidered");
    await release();
    expect(await told(id)).toMatchObject({ state: "submitted", announcedState: "submitted" });
    expect(await mailStates(id)).toEqual(["queued"]);
  });

  it("releases one kind in one heat, or some mails, and leaves the rest", async () => {
    const yes = await decided();
    const no = await decided("ineligible");
    const late = await decided("ineligible");
    const group = { type: "group", tells: "qualified", round: scene.round.slug };
    expect(await release({ chosen: group })).toMatchObject({ ok: true, value: { count: 1 } });
    expect(await told(yes.id)).toMatchObject({ announcedState: "qualified" });
    expect(await release({ chosen: { type: "mails", ids: [no.mailId] } })).toMatchObject({
      ok: true,
      value: { count: 1 },
    });
    expect(await told(no.id)).toMatchObject({ announcedState: "ineligible" });
    expect(await told(late.id)).toMatchObject({ announcedState: "submitted" });
  });

  it("shows what waits by kind and heat, in two queries whatever the number", async () => {
    await decided("ineligible");
    const look = () =>
      database.queriesOf(() =>
        Promise.all([findPendingGroups(scene.db, scene.edition.id), findPendingMails(scene.db, scene.edition.id, 2)]),
      );
    const one = await look();
    expect(one.queries).toHaveLength(2);
    for (let each = 0; each < 3; each++) await decided();
    const {
      answer: [groups, mails],
      queries,
    } = await look();
    expect(queries).toHaveLength(2);
    expect(groups.map(({ tells, round, count }) => [tells, round, count])).toEqual([
      ["qualified", scene.round.slug, 3],
      ["ineligible", scene.round.slug, 1],
    ]);
    expect(mails.map(({ tells }) => tells)).toEqual(["ineligible", "qualified", "qualified"]);
  });

  it("is for organizers of that edition: to everyone else there is none", async () => {
    await decided();
    const { db, edition } = scene;
    const roles = ["screener", "scorer", "supervisor", "judge"] as const;
    const others = await Promise.all(
      roles.map((role) => makePerson(db, { grants: [{ role, editionId: edition.id }] })),
    );
    const { edition: elsewhere } = await makeEdition(db);
    others.push(await makePerson(db, { grants: [{ role: "organizer", editionId: elsewhere.id }] }));
    for (const actor of others) expect(await release({ actor })).toMatchObject({ error: { type: "not-found" } });
  });
});
