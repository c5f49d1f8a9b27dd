import { z } from "zod";
import { declineWaiting } from "~db/queries/screening/decisions.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { lockProposal } from "./decision-plan.ts";

/** Another screener does not let a proposed decision pass, and says why. The application stays as it is. */
export const declineProposal = command({
  name: "decline-proposal",
  input: z.object({ code: z.string().max(20), reason: z.string().trim().min(1).max(1000) }),
  who: ({ trx, input, actor }) => lockProposal(trx, input.code, actor),
  run: async ({
    trx,
    input,
    actor,
    at,
    subject: { applicationId, application, proposal, proposedById, proposedAt },
  }) => {
    if (proposedById === actor.id) return refuse<ApplicationRefusal>({ type: "own-proposal" });
    const { decision } = proposal;
    const declined = { declinedById: actor.id, declinedAt: at, reason: input.reason };
    await declineWaiting(trx, { applicationId, decision, proposedById, proposedAt, ...declined });
    return done({}, { code: application.code, decision, decidedBy: proposedById });
  },
});
