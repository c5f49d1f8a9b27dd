import { z } from "zod";
import { type LateRule, whoIsDrawn } from "~/rules/heats/attendance.ts";
import { draw, drawDigest, drawMethod, seedPattern } from "~/rules/heats/draw.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { findLatestDraw, findOpenCommitment, recordDraw } from "~db/queries/heats/draws.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "../rounds/round-to-set-up.ts";
import { arrivalsOf } from "./draw-subjects.ts";
import { whyNotDrawn } from "./run-sheet-round.ts";

type DrawRefusal = {
  type:
    | ("round-not-open" | "no-entries" | "scoring-begun" | "already-called")
    | ("already-committed" | "redraw-unconfirmed");
};

/**
 * Draws the running order for the first time, without ceremony, from a seed that the adapter has thrown, and keeps both.
 * To draw again takes a reason and the supervisor (app/commands/heats/commit-draw.ts), and where a commitment was made
 * the word of the hall is waited for.
 */
export const drawOrder = command({
  name: "draw-order",
  input: z.object({ round: roundSlug, seed: z.string().regex(seedPattern) }),
  who: roundToSetUp,
  run: async ({ trx, input: { seed }, actor, subject: { roundId, round }, at }) => {
    const why = await whyNotDrawn(trx, round);
    if (why) return refuse<DrawRefusal>({ type: why });
    if (await findLatestDraw(trx, roundId)) return refuse<DrawRefusal>({ type: "redraw-unconfirmed" });
    if (await findOpenCommitment(trx, roundId)) return refuse<DrawRefusal>({ type: "already-committed" });
    const { among, keys, following } = whoIsDrawn(
      arrivalsOf(await findRunSheet(trx, roundId)),
      round.lateRule as LateRule,
    );
    if (keys.length === 0) return refuse<DrawRefusal>({ type: "no-entries" });
    const entryKeys = draw(keys, seed).map((drawn) => drawn.key);
    const drawId = await recordDraw(
      trx,
      { roundId, method: drawMethod, seed, among, entryKeys, drawnById: actor.id, drawnAt: at },
      following,
    );
    const digest = drawDigest(entryKeys);
    return done({ drawId, order: entryKeys }, { drawId, method: drawMethod, seed, among, digest });
  },
});
