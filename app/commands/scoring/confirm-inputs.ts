import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { readPartScore, refusalOfInput, whyNotConfirmInputs } from "~/rules/scoring/parts-and-adjustments.ts";
import {
  countAdjustments,
  countParts,
  decideInputs,
  lockWaitingInputs,
  removeAdjustments,
} from "~db/queries/scoring/judged-inputs.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, refuse } from "../command.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;

export const proposalIds = z.array(z.number().int().positive()).min(1).max(20_000);

/**
 * Another person confirms parts, adjustments and takings back, as many as were looked at: from now on they count. All of them, or
 * where one of them is not what was seen any more, or is one's own, none.
 */
export const confirmInputs = command({
  name: "confirm-inputs",
  input: z.object({ round: z.string(), proposals: proposalIds }),
  who: inputRound("confirm-inputs"),
  run: async ({ trx, input, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const ids = [...new Set(input.proposals)];
    const found = await lockWaitingInputs(trx, roundId, ids);
    if (found.length < ids.length) return no({ type: "stale-version" });
    const why = whyNotConfirmInputs(found, actor.id);
    if (why) return no({ type: why });
    const parts = found.filter(({ kind }) => kind === "part");
    const rule = parts.length > 0 ? await findRule(trx, roundId) : null;
    // The rule may have become another one since: then the scorer enters them anew
    const fits = ({ part: key, score }: (typeof parts)[number]) => {
      const part = rule?.parts?.find((each) => each.key === key);
      return score === null || (part !== undefined && !part.hall && "score" in readPartScore(score, part));
    };
    if (!parts.every(fits)) return no({ type: "stale-version" });
    await countParts(trx, roundId, parts);
    await countAdjustments(
      trx,
      roundId,
      found.filter(({ kind }) => kind === "adjustment"),
    );
    const takenBack = found.flatMap(({ kind, adjustmentId }) => (kind === "take-back" ? [adjustmentId ?? 0] : []));
    if ((await removeAdjustments(trx, roundId, takenBack)) < takenBack.length) return no({ type: "stale-version" });
    await decideInputs(trx, ids, { state: "confirmed", decidedById: actor.id, decidedAt: at });
    const facts = {
      parts: parts.length,
      scores: digestOf(parts.map(({ entry, part, score }) => ({ entry, part, score }))),
      adjustments: found.flatMap((each) => (each.kind === "part" ? [] : [lineOf(each)])),
    };
    return done({ confirmed: ids.length }, { confirmed: ids.length, ...facts });
  },
});

function lineOf({
  entry,
  kind,
  amount,
  article,
}: {
  entry: string;
  kind: string;
  amount: number | null;
  article: string | null;
}) {
  return `${kind === "take-back" ? "take back " : ""}${entry} ${formatHundredths(amount ?? 0)} ${article}`;
}
