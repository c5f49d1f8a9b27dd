import { isOutdated, proposalOf } from "~/commands/screening/proposal.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import type { findScreeningOf } from "~db/queries/screening/screening-targets.ts";

/** The decision that waits for its second check, as the page shows it; null when none does. */
export function shownProposal(
  { input, proposedById, proposedAt, proposedBy }: Awaited<ReturnType<typeof findScreeningOf>>,
  application: Application,
  actor: Actor,
) {
  if (input === null || proposedAt === null) return null;
  const proposal = proposalOf(input);
  return {
    decision: proposal.decision,
    round: "round" in proposal ? proposal.round : null,
    reason: ("reason" in proposal && proposal.reason) || null,
    corrections: proposal.decision === "return" ? proposal.corrections : [],
    until: proposal.decision === "return" ? (proposal.until ?? null) : null,
    proposedBy: proposedBy ?? "",
    proposedAt: proposedAt.toISOString(),
    mine: proposedById === actor.id,
    outdated: isOutdated(proposal, application),
  };
}
