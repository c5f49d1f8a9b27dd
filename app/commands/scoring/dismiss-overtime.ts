import { z } from "zod";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { secondsText } from "~/rules/stage/overtime.ts";
import { findOpenOvertime } from "~/services/live/overtimes.ts";
import { insertInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findEntryId } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;

/** The scorer decides that a pitch beyond its time costs nothing, and says why: the clock proposes, a person decides. */
export const dismissOvertime = command({
  name: "dismiss-overtime",
  input: z.object({
    round: z.string(),
    entry: z.string().min(1).max(200),
    overtime: z.number().int().positive(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: inputRound("keep-scores"),
  run: async ({ trx, input: { entry, overtime, reason }, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const open = await findOpenOvertime(trx, round, { entry, seq: overtime });
    const entryId = open && (await findEntryId(trx, roundId, entry));
    if (!open || entryId === undefined) return no({ type: "stale-version" });
    const { article, points, panel, tenths } = open;
    const told = `${secondsText(tenths)} s`;
    await insertInputs(trx, [
      {
        roundId,
        entryId,
        kind: "adjustment",
        amount: -points,
        article,
        reason: told,
        overtimePanel: panel,
        overtimeSeq: overtime,
        state: "dismissed",
        enteredById: actor.id,
        enteredAt: at,
        decidedById: actor.id,
        decidedAt: at,
        decisionReason: reason,
      },
    ]);
    return done({}, { entry, overtime, seconds: told, amount: formatHundredths(-points), article, reason });
  },
});
