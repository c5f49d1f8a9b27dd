import { z } from "zod";
import { findOpenCommitment, withdrawCommitment } from "~db/queries/heats/draws.ts";
import { command, done, refuse } from "../command.ts";
import { reasonGiven, redrawParty, runSheetRound } from "./run-sheet-round.ts";

/** Gives a commitment up before anything is drawn by it: the desk does not draw again, or the supervisor does not agree to it. */
export const giveUpCommitment = command({
  name: "give-up-commitment",
  input: z.object({ round: runSheetRound, commitment: z.number().int().positive(), reason: reasonGiven }),
  who: redrawParty,
  run: async ({ trx, input, actor, subject: { roundId }, at }) => {
    const open = await findOpenCommitment(trx, roundId);
    if (open?.id !== input.commitment) return refuse({ type: "stale-version" as const });
    await withdrawCommitment(trx, open.id, { id: actor.id, at });
    return done({ commitment: open.id }, { commitment: open.id, reason: input.reason });
  },
});
