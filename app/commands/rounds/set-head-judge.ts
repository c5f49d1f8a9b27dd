import { z } from "zod";
import { findHeadKey, findSeat, setHead } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type HeadRefusal = { type: "round-not-open" | "head-fixed" };

/**
 * Names the head judge of the judge's panel, or with null none of the panel named. Where the rule asks the head judge to break ties, the head stands from the first
 * submitted sheet on, as the rule does; only an empty place can still be filled.
 */
export const setHeadJudge = command({
  name: "set-head-judge",
  input: z.object({ round: roundSlug, judge: z.string().nullable(), panel: z.string().nullable().default(null) }),
  who: async (request) => {
    const subject = await roundToSetUp(request);
    if (!subject || request.input.judge === null) return subject && { ...subject, seat: null };
    const seat = await findSeat(request.trx, subject.roundId, request.input.judge);
    return seat && !seat.removedAt ? { ...subject, seat } : null;
  },
  run: async ({ trx, input, subject: { roundId, round, seat } }) => {
    if (round.state === "closed") return refuse<HeadRefusal>({ type: "round-not-open" });
    const panel = seat ? seat.panel : input.panel;
    const before = await findHeadKey(trx, roundId, panel);
    if (before !== undefined && before !== seat?.key && (await findHeadFreeze(trx, roundId)))
      return refuse<HeadRefusal>({ type: "head-fixed" });
    await setHead(trx, { roundId, panel }, seat?.id ?? null);
    const facts = { before: before ?? null, head: seat?.key ?? null };
    return done({ head: seat?.key ?? null }, panel === null ? facts : { ...facts, panel });
  },
});
