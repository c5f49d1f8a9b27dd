import type { Kysely } from "kysely";
import type { LateRule } from "~/rules/heats/attendance.ts";
import type { DB } from "../schema.ts";

/**
 * The heat that an application's people were told they are in, with when and where, and the ticket by which they sign in
 * there (null when they are no longer on its list, which they may not know yet); undefined before they were told. One query.
 */
export async function findInvitation(db: Kysely<DB>, applicationId: number) {
  const row = await db
    .selectFrom("applications")
    .innerJoin("rounds", "rounds.id", "applications.announcedRoundId")
    .leftJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").onRef("entries.applicationId", "=", "applications.id"),
    )
    .where("applications.id", "=", applicationId)
    .where("applications.announcedState", "=", "qualified")
    .where("rounds.kind", "=", "heat")
    .select([
      ...(["entries.ticket", "rounds.slug", "rounds.lateRule", "rounds.title", "rounds.titleEn"] as const),
      ...(["rounds.startsAt", "rounds.timeZone", "rounds.venue", "rounds.venueEn"] as const),
    ])
    .executeTakeFirst();
  return row && { ...row, lateRule: row.lateRule as LateRule };
}
