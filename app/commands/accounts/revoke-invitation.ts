import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { closeInvitation, findInvitation } from "~db/queries/accounts/staff.ts";
import { command, done, refuse } from "../command.ts";

/** Takes back an invitation that nobody has accepted yet: its link stops working at once. */
export const revokeInvitation = command({
  name: "revoke-invitation",
  input: z.object({ invitationId: z.coerce.number().pipe(z.int32().positive()) }),
  who: async ({ trx, input, actor }) => {
    const invitation = await findInvitation(trx, input.invitationId);
    if (!invitation) return null;
    const scope = { editionId: invitation.wholeEditionId, roundId: invitation.roundId };
    return can(actor, "set-up", scope) ? scope : null;
  },
  run: async ({ trx, input: { invitationId }, at }) =>
    (await closeInvitation(trx, invitationId, at))
      ? done({ invitationId }, { invitationId })
      : refuse({ type: "invitation-unusable" as const }),
});
