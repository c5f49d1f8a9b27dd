import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { LaterTableInputs } from "~/rules/releases/release.ts";
import type { DB } from "~db/schema.ts";

/** What of a round's inputs the first edition does not know; a key for what there is. Whether a rule carries stands beside it. */
export type LaterInputs = LaterTableInputs & { carries: boolean };

/**
 * The parts, adjustments, revisions and kinds of seats of a round, those of the judges who sit on the panel now, by entry in the order in which
 * the entries were made. Scores are decimals without trailing zeros, amounts hundredths. One query.
 */
export async function findLaterInputs(db: Kysely<DB>, roundId: number): Promise<LaterInputs> {
  const { parts, adjustments, revisions, seats, carries } = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("partScores")
          .innerJoin("entries", "entries.id", "partScores.entryId")
          .select(["entries.key as entry", "partScores.part"])
          .select(sql<string>`trim_scale(part_scores.score)::text`.as("score"))
          .where("partScores.roundId", "=", roundId)
          .orderBy("entries.id")
          .orderBy(sql`part_scores.part collate "C"`),
      ).as("parts"),
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
    ...(adjustments.length > 0 && { adjustments }),
    ...(revisions.length > 0 && { revisions }),
    ...(seats.length > 0 && { seats }),
    carries: Boolean(carries),
  };
}
