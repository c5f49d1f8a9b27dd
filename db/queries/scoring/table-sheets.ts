import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";
import { isOrderDrawn } from "../heats/draws.ts";
import { isAssigned } from "../review/assignments.ts";
import { hasRecused } from "./recusals.ts";

/**
 * One judge's sheet at one entry as the scorer's desk sees it: the sheet itself (the marks of a submitted one alone: what a
 * draft says is nobody's yet), every version that was kept, and all that was asked, brought and decided about it, each
 * with who and when. Undefined where there is no such place. One query.
 */
export async function findTableSheet(
  db: Kysely<DB>,
  { roundId, entry, judge }: { roundId: number; entry: string; judge: string },
) {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  return await db
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .leftJoin("rules", "rules.roundId", "entries.roundId")
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("panelMembers.key", "=", judge)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .select((eb) => [
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.runningOrder",
      isOrderDrawn.as("isDrawn"),
      "panelMembers.key as judgeKey",
      "panelMembers.name as judgeName",
      "rules.placesSheet",
      sql<boolean>`rules.settings -> 'normalise' is not null`.as("normalises"),
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .whereRef("criteria.roundId", "=", "entries.roundId")
          .select((of) => [
            "criteria.key",
            "criteria.label",
            "criteria.labelEn as english",
            "criteria.max",
            "criteria.step",
            of.cast<string>("criteria.factor", "text").as("factor"),
          ])
          .orderBy("criteria.position"),
      ).as("criteria"),
      jsonObjectFrom(
        eb
          .selectFrom("sheets")
          .where(isHere("sheets"))
          .select((of) => [
            "sheets.version",
            "sheets.state",
            "sheets.source",
            sql<string | null>`to_json(sheets.submitted_at)`.as("submitted"),
            sql<string>`to_json(sheets.updated_at)`.as("updated"),
            jsonArrayFrom(
              of
                .selectFrom("marks")
                .innerJoin("criteria", "criteria.id", "marks.criterionId")
                .whereRef("marks.roundId", "=", "sheets.roundId")
                .whereRef("marks.sheetId", "=", "sheets.id")
                .where("sheets.state", "=", "submitted")
                .select(["criteria.key", "marks.mark"]),
            ).as("marks"),
          ]),
      ).as("sheet"),
      jsonObjectFrom(eb.selectFrom("recusals").where(isHere("recusals")).select("recusals.reason")).as("recusal"),
      jsonArrayFrom(
        eb
          .selectFrom("supersededSheets")
          .where(isHere("superseded_sheets"))
          .select([
            "supersededSheets.version",
            "supersededSheets.source",
            "supersededSheets.marks",
            sql<string>`to_json(superseded_sheets.submitted_at)`.as("submitted"),
          ])
          .orderBy("supersededSheets.version"),
      ).as("kept"),
      jsonArrayFrom(
        eb
          .selectFrom("sheetReopenings")
          .where(isHere("sheet_reopenings"))
          .innerJoin("users", "users.id", "sheetReopenings.askedById")
          .leftJoin("users as deciders", "deciders.id", "sheetReopenings.decidedById")
          .select([
            "sheetReopenings.id",
            "sheetReopenings.state",
            "sheetReopenings.version",
            "sheetReopenings.reason",
            "sheetReopenings.askedById as author",
            "users.name as by",
            "deciders.name as decider",
            sql<string>`to_json(sheet_reopenings.asked_at)`.as("asked"),
            sql<string | null>`to_json(sheet_reopenings.decided_at)`.as("decided"),
          ])
          .orderBy("sheetReopenings.id"),
      ).as("reopenings"),
      papersHere(eb).as("papers"),
      jsonArrayFrom(
        eb
          .selectFrom("lateSheets")
          .where(isHere("late_sheets"))
          .select([
            "lateSheets.id",
            "lateSheets.marks",
            sql<string | null>`to_json(late_sheets.written_at)`.as("written"),
            sql<string>`to_json(late_sheets.received_at)`.as("received"),
          ])
          .orderBy("lateSheets.id"),
      ).as("late"),
      jsonArrayFrom(
        eb
          .selectFrom("checkRequests")
          .where(isHere("check_requests"))
          .innerJoin("users", "users.id", "checkRequests.askedById")
          .select([
            "checkRequests.id",
            "checkRequests.answer",
            "users.name as by",
            sql<string>`to_json(check_requests.asked_at)`.as("asked"),
            sql<string | null>`to_json(check_requests.answered_at)`.as("answered"),
          ])
          .orderBy("checkRequests.id"),
      ).as("checks"),
    ])
    .executeTakeFirst();
}

function papersHere(eb: ExpressionBuilder<DB, "entries" | "panelMembers">) {
  return jsonArrayFrom(
    eb
      .selectFrom("paperSheets")
      .where(isHere("paper_sheets"))
      .innerJoin("users as bringers", "bringers.id", "paperSheets.broughtById")
      .leftJoin("users as enterers", "enterers.id", "paperSheets.enteredById")
      .leftJoin("users as deciders", "deciders.id", "paperSheets.decidedById")
      .select([
        "paperSheets.id",
        "paperSheets.state",
        "paperSheets.marks",
        "paperSheets.reason",
        "paperSheets.photoType as type",
        "paperSheets.enteredById as author",
        "bringers.name as bringer",
        "enterers.name as enterer",
        "deciders.name as decider",
        sql<string>`to_json(paper_sheets.brought_at)`.as("brought"),
        sql<string | null>`to_json(paper_sheets.entered_at)`.as("entered"),
        sql<string | null>`to_json(paper_sheets.decided_at)`.as("decided"),
      ])
      .orderBy("paperSheets.id"),
  );
}

/** Of that table the rows of the entry and judge that the outer query stands at. */
function isHere(table: string) {
  return sql<boolean>`${sql.ref(`${table}.entry_id`)} = entries.id and ${sql.ref(`${table}.judge_id`)} = panel_members.id`;
}

/**
 * The place of an active judge at an entry of the round, by their public keys: ids, rubric, and how far the sheet is; undefined where there is none, or in a
 * review where it is not theirs. To be asked under the round's lock, so that the sheet stands still. One query.
 */
export async function findPlace(
  trx: Transaction<DB>,
  { roundId, entry, judge }: { roundId: number; entry: string; judge: string },
) {
  const row = await trx
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("panelMembers.key", "=", judge)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .select((eb) => [
      "entries.id as entryId",
      "panelMembers.id as judgeId",
      hasRecused.as("recused"),
      jsonObjectFrom(
        eb
          .selectFrom("sheets")
          .select(["sheets.id", "sheets.version", "sheets.state", "sheets.note"])
          .whereRef("sheets.entryId", "=", "entries.id")
          .whereRef("sheets.judgeId", "=", "panelMembers.id"),
      ).as("sheet"),
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .select(["criteria.id", "criteria.key", "criteria.label", "criteria.max", "criteria.step"])
          .where("criteria.roundId", "=", roundId)
          .orderBy("criteria.position"),
      ).as("criteria"),
    ])
    .executeTakeFirst();
  return row && { ...row, roundId };
}
