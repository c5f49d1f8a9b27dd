import { z } from "zod";
import { conflictsIn, panelsIn } from "~/rules/review/review-plan.ts";
import {
  findPlace,
  findReviewSettings,
  forgetUnassignment,
  insertAssignments,
  markAssignedByHand,
} from "~db/queries/review/assignments.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { command, done, refuse } from "../command.ts";
import type { ReviewRefusal } from "../refusals.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { reviewRound } from "./review-round.ts";

const no = refuse<ReviewRefusal>;

/** Assigns one judge to one application by hand: later computations keep it. A computed one becomes such. Never a judge with a conflict, or of another panel. */
export const assignJudge = command({
  name: "assign-judge",
  input: z.object({ round: roundSlug, entry: z.string().max(200), judge: z.string().max(20) }),
  who: async (request) => {
    const subject = await reviewRound(request);
    const { entry, judge } = request.input;
    const place = subject && (await findPlace(request.trx, { roundId: subject.roundId, entry, judge }));
    return place ? { ...subject, place } : null;
  },
  run: async ({ trx, input: { entry, judge }, actor, subject: { roundId, round, place }, at }) => {
    if (round.state === "closed") return no({ type: "round-not-open" });
    const settings = await findReviewSettings(trx, roundId);
    if (!settings) return no({ type: "review-not-set" });
    if (place.origin === "hand") return no({ type: "already-assigned" });
    const task = await findReviewTask(trx, roundId, settings, place.entry);
    if (!panelsIn(task)(place.entry, place.judge)) return no({ type: "other-panel" });
    const conflicts = conflictsIn(task)(place.entry, place.judge);
    if (conflicts.length > 0) return no({ type: "conflict", conflicts });
    await forgetUnassignment(trx, place);
    if (place.origin === "computed") await markAssignedByHand(trx, place);
    else await insertAssignments(trx, { roundId, pairs: [place], origin: "hand", assignedById: actor.id, at });
    return done({ entry, judge }, { entry, judge, before: place.origin });
  },
});
