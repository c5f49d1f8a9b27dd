import type { AppLoadContext } from "@remix-run/node";
import { beforeEach, expect, test } from "vitest";
import { handInSheet } from "~/commands/scoring/hand-in-sheet.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as tableRoute from "./score-table.tsx";
import { loader as tablePage } from "./score-table.tsx";
import { loader as sheetPage } from "./sheet.tsx";

const database = testDatabase();
const marks = { tech: 2500, market: 1700, business: 1600, team: 1500, landing: 700 };
let heat: Awaited<ReturnType<typeof makeHeat>>;
let place: { roundId: number; entryId: number; judgeId: number };

beforeEach(async () => {
  heat = await makeHeat(database.db);
  place = { roundId: heat.round.id, entryId: heat.entries[0]?.id ?? 0, judgeId: heat.seats[0]?.id ?? 0 };
});

const routeArgs = (actor: Actor, params: Record<string, string>, search = "") => ({
  params: { round: heat.round.slug, ...params },
  request: new Request(`http://localhost/table${search}`),
  context: { db: database.db, locale: "zh-CN", actor: async () => actor } as unknown as AppLoadContext,
});

const pages = pagesOf({ "organize/rounds/:round/table": tableRoute });
const tableText = async () =>
  await (await pages(`/organize/rounds/${heat.round.slug}/table`, { db: database.db, actor: heat.scorer })).text();
/** Of 20, 25 and 28.5 points, in hundredths. */
const sampleDeviation = Math.sqrt(((2000 - 2450) ** 2 + (2500 - 2450) ** 2 + (2850 - 2450) ** 2) / 2);

/** Something of everything at that many entries. */
async function fill(count: number, from = 0) {
  const { db } = database;
  const { round, entries, seats, scorer } = heat;
  for (const entry of entries.slice(from, count)) {
    const at = (seat: number) => ({ roundId: round.id, entryId: entry.id, judgeId: seats[seat]?.id ?? 0 });
    await makeSheet(db, { ...at(0), marks });
    await makeSheet(db, { ...at(1), marks: { tech: 1250 }, state: "draft" });
    const reopening = { ...at(0), version: 1, reason: "填反", askedById: scorer.id };
    await db.insertInto("sheetReopenings").values(reopening).execute();
    await db
      .insertInto("checkRequests")
      .values({ ...at(0), askedById: scorer.id })
      .execute();
    const photo = { photo: `kept/${entry.id}`, photoType: "image/png", photoSize: 1, photoDigest: "a".repeat(64) };
    await db
      .insertInto("paperSheets")
      .values({ ...at(2), ...photo, broughtById: scorer.id })
      .execute();
    await db
      .insertInto("lateSheets")
      .values({ ...at(2), marks, key: `late-${entry.id}` })
      .execute();
  }
}

test("the table takes six queries and a sheet's page five, with one of everything and with three", async () => {
  const counts: number[][] = [];
  for (const [count, from] of [
    [1, 0],
    [3, 1],
  ] as const) {
    await fill(count, from);
    const table = await database.queriesOf(() => tablePage(routeArgs(heat.scorer, {})));
    expect(table.answer.reopenings).toHaveLength(count);
    expect(table.answer.papers).toHaveLength(count);
    expect(table.answer.late).toHaveLength(count);
    const sheet = await database.queriesOf(() => sheetPage(routeArgs(heat.scorer, { entry: "1", judge: "J1" })));
    counts.push([table.queries.length, sheet.queries.length]);
  }
  expect(counts).toEqual([
    [6, 5],
    [6, 5],
  ]);
});

