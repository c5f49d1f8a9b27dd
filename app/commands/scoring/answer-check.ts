import { z } from "zod";
import { answerCheckRequest } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { ownSheetOf } from "./own-sheet.ts";

/** The judge answers a request to check the own sheet: it stands, or it should be opened again, which the scorer then asks for. */
export const answerCheck = command({
  name: "answer-check",
  input: z.object({ round: z.string(), entry: z.string(), answer: z.enum(["stands", "mend"]) }),
  who: ownSheetOf,
  run: async ({ trx, input: { entry, answer }, subject, at }) => {
    const answered = await answerCheckRequest(trx, subject, { answer, answeredAt: at });
    if (!answered) return refuse<{ type: "illegal-step" }>({ type: "illegal-step" });
    return done({}, { entry, judge: subject.judge, answer });
  },
});
