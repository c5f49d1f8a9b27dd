import { type Kysely, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { ScoreBoard } from "../../app/rules/score-board.ts";
import type { DB } from "../schema.ts";
import { roundWords } from "./round-words.ts";

/** The round's score board. Judges who were removed are left out. One query. */
export async function findScoreBoard(db: Kysely<DB>, roundId: number): Promise<ScoreBoard> {
  return await db
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
      jsonArrayFrom(sheetTotals(db, roundId)).as("sheets"),
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
}

function sheetTotals(db: Kysely<DB>, roundId: number) {
  return db
    .with("marked", (cte) =>
      cte
        .selectFrom("marks")
        .innerJoin("criteria", "criteria.id", "marks.criterionId")
        .where("marks.roundId", "=", roundId)
        .groupBy("marks.sheetId")
        .select(["marks.sheetId", (eb) => eb.fn.countAll().as("marks")])
        // A mark is whole hundredths; a product of decimals is exact, where a quotient would not be.
        .select(sql<string>`sum(criteria.factor * marks.mark) * 0.01`.as("total")),
    )
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .leftJoin("rules", "rules.roundId", "sheets.roundId")
    .leftJoin("marked", "marked.sheetId", "sheets.id")
    .where("sheets.roundId", "=", roundId)
    .where("sheets.state", "=", "submitted")
    .where("panelMembers.removedAt", "is", null)
    .select(["entries.key as entry", "panelMembers.key as judge"])
    .select(rounded(sql`coalesce(marked.total, 0)`).as("total"))
    .select(
      sql<number>`(select count(*) from criteria where round_id = ${roundId})::integer - coalesce(marked.marks, 0)::integer`.as(
        "lacking",
      ),
    );
}

/** Half-up, away from zero, as PostgreSQL rounds decimals; not rounded where the rule names no place. */
function rounded(total: RawBuilder<unknown>) {
  return sql<string>`case when rules.places_sheet is null then trim_scale(${total}) else round(${total}, rules.places_sheet) end::text`;
}
