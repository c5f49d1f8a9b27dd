import type { Transaction } from "kysely";
import { stateAfter } from "~/rules/screening/decision.ts";
import { type Application, updateApplication } from "~db/queries/applications/applications.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { deleteProposal, insertDecision } from "~db/queries/screening/decisions.ts";
import { addEntry, removeEntry, type Target } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { done } from "../command.ts";
import { writeDecisionMail } from "./decision-mail.ts";
import type { DecisionPlan } from "./decision-plan.ts";

interface Hands {
  /** The command that does it, for the record of a round that is left. */
  command: string;
  actorId: string;
  decidedById: string;
  checkedById: string | null;
  at: Date;
}

/**
 * Makes a planned decision true: entries, state, record, and the mail that waits for its release. What the applicant sees
 * does not change. Answers as the command does: the new state and version, and the number of a new entry.
 */
export async function carryOut(trx: Transaction<DB>, application: Application, plan: DecisionPlan, hands: Hands) {
  const { input, leaves, target, until } = plan;
  const { id: applicationId, code, editionId } = application;
  const { at, decidedById, checkedById } = hands;
  const state = stateAfter(input.decision);
  if (leaves) await removeEntry(trx, leaves.id, applicationId);
  const entry = input.decision === "qualify" && target ? await enter(trx, target, application) : null;
  const version = await updateApplication(trx, applicationId, {
    state,
    roundId: target?.id ?? application.wishedRoundId ?? application.roundId,
    returnUntil: laterUntil(application, until),
    updatedAt: at,
  });
  const reason = ("reason" in input && input.reason) || null;
  const corrections = input.decision === "return" ? input.corrections : [];
  await insertDecision(trx, {
    applicationId,
    decision: input.decision,
    roundId: target?.id ?? null,
    reason,
    corrections,
    decidedById,
    checkedById,
    decidedAt: at,
  });
  await deleteProposal(trx, applicationId);
  await writeDecisionMail(trx, application, { decision: input.decision, target, reason, corrections, until });

  const facts = {
    code,
    version,
    decision: input.decision,
    from: application.state,
    entry,
    ...(corrections.length > 0 ? { fields: corrections.map(({ path }) => path) } : {}),
    ...(input.decision === "qualify" && input.duplicatesSeen ? { duplicatesSeen: true } : {}),
    ...(checkedById === null ? {} : { decidedBy: decidedById }),
  };
  // The heat that is left has changed too, and says so in its own record
  if (leaves && target)
    await appendAudit(trx, {
      at,
      command: hands.command,
      actorId: hands.actorId,
      editionId,
      roundId: leaves.id,
      applicationId,
      facts: { ...facts, entry: null, into: target.slug },
    });
  return done({ state, version, entry, proposed: false }, facts);
}

async function enter(trx: Transaction<DB>, round: Target, { id, groupId, answers }: Application): Promise<string> {
  return await addEntry(trx, {
    roundId: round.id,
    applicationId: id,
    groupId,
    title: answers.projectTitle ?? "",
    titleEn: answers.projectTitleEn ?? null,
  });
}

/** A day that the applicant was promised is not cut short by a further return. */
function laterUntil({ announcedState, returnUntil }: Application, until: Date | null): Date | null {
  if (announcedState !== "returned" || !returnUntil || !until) return until;
  return returnUntil > until ? returnUntil : until;
}
