import { type Kysely, sql } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import type { DB } from "../schema.ts";

/**
 * What the scorer's table has to tell a judge about the own sheets of a round, by the entry's key: the last request to check
 * one, why one was opened again (until it is handed in anew) with the version that was kept, and which ones were entered
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
      notice.paper || notice.check || notice.reopened ? [[entry, notice] as const] : [],
    ),
  );
}
