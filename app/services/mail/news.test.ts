import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { advanceToFinal } from "~/commands/advancement/advance-to-final.ts";
import { moveUpSubstitute } from "~/commands/advancement/move-up-substitute.ts";
import { withdrawFinalist } from "~/commands/advancement/withdraw-finalist.ts";
import { findAwardTask } from "~/commands/awards/award-task.ts";
import { grantAwards } from "~/commands/awards/grant-awards.ts";
import { revokeAwards } from "~/commands/awards/revoke-awards.ts";
import { releaseMails } from "~/commands/mail/release-mails.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { renderMail } from "~/mail/templates.ts";
import { lineToDraw, makeContestant, recordAdvanced } from "~/testing/contestants.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { findResultRecipients } from "~db/queries/mail/news.ts";
import { findPendingGroups } from "~db/queries/mail/outbox.ts";
import { findPublishedStandings } from "~db/queries/releases/public-releases.ts";
import { examine, makeClosedHeat, makePublishedFinal, makeTour } from "~db/seed/factories/finals.ts";
import { makeHeat, releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;
let heat: Heat;
let chinese: Awaited<ReturnType<typeof makeContestant>>;
let english: typeof chinese;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
  chinese = await makeContestant(database.db, heat.round, heat.entries[0]?.id ?? 0);
  english = await makeContestant(database.db, heat.round, heat.entries[1]?.id ?? 0, "en");
});

const mailsOf = async ({ id }: { id: number }) =>
  await database.db.selectFrom("mails").selectAll().where("applicationId", "=", id).orderBy("id").execute();
const states = async (own: { id: number }) => (await mailsOf(own)).map(({ template, state }) => `${template} ${state}`);
const slugOf = async (editionId: number) =>
  (await database.db.selectFrom("editions").select("slug").where("id", "=", editionId).executeTakeFirstOrThrow()).slug;
const release = async ({ organizer, round }: Pick<Heat, "organizer" | "round">, chosen: object = { type: "all" }) =>
  await releaseMails(
    { db: database.db, actor: organizer },
    { edition: await slugOf(round.editionId), chosen, upTo: "999999999999999999" },
  );
const links = { baseUrl: "https://contest.example", invitation: () => "" };
async function rendered(own: { id: number }, template: string) {
  const mail = (await mailsOf(own)).findLast((each) => each.template === template);
  if (!mail) throw new Error(`no ${template}`);
  return await renderMail(mail, links);
}

test("a published result is written to each contestant in their language, and waits in the outbox until it is released", async () => {
  await releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-12-01" });
  expect([await states(chinese), await states(english)]).toEqual([["result pending"], ["result pending"]]);
  expect(await findPendingGroups(database.db, heat.round.editionId)).toMatchObject([
    { tells: "result", round: heat.round.slug, count: 2 },
  ]);
  const standings = (await findPublishedStandings(database.db, heat.round.slug))?.standings.standings ?? [];
  for (const [own, entry] of [
    [chinese, "1"],
    [english, "2"],
  ] as const) {
    const line = standings.find((each) => each.entry === entry);
    const { text } = await rendered(own, "result");
    expect(text).toContain(own === chinese ? `第 ${line?.rank} 名` : `Rank: ${line?.rank}`);
    expect(text).toContain(line?.total ?? "no total");
    expect(text).toContain(`https://contest.example/results/${heat.round.slug}`);
  }
  const chosen = { type: "group", tells: "result", round: heat.round.slug };
  expect(await release(heat, chosen)).toMatchObject({ ok: true, value: { count: 2 } });
  expect(await states(chinese)).toEqual(["result queued"]);
});

test("a correction replaces what was not released, and says that it is one to whoever was told; a withdrawal cancels", async () => {
  await releaseRound(database.db, heat, "published");
  const [{ id: first = "" } = {}] = await mailsOf(chinese);
  expect(await release(heat, { type: "mails", ids: [first] })).toMatchObject({ ok: true, value: { count: 1 } });
  const hands = { asked: heat.scorer.id, decided: heat.supervisor.id };
  await replaceSheet(database.db, { roundId: heat.round.id, hands, marks: "none" });
  const signed = await releaseRound(database.db, heat, "published", { reason: "一张评分单录入有误" });
  expect(await states(chinese)).toEqual(["result queued", "result-corrected pending"]);
  expect(await states(english)).toEqual(["result void", "result pending"]);
  expect((await rendered(chinese, "result-corrected")).text).toContain("一张评分单录入有误");

  const by = { db: database.db, actor: heat.organizer };
  expect(await withdrawRelease(by, { ...signed, reason: "异议成立" })).toMatchObject({ ok: true });
  expect(await states(chinese)).toEqual(["result queued", "result-corrected void"]);
  expect(await states(english)).toEqual(["result void", "result void"]);
  expect(await release(heat)).toMatchObject({ ok: false, error: { type: "nothing-pending" } });
});

test("nobody is written to of a rehearsal, even where it holds their application", async () => {
  await releaseRound(database.db, heat, "published");
  const { id } = await database.db
    .selectFrom("releases")
    .select("id")
    .where("roundId", "=", heat.round.id)
    .executeTakeFirstOrThrow();
  const recipients = async () =>
    await database.db.transaction().execute(async (trx) => (await findResultRecipients(trx, id)).length);
  expect(await recipients()).toBe(2);
  const real = await makeHeat(database.db, { editionId: heat.round.editionId, judges: 0, entries: 0 });
  await database.db.transaction().execute(async (trx) => {
    // What the database refuses: a result of a rehearsal
    await sql`set local session_replication_role = replica`.execute(trx);
    await trx
      .updateTable("rounds")
      .set({ rehearsalOfId: real.round.id, slug: `${heat.round.slug}-rehearsal-1` })
      .where("id", "=", heat.round.id)
      .execute();
    expect(await findResultRecipients(trx, id)).toEqual([]);
  });
});

