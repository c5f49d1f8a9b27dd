import type { Kysely, Transaction } from "kysely";
import type { Finding, OtherEntry, Verdict } from "~/rules/screening/eligibility.ts";
import type { DB, Json } from "../schema.ts";
import type { Duplicate } from "./duplicates.ts";

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
  { findings, verdict }: { findings: readonly Finding[]; verdict: Verdict | null },
): Promise<void> {
  await trx
    .updateTable("applications")
    .set({ eligibility: verdict, eligibilityFindings: findings as unknown as Json })
    .where("id", "=", applicationId)
    .execute();
}
