import { z } from "zod";
import { setRoundState } from "~db/queries/round-states.ts";
import { command, done, refuse } from "../command.ts";
import { keptRound } from "./kept-round.ts";

type ReopenRefusal = { type: "illegal-step" | "release-fixed" };

/**
 * The scorer opens a closed round again, so that missing sheets can come in or wrong ones be mended; not while its results
 * are proposed or confirmed. What is published stays as it is until its correction is.
 */
export const reopenJudging = command({
  name: "reopen-judging",
  input: z.object({ round: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: keptRound,
  run: async ({ trx, input, subject }) => {
    if (subject.state !== "closed") return refuse<ReopenRefusal>({ type: "illegal-step" });
    if (subject.stage === "proposed" || subject.stage === "confirmed")
      return refuse<ReopenRefusal>({ type: "release-fixed" });
    await setRoundState(trx, subject.roundId, "judging");
    return done({}, { reason: input.reason });
  },
});
