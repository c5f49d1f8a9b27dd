import { sql } from "kysely";
import { expect, test } from "vitest";
import { transactionWithCopy } from "../copy.ts";
import { makeHeat, makeSheet } from "../seed/factories/heats.ts";
import { testDatabase } from "../testing/database.ts";

const database = testDatabase();

/** A heat of three entries and two judges, the second entry absent where asked. */
async function heat({ absent = false, byProject = false } = {}) {
  const { db } = database;
  const { round, entries, seats, criteria, scorer } = await makeHeat(db, { judges: 2, entries: 3 });
  const ids = entries.map(({ id }) => id);
  if (byProject) await db.updateTable("rounds").set({ scoringByProject: true }).where("id", "=", round.id).execute();
  const beAbsent = async () => {
    const row = { roundId: round.id, entryId: ids[1] ?? 0, recordedById: scorer.id };
    await db
      .insertInto("attendances")
      .values({ ...row, state: "absent", means: "hand", reason: "未到" })
      .execute();
  };
  if (absent) await beAbsent();
  return { roundId: round.id, ids, judges: seats.map(({ id }) => id), criteria, beAbsent };
}

type Heat = Awaited<ReturnType<typeof heat>>;

async function makeDrafts({ roundId, ids, judges }: Heat): Promise<void> {
  for (const entryId of ids)
    await makeSheet(database.db, { roundId, entryId, judgeId: judges[0] ?? 0, marks: {}, state: "draft" });
}

function handInAll({ roundId }: Heat) {
  const submitted = { state: "submitted", submittedAt: new Date() };
  return database.db.updateTable("sheets").set(submitted).where("roundId", "=", roundId).execute();
}

async function statesIn({ roundId }: Heat): Promise<string[]> {
  const rows = await database.db.selectFrom("sheets").select("state").where("roundId", "=", roundId).execute();
  return rows.map(({ state }) => state);
}

test("of many sheets in one statement one for who is out refuses all, by INSERT and by COPY", async () => {
  const its = await heat({ absent: true });
  const { roundId, ids, judges } = its;
  const sheets = ids.map((entryId) => ({ roundId, entryId, judgeId: judges[0] ?? 0 }));
  const refused = { code: "CD010", message: "the entry does not appear" };
  await expect(database.db.insertInto("sheets").values(sheets).execute()).rejects.toMatchObject(refused);
  const copied = transactionWithCopy(database.sql, async (_, copy) => {
    const cells = sheets.map(({ entryId, judgeId }) => [roundId, entryId, judgeId]);
    await copy("sheets", ["round_id", "entry_id", "judge_id"], cells);
  });
  await expect(copied).rejects.toThrow();
  expect(await statesIn(its)).toEqual([]);
});

test("of many drafts handed in by one statement one of who is out, or whose scoring is not open, refuses all", async () => {
  const out = await heat();
  await makeDrafts(out);
  await out.beAbsent();
  await expect(handInAll(out)).rejects.toMatchObject({ code: "CD010", message: "the entry does not appear" });
  expect(await statesIn(out)).toEqual(["draft", "draft", "draft"]);

  const closed = await heat({ byProject: true });
  await makeDrafts(closed);
  const open = database.db.updateTable("entries").set({ scoringOpenedAt: new Date() });
  await open.where("id", "in", closed.ids.slice(1)).execute();
  const refused = { code: "CD012", message: "the scoring of this entry is not open" };
  await expect(handInAll(closed)).rejects.toMatchObject(refused);
  await open.where("id", "in", closed.ids).execute();
  await handInAll(closed);
  expect(await statesIn(closed)).toEqual(["submitted", "submitted", "submitted"]);
});

