import { beforeEach, describe, expect, it } from "vitest";
import { countRecipients, findHeatRecipients, findRecipients } from "~db/queries/mail/mail-recipients.ts";
import { findLostMails } from "~db/queries/mail/mails.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { inviteToHeat } from "./invite-to-heat.ts";
import { resendMail } from "./resend-mail.ts";
import { sendAnnouncement } from "./send-announcement.ts";

const database = testDatabase();

let scene: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  scene = await setUp();
});

async function setUp() {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const groupId = groups.team.id;
  const apply = async (given: Partial<Parameters<typeof makeApplication>[1]> & { announced?: string } = {}) => {
    const { announced, ...rest } = given;
    const application = await makeApplication(db, { editionId: edition.id, roundId: round.id, groupId, ...rest });
    const state = announced ?? given.state ?? "submitted";
    await db
      .updateTable("applications")
      .set({ announcedState: state, announcedRoundId: state === "draft" ? null : round.id })
      .where("id", "=", application.id)
      .execute();
    return application;
  };
  const mails = async () =>
    await db.selectFrom("mails").selectAll().where("editionId", "=", edition.id).orderBy("id").execute();
  return { db, edition, round, track, groups, organizer, apply, mails };
}

describe("an announcement", () => {
  const zh = { subject: "通知：{{heat}}", text: "{{leaderName}}，您好！" };
  const en = { subject: "News: {{heat}}", text: "Dear {{leaderName}}," };
  const send = async (given: object = {}) =>
    await sendAnnouncement(
      { db: scene.db, actor: scene.organizer },
      { edition: scene.edition.slug, filter: {}, zh, en, count: 1, ...given },
    );

  it("goes once to each address, about the application handed in last, in its language", async () => {
    const applicant = await makePerson(scene.db);
    await scene.apply({ applicant, submittedAt: new Date("2026-01-01") });
    const later = await scene.apply({ applicant, submittedAt: new Date("2026-02-01"), locale: "en" });
    await scene.apply();
    expect(await send({ count: 2 })).toMatchObject({ ok: true, value: { count: 2 } });
    const mails = await scene.mails();
    expect(mails).toHaveLength(2);
    const its = mails.find(({ recipient }) => recipient === applicant.email);
    expect(its).toMatchObject({
      applicationId: later.id,
      locale: "en",
      state: "queued",
      props: { ...en, code: later.code },
    });
    expect(mails.find(({ recipient }) => recipient !== applicant.email)).toMatchObject({ locale: "zh-CN", props: zh });
  });

  it("goes in Chinese to all where there are no English words", async () => {
    await scene.apply({ locale: "en" });
    await send({ en: null });
    expect(await scene.mails()).toMatchObject([{ locale: "zh-CN", props: zh }]);
  });

  it("is chosen by what applicants know: a decision that nobody was told moves nobody", async () => {
    const secret = await scene.apply({ state: "qualified", announced: "submitted" });
    const open = await scene.apply({ state: "qualified" });
    await scene.apply({ state: "draft" });
    const codes = async (filter: object) =>
      (await findRecipients(scene.db, scene.edition.id, filter)).map(({ code }) => code);
    expect(await codes({ state: "qualified" })).toEqual([open.code]);
    expect(await codes({ state: "submitted" })).toEqual([secret.code]);
    expect((await codes({ round: scene.round.slug })).sort()).toEqual([open.code, secret.code].sort());
    expect(await codes({ group: "company" })).toEqual([]);
    expect(await codes({ track: scene.track.key })).toEqual([]);
    expect(await codes({})).toHaveLength(3);
  });

  it("stops when the recipients are others than those that were counted", async () => {
    await scene.apply();
    await scene.apply();
    expect(await send({ count: 1 })).toMatchObject({ error: { type: "recipients-changed", count: 2 } });
    expect(await scene.mails()).toEqual([]);
  });

  it("is refused with the name of a placeholder that it does not know", async () => {
    await scene.apply();
    expect(await send({ zh: { ...zh, text: "{{reason}}" } })).toMatchObject({
      error: { type: "unknown-placeholders", unknown: [{ field: "zh.text", name: "reason" }] },
    });
    expect(await send({ zh: { subject: "a\u0007b", text: "x" } })).toMatchObject({ error: { type: "invalid-input" } });
  });

  it("is for organizers of that edition", async () => {
    await scene.apply();
    const screener = await makePerson(scene.db, { grants: [{ role: "screener", editionId: scene.edition.id }] });
    const by = { db: scene.db, actor: screener };
    const result = await sendAnnouncement(by, { edition: scene.edition.slug, filter: {}, zh, en, count: 1 });
    expect(result).toMatchObject({ error: { type: "not-found" } });
  });

  it("is counted as it is sent, whatever is asked for: once an address, of what applicants know, without the erased", async () => {
    const { db, edition, round, track, groups } = scene;
    const twice = await makePerson(db);
    await scene.apply({ applicant: twice, state: "qualified" });
    await scene.apply({ applicant: twice, state: "submitted" });
    await scene.apply({ state: "qualified", announced: "submitted", trackId: track.id, groupId: groups.company.id });
    await scene.apply({ state: "draft" });
    const erased = await scene.apply({ state: "qualified" });
    await db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", erased.id).execute();
    const states = [undefined, "draft", "submitted", "qualified", "withdrawn"] as const;
    const counts: number[] = [];
    for (const state of states)
      for (const ofRound of [undefined, round.slug, "no-such-round"])
        for (const ofTrack of [undefined, track.key])
          for (const group of [undefined, "company", "team"]) {
            const filter = { state, round: ofRound, track: ofTrack, group };
            const { answer, queries } = await database.queriesOf(() => countRecipients(db, edition.id, filter));
            expect(answer, JSON.stringify(filter)).toBe((await findRecipients(db, edition.id, filter)).length);
            expect(queries).toHaveLength(1);
            // Neither what applicants wrote nor their accounts: that is what took two seconds for 100,000
            expect(queries[0]?.sql).not.toMatch(/answers|"users"/);
            counts.push(answer);
          }
    expect(counts[0]).toBe(3);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3]));
  });

  it("finds its recipients by one query", async () => {
    for (let each = 0; each < 3; each++) await scene.apply();
    const { answer, queries } = await database.queriesOf(() => findRecipients(scene.db, scene.edition.id, {}));
    expect(answer).toHaveLength(3);
    expect(queries).toHaveLength(1);
  });
});

