import { z } from "zod";
import { drawDigest, seedPattern } from "~/rules/heats/draw.ts";
import { dealMethod, dealToPanels } from "~/rules/heats/panel-draw.ts";
import {
  findEntryPanels,
  findLatestPanelDraw,
  insertPanelDraw,
  placeEntries,
} from "~db/queries/rounds/panel-places.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "../rounds/round-to-set-up.ts";

export type DrawPanelsRefusal =
  | { type: "round-not-open" | "stale-version" | "no-panels" | "no-entries" }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * Draws all entries into the round's panels, evenly in all and in each group, from a seed that the adapter has thrown, and
 * keeps how. `after` is the draw that the actor saw, null before the first; to draw again takes a reason.
 */
export const drawPanels = command({
  name: "draw-panels",
  input: z.object({
    round: roundSlug,
    seed: z.string().regex(seedPattern),
    after: z.number().int().positive().nullable(),
    reason: z.string().trim().max(500).default(""),
  }),
  who: roundToSetUp,
  run: async ({ trx, input: { seed, after, reason }, actor, subject: { roundId, round }, at }) => {
    if (round.state === "judging" || round.state === "closed")
      return refuse<DrawPanelsRefusal>({ type: "round-not-open" });
    const { panels } = round;
    if (panels.length < 2) return refuse<DrawPanelsRefusal>({ type: "no-panels" });
    const latest = await findLatestPanelDraw(trx, roundId);
    if ((latest?.id ?? null) !== after) return refuse<DrawPanelsRefusal>({ type: "stale-version" });
    if (latest && reason === "") {
      const field = { path: "reason", code: "reason", message: "Say why the panels are drawn again." };
      return refuse<DrawPanelsRefusal>({ type: "invalid-input", fields: [field] });
    }
    const entries = await findEntryPanels(trx, roundId);
    if (entries.length === 0) return refuse<DrawPanelsRefusal>({ type: "no-entries" });
    const dealt = dealToPanels(entries, panels, seed);
    await placeEntries(trx, roundId, dealt);
    const entryKeys = dealt.map(({ key }) => key);
    const drawn = { roundId, method: dealMethod, seed, panels, entryKeys, drawnById: actor.id, drawnAt: at };
    const drawId = await insertPanelDraw(trx, { ...drawn, reason: latest ? reason : null });
    return done({ drawId }, { drawId, method: dealMethod, seed, panels, digest: drawDigest(entryKeys) });
  },
});
