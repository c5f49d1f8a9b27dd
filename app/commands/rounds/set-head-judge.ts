import { z } from "zod";
import { findHeadKey, findSeat, setHead } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type HeadRefusal = { type: "round-not-open" | "head-fixed" };

/**
 * Names the head judge, or with null none. Where the rule asks the head judge to break ties, the head stands from the first
 * submitted sheet on, as the rule does; only an empty place can still be filled.
 */
export const setHeadJudge = command({
  name: "set-head-judge",
  input: z.object({ round: roundSlug, judge: z.string().nullable() }),
  who: async (request) => {
    const subject = await roundToSetUp(request);
    if (!subject || request.input.judge === null) return subject && { ...subject, seat: null };
    const seat = await findSeat(request.trx, subject.roundId, request.input.judge);
    return seat && !seat.removedAt ? { ...subject, seat } : null;
  },
  run: async ({ trx, subject: { roundId, round, seat } }) => {
    if (round.state === "closed") return refuse<HeadRefusal>({ type: "round-not-open" });
    const before = await findHeadKey(trx, roundId);
    if (before !== seat?.key && (await findHeadFreeze(trx, roundId)))
      return refuse<HeadRefusal>({ type: "head-fixed" });
    await setHead(trx, roundId, seat?.id ?? null);
    return done({ head: seat?.key ?? null }, { before: before ?? null, head: seat?.key ?? null });
  },
});
