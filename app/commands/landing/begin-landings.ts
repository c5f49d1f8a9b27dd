import type { Transaction } from "kysely";
import { deadlinesOf, landingMonthsSchema, platformOf } from "~/rules/landing/landing.ts";
import { insertLandings, type Landable } from "~db/queries/landing/landings.ts";
import type { DB } from "~db/schema.ts";

/** Begins to track projects: platforms as the applications name them, deadlines by the edition's months. Answers their numbers. */
export async function beginLandings(
  trx: Transaction<DB>,
  edition: { id: number; landingMonths: unknown },
  projects: readonly Landable[],
  given: { ownerId: string; startedOn: string; addedById: string; addedAt: Date },
): Promise<number[]> {
  const landings = projects.map(({ applicationId, entryId, answers }) => ({
    ...given,
    editionId: edition.id,
    applicationId,
    entryId,
    platform: platformOf(answers.landingPlatform),
  }));
  const deadlines = deadlinesOf(given.startedOn, landingMonthsSchema.parse(edition.landingMonths));
  return await insertLandings(trx, edition.id, landings, deadlines);
}
