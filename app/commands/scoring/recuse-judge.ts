import { z } from "zod";
import { whyNotRecuse } from "~/rules/scoring/recusal.ts";
import { insertRecusal } from "~db/queries/scoring/recusals.ts";
import { deleteDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/**
 * Staff recuse a judge from a project, for a reason that came to them: the judge did not step back by themselves. A draft goes; a
 * submitted sheet has to be reopened first, by two people, for it is more than one person's to take away.
 */
export const recuseJudge = command({
  name: "recuse-judge",
  input: z.object({ ...placeInput, reason: z.string().trim().min(1).max(500) }),
  who: placeFor("recuse-judges"),
  run: async ({ trx, input, actor, subject, at }) => {
    const { recused, sheet, roundState } = subject;
    const why = whyNotRecuse({ recused, submitted: sheet?.state === "submitted", round: roundState });
    if (why) return refuse<ScoreTableRefusal>({ type: why });
    await deleteDraft(trx, subject);
    const declared = { reason: input.reason, declaredById: actor.id, declaredAt: at };
    if (!(await insertRecusal(trx, subject, declared))) return refuse<ScoreTableRefusal>({ type: "sheet-locked" });
    return done({}, { entry: input.entry, judge: input.judge, reason: input.reason });
  },
});
