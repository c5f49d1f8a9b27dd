import { type Kysely, sql, type Transaction } from "kysely";
import type { Correction } from "~/rules/screening/correction.ts";
import { type Decision, stateAfter } from "~/rules/screening/decision.ts";
import type { DB, Json } from "../schema.ts";

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
  {
    corrections,
    ...decision
  }: {
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
  await trx
    .insertInto("screeningDecisions")
    .values({ ...decision, corrections: corrections as unknown as Json })
    .execute();
}

function typed<R extends { decision: string; corrections: Json }>(row: R) {
  return { ...row, decision: row.decision as Decision, corrections: row.corrections as unknown as Correction[] };
}
