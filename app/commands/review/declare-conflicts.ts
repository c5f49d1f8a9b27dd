import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { whyNotRecuse } from "~/rules/scoring/recusal.ts";
import { declareRecusals, lockSeat } from "~db/queries/review/review-tasks.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";

/**
 * A judge declares conflicts with projects of a review, assigned or not, before or while they are reviewed. Own drafts of them go.
 * All or nothing: a submitted sheet among them refuses it.
 */
export const declareConflicts = command({
  name: "declare-conflicts",
  input: z.object({
    round: roundSlug,
    entries: z.array(z.string().max(200)).min(1).max(500),
    reason: z.string().trim().min(1).max(500),
  }),
  who: async ({ trx, input, actor }) => {
    const seat = await lockSeat(trx, { round: input.round, userId: actor.id });
    return seat && can(actor, "judge", { editionId: seat.editionId, roundId: seat.roundId }) ? seat : null;
  },
  run: async ({ trx, input: { entries, reason }, actor, subject, at }) => {
    const { state, judge } = subject;
    // Those already declared are left as they are; a submitted sheet is found among the entries below
    if (whyNotRecuse({ recused: false, submitted: false, round: state }) !== null)
      return refuse<ConflictRefusal>({ type: "round-not-open" });
    const given = { entries, reason, declaredById: actor.id, declaredAt: at };
    const declared = await declareRecusals(trx, subject, given);
    if (declared === "submitted") return refuse<ConflictRefusal>({ type: "sheet-locked" });
    return done({ declared: declared.length }, { judge, entries: declared });
  },
});

type ConflictRefusal = { type: "round-not-open" | "sheet-locked" };
