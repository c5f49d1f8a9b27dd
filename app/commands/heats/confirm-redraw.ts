import { z } from "zod";
import { confirmCommitment, findOpenCommitment } from "~db/queries/heats/draws.ts";
import { command, done, refuse } from "../command.ts";
import { redrawConfirmer, runSheetRound } from "./run-sheet-round.ts";

export type ConfirmRedrawRefusal = { type: "stale-version" | "same-person" | "nothing-to-confirm" };

/** The supervisor agrees that it is drawn again: never the person who asked for it. */
export const confirmRedraw = command({
  name: "confirm-redraw",
  input: z.object({ round: runSheetRound, commitment: z.number().int().positive() }),
  who: redrawConfirmer,
  run: async ({ trx, input, actor, subject: { roundId }, at }) => {
    const open = await findOpenCommitment(trx, roundId);
    if (open?.id !== input.commitment) return refuse<ConfirmRedrawRefusal>({ type: "stale-version" });
    if (open.committedById === actor.id) return refuse<ConfirmRedrawRefusal>({ type: "same-person" });
    if (open.reason === null || open.confirmedAt) return refuse<ConfirmRedrawRefusal>({ type: "nothing-to-confirm" });
    await confirmCommitment(trx, open.id, { id: actor.id, at });
    return done({ commitment: open.id }, { commitment: open.id, seedDigest: open.seedDigest });
  },
});
