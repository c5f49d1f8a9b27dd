import type { Transaction } from "kysely";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { isDecidable } from "~/rules/applications/application-state.ts";
import { hasPlace, takesEntries } from "~/rules/rounds/round.ts";
import { defaultReturnUntil } from "~/rules/screening/correction.ts";
import { canDecide, type DecisionInput } from "~/rules/screening/decision.ts";
import { qualifiedTwins } from "~/rules/screening/duplicate.ts";
import { proposalOf } from "~/rules/screening/proposal.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { findProposal } from "~db/queries/screening/decisions.ts";
import { findDuplicates } from "~db/queries/screening/duplicates.ts";
import { findTarget, lockDecisions, lockRounds, type Target } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import type { CommonRefusal } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";

/** The locked application of that code and the proposal that waits on it, for those who screen its edition; else null. */
export async function lockProposal(trx: Transaction<DB>, code: string, actor: Actor) {
  const application = await lockApplication(trx, code);
  if (!application || application.erasedAt || !can(actor, "screen", { editionId: application.editionId })) return null;
  const row = await findProposal(trx, application.id);
  if (!row) return null;
  const { editionId, id: applicationId } = application;
  const { proposedById, proposedAt } = row;
  return { editionId, applicationId, application, proposedById, proposedAt, proposal: proposalOf(row.input) };
}

/** A decision that nothing stands against, with the locked rounds that it changes. */
export interface DecisionPlan {
  input: DecisionInput;
  /** The round whose entry goes; undefined when there is none, or when it stays on record. */
  leaves: Target | undefined;
  /** The round that the application is qualified into, or waits for. */
  target: Target | undefined;
  /** Until when it can be handed in again, when it is returned. */
  until: Date | null;
  secondCheck: boolean;
}

/**
 * Holds the edition's decisions and the rounds concerned, and says whether the decision can be made on the locked
 * application: the state it is in, the rounds' lists, free places, and strong duplicates that have qualified.
 */
export async function planDecision(
  trx: Transaction<DB>,
  application: Application,
  input: DecisionInput,
  { targetId, at }: { targetId: number | undefined; at: Date },
): Promise<{ ok: true; plan: DecisionPlan } | { ok: false; error: ApplicationRefusal | CommonRefusal }> {
  const { secondCheck } = await lockDecisions(trx, application.editionId);
  if (!isDecidable(application.state)) return no({ type: "application-locked", state: application.state });
  if (!canDecide(application.state, input.decision))
    return no(input.decision === "take-back" ? { type: "already-decided" } : { type: "take-back-first" });
  const until = input.decision === "return" ? untilOf(input.until, at) : null;
  if (until && until <= at) return no(pastUntil);

  const leftId = roundLeft(application);
  await lockRounds(
    trx,
    [leftId, targetId].filter((id) => id != null),
  );
  const stays = targetId !== undefined && targetId === application.roundId;
  if (stays && (input.decision === "qualify" ? application.state === "qualified" : application.state === "waiting"))
    return no({ type: "already-decided" });

  const left = leftId === null ? undefined : await findTarget(trx, leftId);
  // A preliminary review that is over keeps its entries: what moves on into a heat was reviewed there
  const leaves = left && isReviewed(left) ? undefined : left;
  if (leaves && !takesEntries(leaves)) return no({ type: "round-not-open" });

  const target = targetId === undefined ? undefined : await findTarget(trx, targetId);
  const enters = input.decision === "qualify" || input.decision === "wait";
  if (enters && (!target || target.kind === "final" || !takesEntries(target))) return no({ type: "round-not-open" });
  if (input.decision === "qualify") {
    if (target && !hasPlace(target)) return no({ type: "heat-full", capacity: target.capacity });
    const codes = input.duplicatesSeen ? [] : qualifiedTwins(await findDuplicates(trx, application.id));
    if (codes.length > 0) return no({ type: "likely-duplicate", codes });
  }
  return { ok: true, plan: { input, leaves, target, until, secondCheck } };
}

/** The round that a new decision takes the application out of; null when it is in none. */
export function roundLeft(application: Application): number | null {
  return application.state === "qualified" ? application.roundId : null;
}

function isReviewed(round: Target): boolean {
  return round.kind === "preliminary" && round.state === "closed";
}

function untilOf(until: string | undefined, at: Date): Date {
  return until === undefined ? defaultReturnUntil(at) : new Date(until);
}

const pastUntil: CommonRefusal = {
  type: "invalid-input",
  fields: [{ path: "until", code: "past", message: "The day lies in the past." }],
};

function no(error: ApplicationRefusal | CommonRefusal) {
  return { ok: false, error } as const;
}
