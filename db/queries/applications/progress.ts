import { type Kysely, sql } from "kysely";
import type { Standing } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import { hasLostRank } from "../diligence.ts";
import { publicFacts, type ResultLine, wasAbsent } from "../releases/public-releases.ts";

export type ProgressRow = Awaited<ReturnType<typeof findProgressRows>>[number];

/**
 * Of applications whose people know that they are in a heat: that heat, and each final whose latest line looked at them. Of a
 * result nothing but the published version's line is read, of an award nothing but what was granted by it; what of it may be
 * seen is for the caller. One query, however many applications.
 */
export async function findProgressRows(db: Kysely<DB>, applicationIds: readonly number[]) {
  return await db
    .selectFrom("applications")
    .innerJoin("rounds as heat", (join) =>
      join.onRef("heat.id", "=", "applications.announcedRoundId").on("heat.kind", "=", "heat"),
    )
    .leftJoin("entries as before", (join) =>
      join.onRef("before.roundId", "=", "heat.id").onRef("before.applicationId", "=", "applications.id"),
    )
    .innerJoin("realRounds as rounds", (join) =>
      join
        .onRef("rounds.editionId", "=", "applications.editionId")
        .on((eb) => eb.or([eb("rounds.id", "=", eb.ref("heat.id")), eb("rounds.kind", "=", "final")])),
    )
    .leftJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").onRef("entries.applicationId", "=", "applications.id"),
    )
    .leftJoin("advancements as line", (join) =>
      join.onRef("line.roundId", "=", "rounds.id").on(
        sql<boolean>`not exists (
          select from advancements later where later.round_id = line.round_id and later.version > line.version
        )`,
      ),
    )
    .leftJoin("advancementPlaces as places", (join) =>
      join.onRef("places.advancementId", "=", "line.id").onRef("places.entryId", "=", "before.id"),
    )
    .leftJoin("releases as lineRelease", "lineRelease.id", "places.releaseId")
    .leftJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .leftJoin("awardGrants", (join) =>
      join.onRef("awardGrants.releaseId", "=", "releases.id").on("awardGrants.revokedAt", "is", null),
    )
    .leftJoin("awards", (join) =>
      join.onRef("awards.grantId", "=", "awardGrants.id").onRef("awards.entryId", "=", "entries.id"),
    )
    .leftJoin("certificates", (join) =>
      join
        .onRef("certificates.releaseId", "=", "releases.id")
        .onRef("certificates.entryId", "=", "entries.id")
        .on(sql<boolean>`certificates.grant_id is not distinct from award_grants.id`)
        .on(sql<boolean>`not ${hasLostRank("certificates.entryId")}`),
    )
    .where((eb) => eb("applications.id", "=", eb.fn.any(sql<number[]>`${sql.val([...applicationIds])}::int[]`)))
    .where("applications.announcedState", "=", "qualified")
    .where((eb) => eb.or([eb("rounds.kind", "=", "heat"), eb("places.entryId", "is not", null)]))
    .select(["applications.id as applicationId", "rounds.id as roundId", "rounds.slug", "rounds.kind", "rounds.title"])
    .select(["rounds.titleEn", "rounds.city", "rounds.cityEn", "rounds.venue", "rounds.venueEn", "rounds.startsAt"])
    .select(["rounds.timeZone", "entries.id as entryId", "entries.runningOrder", "places.outcome", "places.movedUpAt"])
    .select(publicFacts)
    .select([
      sql<string | null>`places.reason ->> 'why'`.as("why"),
      "lineRelease.state as lineReleaseState",
      sql<boolean>`exists (select from advancement_withdrawals gone where gone.entry_id = before.id)`.as("withdrawn"),
      sql<boolean>`exists (select from draws where draws.round_id = rounds.id)`.as("drawn"),
      sql<number>`(
        select count(*)::int from entries other where other.round_id = rounds.id and other.running_order is not null
      )`.as("places"),
      "releases.version",
      "releases.noticeEndsOn",
      "releases.correctionReason",
      sql<(ResultLine & { adjustments: Standing["adjustments"] | null }) | null>`(
        select jsonb_build_object(
          'rank', row -> 'rank', 'total', row -> 'total', 'adjustments', row -> 'adjustments', 'absent', ${wasAbsent}
        )
        from jsonb_array_elements(releases.standings -> 'standings') row
        where row ->> 'entry' = entries.key limit 1
      )`.as("result"),
      "awards.title as award",
      "awards.titleEn as awardEn",
      "awards.yuan",
      "certificates.serial",
      "certificates.award as certified",
      "certificates.awardEn as certifiedEn",
    ])
    .orderBy("applications.id")
    .orderBy(sql`rounds.kind = 'final'`)
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.id")
    .execute();
}
