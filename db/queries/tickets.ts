import type { Kysely } from "kysely";
import type { LateRule } from "../../app/rules/attendance.ts";
import type { DB } from "../schema.ts";

/**
 * The ticket by which the application's contestant signs in at the heat that they were told they are in, with when and where;
 * undefined as long as they were told nothing, and for who is no longer in it. One query.
 */
export async function findTicket(db: Kysely<DB>, applicationId: number) {
  const row = await db
    .selectFrom("applications")
    .innerJoin("rounds", "rounds.id", "applications.announcedRoundId")
    .innerJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").onRef("entries.applicationId", "=", "applications.id"),
    )
    .where("applications.id", "=", applicationId)
    .where("applications.announcedState", "=", "qualified")
    .where("applications.state", "=", "qualified")
    .where("rounds.kind", "=", "heat")
    .select([
      ...(["entries.ticket", "entries.title", "entries.titleEn", "rounds.slug", "rounds.lateRule"] as const),
      ...(["rounds.title as roundTitle", "rounds.titleEn as roundTitleEn", "rounds.startsAt"] as const),
      ...(["rounds.timeZone", "rounds.venue", "rounds.venueEn"] as const),
    ])
    .executeTakeFirst();
  return row && { ...row, lateRule: row.lateRule as LateRule };
}
