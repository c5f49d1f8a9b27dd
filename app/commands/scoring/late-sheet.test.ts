import { expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import { liveStandings } from "~/services/live/live-standings.ts";
import { findScoreTable } from "~db/queries/scoring/score-table.ts";
import { findOwnSheet } from "~db/queries/scoring/sheets.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeHeat, makeSheet, type Seat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { handInSheet } from "./hand-in-sheet.ts";
import { keepLateSheet } from "./keep-late-sheet.ts";
import { recuse } from "./recuse.ts";

const database = testDatabase();
const full = { tech: "30", market: "20", business: "20", team: "20", landing: "10" };
const others = { tech: 2000, market: 1000, business: 1000, team: 1000, landing: 500 };
const late = { ok: false, error: { type: "late", keptAt: expect.any(String) } };

/** Two judges: J2 has scored everything in time, J1 nothing. */
async function hall({ state = "closed" as "closed" | "ready" | "judging" } = {}) {
  const heat = await makeHeat(database.db, { judges: 2, entries: 2, state: state === "ready" ? state : "judging" });
  const [first, second] = heat.seats;
  const [entry] = heat.entries;
  if (!first || !second || !entry) throw new Error("a hall has two judges and an entry");
  const { id: roundId, slug } = heat.round;
  for (const { id: entryId } of state === "ready" ? [] : heat.entries)
    await makeSheet(database.db, { roundId, entryId, judgeId: second.id, marks: others });
  const setState = (next: string) =>
    database.db.updateTable("rounds").set({ state: next }).where("id", "=", roundId).execute();
  if (state === "closed") await setState(state);
  const sheet = { round: slug, entry: entry.key, version: 0, marks: full, note: "压线交的" };
  const by = (seat: Seat, idempotencyKey?: string) => ({ db: database.db, actor: seat.actor, idempotencyKey });
  const kept = () => database.db.selectFrom("lateSheets").selectAll().where("roundId", "=", roundId).execute();
  return { ...heat, first, second, entry, sheet, by, kept, setState };
}

test("a sheet that comes after the closing is refused as late, and kept whole with both clocks' times", async () => {
  const { first, entry, sheet, by, kept, round } = await hall();
  const at = new Date("2026-12-01T05:00:03Z");
  const answer = await handInSheet(
    { ...by(first, "one-late-sheet"), at },
    { ...sheet, writtenAt: "2026-12-01T12:59:58+08:00" },
  );
  expect(answer).toEqual({ ok: false, error: { type: "late", keptAt: at.toISOString() } });
  expect(await kept()).toMatchObject([
    {
      entryId: entry.id,
      judgeId: first.id,
      key: "one-late-sheet",
      note: "压线交的",
      receivedAt: at,
      marks: { tech: 3000, market: 2000, business: 2000, team: 2000, landing: 1000 },
      writtenAt: new Date("2026-12-01T04:59:58Z"),
    },
  ]);
  const audit = await database.db.selectFrom("auditEntries").selectAll().where("roundId", "=", round.id).execute();
  expect(audit).toMatchObject([
    { command: "keep-late-sheet", actorId: first.actor.id, facts: { entry: "1", judge: "J1", again: false } },
  ]);
  expect(JSON.stringify(audit)).not.toContain("压线");
});

test("sent again under its key it is kept once and answered with the first time, even twice at the same moment", async () => {
  const { first, sheet, by, kept } = await hall();
  const send = (minute: number) =>
    handInSheet({ ...by(first, "sent-over-and-over"), at: new Date(Date.UTC(2026, 11, 1, 5, minute)) }, sheet);
  const both = await Promise.all([send(0), send(0)]);
  expect(both[0]).toEqual(late);
  expect(both[1]).toEqual(both[0]);
  expect(await send(9)).toEqual(both[0]);
  expect(await kept()).toHaveLength(1);
});

test("another sheet under another key is kept beside the first; one without a key is kept too", async () => {
  const { first, sheet, by, kept } = await hall();
  await handInSheet(by(first, "the-first-sheet"), sheet);
  const second = { ...sheet, marks: { ...full, tech: "1" } };
  await handInSheet(by(first, "the-second-one"), second);
  expect(await handInSheet(by(first), sheet)).toEqual(late);
  expect((await kept()).map(({ marks }) => (marks as { tech: number }).tech).sort()).toEqual([100, 3000, 3000]);
});

test("a late sheet counts nowhere: the standings are what they were, and its place stays open", async () => {
  const { first, sheet, by, round } = await hall();
  const computed = async () => {
    const live = await liveStandings(database.db, round.id);
    const digest = (await tableToSign(database.db, round.id))?.digest;
    return [await findStandings(database.db, [round.id]), live?.standings, live?.board, digest];
  };
  const before = await computed();
  await handInSheet(by(first), sheet);
  expect(await computed()).toEqual(before);
  expect(JSON.stringify(before)).toContain('"total":"55.00"');
  const table = await findScoreTable(database.db, round.id);
  expect(table.late).toHaveLength(1);
  expect(await database.db.selectFrom("sheets").select("id").where("judgeId", "=", first.id).execute()).toEqual([]);
});

test("its judge is told when it came; to the next judge nothing is there", async () => {
  const { first, second, sheet, by, round } = await hall();
  await handInSheet(by(first), sheet);
  const seenBy = ({ actor }: Seat) =>
    findOwnSheet(database.db, { roundId: round.id, entry: sheet.entry, userId: actor.id });
  expect((await seenBy(first))?.lateAt).toEqual(expect.any(String));
  expect((await seenBy(second))?.lateAt).toBeNull();
});

test("nothing is kept beside while the round is not closed: such a sheet is a sheet, or too early", async () => {
  const open = await hall({ state: "judging" });
  expect(await handInSheet(open.by(open.first), open.sheet)).toMatchObject({ ok: true });
  const early = await hall({ state: "ready" });
  const refused = { ok: false, error: { type: "round-not-open", state: "ready" } };
  expect(await handInSheet(early.by(early.first), early.sheet)).toEqual(refused);
  const straight = { ...early.sheet, key: "straight-to-the-end" };
  expect(await keepLateSheet(early.by(early.first), straight)).toEqual(refused);
  for (const each of [open, early]) expect(await each.kept()).toEqual([]);
});

test("a project whose scoring is not open is not late: the words stay a draft until it is, and late only once the round is closed", async () => {
  const { first, sheet, by, kept, setState, round } = await hall({ state: "judging" });
  await database.db.updateTable("rounds").set({ scoringByProject: true }).where("id", "=", round.id).execute();
  expect(await handInSheet(by(first), sheet)).toEqual({ ok: false, error: { type: "scoring-not-open" } });
  expect(await kept()).toEqual([]);
  await setState("closed");
  expect(await handInSheet(by(first), sheet)).toEqual(late);
  expect(await kept()).toHaveLength(1);
});

test("nothing is kept of a sheet that lacks a mark, that is in already, of one who stepped back, or of a stranger", async () => {
  const { first, second, sheet, by, kept, setState, round } = await hall();
  const lacking = { ...sheet, marks: { ...full, landing: "" } };
  expect(await handInSheet(by(first), lacking)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "marks.landing", code: "required" }] },
  });
  const above = { ...sheet, marks: { ...full, tech: "31" } };
  expect(await handInSheet(by(first), above)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "marks.tech", code: "above-max" }] },
  });
  expect(await handInSheet(by(second), sheet)).toMatchObject({ error: { type: "sheet-locked" } });
  const elsewhere = await hall();
  const noSeat = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
  for (const actor of [elsewhere.first.actor, noSeat])
    expect(await keepLateSheet({ db: database.db, actor }, { ...sheet, key: "not-mine-at-all" })).toEqual({
      ok: false,
      error: { type: "not-found" },
    });
  await setState("judging");
  await recuse(by(first), { round: sheet.round, entry: sheet.entry, reason: "师生" });
  await setState("closed");
  const recused = { ok: false, error: { type: "recused" } };
  expect(await handInSheet(by(first), sheet)).toEqual(recused);
  expect(await keepLateSheet(by(first), { ...sheet, key: "stepped-back" })).toEqual(recused);
  expect(await kept()).toEqual([]);
});

test("once the round is opened again the same sheet under the same key is taken after all, and counts", async () => {
  const { first, sheet, by, kept, setState, round } = await hall();
  expect(await handInSheet(by(first, "the-key-stays-free"), sheet)).toEqual(late);
  await setState("judging");
  expect(await handInSheet(by(first, "the-key-stays-free"), sheet)).toMatchObject({
    ok: true,
    value: { total: "100.00" },
  });
  expect(await kept()).toHaveLength(1);
  const [standings] = await findStandings(database.db, [round.id]);
  expect(standings?.standings[0]).toMatchObject({ entry: "1", sheets: 2, total: "77.50" });
});
