import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";

/**
 * What a query over `rounds` selects of all that waits for somebody at the scorer's table: sheets on paper, reopenings,
 * what came late, requests to check, parts and adjustments (with those that count); and each judge's tablet with its last signs. Names inside JSON are single words.
 */
export function scoreTableTasks(eb: ExpressionBuilder<DB, "rounds">) {
  return [
    jsonArrayFrom(
      eb
        .selectFrom("paperSheets")
        .leftJoin("users", "users.id", "paperSheets.enteredById")
        .whereRef("paperSheets.roundId", "=", "rounds.id")
        .where("paperSheets.state", "in", ["photographed", "entered"])
        .select([
          "paperSheets.entryId as entry",
          "paperSheets.judgeId as judge",
          "paperSheets.state",
          "paperSheets.enteredById as author",
          "users.name as by",
        ])
        .orderBy("paperSheets.id"),
    ).as("papers"),
    jsonArrayFrom(
      eb
        .selectFrom("sheetReopenings")
        .innerJoin("users", "users.id", "sheetReopenings.askedById")
        .whereRef("sheetReopenings.roundId", "=", "rounds.id")
        .where("sheetReopenings.state", "in", ["asked", "confirmed"])
        // The one that is asked for stands last, and so counts
        .select([
          "sheetReopenings.id",
          "sheetReopenings.entryId as entry",
          "sheetReopenings.judgeId as judge",
          "sheetReopenings.state",
          "sheetReopenings.version",
          "sheetReopenings.reason",
          "sheetReopenings.askedById as author",
          "users.name as by",
        ])
        .orderBy("sheetReopenings.id"),
    ).as("reopenings"),
    jsonArrayFrom(
      eb
        .selectFrom("lateSheets")
        .whereRef("lateSheets.roundId", "=", "rounds.id")
        .select([
          "lateSheets.id",
          "lateSheets.entryId as entry",
          "lateSheets.judgeId as judge",
          "lateSheets.marks",
          sql<string | null>`to_json(late_sheets.written_at)`.as("written"),
          sql<string>`to_json(late_sheets.received_at)`.as("received"),
        ])
        .orderBy("lateSheets.id"),
    ).as("late"),
    jsonArrayFrom(
      eb
        .selectFrom("checkRequests")
        .distinctOn(["checkRequests.entryId", "checkRequests.judgeId"])
        .whereRef("checkRequests.roundId", "=", "rounds.id")
        // An answer is about the sheet as it was: what was opened again since is another one
        .where(sql<boolean>`not exists (
          select from sheet_reopenings as later where later.entry_id = check_requests.entry_id
            and later.judge_id = check_requests.judge_id and later.asked_at >= check_requests.asked_at
            and later.state <> 'declined'
        )`)
        .select(["checkRequests.entryId as entry", "checkRequests.judgeId as judge", "checkRequests.answer"])
        .orderBy("checkRequests.entryId")
        .orderBy("checkRequests.judgeId")
        .orderBy("checkRequests.id", "desc"),
    ).as("checks"),
    jsonArrayFrom(
      eb
        .selectFrom("criteria")
        .whereRef("criteria.roundId", "=", "rounds.id")
        .select((of) => ["criteria.key", of.cast<string>("criteria.factor", "text").as("factor")])
        .orderBy("criteria.position"),
    ).as("criteria"),
    jsonArrayFrom(
      eb
        .selectFrom("adjustments")
        .whereRef("adjustments.roundId", "=", "rounds.id")
        .select(["adjustments.entryId as entry", "adjustments.amount", "adjustments.article"])
        .orderBy("adjustments.id"),
    ).as("adjustments"),
    jsonArrayFrom(
      eb
        .selectFrom("judgedInputProposals as proposed")
        .whereRef("proposed.roundId", "=", "rounds.id")
        .where("proposed.state", "=", "entered")
        .select(["proposed.enteredById as author", (of) => of.cast<number>(of.fn.countAll(), "integer").as("count")])
        .groupBy("proposed.enteredById"),
    ).as("inputs"),
    eb.selectFrom("rules").whereRef("rules.roundId", "=", "rounds.id").select("rules.placesSheet").as("placesSheet"),
  ] as const;
}
