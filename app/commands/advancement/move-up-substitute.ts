import { planOfRecordedLine } from "~/reads/advancement/advancement-plan.ts";
import { lineDifferences, substitutesToMoveUp } from "~/rules/advancement/recorded-line.ts";
import { tellAdvanced } from "~/services/mail/news.ts";
import { enterFinal } from "~db/queries/advancement/advancement-final.ts";
import { markMovedUp } from "~db/queries/advancement/advancement-lines.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { command, done, refuse } from "../command.ts";
import { type AdvancementRefusal, heatEntryInput, heatToAdvance, lockAdvancement } from "./edition-to-advance.ts";

/**
 * The next moves up into the final, into the place that one who withdrew has left (递补), by the rule of the line that was
 * drawn. Refused for anybody else, and where that rule waits for a public notice that is open.
 */
export const moveUpSubstitute = command({
  name: "move-up-substitute",
  input: heatEntryInput,
  who: heatToAdvance,
  run: async (context) => {
    const { trx, input, actor, at } = context;
    const held = await lockAdvancement(context);
    if (!held.ok) return held;
    const { task, final, drawn } = held;
    const byLine = planOfRecordedLine(task);
    if (!drawn || !byLine || lineDifferences(drawn.places, byLine).length > 0)
      return refuse<AdvancementRefusal>({ type: "advancement-differs" });
    if (drawn.rule.afterNotice && held.gaps.onNotice.length > 0)
      return refuse<AdvancementRefusal>({ type: "notice-open" });
    const next = substitutesToMoveUp(byLine, new Set(final.entries.keys())).find(
      ({ heat, entry }) => heat === input.heat && entry.entry === input.entry,
    );
    if (!next) return refuse<AdvancementRefusal>({ type: "not-next" });
    const [own = ""] = await enterFinal(trx, final, [next.entry.id]);
    await markMovedUp(trx, { advancementId: drawn.id, entryId: next.entry.id, byId: actor.id, at });
    await tellAdvanced(trx, { finalId: final.id, heatEntryIds: [next.entry.id], coming: [next.entry.id], at });
    const { heat, entry } = input;
    const { editionId } = context.subject;
    const filled = { at, command: "move-up-substitute", actorId: actor.id, editionId, roundId: final.id };
    await appendAudit(trx, { ...filled, facts: { entry: own, heat } });
    return done({ final: final.slug }, { entry, heat, final: final.slug, version: drawn.version, as: next.outcome });
  },
});
