import { type Kysely, sql, type Transaction } from "kysely";
import type { EligibilityVerdict, Finding, OtherEntry } from "~/rules/screening/eligibility.ts";
import type { DB } from "~db/schema.ts";
import type { Duplicate } from "./duplicates.ts";

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
export async function deleteManualChecks(
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

/** The checks by hand of an application. One query. */
export async function findAllChecks(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("eligibilityChecks")
    .innerJoin("users", "users.id", "eligibilityChecks.checkedById")
    .select(["ruleKey", "met", "note", "checkedAt", "users.name as checkedBy"])
    .where("applicationId", "=", applicationId)
    .orderBy("ruleKey")
    .execute();
}

/** The other entries that may be the same person's: those of the edition among the likely duplicates, withdrawn ones aside. */
export function otherEntriesOf(duplicates: readonly Duplicate[]): OtherEntry[] {
  return duplicates
    .filter(({ sameEdition, state }) => sameEdition && state !== "withdrawn")
    .flatMap(({ code, signs }): OtherEntry[] => {
      if (signs.includes("identity")) return [{ code, by: "identity" }];
      return signs.includes("account") ? [{ code, by: "applicant" }] : [];
    });
}

/** Keeps what was found by hand in place of an earlier finding, or forgets it. */
export async function putCheck(
  trx: Transaction<DB>,
  check: { applicationId: number; ruleKey: string; checkedById: string; checkedAt: Date },
  found: { met: boolean; note: string | null } | null,
): Promise<void> {
  const { applicationId, ruleKey, ...by } = check;
  if (!found) {
    await trx
      .deleteFrom("eligibilityChecks")
      .where("applicationId", "=", applicationId)
      .where("ruleKey", "=", ruleKey)
      .execute();
    return;
  }
  await trx
    .insertInto("eligibilityChecks")
    .values({ ...check, ...found })
    .onConflict((conflict) => conflict.columns(["applicationId", "ruleKey"]).doUpdateSet({ ...by, ...found }))
    .execute();
}

/** Notes what the rules and the checks say. The applicant's version stays: nothing of theirs has changed. */
export async function putVerdict(
  trx: Transaction<DB>,
  applicationId: number,
  { findings, verdict }: { findings: readonly Finding[]; verdict: EligibilityVerdict | null },
): Promise<void> {
  await trx
    .updateTable("applications")
    .set({ eligibility: verdict, eligibilityFindings: findings })
    .where("id", "=", applicationId)
    .execute();
}
