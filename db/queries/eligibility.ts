import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "../schema.ts";

/**
 * What else was handed in to the edition by the same person: the leader of that identity number (its blind hash), or the
 * same applicant's account (`own`). Drafts and what was withdrawn do not count. One query.
 */
export async function findOtherEntries(
  db: Kysely<DB>,
  about: { applicationId: number; editionId: number; applicantId: string; blind: string | null },
) {
  return await db
    .selectFrom("applications")
    .leftJoin("identities", "identities.applicationId", "applications.id")
    .select([
      "applications.code",
      sql<boolean>`applications.applicant_id = ${about.applicantId}`.as("own"),
      sql<boolean>`coalesce(identities.blind = ${about.blind}, false)`.as("sameIdentity"),
    ])
    .where("applications.editionId", "=", about.editionId)
    .where("applications.id", "<>", about.applicationId)
    .where("applications.state", "not in", ["draft", "withdrawn"])
    .where((eb) =>
      eb.or([
        eb("applications.applicantId", "=", about.applicantId),
        ...(about.blind === null ? [] : [eb("identities.blind", "=", about.blind)]),
      ]),
    )
    .orderBy("applications.id")
    .execute();
}

/** Forgets checks by hand: what they looked at has changed. */
export async function deleteHandChecks(
  trx: Transaction<DB>,
  applicationId: number,
  ruleKeys: readonly string[],
): Promise<void> {
  if (ruleKeys.length === 0) return;
  await trx
    .deleteFrom("eligibilityChecks")
    .where("applicationId", "=", applicationId)
    .where("ruleKey", "in", ruleKeys)
    .execute();
}
