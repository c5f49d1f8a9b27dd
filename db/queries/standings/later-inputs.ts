import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { LaterTableInputs } from "~/rules/releases/signed-table.ts";
import type { DB } from "~db/schema.ts";

/** What of a round's inputs the first edition does not know; a key for what there is. Whether a rule carries stands beside it. */
export type LaterInputs = LaterTableInputs & { carries: boolean };

/**
 * The parts, adjustments, revisions and kinds of seats of a round, those of the judges who sit on the panel now, by entry in the order in which
 * the entries were made. Scores are decimals without trailing zeros, amounts hundredths. One query.
 */
export async function findLaterInputs(db: Kysely<DB>, roundId: number): Promise<LaterInputs> {
  const { parts, hall, adjustments, revisions, seats, carries } = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("partScores")
          .innerJoin("entries", "entries.id", "partScores.entryId")
          .select(["entries.key as entry", "partScores.part"])
          .select(sql<string>`trim_scale(part_scores.score)::text`.as("score"))
          .where("partScores.roundId", "=", roundId)
          .where(sql<boolean>`part_scores.part is distinct from ${hallPartOf(roundId)}`)
          .orderBy("entries.id")
          .orderBy(sql`part_scores.part collate "C"`),
      ).as("parts"),
      // The votes of the hall count once its part has scores
      jsonArrayFrom(
        eb
          .selectFrom("hallCounts")
          .innerJoin("entries", "entries.id", "hallCounts.entryId")
          .innerJoin("partScores", (join) =>
            join.onRef("partScores.entryId", "=", "entries.id").on("partScores.part", "=", hallPartOf(roundId)),
          )
          .select(["entries.key as entry", "hallCounts.votes"])
          .where("hallCounts.roundId", "=", roundId)
          .orderBy("entries.id"),
      ).as("hall"),
      jsonArrayFrom(
        eb
          .selectFrom("adjustments")
          .innerJoin("entries", "entries.id", "adjustments.entryId")
          .select(["entries.key as entry", "adjustments.amount", "adjustments.article", "adjustments.reason"])
          .where("adjustments.roundId", "=", roundId)
          .orderBy("entries.id")
          .orderBy("adjustments.id"),
      ).as("adjustments"),
      jsonArrayFrom(
        eb
          .selectFrom("revisions")
          .innerJoin("entries", "entries.id", "revisions.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "revisions.judgeId")
          .select(["entries.key as entry", "panelMembers.key as judge"])
          .select([sql<string>`trim_scale(revisions.score)::text`.as("score"), "revisions.reason"])
          .where("revisions.roundId", "=", roundId)
          .where("panelMembers.removedAt", "is", null)
          .orderBy("entries.id")
          .orderBy(sql`panel_members.key collate "C"`),
      ).as("revisions"),
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .select(["key as judge", "kind", "panel"])
          .where("roundId", "=", roundId)
          .where("removedAt", "is", null)
          .where((seat) => seat.or([seat("kind", "is not", null), seat("panel", "is not", null)]))
          .orderBy(sql`key collate "C"`),
      ).as("seats"),
      eb
        .exists(
          eb
            .selectFrom("rules")
            .select(sql`1`.as("one"))
            .where("roundId", "=", roundId)
            .where(sql<boolean>`settings -> 'carry' is not null`),
        )
        .as("carries"),
    ])
    .executeTakeFirstOrThrow();
  return {
    ...(parts.length > 0 && { parts }),
    ...(hall.length > 0 && { hall }),
    ...(adjustments.length > 0 && { adjustments }),
    ...(revisions.length > 0 && { revisions }),
    ...(seats.length > 0 && { seats }),
    carries: Boolean(carries),
  };
}

/** The key of the part of the round's rule that the hall votes on; null where it does not. */
function hallPartOf(roundId: number) {
  return sql<string>`(
    select of_rule.part ->> 'key' from rules, jsonb_array_elements(rules.settings -> 'parts') of_rule (part)
    where rules.round_id = ${roundId} and of_rule.part ? 'hall'
  )`;
}
