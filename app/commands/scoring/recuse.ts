import { z } from "zod";
import { insertRecusal } from "~db/queries/scoring/recusals.ts";
import { deleteDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { changedMeanwhile, ownSheetOf, type SheetRefusal } from "./own-sheet.ts";

/** A judge steps back from a project they are tied to, before the scoring opens or during it. The own draft goes. */
export const recuse = command({
  name: "recuse",
  input: z.object({ round: z.string(), entry: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: ownSheetOf,
  run: async ({ trx, input, subject, actor, at }) => {
    if (subject.recused) return refuse<SheetRefusal>({ type: "recused" });
    if (subject.sheet?.state === "submitted") return await changedMeanwhile(trx, subject);
    if (subject.state === "closed") return refuse<SheetRefusal>({ type: "round-not-open", state: subject.state });
    await deleteDraft(trx, subject);
    const recused = await insertRecusal(trx, subject, { reason: input.reason, declaredById: actor.id, declaredAt: at });
    if (!recused) return await changedMeanwhile(trx, subject);
    return done({ recusedAt: at.toISOString() }, { entry: input.entry, judge: subject.judge });
  },
});
