import type { Kysely, Transaction } from "kysely";
import type { Decision } from "~/rules/screening/decision.ts";
import type { DB, Json } from "../schema.ts";

/** A decision that waits for another screener's check; undefined when none does. `input` is what decide-application was told. */
export async function findProposal(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("screeningProposals")
    .innerJoin("users", "users.id", "screeningProposals.proposedById")
    .select([
      "screeningProposals.input",
      "screeningProposals.proposedById",
      "screeningProposals.proposedAt",
      "users.name as proposedBy",
    ])
    .where("applicationId", "=", applicationId)
    .executeTakeFirst();
}

/** Keeps a proposal, in place of an earlier one. The application is locked. */
export async function putProposal(
  trx: Transaction<DB>,
  proposal: { applicationId: number; input: Json; proposedById: string; proposedAt: Date },
): Promise<void> {
  const { applicationId: _, ...columns } = proposal;
  await trx
    .insertInto("screeningProposals")
    .values(proposal)
    .onConflict((conflict) => conflict.column("applicationId").doUpdateSet(columns))
    .execute();
}

/** Removes a proposal, when there is one. */
export async function deleteProposal(trx: Transaction<DB>, applicationId: number): Promise<void> {
  await trx.deleteFrom("screeningProposals").where("applicationId", "=", applicationId).execute();
}

/** Ends a proposal without a decision, and keeps who ended it and why; the proposer may without a reason. */
export async function declineWaiting(
  trx: Transaction<DB>,
  declined: {
    applicationId: number;
    decision: Decision;
    proposedById: string;
    proposedAt: Date;
    declinedById: string;
    declinedAt: Date;
    reason: string | null;
  },
): Promise<void> {
  await trx.insertInto("declinedProposals").values(declined).execute();
  await deleteProposal(trx, declined.applicationId);
}

/** The proposals of an application that came to nothing, the latest first. One query. */
export async function findDeclinedProposals(db: Kysely<DB>, applicationId: number) {
  const rows = await db
    .selectFrom("declinedProposals")
    .innerJoin("users as proposers", "proposers.id", "declinedProposals.proposedById")
    .innerJoin("users as decliners", "decliners.id", "declinedProposals.declinedById")
    .select([
      "declinedProposals.decision",
      "declinedProposals.proposedAt",
      "declinedProposals.declinedAt",
      "declinedProposals.reason",
      "proposers.name as proposedBy",
      "decliners.name as declinedBy",
    ])
    .where("applicationId", "=", applicationId)
    .orderBy("declinedProposals.id", "desc")
    .execute();
  return rows.map((row) => ({ ...row, decision: row.decision as Decision }));
}
