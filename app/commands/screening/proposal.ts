import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { applicationStates } from "~/rules/applications/application-state.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { findProposal } from "~db/queries/screening/decisions.ts";
import type { DB, Json } from "~db/schema.ts";
import { type DecisionInput, decisionInput } from "./decision-input.ts";

const seenSchema = z.object({
  seen: z.object({ state: z.enum(applicationStates), submittedAt: z.string().nullable(), roundId: z.int().nullable() }),
});

/** A proposed decision, and what the application was like when it was proposed. */
export type Proposal = DecisionInput & z.output<typeof seenSchema>;

/** The proposal that a row keeps. Throws when it is none: only decide-application writes rows. */
export function proposalOf(stored: Json): Proposal {
  return { ...decisionInput.parse(stored), ...seenSchema.parse(stored) };
}

/** Whether the application has been handed in again, withdrawn or decided on since the decision was proposed. */
export function isOutdated(
  { seen }: Proposal,
  application: Pick<Application, "state" | "roundId" | "submittedAt">,
): boolean {
  return (
    seen.state !== application.state ||
    seen.roundId !== application.roundId ||
    seen.submittedAt !== (application.submittedAt?.toISOString() ?? null)
  );
}

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
