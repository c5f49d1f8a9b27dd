import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import { claimConfirmation, findInvitation, grantRole } from "~db/queries/accounts/staff.ts";
import { command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

/** `own-appointment`: who invited, or is invited, does not agree to it as well. */
type ConfirmationRefusal = FactorRefusal | { type: "own-appointment" | "invitation-unusable" };

const no = refuse<ConfirmationRefusal>;

/**
 * A supervisor agrees, with a second factor, that somebody whom another person invited becomes a supervisor there too. Who
 * has accepted by then has the role from this moment on; who has not, from when they accept.
 */
export const confirmAppointment = withAttemptLimit(
  "confirm-appointment",
  command({
    name: "confirm-appointment",
    input: z.object({
      invitationId: z.coerce.number().pipe(z.int32().positive()),
      code: shownFactor.default(""),
    }),
    omitFromDigest: ["code"],
    who: async ({ trx, input, actor }) => {
      const invitation = await findInvitation(trx, input.invitationId);
      if (invitation?.role !== "supervisor") return null;
      const scope = { editionId: invitation.wholeEditionId, roundId: invitation.roundId };
      return can(actor, "confirm-appointment", scope) ? { ...scope, invitation } : null;
    },
    run: async ({ trx, input, actor, subject: { invitation }, at }) => {
      const { id, invitedById, email, editionId, roundId } = invitation;
      if (invitedById === actor.id || email === actor.email) return no({ type: "own-appointment" });
      const confirmed = await claimConfirmation(trx, { id, userId: actor.id, at });
      if (!confirmed) return no({ type: "invitation-unusable" });
      const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
      if (!proof.ok) return no(proof.error);
      const { acceptedById } = confirmed;
      if (acceptedById !== null)
        await grantRole(trx, {
          userId: acceptedById,
          role: "supervisor",
          editionId,
          roundId,
          grantedById: actor.id,
          grantedAt: at,
        });
      return done({ accepted: acceptedById !== null }, { invitationId: id, userId: acceptedById, factor: proof.kind });
    },
  }),
);
