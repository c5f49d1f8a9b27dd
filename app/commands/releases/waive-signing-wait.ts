import { z } from "zod";
import { can, type Role } from "~/rules/accounts/access.ts";
import { type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import { maySign, rolesThatSign } from "~/rules/releases/signing-wait.ts";
import { findHeldRole, insertSigningWaiver } from "~db/queries/releases/signing-roles.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { withAttemptLimit } from "../accounts/attempt-limit.ts";
import { proveFactor } from "../accounts/prove-factor.ts";
import { command, done, refuse } from "../command.ts";

/** `own-appointment`: nobody waives their own wait. `not-waiting`: the person holds no such role there, or may sign already. */
type WaiverRefusal = FactorRefusal | { type: "own-appointment" | "not-waiting" | "role-too-young" };

const no = refuse<WaiverRefusal>;

/**
 * A supervisor who may sign themselves lets another person sign results of one round at once, for the emergency of a day:
 * with a second factor and a reason, which the round and the trail keep.
 */
export const waiveSigningWait = withAttemptLimit(
  "waive-signing-wait",
  command({
    name: "waive-signing-wait",
    input: z.object({
      round: z.string(),
      userId: z.string().max(100),
      role: z.enum(rolesThatSign as [Role, ...Role[]]),
      reason: z.string().trim().min(4).max(500),
      code: shownFactor.default(""),
    }),
    omitFromDigest: ["code"],
    who: async ({ trx, input, actor }) => {
      const round = await findRound(trx, input.round);
      const scope = round && { editionId: round.editionId, roundId: round.id };
      if (!scope || round.rehearsalOfId !== null || !can(actor, "waive-signing-wait", scope)) return null;
      return scope;
    },
    run: async ({ trx, input: { userId, role, reason, code }, actor, subject: { roundId }, at }) => {
      if (userId === actor.id) return no({ type: "own-appointment" });
      const own = await findHeldRole(trx, { userId: actor.id, role: "supervisor", roundId, at });
      if (!maySign(own, at)) return no({ type: "role-too-young" });
      const held = await findHeldRole(trx, { userId, role, roundId, at });
      if (held === null || maySign(held, at)) return no({ type: "not-waiting" });
      const proof = await proveFactor(trx, { userId: actor.id, typed: code, at });
      if (!proof.ok) return no(proof.error);
      const factor = proof.kind;
      await insertSigningWaiver(trx, { roundId, userId, role, reason, waivedById: actor.id, factor, waivedAt: at });
      return done({}, { userId, role, reason, factor });
    },
  }),
);
