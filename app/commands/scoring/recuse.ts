import { z } from "zod";
import { whyNotRecuse } from "~/rules/scoring/recusal.ts";
import { insertRecusal } from "~db/queries/scoring/recusals.ts";
import { deleteDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { changedMeanwhile, ownSheetOf, type SheetRefusal } from "./own-sheet.ts";

/** A judge steps back from a project they are bound to, before the scoring opens or during it. The own draft goes. */
export const recuse = command({
  name: "recuse",
  input: z.object({ round: z.string(), entry: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: ownSheetOf,
  run: async ({ trx, input, subject, actor, at }) => {
    const { recused, sheet, state } = subject;
    const why = whyNotRecuse({ recused, submitted: sheet?.state === "submitted", round: state });
    if (why === "recused") return refuse<SheetRefusal>({ type: "recused" });
    if (why === "sheet-locked") return await changedMeanwhile(trx, subject);
    if (why === "round-not-open") return refuse<SheetRefusal>({ type: "round-not-open", state });
    await deleteDraft(trx, subject);
    const declared = { reason: input.reason, declaredById: actor.id, declaredAt: at };
    if (!(await insertRecusal(trx, subject, declared))) return await changedMeanwhile(trx, subject);
    return done({ recusedAt: at.toISOString() }, { entry: input.entry, judge: subject.judge });
  },
});
