import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { findSetupGaps, type SetupGap } from "~/rules/rounds/readiness.ts";
import { canStep, type RoundState, roundStates } from "~/rules/rounds/round.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRound, lockRound, setRoundState } from "~db/queries/rounds/rounds.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug } from "./round-to-set-up.ts";

/** Closing and what follows are the scorer's: closeJudging, proposeRelease. */
const reachable = ["draft", "registration", "screening", "ready", "judging"] as const;

type RoundStepRefusal =
  | { type: "stale-version" | "illegal-step" | "sheets-submitted" }
  | { type: "not-ready"; gaps: SetupGap[] }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * Takes a round one step on its way from draft to judging, or back. Going back, and the end of a round's registration, which
 * locks people out, need a reason. `from` is the state that the
 * actor saw. Ready needs rubric, rule, panel and entries, judging the draw too. A scorer may open the scoring of a ready round.
 */
export const stepRound = command({
  name: "step-round",
  input: z.object({
    round: roundSlug,
    from: z.enum(roundStates),
    to: z.enum(reachable),
    reason: z.string().trim().max(500).default(""),
  }),
  who: async ({ trx, input, actor }) => {
    const found = await findRound(trx, input.round);
    const scope = found && { editionId: found.editionId, roundId: found.id };
    const opens = input.from === "ready" && input.to === "judging";
    if (!scope || !(can(actor, "set-up", scope) || (opens && can(actor, "keep-scores", scope)))) return null;
    const round = await lockRound(trx, input.round);
    return round ? { ...scope, round } : null;
  },
  run: async ({ trx, input: { from, to, reason }, subject: { roundId, round } }) => {
    if (round.state !== from) return refuse<RoundStepRefusal>({ type: "stale-version" });
    const setup = await findSetup(trx, roundId);
    if (from === "closed" || !canStep(from, to, setup.kind)) return refuse<RoundStepRefusal>({ type: "illegal-step" });
    if (round.rehearsalOfId !== null && to !== "ready" && to !== "judging")
      return refuse<RoundStepRefusal>({ type: "illegal-step" });
    if (isBack(from, to) && setup.frozenAt) return refuse<RoundStepRefusal>({ type: "sheets-submitted" });
    if ((isBack(from, to) || from === "registration") && reason === "") {
      const field = { path: "reason", code: "reason", message: "Say why the round takes this step." };
      return refuse<RoundStepRefusal>({ type: "invalid-input", fields: [field] });
    }
    const gaps = to === "ready" || to === "judging" ? findSetupGaps(setup, to) : [];
    if (!isBack(from, to) && gaps.length > 0) return refuse<RoundStepRefusal>({ type: "not-ready", gaps });
    await setRoundState(trx, roundId, to);
    return done({ state: to }, { from, to, reason: reason || null });
  },
});

function isBack(from: RoundState, to: RoundState): boolean {
  return roundStates.indexOf(to) < roundStates.indexOf(from);
}
