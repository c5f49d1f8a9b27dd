import { z } from "zod";
import { whoIsDrawn } from "~/rules/heats/attendance.ts";
import { drawByHall, drawDigest, drawMethod, hallWord, seedOfHall } from "~/rules/heats/draw.ts";
import { SealBroken, SealedUnderUnknownKey, vault } from "~/services/vault/vault.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { findLatestDraw, findOpenCommitment, findSealedSecret, recordDraw } from "~db/queries/heats/draws.ts";
import { command, done, refuse } from "../command.ts";
import { arrivalsOf } from "./draw-subjects.ts";
import { lockRoundForRunSheet, runSheetRound, whyNotDrawn } from "./run-sheet-round.ts";

export type HallDrawRefusal = {
  type:
    | ("round-not-open" | "scoring-begun" | "already-called" | "stale-version")
    | ("no-entries" | "redraw-unconfirmed" | "commitment-lost");
};

/**
 * Draws the order by the secret that was committed to and the word that was called out in the hall, among those present (or
 * everybody, as long as nobody's sign-in is recorded), and keeps both halves of the seed for all to see. Whoever signs in at
 * the same moment is either drawn or late, never neither.
 */
export const drawByHallWord = command({
  name: "draw-by-hall-word",
  input: z.object({ round: runSheetRound, commitment: z.number().int().positive(), hallWord }),
  who: lockRoundForRunSheet,
  run: async ({ trx, input, actor, subject: { roundId, round, lateRule }, at }) => {
    const why = await whyNotDrawn(trx, round);
    if (why) return refuse<HallDrawRefusal>({ type: why });
    const open = await findOpenCommitment(trx, roundId);
    if (open?.id !== input.commitment) return refuse<HallDrawRefusal>({ type: "stale-version" });
    const again = (await findLatestDraw(trx, roundId)) !== undefined;
    if (again && !open.confirmedAt) return refuse<HallDrawRefusal>({ type: "redraw-unconfirmed" });
    const secret = opened((await findSealedSecret(trx, roundId, open.id)) ?? "");
    if (secret === null) return refuse<HallDrawRefusal>({ type: "commitment-lost" });
    const { among, keys, following } = whoIsDrawn(arrivalsOf(await findRunSheet(trx, roundId)), lateRule);
    if (keys.length === 0) return refuse<HallDrawRefusal>({ type: "no-entries" });
    const entryKeys = drawByHall(keys, secret, input.hallWord);
    const seed = seedOfHall(secret, input.hallWord);
    const drawId = await recordDraw(
      trx,
      {
        roundId,
        method: drawMethod,
        seed,
        among,
        entryKeys,
        drawnById: actor.id,
        drawnAt: at,
        commitmentId: open.id,
        secret,
        hallWord: input.hallWord,
      },
      following,
    );
    const facts = { drawId, commitment: open.id, method: drawMethod, seed, among, digest: drawDigest(entryKeys) };
    return done({ drawId, order: entryKeys, following }, facts);
  },
});

/** Null when the key that sealed it is no longer at hand: one commits again then. */
function opened(sealed: string): string | null {
  try {
    return vault().unsealDraw(sealed);
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SealedUnderUnknownKey) return null;
    throw error;
  }
}
