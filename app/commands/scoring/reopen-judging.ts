import { z } from "zod";
import { conductOf, showsScores } from "~/rules/stage/conduct.ts";
import { setRoundState } from "~db/queries/rounds/rounds.ts";
import { findStepsByStage, insertStep } from "~db/queries/stage/stage.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForScorer } from "./lock-round.ts";

type ReopenRefusal = { type: "illegal-step" | "release-fixed" };

/**
 * The scorer opens a closed round again, so that missing sheets can come in or wrong ones be corrected; not while its results
 * are proposed or confirmed. What is published stays as it is until its correction is; and no stage goes on showing scores,
 * which may change now, before somebody shows them again.
 */
export const reopenJudging = command({
  name: "reopen-judging",
  input: z.object({ round: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: lockRoundForScorer,
  run: async ({ trx, input, subject, actor, at }) => {
    if (subject.state !== "closed") return refuse<ReopenRefusal>({ type: "illegal-step" });
    if (subject.stage === "proposed" || subject.stage === "confirmed")
      return refuse<ReopenRefusal>({ type: "release-fixed" });
    await setRoundState(trx, subject.roundId, "judging");
    const { roundId } = subject;
    const step = { type: "show", screen: { name: "waiting" } } as const;
    for (const { panel, steps } of await findStepsByStage(trx, roundId)) {
      const { screen, seq } = conductOf(steps, subject.round);
      if (!showsScores(screen)) continue;
      await insertStep(trx, { roundId, panel, seq: seq + 1, step, takenById: actor.id, takenAt: at });
    }
    return done({}, { reason: input.reason });
  },
});
