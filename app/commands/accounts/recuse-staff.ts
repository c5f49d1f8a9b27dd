import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { deleteStaffRecusal, insertStaffRecusal, worksInRound } from "~db/queries/accounts/staff-recusals.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";

const input = z.object({
  round: z.string().min(1).max(64),
  userId: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(500),
});

type StaffRecusalRefusal = { type: "own-recusal" | "not-staff-there" | "stale-version" };

/**
 * Recuses a supervisor, scorer or conductor from one round, for a reason: there they may do nothing any more, whatever their role in the
 * whole edition. What they signed before stands, and can be voided. Nobody recuses themselves by this, for nobody could be asked why.
 */
export const recuseStaff = command({
  name: "recuse-staff",
  input,
  who: async ({ trx, input, actor }) => {
    const found = await findRound(trx, input.round);
    if (!found || !can(actor, "set-up", { editionId: found.editionId, roundId: found.id })) return null;
    const round = await lockRound(trx, input.round);
    return round ? { editionId: round.editionId, roundId: round.id } : null;
  },
  run: async ({ trx, input: { userId, reason }, actor, subject, at }) => {
    const { roundId, editionId } = subject;
    if (userId === actor.id) return refuse<StaffRecusalRefusal>({ type: "own-recusal" });
    if (!(await worksInRound(trx, { userId, roundId, editionId })))
      return refuse<StaffRecusalRefusal>({ type: "not-staff-there" });
    const made = await insertStaffRecusal(trx, { roundId, userId, reason, recusedById: actor.id, recusedAt: at });
    if (!made) return refuse<StaffRecusalRefusal>({ type: "stale-version" });
    return done({ userId }, { userId, reason });
  },
});

/** Lifts such a recusal, for a reason; only the audit trail keeps it. */
export const liftStaffRecusal = command({
  name: "lift-staff-recusal",
  input,
  who: async ({ trx, input, actor }) => {
    const round = await findRound(trx, input.round);
    const scope = round && { editionId: round.editionId, roundId: round.id };
    return scope && can(actor, "set-up", scope) ? scope : null;
  },
  run: async ({ trx, input: { userId, reason }, actor, subject: { roundId } }) => {
    if (userId === actor.id) return refuse<StaffRecusalRefusal>({ type: "own-recusal" });
    if (!(await deleteStaffRecusal(trx, { roundId, userId })))
      return refuse<StaffRecusalRefusal>({ type: "stale-version" });
    return done({ userId }, { userId, reason });
  },
});