test("where the rule converts, each project's score after the steps stands beside its sheets, provisional until the scoring is closed", async () => {
  const { db } = database;
  expect((await tablePage(routeArgs(heat.scorer, {}))).scores).toBeNull();
  expect(await tableText()).not.toContain("暂计");
  const normalise = { method: "standard-score", mean: 50, sd: 10 } as const;
  const settings = { normalise, places: { normalised: 2 } };
  await db.updateTable("rules").set({ settings }).where("roundId", "=", heat.round.id).execute();
  for (const [at, tech] of [2000, 2500, 2850].entries()) {
    const entryId = heat.entries[at]?.id ?? 0;
    for (const seat of heat.seats.slice(0, 3))
      await makeSheet(db, { ...place, entryId, judgeId: seat.id, marks: { ...marks, tech } });
  }
  const page = await tablePage(routeArgs(heat.scorer, {}));
  const [found] = await findStandings(db, [heat.round.id]);
  const totals = new Map(found?.standings.map(({ entry, total }) => [entry, total]));
  expect(page.scores).toEqual({ provisional: true });
  expect(page.shown.rows.map(({ entry }) => entry.score?.total)).toEqual(
    page.shown.rows.map(({ entry }) => totals.get(entry.key)),
  );
  // Standard scores of three projects that every judge puts the same far apart: z = −1.05…, 0.11…, 0.93… times 10 on 50
  expect(page.shown.rows.slice(0, 3).map(({ entry }) => Number(entry.score?.total))).toEqual(
    [2000, 2500, 2850].map((tech) => Math.round(100 * (50 + (10 * (tech - 2450)) / sampleDeviation)) / 100),
  );
  const shown = await tableText();
  expect(shown).toContain("暂计");
  expect(shown).toContain(page.shown.rows[0]?.entry.score?.total ?? "no score");
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
  expect((await tablePage(routeArgs(heat.scorer, {}))).scores).toEqual({ provisional: false });
  expect(await tableText()).not.toContain("暂计");
});

test("what a draft says is shown nowhere at the desk", async () => {
  await fill(1);
  const pages = [
    await tablePage(routeArgs(heat.scorer, {})),
    await sheetPage(routeArgs(heat.scorer, { entry: "1", judge: "J2" })),
  ];
  expect(withoutChance(pages)).not.toMatch(/12\.5|1250/);
  expect((await sheetPage(routeArgs(heat.scorer, { entry: "1", judge: "J2" }))).versions).toEqual([]);
});

test("what came late stands on the table with its total and times, and says once it was handed in after all", async () => {
  const { db } = database;
  const seat = heat.seats[0];
  if (!seat) throw new Error("a heat has a judge");
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
  const written = { tech: "25", market: "17", business: "16", team: "15", landing: "7" };
  const sheet = { round: heat.round.slug, entry: "1", version: 0, marks: written, note: "" };
  const by = { db, actor: seat.actor, idempotencyKey: "sent-too-late" };
  const answer = await handInSheet(by, { ...sheet, writtenAt: "2026-12-01T04:00:00Z" });
  expect(answer).toMatchObject({ ok: false, error: { type: "late" } });
  const page = await tablePage(routeArgs(heat.scorer, {}));
  expect(page.late).toMatchObject([
    {
      entry: place.entryId,
      judge: place.judgeId,
      total: "80.00",
      written: expect.stringContaining("2026-12-01T04:00"),
    },
  ]);
  expect(page.table.rows[0]?.cells[0]).toMatchObject({ state: "none", late: true });
  await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
  expect((await handInSheet(by, { ...sheet, writtenAt: "2026-12-01T04:00:00Z" })).ok).toBe(true);
  expect((await tablePage(routeArgs(heat.scorer, {}))).table.rows[0]?.cells[0]).toMatchObject({
    late: false,
    total: "80.00",
  });
});

test("each tablet's last signs stand above its judge; a revoked one is not asked for", async () => {
  const { db } = database;
  const { seats, round, scorer } = heat;
  const later = new Date(Date.now() + 3_600_000);
  const tablet = (seat: number, digest: string, more: object = {}) => ({
    roundId: round.id,
    judgeId: seats[seat]?.id ?? 0,
    tokenDigest: digest,
    expiresAt: later,
    ...more,
  });
  const seen = { seenAt: new Date("2026-12-01T04:00:00Z"), unsent: 3, batteryPercent: 41, offlineReady: false };
  await db
    .insertInto("tablets")
    .values([
      tablet(0, "a".repeat(64), { ...seen, appVersion: "abc" }),
      tablet(1, "b".repeat(64), { revokedAt: new Date(), revokedById: scorer.id }),
    ])
    .execute();
  const { tablets } = await tablePage(routeArgs(scorer, {}));
  expect(tablets.seats.map(({ key, tablets: [last] }) => [key, last?.appVersion, last?.offlineReady])).toEqual([
    ["J1", "abc", false],
    ...tablets.seats.slice(1).map(({ key }) => [key, undefined, undefined]),
  ]);
});

