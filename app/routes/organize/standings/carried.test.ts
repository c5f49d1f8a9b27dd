import { sql } from "kysely";
import { expect, test } from "vitest";
import { takeOverCarried } from "~/commands/standings/take-over-release.ts";
import { carriedChanges } from "~/reads/standings/newer-carried.ts";
import { standingsDesk } from "~/reads/standings/standings-desk.ts";
import { pagesOf } from "~/testing/pages.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { findNewerCarried } from "~db/queries/standings/carried.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as carriedPage from "./carried.tsx";
import * as standingsPage from "./standings.tsx";

const database = testDatabase();
const page = pagesOf({
  "/organize/rounds/:round/standings": standingsPage,
  "/organize/rounds/:round/standings/carried": carriedPage,
});

/** An earlier heat, closed, and a later round that carries its totals of the same projects with 40 %. */
async function scene(published: "first" | "later") {
  const { db } = database;
  const early = await makeClosedHeat(db, { judges: 3, entries: 3 });
  if (published === "first") await releaseRound(db, early, "published");
  const late = await makeClosedHeat(db, { editionId: early.round.editionId, judges: 3, entries: 3 });
  await sql`update entries set from_entry_id = origin.id from entries origin
    where entries.round_id = ${late.round.id} and origin.round_id = ${early.round.id} and origin.key = entries.key`.execute(
    db,
  );
  const settings = JSON.stringify({ carry: [{ round: early.round.slug, weight: 0.4 }], weight: 0.6 });
  // Its sheets are in already: what a round's rule says is set before them, which a test need not wait for
  await sql`alter table rules disable trigger user`.execute(db);
  await sql`update rules set settings = ${settings}::text::jsonb where round_id = ${late.round.id}`.execute(db);
  await sql`alter table rules enable trigger user`.execute(db);
  await sql`update rounds set state = 'judging' where id = ${late.round.id}`.execute(db);
  await sql`update rounds set state = 'closed' where id = ${late.round.id}`.execute(db);
  const standings = async () => (await findStandings(db, [late.round.id]))[0];
  const correct = async () => {
    const hands = { asked: early.scorer.id, decided: early.supervisor.id };
    await sql`update rounds set state = 'judging' where id = ${early.round.id}`.execute(db);
    await replaceSheet(db, { roundId: early.round.id, hands, marks: "full" });
    await sql`update rounds set state = 'closed' where id = ${early.round.id}`.execute(db);
    await releaseRound(db, early, "published", { reason: "录入有误" });
  };
  const take = (more: object = {}, actor = late.scorer) =>
    takeOverCarried(
      { db, actor },
      { round: late.round.slug, source: early.round.slug, version: 2, reason: "前轮更正属实", ...more },
    );
  return { early, late, standings, correct, take };
}

test("a correction of an earlier round changes nothing in one that has begun, until it is taken over with a reason", async () => {
  const { early, late, standings, correct, take } = await scene("first");
  const before = await standings();
  expect(before?.carriedFrom).toEqual({ [early.round.slug]: "release 1" });
  expect(await findNewerCarried(database.db, late.round.id)).toEqual([]);
  await correct();
  expect(await standings()).toEqual(before);
  const desk = await standingsDesk(database.db, late.round.id);
  const [change] = desk ? await carriedChanges(database.db, late.round.id, desk.judged) : [];
  expect(change).toMatchObject({ slug: early.round.slug, taken: 1, newest: 2 });
  expect(change?.changes.length).toBeGreaterThan(0);
  expect((await take()).ok).toBe(true);
  const after = await standings();
  expect(after?.carriedFrom).toEqual({ [early.round.slug]: "release 2" });
  for (const { entry, would } of change?.changes ?? [])
    expect(after?.standings.find((line) => line.entry === entry)).toMatchObject(would);
  expect(await findNewerCarried(database.db, late.round.id)).toEqual([]);
  expect(await take()).toEqual({ ok: false, error: { type: "stale-version" } });
});

test("a round that began before anything was published names the first release that is, and stays with it", async () => {
  const { early, standings, correct } = await scene("later");
  expect((await standings())?.carriedFrom).toEqual({ [early.round.slug]: "closed" });
  await releaseRound(database.db, early, "published");
  expect((await standings())?.carriedFrom).toEqual({ [early.round.slug]: "release 1" });
  await correct();
  expect((await standings())?.carriedFrom).toEqual({ [early.round.slug]: "release 1" });
});

test("taking over voids what was proposed on the old totals; it needs a reason, the scorer, and the version that stands", async () => {
  const { late, correct, take } = await scene("first");
  await releaseRound(database.db, late, "proposed");
  await correct();
  expect(await take({ reason: " " })).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  expect(await take({ version: 3 })).toEqual({ ok: false, error: { type: "stale-version" } });
  expect(await take({}, late.organizer)).toMatchObject({ error: { type: "not-found" } });
  expect(await take()).toMatchObject({ ok: true, value: { voided: 1 } });
  const releases = await database.db
    .selectFrom("releases")
    .select(["state", "endedReason"])
    .where("roundId", "=", late.round.id)
    .execute();
  expect(releases).toEqual([{ state: "voided", endedReason: "前轮更正属实" }]);
});

test("the desk says that a newer version stands and what would change; only the scorer gets the button", async () => {
  const { early, late, correct } = await scene("first");
  const { db } = database;
  const at = `/organize/rounds/${late.round.slug}/standings`;
  const shown = async (address: string, actor = late.scorer) => (await page(address, { db, actor })).text();
  expect(await shown(at)).not.toContain("前轮成绩有更正");
  expect(await shown(`${at}/carried`)).toContain("本轮所取的都是现行公布的成绩");
  await correct();
  expect(await shown(at)).toContain(`“${early.round.title}”已公布第2版成绩，本轮仍取第1版`);
  const html = await shown(`${at}/carried`);
  expect(html).toContain("采用第2版");
  expect(html).toMatch(/采用后有\d个项目的总成绩或名次改变/);
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", roundId: late.round.id }] });
  expect(await shown(`${at}/carried`, supervisor)).not.toContain("采用第2版");
  const unreasoned = await page(`${at}/carried`, {
    db,
    actor: late.scorer,
    form: { idempotencyKey: crypto.randomUUID(), source: early.round.slug, version: "2", reason: "" },
  });
  expect(unreasoned.status).toBe(422);
  expect(await unreasoned.text()).toContain("请写明理由");
});
