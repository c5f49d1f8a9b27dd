import { z } from "zod";
import { deletePractice } from "~db/queries/scoring/practices.ts";
import { command, done, refuse } from "../command.ts";
import { type PracticeRefusal, practiceRound } from "./practice-round.ts";

/** Takes a round's practice project away, with all sheets of it: they were for those who wrote them, and nothing rests on them. */
export const removePractice = command({
  name: "remove-practice",
  input: z.object({ round: z.string().min(1).max(64) }),
  who: practiceRound,
  run: async ({ trx, subject: { roundId, practice } }) => {
    if (!practice) return refuse<PracticeRefusal>({ type: "no-practice" });
    await deletePractice(trx, roundId);
    return done({}, { handedIn: practice.handedIn });
  },
});