test("a supervisor may decide here, an organizer looks on, a conductor and a judge have no such page", async () => {
  const grants = (role: "supervisor" | "organizer" | "conductor") => ({
    grants: [role === "organizer" ? { role, editionId: heat.round.editionId } : { role, roundId: heat.round.id }],
  });
  const may = async (actor: Actor) => {
    const { keeps, mayReopen, mayCheck } = await sheetPage(routeArgs(actor, { entry: "1", judge: "J1" }));
    return [keeps, mayReopen, mayCheck];
  };
  expect(await may(heat.scorer)).toEqual([true, false, true]);
  expect(await may(await makePerson(database.db, grants("supervisor")))).toEqual([false, true, true]);
  expect(await may(await makePerson(database.db, grants("organizer")))).toEqual([false, false, false]);
  for (const actor of [await makePerson(database.db, grants("conductor")), heat.seats[0]?.actor])
    await expect(may(actor as Actor)).rejects.toMatchObject({ status: 404 });
  await expect(sheetPage(routeArgs(heat.scorer, { entry: "1", judge: "J9" }))).rejects.toMatchObject({ status: 404 });
});

test("a long table is shown a page at a time, or those lines that lack sheets; what a closing goes by stays whole", async () => {
  const { db } = database;
  const long = await makeClosedHeat(db, { entries: 205, judges: 2, open: true, unscored: 3 });
  heat = { ...heat, ...long };
  const ask = async (search: string) => await tablePage(routeArgs(long.scorer, {}, search));
  const keysOf = (page: Awaited<ReturnType<typeof ask>>) => page.shown.rows.map(({ entry }) => Number(entry.key));
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const first = await ask("");
  expect(keysOf(first)).toEqual(range(1, 100));
  expect(first.rows).toEqual({ page: 1, total: 205, onlyMissing: false, isLong: true });
  expect(keysOf(await ask("?page=3"))).toEqual(range(201, 205));
  for (const search of ["?page=4", "?page=1e9"]) expect(keysOf(await ask(search))).toEqual(range(201, 205));
  for (const search of ["?page=0", "?page=-2", "?page=two"]) expect(keysOf(await ask(search))).toEqual(range(1, 100));
  const lacking = await ask("?only=missing&page=2");
  expect(keysOf(lacking)).toEqual(range(203, 205));
  for (const page of [first, lacking])
    expect([page.table.missing, page.table.rows.length, page.shown.counts.submitted]).toEqual([6, 205, 404]);
  const words = async (search: string) =>
    (await (await pages(`/organize/rounds/${heat.round.slug}/table${search}`, { db, actor: long.scorer })).text())
      .replaceAll("<!-- -->", "")
      .replaceAll("&amp;", "&");
  const shown = await words("?page=2");
  expect(shown).toContain(`href="/organize/rounds/${heat.round.slug}/table?page=3"`);
  expect(shown).toContain("第2/3页");
  expect(shown).toContain('table?only=missing"');
  expect(await words("?only=missing")).toContain("3个项目还缺评分单");
});

test("of a long table's other lines only what is told of beside it comes along: who is on stage, late sheets, recusals", async () => {
  const { db } = database;
  const long = await makeClosedHeat(db, { entries: 101, judges: 2, open: true, unscored: 2 });
  heat = { ...heat, ...long };
  const [entry, quiet] = [100, 101].map((at) => long.entries[at - 1]?.id ?? 0) as [number, number];
  const judgeId = long.seats[0]?.id ?? 0;
  await db.insertInto("recusals").values({ roundId: long.round.id, entryId: entry, judgeId, reason: "同门" }).execute();
  await db
    .insertInto("lateSheets")
    .values({ roundId: long.round.id, entryId: quiet, judgeId, marks, key: "late" })
    .execute();
  const page = await tablePage(routeArgs(long.scorer, {}, "?page=2"));
  const cells = new Map(page.table.rows.map((row) => [row.entry.id, row.cells]));
  expect(cells.get(long.entries[0]?.id ?? 0)).toEqual([]);
  expect(cells.get(entry)).toMatchObject([{ state: "recused", reason: "同门" }]);
  expect(cells.get(quiet)).toMatchObject([{ late: true }, { state: "none" }]);
});
