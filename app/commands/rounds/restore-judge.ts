import { z } from "zod";
import { grantRole } from "~db/queries/accounts/staff.ts";
import { findSeat, restoreSeat } from "~db/queries/rounds/panels.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

/** Brings a removed judge back, with their sheets. Who had accepted may score again; anyone else is to be invited again. */
export const restoreJudge = command({
  name: "restore-panel-member",
  input: z.object({ round: roundSlug, judge: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: async (request) => {
    const subject = await roundToSetUp(request);
    const seat = subject && (await findSeat(request.trx, subject.roundId, request.input.judge));
    return seat ? { ...subject, seat } : null;
  },
  run: async ({ trx, input: { reason }, actor, subject: { roundId, round, seat }, at }) => {
    if (round.state === "closed") return refuse({ type: "round-not-open" });
    if (!seat.removedAt) return refuse({ type: "stale-version" });
    await restoreSeat(trx, seat.id);
    if (seat.userId) {
      await grantRole(trx, {
        userId: seat.userId,
        role: "judge",
        editionId: null,
        roundId,
        grantedById: actor.id,
        grantedAt: at,
      });
    }
    return done({ key: seat.key }, { panelMemberId: seat.id, judge: seat.key, reason });
  },
});
