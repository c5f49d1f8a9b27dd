import { type Kysely, sql, type Transaction } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";

type Place = { roundId: number; entryId: number; judgeId: number };

/** Asks to open the submitted sheet of that version again; answers its id, undefined where somebody asked already. */
export async function insertReopening(
  trx: Transaction<DB>,
  { roundId, entryId, judgeId }: Place,
  request: { version: number; reason: string; askedById: string; askedAt: Date },
): Promise<number | undefined> {
  const row = await trx
    .insertInto("sheetReopenings")
    .values({ roundId, entryId, judgeId, ...request })
    .onConflict((conflict) =>
      conflict
        .columns(["entryId", "judgeId"])
        // Written out: a parameter would not be recognized as the index's own condition
        .where(sql<boolean>`state = 'asked'`)
        .doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** The reopening of that id at that place; undefined when there is none. */
export async function findReopening(trx: Transaction<DB>, { entryId, judgeId }: Place, id: number) {
  return await trx
    .selectFrom("sheetReopenings")
    .select(["id", "state", "version", "askedById"])
    .where("id", "=", id)
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .executeTakeFirst();
}

export async function decideReopening(
  trx: Transaction<DB>,
  id: number,
  decided: { state: "confirmed" | "declined"; decidedById: string; decidedAt: Date },
): Promise<void> {
  await trx.updateTable("sheetReopenings").set(decided).where("id", "=", id).where("state", "=", "asked").execute();
}

/**
 * Keeps the submitted sheet as it is among the superseded ones and makes it a draft of the next version, its marks left
 * for the judge to begin with. The guards of the database ask for the confirmed reopening.
 */
export async function supersedeSheet(
  trx: Transaction<DB>,
  { entryId, judgeId }: Place,
  { reopeningId, at }: { reopeningId: number; at: Date },
): Promise<{ version: number }> {
  await trx
    .insertInto("supersededSheets")
    .columns([
      "roundId",
      "entryId",
      "judgeId",
      "reopeningId",
      "version",
      "source",
      "marks",
      "note",
      "submittedAt",
      "keptAt",
    ])
    .expression((eb) =>
      eb
        .selectFrom("sheets")
        .where("sheets.entryId", "=", entryId)
        .where("sheets.judgeId", "=", judgeId)
        .where("sheets.state", "=", "submitted")
        .select((of) => [
          "sheets.roundId",
          "sheets.entryId",
          "sheets.judgeId",
          sql<number>`${reopeningId}::integer`.as("reopeningId"),
          "sheets.version",
          "sheets.source",
          sql`coalesce(${of
            .selectFrom("marks")
            .innerJoin("criteria", "criteria.id", "marks.criterionId")
            .whereRef("marks.roundId", "=", "sheets.roundId")
            .whereRef("marks.sheetId", "=", "sheets.id")
            .select(sql`jsonb_object_agg(criteria.key, marks.mark)`.as("marks"))}, '{}')`.as("marks"),
          "sheets.note",
          sql<Date>`sheets.submitted_at`.as("submittedAt"),
          sql<Date>`${at}::timestamptz`.as("keptAt"),
        ]),
    )
    .execute();
  return await trx
    .updateTable("sheets")
    .set((eb) => ({
      version: eb("version", "+", 1),
      state: "draft",
      source: "tablet",
      submittedAt: null,
      updatedAt: at,
      ballot: null,
      ballotMarks: null,
      ballotTotal: null,
    }))
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .where("state", "=", "submitted")
    .returning("version")
    .executeTakeFirstOrThrow();
}

/**
 * What the scorer's table has to tell a judge about the own sheets of a round, by the entry's key: that the panel confers, the last request to check
 * one, why one was opened again (until it is handed in again) with the version that was kept, and which ones were entered
 * from paper. Only entries of which there is something to tell. One query.
 */
export async function findSheetNotices(
  db: Kysely<DB>,
  { roundId, userId, entry }: { roundId: number; userId: string; entry?: string },
) {
  const rows = await db
    .selectFrom("sheets")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .where("sheets.roundId", "=", roundId)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .$if(entry !== undefined, (query) => query.where("entries.key", "=", entry ?? ""))
    .select((eb) => [
      "entries.key as entry",
      sql<boolean>`sheets.state = 'submitted' and sheets.source = 'paper'`.as("paper"),
      sql<boolean>`sheets.state = 'submitted' and exists (
        select from deliberations where deliberations.entry_id = sheets.entry_id and deliberations.state = 'open'
      )`.as("confers"),
      jsonObjectFrom(
        eb
          .selectFrom("checkRequests")
          .select(["checkRequests.answer"])
          .whereRef("checkRequests.entryId", "=", "sheets.entryId")
          .whereRef("checkRequests.judgeId", "=", "sheets.judgeId")
          // An answer is about the sheet as it was: what was opened again since is another one
          .where(sql<boolean>`sheets.state = 'submitted' and check_requests.asked_at >= sheets.submitted_at`)
          .orderBy("checkRequests.id", "desc")
          .limit(1),
      ).as("check"),
      jsonObjectFrom(
        eb
          .selectFrom("supersededSheets")
          .innerJoin("sheetReopenings", "sheetReopenings.id", "supersededSheets.reopeningId")
          .select(["sheetReopenings.reason", "supersededSheets.version", "supersededSheets.marks"])
          .whereRef("supersededSheets.entryId", "=", "sheets.entryId")
          .whereRef("supersededSheets.judgeId", "=", "sheets.judgeId")
          .where("sheets.state", "=", "draft")
          .orderBy("supersededSheets.version", "desc")
          .limit(1),
      ).as("reopened"),
    ])
    .execute();
  return new Map(
    rows.flatMap(({ entry, ...notice }) =>
      notice.paper || notice.check || notice.reopened || notice.confers ? [[entry, notice] as const] : [],
    ),
  );
}
