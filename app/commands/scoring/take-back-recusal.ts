import { z } from "zod";
import { deleteRecusal } from "~db/queries/scoring/recusals.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForScorer } from "./lock-round.ts";

/** The scorer takes back a recusal that was declared by mistake; only the audit trail keeps it. */
export const takeBackRecusal = command({
  name: "take-back-recusal",
  input: z.object({
    round: z.string(),
    entry: z.string(),
    judge: z.string(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: lockRoundForScorer,
  run: async ({ trx, input, subject }) => {
    const { entry, judge, reason } = input;
    if (subject.state === "closed") return refuse<{ type: "illegal-step" }>({ type: "illegal-step" });
    const taken = await deleteRecusal(trx, { roundId: subject.roundId, entry, judge });
    return taken ? done({}, { entry, judge, reason }) : refuse<{ type: "illegal-step" }>({ type: "illegal-step" });
  },
});
