import { z } from "zod";
import { declineWaiting } from "~db/queries/screening/decisions.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { lockProposal } from "./decision-plan.ts";

/** The proposer takes a proposed decision back before anybody has checked it. The application stays as it is. */
export const withdrawProposal = command({
  name: "withdraw-proposal",
  input: z.object({ code: z.string().max(20) }),
  who: ({ trx, input, actor }) => lockProposal(trx, input.code, actor),
  run: async ({ trx, actor, at, subject: { applicationId, application, proposal, proposedById, proposedAt } }) => {
    if (proposedById !== actor.id) return refuse<ApplicationRefusal>({ type: "others-proposal" });
    const { decision } = proposal;
    const declined = { declinedById: actor.id, declinedAt: at, reason: null };
    await declineWaiting(trx, { applicationId, decision, proposedById, proposedAt, ...declined });
    return done({}, { code: application.code, decision });
  },
});
