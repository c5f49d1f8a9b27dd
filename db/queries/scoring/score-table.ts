import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";
import { isAssigned } from "../review/assignments.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";
import { hasRecused } from "./recusals.ts";
import { scoreTableTasks } from "./score-table-tasks.ts";
import { markedTotal } from "./sheets.ts";

// Both are looked up once, before the sheets are read: of a round that has just been judged PostgreSQL knows nothing, and would
// join by looking through its sheets once a judge, and for its rule once a sheet.
const ruleOfRound = sql<{ placesSheet: number | null }>`(
  select (select places_sheet from rules where rules.round_id = rounds.id) as places_sheet
)`.as("rules");
const isOfPanel = sql<boolean>`sheets.judge_id = any (array(
  select id from panel_members where panel_members.round_id = rounds.id and removed_at is null
))`;

/**
 * The scorer's table of a round: who sits on the panel (with their tablets), the entries in running order, who is assigned to which of
 * them (null: everybody to all), every sheet of theirs, every recusal, and what waits for somebody (`scoreTableTasks`). The total of a
 * submitted sheet is a decimal string, rounded as the rule rounds a sheet; a draft tells only that it is begun. One query.
 */
export async function findScoreTable(db: Kysely<DB>, roundId: number) {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  return await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select((eb) => [
      eb.selectFrom("rules").select("deliberation").whereRef("rules.roundId", "=", "rounds.id").as("deliberation"),
      eb.selectFrom("rules").select("settings").whereRef("rules.roundId", "=", "rounds.id").as("settings"),
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .select(["id", "key", "name", "head", "panel"])
          .whereRef("panelMembers.roundId", "=", "rounds.id")
          .where("removedAt", "is", null)
          .orderBy(sql`length(key)`)
          .orderBy("key"),
      ).as("judges"),
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .select([
            "entries.id",
            "entries.key",
            "entries.title",
            "entries.titleEn as english",
            "entries.runningOrder as place",
            "entries.panel",
            isAbsentOrLateSql().as("out"),
          ])
          .leftJoin("attendances", "attendances.entryId", "entries.id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
          .orderBy(sql`length(entries.key)`)
          .orderBy("entries.key"),
      ).as("entries"),
      jsonArrayFrom(
        eb
          .selectFrom(["sheets", ruleOfRound])
          .select([
            "sheets.entryId as entry",
            "sheets.judgeId as judge",
            "sheets.state",
            "sheets.source",
            markedTotal.as("total"),
          ])
          .whereRef("sheets.roundId", "=", "rounds.id")
          .where(isOfPanel),
      ).as("sheets"),
      eb
        .case()
        .when(
          eb.exists(
            eb.selectFrom("reviewSettings").select("roundId").whereRef("reviewSettings.roundId", "=", "rounds.id"),
          ),
        )
        .then(
          jsonArrayFrom(
            eb
              .selectFrom("assignments")
              .innerJoin("panelMembers", "panelMembers.id", "assignments.judgeId")
              .select(["assignments.entryId as entry", "assignments.judgeId as judge"])
              .whereRef("assignments.roundId", "=", "rounds.id")
              .where("panelMembers.removedAt", "is", null),
          ),
        )
        .end()
        .as("asked"),
      jsonArrayFrom(
        eb
          .selectFrom("recusals")
          .select(["entryId as entry", "judgeId as judge", "reason"])
          .whereRef("recusals.roundId", "=", "rounds.id"),
      ).as("recusals"),
    ])
    .select(scoreTableTasks)
    .executeTakeFirstOrThrow();
}

/**
 * The sheets that a round still waits for: each active judge at each entry that is theirs and appears, without a submitted sheet or a
 * recusal.
 */
export async function findAllMissingSheets(trx: Kysely<DB>, roundId: number) {
  return await trx
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .leftJoin("attendances", "attendances.entryId", "entries.id")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .where("entries.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .where(sql<boolean>`not ${isAbsentOrLateSql()}`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("sheets")
            .select("sheets.id")
            .whereRef("sheets.entryId", "=", "entries.id")
            .whereRef("sheets.judgeId", "=", "panelMembers.id")
            .where("sheets.state", "=", "submitted"),
        ),
      ),
    )
    .where((eb) => eb.not(hasRecused))
    .select(["entries.key as entry", "panelMembers.key as judge"])
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy("entries.key")
    .orderBy("panelMembers.key")
    .execute();
}
