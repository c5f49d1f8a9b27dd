import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { DB } from "../schema.ts";
import { roundWords } from "./round-words.ts";
import { isOut } from "./stage.ts";

/** The round's score board. Judges who were removed are left out. One query. */
export async function findScoreBoard(db: Kysely<DB>, roundId: number): Promise<ScoreBoard> {
  const { gone, ...board } = await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select(roundWords)
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .where("roundId", "=", roundId)
          .where("removedAt", "is", null)
          .select(["panelMembers.key", "panelMembers.name", "panelMembers.head"])
          .orderBy(sql`key collate "C"`),
      ).as("judges"),
      eb
        .case()
        .when(
          eb.exists(eb.selectFrom("reviewSettings").select("roundId").where("reviewSettings.roundId", "=", roundId)),
        )
        .then(
          jsonArrayFrom(
            eb
              .selectFrom("assignments")
              .innerJoin("entries", "entries.id", "assignments.entryId")
              .innerJoin("panelMembers", "panelMembers.id", "assignments.judgeId")
              .where("assignments.roundId", "=", roundId)
              .where("panelMembers.removedAt", "is", null)
              .select(["entries.key as entry", "panelMembers.key as judge"]),
          ),
        )
        .end()
        .as("asked"),
      jsonArrayFrom(sheetTotals(db, roundId)).as("sheets"),
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .innerJoin("attendances", "attendances.entryId", "entries.id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .where(sql<boolean>`${isOut()}`)
          .select("entries.key")
          .orderBy(sql`entries.key collate "C"`),
      ).as("gone"),
      jsonArrayFrom(
        eb
          .selectFrom("recusals")
          .innerJoin("entries", "entries.id", "recusals.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
          .where("recusals.roundId", "=", roundId)
          .where("panelMembers.removedAt", "is", null)
          .select(["entries.key as entry", "panelMembers.key as judge"]),
      ).as("recusals"),
    ])
    .executeTakeFirstOrThrow();
  return { ...board, out: gone.map(({ key }) => key) };
}

/** A ballot's total is in units of 0.00000001: a product of decimals is exact, where a quotient would not be. */
const total = sql`sheets.ballot_total * 0.00000001`;

function sheetTotals(db: Kysely<DB>, roundId: number) {
  return db
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .leftJoin("rules", "rules.roundId", "sheets.roundId")
    .where("sheets.roundId", "=", roundId)
    .where("sheets.state", "=", "submitted")
    .where("panelMembers.removedAt", "is", null)
    .select(["entries.key as entry", "panelMembers.key as judge"])
    .select(
      // Half-up, away from zero, as PostgreSQL rounds decimals; not rounded where the rule names no place.
      sql<string>`case when rules.places_sheet is null then trim_scale(${total}) else round(${total}, rules.places_sheet) end::text`.as(
        "total",
      ),
    )
    .select(sql<number>`cardinality(sheets.ballot) - sheets.ballot_marks`.as("lacking"))
    .select(sql<boolean>`sheets.source = 'paper'`.as("paper"));
}