describe("invitations to a heat", () => {
  const invite = async (given: { again?: boolean; count: number }) =>
    await inviteToHeat(
      { db: scene.db, actor: scene.organizer },
      { edition: scene.edition.slug, round: scene.round.slug, again: false, ...given },
    );

  it("go to those who know that they are in it, once; again only when asked to, under the next number", async () => {
    const told = await scene.apply({ state: "qualified", locale: "en" });
    await scene.apply({ state: "qualified", announced: "submitted" });
    await scene.apply({ state: "ineligible", announced: "qualified" });
    expect(await invite({ count: 1 })).toMatchObject({ ok: true });
    const [mail] = await scene.mails();
    expect(mail).toMatchObject({
      template: "heat-invitation",
      applicationId: told.id,
      // No hall is set yet: the city is where to come
      props: {
        sequence: 0,
        round: scene.round.slug,
        roundTitle: scene.round.titleEn,
        venue: "Shanghai",
        timeZone: "Asia/Shanghai",
      },
    });
    expect(await invite({ count: 1 })).toMatchObject({ error: { type: "recipients-changed", count: 0 } });
    expect(await invite({ count: 1, again: true })).toMatchObject({ ok: true });
    expect((await scene.mails()).map(({ props }) => (props as { sequence: number }).sequence)).toEqual([0, 1]);
  });

  it("are counted by one query", async () => {
    for (let each = 0; each < 3; each++) await scene.apply({ state: "qualified" });
    const look = () => findHeatRecipients(scene.db, scene.edition.id, scene.round.slug);
    const { answer, queries } = await database.queriesOf(look);
    expect(answer).toHaveLength(3);
    expect(queries).toHaveLength(1);
  });
});

describe("a mail that did not arrive", () => {
  async function lost() {
    const application = await scene.apply();
    const { id } = await scene.db
      .insertInto("mails")
      .values({
        template: "waiting",
        recipient: "old@example.org",
        locale: "en",
        applicationId: application.id,
        editionId: scene.edition.id,
        state: "sent",
        sentAt: new Date(),
        delivery: "bounced",
        deliveryDetail: "no such user",
        props: { code: application.code, projectTitle: "A", path: `/apply/${application.code}`, roundTitle: "B" },
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { application, id };
  }
  const again = async (mail: string, address = "New@Example.org") =>
    await resendMail({ db: scene.db, actor: scene.organizer }, { edition: scene.edition.slug, mail, address });

  it("is listed with its application and the reason, and goes once more to the address given", async () => {
    const { application, id } = await lost();
    expect((await findLostMails(scene.db, scene.edition.id, {})).rows).toMatchObject([
      { id, code: application.code, recipient: "old@example.org", deliveryDetail: "no such user", again: false },
    ]);
    expect(await again(id)).toMatchObject({ ok: true });
    expect(await scene.mails()).toMatchObject([
      { recipient: "old@example.org", delivery: "bounced" },
      { recipient: "new@example.org", state: "queued", template: "waiting", applicationId: application.id },
    ]);
    expect((await findLostMails(scene.db, scene.edition.id, {})).rows).toMatchObject([{ again: true }]);
  });

  it("is none while it may still arrive, in another edition, or once its application is erased", async () => {
    const { application, id } = await lost();
    const { edition: elsewhere } = await makeEdition(scene.db);
    const other = await makePerson(scene.db, { grants: [{ role: "organizer", editionId: elsewhere.id }] });
    const by = { db: scene.db, actor: other };
    const input = { edition: elsewhere.slug, mail: id, address: "a@example.org" };
    expect(await resendMail(by, input)).toMatchObject({ error: { type: "not-found" } });
    await scene.db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", application.id).execute();
    expect(await again(id)).toMatchObject({ error: { type: "mail-not-lost" } });
    await scene.db.updateTable("applications").set({ erasedAt: null }).where("id", "=", application.id).execute();
    await scene.db.updateTable("mails").set({ delivery: "delivered" }).where("id", "=", id).execute();
    expect(await again(id)).toMatchObject({ error: { type: "mail-not-lost" } });
  });

  it("is listed by one query, however many there are", async () => {
    for (let each = 0; each < 3; each++) await lost();
    const { answer, queries } = await database.queriesOf(() => findLostMails(scene.db, scene.edition.id, {}));
    expect(answer.rows).toHaveLength(3);
    expect(queries).toHaveLength(1);
  });
});
