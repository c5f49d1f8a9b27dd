import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { whyNotDeclineInputs } from "~/rules/scoring/parts-and-adjustments.ts";
import { decideInputs, lockWaitingInputs } from "~db/queries/scoring/judged-inputs.ts";
import { command, done, refuse } from "../command.ts";
import { proposalIds } from "./confirm-inputs.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;

/** What was entered does not come to count: the supervisor declines it with a reason, or who entered it withdraws it. */
export const declineInputs = command({
  name: "decline-inputs",
  input: z.object({ round: z.string(), proposals: proposalIds, reason: z.string().trim().max(500).default("") }),
  who: inputRound("confirm-inputs", "keep-scores"),
  run: async ({ trx, input, subject: { roundId, round }, actor, at }) => {
    const ids = [...new Set(input.proposals)];
    const found = await lockWaitingInputs(trx, roundId, ids);
    if (found.length < ids.length) return no({ type: "stale-version" });
    const own = found.filter(({ enteredById }) => enteredById === actor.id).map(({ id }) => id);
    const others = ids.filter((id) => !own.includes(id));
    const confirms = can(actor, "confirm-inputs", { editionId: round.editionId, roundId });
    const why = whyNotDeclineInputs(found, { declinedBy: actor.id, confirms });
    if (why) return no({ type: why });
    if (others.length > 0 && input.reason === "")
      return no({ type: "invalid-input", fields: [{ path: "reason", code: "reason", message: "say why" }] });
    const decided = { decidedById: actor.id, decidedAt: at };
    await decideInputs(trx, own, { ...decided, state: "withdrawn", decisionReason: input.reason || null });
    await decideInputs(trx, others, { ...decided, state: "declined", decisionReason: input.reason });
    const entries = [...new Set(found.map(({ entry }) => entry))].slice(0, 50);
    return done(
      { declined: others.length, withdrawn: own.length },
      { declined: others.length, withdrawn: own.length, entries, reason: input.reason || null },
    );
  },
});
