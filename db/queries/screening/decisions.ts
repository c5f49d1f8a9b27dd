import { type Kysely, sql, type Transaction } from "kysely";
import type { Correction } from "~/rules/screening/correction.ts";
import { type Decision, stateAfter } from "~/rules/screening/decision.ts";
import type { Proposal } from "~/rules/screening/proposal.ts";
import type { DB } from "~db/schema.ts";

/** A decision as the screeners read it back. */
export type DecisionRow = Awaited<ReturnType<typeof findAllDecisions>>[number];

/** Every decision on an application, the latest first, with who decided and who checked. One query. */
export async function findAllDecisions(db: Kysely<DB>, applicationId: number) {
  const rows = await db
    .selectFrom("screeningDecisions")
    .innerJoin("users", "users.id", "screeningDecisions.decidedById")
    .leftJoin("users as checkers", "checkers.id", "screeningDecisions.checkedById")
    .leftJoin("rounds", "rounds.id", "screeningDecisions.roundId")
    .select([
      "screeningDecisions.id",
      "screeningDecisions.decision",
      "screeningDecisions.reason",
      "screeningDecisions.corrections",
      "screeningDecisions.decidedAt",
      "users.name as decidedBy",
      "checkers.name as checkedBy",
      "rounds.slug as roundSlug",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
    ])
    .where("screeningDecisions.applicationId", "=", applicationId)
    .orderBy("screeningDecisions.id", "desc")
    .execute();
  return rows.map(typed);
}

/**
 * The decision that the applicant (and the recommender) may know: the released one, while what they are told is its state.
 * Null before, and once they have handed in again or withdrawn. One query.
 */
export async function findAnnouncedDecision(db: Kysely<DB>, applicationId: number) {
  const row = await db
    .selectFrom("applications")
    .innerJoin("screeningDecisions", "screeningDecisions.id", "applications.announcedDecisionId")
    .where("applications.id", "=", applicationId)
    .select([
      "applications.announcedState",
      "screeningDecisions.decision",
      "screeningDecisions.reason",
      "screeningDecisions.corrections",
      "screeningDecisions.decidedAt",
    ])
    .executeTakeFirst();
  if (!row) return null;
  const { announcedState, ...decision } = typed(row);
  return stateAfter(decision.decision) === announcedState ? decision : null;
}

/** Lets the applicants of these applications know what stands decided: state, heat and words. For whoever releases the mail. */
export async function announceDecisions(trx: Transaction<DB>, applicationIds: readonly number[]): Promise<void> {
  if (applicationIds.length === 0) return;
  await trx
    .updateTable("applications")
    .set((eb) => ({
      announcedState: eb.ref("state"),
      announcedRoundId: eb.ref("roundId"),
      announcedDecisionId: eb
        .selectFrom("screeningDecisions")
        .select((of) => of.fn.max("screeningDecisions.id").as("id"))
        .whereRef("screeningDecisions.applicationId", "=", "applications.id"),
    }))
    .where((eb) => eb("id", "=", eb.fn.any(sql<number[]>`${sql.val(applicationIds)}::integer[]`)))
    .execute();
}

/** Puts a decision on record. */
export async function insertDecision(
  trx: Transaction<DB>,
  decision: {
    applicationId: number;
    decision: Decision;
    roundId: number | null;
    reason: string | null;
    corrections: Correction[];
    decidedById: string;
    checkedById: string | null;
    decidedAt: Date;
  },
): Promise<void> {
  await trx.insertInto("screeningDecisions").values(decision).execute();
}

function typed<R extends { decision: string }>(row: R) {
  return { ...row, decision: row.decision as Decision };
}

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
  proposal: { applicationId: number; input: Proposal; proposedById: string; proposedAt: Date },
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

/** Who waits for a place in a round, in the order in which they were put there. One query. */
export async function findWaitingList(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("applications")
    .leftJoin("screeningProposals", "screeningProposals.applicationId", "applications.id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("screeningDecisions")
          .select(["id", "decidedAt"])
          .whereRef("screeningDecisions.applicationId", "=", "applications.id")
          .where("decision", "=", "wait")
          .orderBy("id", "desc")
          .limit(1)
          .as("put"),
      (join) => join.onTrue(),
    )
    .where("applications.roundId", "=", roundId)
    .where("applications.state", "=", "waiting")
    .select([
      "applications.code",
      "applications.version",
      "applications.projectTitle",
      sql<string | null>`applications.answers ->> 'projectTitleEn'`.as("projectTitleEn"),
      "applications.leaderName",
      "applications.companyName",
      "applications.eligibility",
      "put.decidedAt as since",
      sql<boolean>`screening_proposals.application_id is not null`.as("proposed"),
    ])
    .orderBy("put.id")
    .orderBy("applications.id")
    .execute();
}
