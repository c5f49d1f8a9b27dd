import { z } from "zod";
import { whyNotRecuse } from "~/rules/scoring/recusal.ts";
import { findPlace, unassign } from "~db/queries/review/assignments.ts";
import { insertRecusal } from "~db/queries/scoring/recusals.ts";
import { command, done, refuse } from "../command.ts";
import type { ReviewRefusal } from "../refusals.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { reviewRound } from "./review-round.ts";

const no = refuse<ReviewRefusal>;

/**
 * Takes one judge off one application, unless the sheet is begun: no later computation brings it back to them. `forGood`
 * records that this judge must not review it, as if they had recused: nobody can assign it to them by hand either.
 */
export const unassignJudge = command({
  name: "unassign-judge",
  input: z.object({
    round: roundSlug,
    entry: z.string().max(200),
    judge: z.string().max(20),
    forGood: z.boolean().default(false),
    reason: z.string().trim().min(1).max(500),
  }),
  who: async (request) => {
    const subject = await reviewRound(request);
    const { entry, judge } = request.input;
    const place = subject && (await findPlace(request.trx, { roundId: subject.roundId, entry, judge }));
    return place ? { ...subject, place } : null;
  },
  run: async ({ trx, input, actor, subject: { roundId, round, place }, at }) => {
    const { entry, judge, forGood, reason } = input;
    if (round.state === "closed") return no({ type: "round-not-open" });
    if (place.origin === null) return no({ type: "not-assigned" });
    if (place.begun) return no({ type: "sheet-begun" });
    await unassign(trx, place, { roundId, takenOffById: actor.id, takenOffAt: at });
    // Who has recused by themselves needs no second record of it
    const why = whyNotRecuse({ recused: place.recused, submitted: place.begun, round: round.state });
    if (forGood && why === null) {
      const where = { roundId, entryId: place.entry, judgeId: place.judge };
      await insertRecusal(trx, where, { reason, declaredById: actor.id, declaredAt: at });
    }
    return done({ entry, judge }, { entry, judge, origin: place.origin, forGood });
  },
});
