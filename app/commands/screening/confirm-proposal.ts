import { z } from "zod";
import { isOutdated } from "~/rules/screening/proposal.ts";
import { command, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { carryOut } from "./carry-out-decision.ts";
import { decisionSubject } from "./decide-application.ts";
import { lockProposal, planDecision } from "./decision-plan.ts";

/**
 * The second check: another screener confirms a proposed decision, and it is made as if proposed now, by the proposer,
 * checked by this person. Everything that stands against a decision is looked at again.
 */
export const confirmProposal = command({
  name: "confirm-proposal",
  input: z.object({
    code: z.string().max(20),
    proposedAt: z.iso.datetime(),
    duplicatesSeen: z.boolean().default(false),
  }),
  who: async ({ trx, input, actor }) => {
    const found = await lockProposal(trx, input.code, actor);
    return found && { ...found, ...(await decisionSubject(trx, found.application, found.proposal)) };
  },
  run: async ({ trx, input, actor, at, subject }) => {
    const { application, proposal, proposedById, proposedAt, targetId } = subject;
    if (proposedById === actor.id) return refuse<ApplicationRefusal>({ type: "own-proposal" });
    // Another proposal may have taken the place of the one that was read
    if (proposedAt.toISOString() !== input.proposedAt || isOutdated(proposal, application))
      return refuse<ApplicationRefusal>({ type: "proposal-outdated" });
    const decided =
      proposal.decision === "qualify"
        ? { ...proposal, duplicatesSeen: proposal.duplicatesSeen || input.duplicatesSeen }
        : proposal;
    const planned = await planDecision(trx, application, decided, { targetId, at });
    if (!planned.ok) return refuse(planned.error);
    const hands = {
      command: "confirm-proposal",
      actorId: actor.id,
      decidedById: proposedById,
      checkedById: actor.id,
      at,
    };
    return await carryOut(trx, application, planned.plan, hands);
  },
});