test("who goes on into the final hears of it, with an invitation of its own by the day on which it leaves; once, and not who withdrew", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1 });
  const of = tour.heats[0];
  if (!of) throw new Error("no heat");
  const { ranked } = await lineToDraw(db, tour.edition.id);
  const first = await makeContestant(db, of.round, ranked[0]?.id ?? 0);
  const second = await makeContestant(db, of.round, ranked[1]?.id ?? 0);
  const by = { db, actor: tour.organizer };
  const draw = async () =>
    await advanceToFinal(by, { edition: tour.edition.slug, digest: (await lineToDraw(db, tour.edition.id)).digest });
  expect(await draw()).toMatchObject({ ok: true, value: { added: 1 } });
  expect(await states(first)).toEqual(["advanced pending", "final-invitation pending"]);
  expect(await states(second)).toEqual([]);
  expect(await draw()).toMatchObject({ ok: true });
  expect(await states(first)).toHaveLength(2);

  const moved = { venue: "太湖会堂", startsAt: new Date("2027-01-20T01:00:00Z") };
  await db.updateTable("rounds").set(moved).where("id", "=", tour.final.id).execute();
  const organizer = { organizer: tour.organizer, round: of.round };
  expect(await release(organizer)).toMatchObject({ ok: true, value: { count: 2 } });
  const { text, files } = await rendered(first, "final-invitation");
  expect(text).toContain("太湖会堂");
  expect(text).toContain(`/apply/${first.code}/invitation?round=${tour.final.slug}`);
  expect(files[0]?.content).toContain("DTSTART:20270120T010000Z");
  expect((await rendered(first, "advanced")).text).toContain("2027年1月20日");

  const heatEntry = (place: number) => ({
    edition: tour.edition.slug,
    heat: of.round.slug,
    entry: ranked[place]?.entry,
  });
  expect(await withdrawFinalist(by, { ...heatEntry(0), reason: "创始人生病" })).toMatchObject({ ok: true });
  expect(await moveUpSubstitute(by, heatEntry(1))).toMatchObject({ ok: true });
  expect(await states(second)).toEqual(["advanced pending", "final-invitation pending"]);
  expect(await withdrawFinalist(by, { ...heatEntry(1), reason: "放弃参赛" })).toMatchObject({ ok: true });
  expect(await states(second)).toEqual(["advanced void", "final-invitation void"]);
});

test("a heat's result that is taken back cancels what was to be told of the final by it; the next line tells it again", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1 });
  const of = tour.heats[0];
  if (!of) throw new Error("no heat");
  const own = await makeContestant(db, of.round, (await lineToDraw(db, tour.edition.id)).ranked[0]?.id ?? 0);
  const draw = async () =>
    await advanceToFinal(
      { db, actor: tour.organizer },
      { edition: tour.edition.slug, digest: (await lineToDraw(db, tour.edition.id)).digest },
    );
  expect(await draw()).toMatchObject({ ok: true });
  await withdrawRelease({ db, actor: of.organizer }, { ...of.signed, reason: "异议成立" });
  expect(await states(own)).toEqual(["advanced void", "final-invitation void"]);
  await releaseRound(db, of, "published");
  expect(await draw()).toMatchObject({ ok: true });
  expect((await states(own)).filter((each) => each.endsWith("pending"))).toEqual([
    "result pending",
    "advanced pending",
    "final-invitation pending",
  ]);
});

test("an award is told with the way to its certificate, and taken back before it is released it is not", async () => {
  const { db } = database;
  const final = await makePublishedFinal(db);
  const of = await makeClosedHeat(db, { editionId: final.edition.id, judges: 3, entries: 2 });
  await releaseRound(db, of, "published");
  const entryId = of.entries[0]?.id ?? 0;
  const own = await makeContestant(db, of.round, entryId);
  await recordAdvanced(db, final, of, { entryId, applicationId: own.id });
  await examine(db, final, { 1: "passed", 2: "passed", 3: "passed", 4: "passed" });
  const by = { db, actor: final.organizer };
  const grant = async () => {
    const editionId = final.edition.id;
    const found = { editionId, at: new Date(), final: (await findFinalOf(db, editionId)) ?? null };
    return await grantAwards(by, { edition: final.edition.slug, digest: (await findAwardTask(db, found)).digest });
  };
  expect(await grant()).toMatchObject({ ok: true });
  expect(await states(own)).toEqual(["award-granted pending"]);
  const { subject, text } = await rendered(own, "award-granted");
  expect(subject).toContain("获奖通知：一等奖");
  expect(text).toContain("50万元");
  expect(text).toContain(`https://contest.example/apply/${own.code}`);
  expect(await revokeAwards(by, { edition: final.edition.slug, reason: "核查有误" })).toMatchObject({ ok: true });
  expect(await states(own)).toEqual(["award-granted void"]);
  expect(await grant()).toMatchObject({ ok: true });
  expect(await release(final)).toMatchObject({ ok: true, value: { count: 1 } });
});
