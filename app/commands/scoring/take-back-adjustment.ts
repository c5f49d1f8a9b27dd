import { z } from "zod";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { findJudgedInputs, insertInputs } from "~db/queries/scoring/judged-inputs.ts";
import { command, done, refuse } from "../command.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;

/** The scorer asks, with a reason, that an adjustment which counts is taken back: as if it had never been, once another person confirms. */
export const takeBackAdjustment = command({
  name: "take-back-adjustment",
  input: z.object({
    round: z.string(),
    adjustment: z.number().int().positive(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: inputRound("keep-scores"),
  run: async ({ trx, input: { adjustment, reason }, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const { adjustments, waiting, entries } = await findJudgedInputs(trx, roundId);
    const found = adjustments.find(({ id }) => id === adjustment);
    if (!found) return no({ type: "stale-version" });
    if (waiting.some((each) => each.kind === "take-back" && each.adjustment === adjustment))
      return no({ type: "take-back-asked" });
    const { amount, article } = found;
    const by = { enteredById: actor.id, enteredAt: at };
    const [id] = await insertInputs(trx, [
      { roundId, entryId: found.entry, kind: "take-back", amount, article, reason, adjustmentId: adjustment, ...by },
    ]);
    const entry = entries.find((each) => each.id === found.entry)?.key ?? null;
    return done(
      { proposal: id },
      { entry, adjustment, amount: formatHundredths(amount), article, reason, proposal: id ?? null },
    );
  },
});
