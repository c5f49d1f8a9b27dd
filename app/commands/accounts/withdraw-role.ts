import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { findInvitation } from "~db/queries/accounts/staff.ts";
import { deleteAllSessions, deleteGrant, findGrant, revokeInvitation } from "~db/queries/accounts/withdrawals.ts";
import { command, done, refuse } from "../command.ts";

const reason = z.string().trim().min(1).max(500);
const id = z.coerce.number().pipe(z.int32().positive());

type WithdrawRefusal = { type: "own-role" | "stale-version" };

/**
 * Takes a role back from somebody, for a stated reason: it ends at once, and so do their sessions. Nobody takes back their own role of
 * organizer, nor one that holds everywhere, which is the command line's; a judge of a round is taken off its panel instead.
 */
export const withdrawRole = command({
  name: "withdraw-role",
  input: z.object({ grantId: id, reason }),
  who: async ({ trx, input, actor }) => {
    const grant = await findGrant(trx, input.grantId);
    if (!grant || (grant.role === "judge" && grant.roundId !== null)) return null;
    const { editionId, roundId } = grant;
    return can(actor, "set-up", { editionId, roundId }) ? { editionId, roundId, grant } : null;
  },
  run: async ({ trx, input, actor, subject: { grant } }) => {
    if (grant.userId === actor.id && grant.role === "organizer") return refuse<WithdrawRefusal>({ type: "own-role" });
    if (!(await deleteGrant(trx, grant.id))) return refuse<WithdrawRefusal>({ type: "stale-version" });
    const sessions = await deleteAllSessions(trx, grant.userId);
    return done({ role: grant.role }, { userId: grant.userId, role: grant.role, reason: input.reason, sessions });
  },
});

/** Takes an invitation back that nobody has accepted: its link opens nothing any more. A judge's seat has its own way. */
export const withdrawInvitation = command({
  name: "withdraw-invitation",
  input: z.object({ invitationId: id, reason }),
  who: async ({ trx, input, actor }) => {
    const invitation = await findInvitation(trx, input.invitationId);
    if (!invitation || invitation.role === "judge") return null;
    const { wholeEditionId: editionId, roundId, role } = invitation;
    return can(actor, "set-up", { editionId, roundId }) ? { editionId, roundId, role } : null;
  },
  run: async ({ trx, input: { invitationId, reason }, subject: { role }, at }) => {
    if (!(await revokeInvitation(trx, invitationId, at))) return refuse<WithdrawRefusal>({ type: "stale-version" });
    return done({ role }, { invitationId, role, reason });
  },
});
