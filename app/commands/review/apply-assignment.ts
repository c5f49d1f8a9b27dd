import { z } from "zod";
import { nameOf } from "~/rules/review/assignment.ts";
import { planReview } from "~/rules/review/review-plan.ts";
import { deleteAssignments, findReviewSettings, insertAssignments } from "~db/queries/review/assignments.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { command, done, refuse } from "../command.ts";
import type { ReviewRefusal } from "../refusals.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { reviewRound } from "./review-round.ts";

const no = refuse<ReviewRefusal>;

/** Assigns the judges as the plan of that digest proposed; refused when anything that the plan rests on has changed since. */
export const applyAssignment = command({
  name: "apply-assignment",
  input: z.object({ round: roundSlug, digest: z.string().length(64) }),
  who: reviewRound,
  run: async ({ trx, input, actor, subject: { roundId, round }, at }) => {
    if (round.state === "closed") return no({ type: "round-not-open" });
    const settings = await findReviewSettings(trx, roundId);
    if (!settings) return no({ type: "review-not-set" });
    const plan = planReview(await findReviewTask(trx, roundId, settings));
    if (plan.digest !== input.digest) return no({ type: "stale-preview" });
    await deleteAssignments(trx, roundId, plan.removed);
    const given = { roundId, pairs: plan.added, origin: "computed" as const, assignedById: actor.id, at };
    await insertAssignments(trx, given);
    const counts = { added: plan.added.length, removed: plan.removed.length, lacking: plan.shortages.length };
    return done(counts, { ...counts, plan: input.digest, conflicts: plan.conflicted.map(nameOf) });
  },
});
