import { toMoveUp } from "~/rules/drawn-line.ts";
import { enterFinal, markMovedUp } from "~db/queries/advancements.ts";
import { appendAudit } from "~db/queries/audit.ts";
import { command, done, refuse } from "../command.ts";
import { type AdvancementRefusal, heatToAdvance, hold, ofHeat } from "./edition-to-advance.ts";

/** The next moves up into the final, into the place that one who withdrew has left (递补). Refused for anybody else. */
export const moveUpSubstitute = command({
  name: "move-up-substitute",
  input: ofHeat,
  who: heatToAdvance,
  run: async (context) => {
    const { trx, input, actor, at } = context;
    const held = await hold(context);
    if (!held.ok) return held;
    const { plan, final, drawn, differences } = held;
    if (!drawn || differences.length > 0) return refuse<AdvancementRefusal>({ type: "advancement-differs" });
    const next = toMoveUp(plan, new Set(final.entries.keys())).find(
      ({ heat, entry }) => heat === input.heat && entry.entry === input.entry,
    );
    if (!next) return refuse<AdvancementRefusal>({ type: "not-next" });
    const [own = ""] = await enterFinal(trx, final, [next.entry.id]);
    await markMovedUp(trx, { advancementId: drawn.id, entryId: next.entry.id, byId: actor.id, at });
    const { heat, entry } = input;
    const { editionId } = context.subject;
    const filled = { at, command: "move-up-substitute", actorId: actor.id, editionId, roundId: final.id };
    await appendAudit(trx, { ...filled, facts: { entry: own, heat } });
    return done({ final: final.slug }, { entry, heat, final: final.slug, version: drawn.version, as: next.outcome });
  },
});
