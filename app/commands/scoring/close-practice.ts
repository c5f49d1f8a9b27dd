import { z } from "zod";
import { closePractice as writeClosed } from "~db/queries/scoring/practices.ts";
import { command, done, refuse } from "../command.ts";
import { type PracticeRefusal, practiceRound } from "./practice-round.ts";

/** Ends the practice: nobody hands in any more, and each judge sees the own sheet beside the reference. It cannot be begun again. */
export const closePractice = command({
  name: "close-practice",
  input: z.object({ round: z.string().min(1).max(64) }),
  who: practiceRound,
  run: async ({ trx, subject: { roundId, practice }, at }) => {
    if (!practice) return refuse<PracticeRefusal>({ type: "no-practice" });
    if (practice.closedAt) return refuse<PracticeRefusal>({ type: "practice-closed" });
    await writeClosed(trx, roundId, at);
    return done({}, { judges: practice.judges, handedIn: practice.handedIn });
  },
});
