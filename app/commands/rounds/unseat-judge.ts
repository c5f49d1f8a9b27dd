import { z } from "zod";
import { findSeat, removeSeat } from "~db/queries/rounds/panels.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

/** Takes a judge off the panel. The sheets stay on record but count no longer; `restoreJudge` brings both back. */
export const unseatJudge = command({
  name: "unseat-panel-member",
  input: z.object({ round: roundSlug, judge: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: async (request) => {
    const subject = await roundToSetUp(request);
    const seat = subject && (await findSeat(request.trx, subject.roundId, request.input.judge));
    return seat ? { ...subject, seat } : null;
  },
  run: async ({ trx, input: { reason }, subject: { round, seat }, at }) => {
    if (round.state === "closed") return refuse({ type: "round-not-open" });
    if (seat.removedAt) return refuse({ type: "stale-version" });
    await removeSeat(trx, seat, at);
    return done({ key: seat.key }, { panelMemberId: seat.id, judge: seat.key, wasHead: seat.head, reason });
  },
});
