import { z } from "zod";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { adjustmentKinds, readAmount, refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { findOpenOvertime } from "~/services/live/overtimes.ts";
import { insertInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findEntryId } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;

/**
 * The scorer enters a penalty or a bonus with the article of the rules and the reason; it counts once another person has
 * confirmed it. `overtime`: the number of the pitch whose overtime it is about, which is settled with it.
 */
export const enterAdjustment = command({
  name: "enter-adjustment",
  input: z.object({
    round: z.string(),
    entry: z.string().min(1).max(200),
    kind: z.enum(adjustmentKinds),
    points: z.string().max(40),
    article: z.string().trim().min(1).max(200),
    reason: z.string().trim().min(1).max(500),
    overtime: z.number().int().positive().optional(),
  }),
  who: inputRound("keep-scores"),
  run: async ({ trx, input, subject: { roundId, round }, actor, at }) => {
    const { entry, kind, points, article, reason, overtime } = input;
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const entryId = await findEntryId(trx, roundId, entry);
    if (entryId === undefined)
      return no({ type: "invalid-input", fields: [{ path: "entry", code: "required", message: "no such entry" }] });
    const amount = readAmount(points, kind);
    if (amount === null)
      return no({ type: "invalid-input", fields: [{ path: "points", code: "not-points", message: "no points" }] });
    const over = overtime === undefined ? null : await findOpenOvertime(trx, round, { entry, seq: overtime });
    if (over === undefined) return no({ type: "stale-version" });
    const pitch = { overtimePanel: over?.panel ?? null, overtimeSeq: over?.seq ?? null };
    const by = { enteredById: actor.id, enteredAt: at };
    const [id] = await insertInputs(trx, [
      { roundId, entryId, kind: "adjustment", amount, article, reason, ...pitch, ...by },
    ]);
    return done(
      { proposal: id },
      { entry, amount: formatHundredths(amount), article, reason, proposal: id ?? null, overtime: overtime ?? null },
    );
  },
});
