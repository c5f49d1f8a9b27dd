import { z } from "zod";
import { whyNotConfirmRedraw } from "~/rules/heats/draw.ts";
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
    if (!open) return refuse<ConfirmRedrawRefusal>({ type: "stale-version" });
    const why = whyNotConfirmRedraw(open, { commitment: input.commitment, confirmedBy: actor.id });
    if (why !== null) return refuse<ConfirmRedrawRefusal>({ type: why });
    await confirmCommitment(trx, open.id, { id: actor.id, at });
    return done({ commitment: open.id }, { commitment: open.id, seedDigest: open.seedDigest });
  },
});
