import { z } from "zod";
import { draw, drawDigest, drawMethod, seedPattern } from "~/rules/draw.ts";
import { findEntriesToDraw, findLatestDraw, recordDraw } from "~db/queries/draws.ts";
import { findSetup } from "~db/queries/round-setup.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type DrawRefusal =
  | { type: "stale-version" | "round-not-open" | "no-entries" | "scoring-begun" }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * Draws the running order from a seed that the adapter has thrown, and keeps both. `after` is the id of the draw that the
 * actor saw, null before the first: a second draw replaces the first only knowingly, and says why.
 */
export const drawOrder = command({
  name: "draw-order",
  input: z.object({
    round: roundSlug,
    seed: z.string().regex(seedPattern),
    after: z.number().int().positive().nullable(),
    reason: z.string().trim().max(500).default(""),
  }),
  who: roundToSetUp,
  run: async ({ trx, input: { seed, after, reason }, actor, subject: { roundId, round }, at }) => {
    if (round.state !== "screening" && round.state !== "ready") {
      return refuse<DrawRefusal>({ type: "round-not-open" });
    }
    if ((await findSetup(trx, roundId)).sheets > 0) return refuse<DrawRefusal>({ type: "scoring-begun" });
    const latest = await findLatestDraw(trx, roundId);
    if ((latest?.id ?? null) !== after) return refuse<DrawRefusal>({ type: "stale-version" });
    if (latest && reason === "") {
      const field = { path: "reason", code: "reason", message: "Say why the order is drawn again." };
      return refuse<DrawRefusal>({ type: "invalid-input", fields: [field] });
    }
    const entries = await findEntriesToDraw(trx, roundId);
    if (entries.length === 0) return refuse<DrawRefusal>({ type: "no-entries" });
    const keys = entries.map((entry) => entry.key);
    const entryKeys = draw(keys, seed).map((drawn) => drawn.key);
    const drawId = await recordDraw(trx, {
      ...{ roundId, method: drawMethod, seed, entryKeys },
      ...{ drawnById: actor.id, drawnAt: at },
    });
    const digest = drawDigest(entryKeys);
    return done({ drawId, order: entryKeys }, { drawId, method: drawMethod, seed, digest, reason: reason || null });
  },
});
