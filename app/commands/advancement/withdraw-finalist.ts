import { z } from "zod";
import { findPlannedPlace } from "~/reads/advancement/advancement-plan.ts";
import { withholdAdvanced } from "~/services/mail/news.ts";
import { leaveFinal } from "~db/queries/advancement/advancement-final.ts";
import { insertWithdrawal } from "~db/queries/advancement/advancements.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { command, done, refuse } from "../command.ts";
import { type AdvancementRefusal, heatEntryInput, heatToAdvance, lockAdvancement } from "./edition-to-advance.ts";

/**
 * An entry of a heat does not go on into the final, for a stated reason: before the line is drawn or after it. Its place in
 * the final becomes free; the next moves up by `moveUpSubstitute`, where the rule lets anybody.
 */
export const withdrawFinalist = command({
  name: "withdraw-finalist",
  changesPublicPages: true,
  input: heatEntryInput.extend({ reason: z.string().trim().min(1).max(500) }),
  who: heatToAdvance,
  run: async (context) => {
    const { trx, input, actor, at } = context;
    const { editionId } = context.subject;
    const held = await lockAdvancement(context);
    if (!held.ok) return held;
    const placed = findPlannedPlace(held.plan, input);
    if (!placed) return refuse<AdvancementRefusal>({ type: "no-such-entry" });
    const { id, withdrawn } = placed.entry;
    const own = held.final.entries.get(id);
    const withdrawal = { entryId: id, withdrawnById: actor.id, withdrawnAt: at, leftKey: own?.key ?? null };
    if (withdrawn || !(await insertWithdrawal(trx, withdrawal)))
      return refuse<AdvancementRefusal>({ type: "withdrawn-already" });
    await withholdAdvanced(trx, held.final.id, [id]);
    if (own) {
      await leaveFinal(trx, [own.id], at);
      const entry = { at, command: "withdraw-finalist", actorId: actor.id, editionId, roundId: held.final.id };
      await appendAudit(trx, { ...entry, facts: { entry: own.key, heat: input.heat } });
    }
    const left = own !== undefined;
    return done({ left }, { entry: input.entry, heat: input.heat, was: placed.outcome, left, reason: input.reason });
  },
});
