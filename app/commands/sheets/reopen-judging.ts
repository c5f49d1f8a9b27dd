import { z } from "zod";
import { setRoundState } from "~db/queries/round-states.ts";
import { command, done, refuse } from "../command.ts";
import { keptRound } from "./kept-round.ts";

type ReopenRefusal = { type: "illegal-step" | "release-fixed" };

/** The scorer opens a closed round again, so that missing sheets can come in; not while its results are being released. */
export const reopenJudging = command({
  name: "reopen-judging",
  input: z.object({ round: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: keptRound,
  run: async ({ trx, input, subject }) => {
    if (subject.state !== "closed") return refuse<ReopenRefusal>({ type: "illegal-step" });
    if (subject.stage !== "closed") return refuse<ReopenRefusal>({ type: "release-fixed" });
    await setRoundState(trx, subject.roundId, "judging");
    return done({}, { reason: input.reason });
  },
});