test("a sheet that goes in handed in is refused while the scoring of its entry is not open, but for an imported one", async () => {
  const its = await heat({ byProject: true });
  const { roundId, ids, judges } = its;
  const handedIn = { roundId, entryId: ids[0] ?? 0, state: "submitted", submittedAt: new Date() };
  const own = { ...handedIn, judgeId: judges[0] ?? 0 };
  const imported = { ...handedIn, judgeId: judges[1] ?? 0, source: "import" };
  const insert = (rows: (typeof own | typeof imported)[]) => database.db.insertInto("sheets").values(rows).execute();
  await expect(insert([imported, own])).rejects.toMatchObject({ code: "CD012" });
  await insert([imported]);
  expect(await statesIn(its)).toEqual(["submitted"]);
});

test("what is no handing in is not asked about it: a draft of who is out is saved, a sheet handed in is locked", async () => {
  const out = await heat();
  await makeDrafts(out);
  await out.beAbsent();
  await database.db.updateTable("sheets").set({ note: "迟到" }).where("roundId", "=", out.roundId).execute();

  const closed = await heat();
  await makeDrafts(closed);
  await handInAll(closed);
  await database.db.updateTable("rounds").set({ scoringByProject: true }).where("id", "=", closed.roundId).execute();
  await expect(handInAll(closed)).rejects.toMatchObject({ code: "CD003", message: "a submitted sheet is locked" });
});

test("who is out is said before whose judge sits on another panel", async () => {
  const { roundId, ids, judges } = await heat({ absent: true });
  const { db } = database;
  await db
    .updateTable("rounds")
    .set({ panels: ["甲", "乙"] })
    .where("id", "=", roundId)
    .execute();
  await db.updateTable("entries").set({ panel: "甲" }).where("id", "in", ids).execute();
  await db
    .updateTable("panelMembers")
    .set({ panel: "乙" })
    .where("id", "=", judges[1] ?? 0)
    .execute();
  const sheetOf = (at: number) =>
    db
      .insertInto("sheets")
      .values({ roundId, entryId: ids[at] ?? 0, judgeId: judges[1] ?? 0 })
      .execute();
  await expect(sheetOf(0)).rejects.toMatchObject({ code: "CD008", message: "the judge sits on another panel" });
  await expect(sheetOf(1)).rejects.toMatchObject({ code: "CD010" });
});

test("a mark without its sheet is refused at once, and at the latest with the transaction where that was asked for", async () => {
  const { roundId, ids, judges, criteria } = await heat();
  const { db } = database;
  const { id = 0, max = 0, step = 0 } = criteria[0] ?? {};
  const mark = { roundId, sheetId: 1_000_000_000, criterionId: id, mark: max, max, step };
  const refused = { code: "23503", constraint_name: "marks_round_id_sheet_id_fkey" };
  await expect(db.insertInto("marks").values(mark).execute()).rejects.toMatchObject(refused);
  const deferred = (withSheet: boolean) =>
    db.transaction().execute(async (trx) => {
      await sql`set constraints marks_round_id_sheet_id_fkey deferred`.execute(trx);
      await trx.insertInto("marks").values(mark).execute();
      if (!withSheet) return;
      await sql`insert into sheets (id, round_id, entry_id, judge_id, state, submitted_at) overriding system value
        values (${mark.sheetId}, ${roundId}, ${ids[0]}, ${judges[0]}, 'submitted', now())`.execute(trx);
    });
  await expect(deferred(false)).rejects.toMatchObject(refused);
  await deferred(true);
  const written = db.selectFrom("sheets").select(["ballotMarks", "ballotTotal"]).where("id", "=", mark.sheetId);
  expect(await written.execute()).toEqual([{ ballotMarks: 1, ballotTotal: String(max * 1_000_000) }]);
  const more = db.insertInto("marks").values({ ...mark, criterionId: criteria[1]?.id ?? 0, ...scaleOf(criteria[1]) });
  await expect(more.execute()).rejects.toMatchObject({ code: "CD003" });
});

function scaleOf({ max = 0, step = 1 }: { max?: number; step?: number } = {}) {
  return { mark: 0, max, step };
}
