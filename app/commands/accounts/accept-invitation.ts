import { z } from "zod";
import { claimInvitation, grantRole, lockInvitation, takeSeat } from "~db/queries/accounts/staff.ts";
import { command, done, refuse } from "../command.ts";

type InvitationRefusal = { type: "invitation-unusable" | "seat-taken" };

/**
 * Accepts an invitation, once: its role is granted, its seat on the panel taken. A supervisor's role waits for another
 * supervisor's agreement where that is not there yet. Only the person whose address was
 * invited may; the caller has made sure of that address, by the signed link or by a code.
 */
export const acceptInvitation = command({
  name: "accept-invitation",
  input: z.object({ invitationId: z.int32().positive() }),
  who: async ({ trx, input, actor }) => {
    const invitation = await lockInvitation(trx, input.invitationId);
    if (invitation?.email !== actor.email) return null;
    return { editionId: invitation.wholeEditionId, roundId: invitation.roundId, invitation };
  },
  run: async ({ trx, actor, subject: { invitation }, at }) => {
    const { id, role, editionId, roundId, panelMemberId, invitedById } = invitation;
    if (!(await claimInvitation(trx, { id, userId: actor.id, at }))) {
      return refuse<InvitationRefusal>({ type: "invitation-unusable" });
    }
    // Another supervisor's agreement comes first: the role is given when both are there
    const waits = role === "supervisor" && invitation.confirmedById === null;
    const grantedById = role === "supervisor" ? invitation.confirmedById : invitedById;
    if (!waits) await grantRole(trx, { userId: actor.id, role, editionId, roundId, grantedById, grantedAt: at });
    if (panelMemberId !== null && !(await takeSeat(trx, panelMemberId, actor.id))) {
      return refuse<InvitationRefusal>({ type: "seat-taken" });
    }
    return done({ role, waits }, { invitationId: id, role, waits });
  },
});
