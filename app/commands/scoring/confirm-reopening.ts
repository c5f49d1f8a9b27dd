import { z } from "zod";
import { isDeliberated } from "~db/queries/scoring/deliberations.ts";
import { decideReopening, findReopening, supersedeSheet } from "~db/queries/scoring/sheet-reopenings.ts";
import { answerCheckRequest } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/**
 * The supervisor confirms that a submitted sheet is opened again, never one's own request. The version that was handed in
 * is kept, and the sheet becomes a draft of the next version: all in one transaction.
 */
export const confirmReopening = command({
  name: "confirm-reopening",
  input: z.object({ ...placeInput, reopening: z.number().int().positive() }),
  who: placeFor("confirm-reopening"),
  run: async ({ trx, input, subject, actor, at }) => {
    const found = await findReopening(trx, subject, input.reopening);
    if (found?.state !== "asked") return refuse<ScoreTableRefusal>({ type: "illegal-step" });
    if (found.askedById === actor.id) return refuse<ScoreTableRefusal>({ type: "same-person" });
    if (subject.roundState !== "judging") return refuse<ScoreTableRefusal>({ type: "round-not-open" });
    if (await isDeliberated(trx, subject.entryId)) return refuse<ScoreTableRefusal>({ type: "entry-held" });
    if (subject.sheet?.state !== "submitted" || subject.sheet.version !== found.version)
      return refuse<ScoreTableRefusal>({ type: "stale-version" });
    await decideReopening(trx, found.id, { state: "confirmed", decidedById: actor.id, decidedAt: at });
    // Asked about the version that is over: what is handed in next can be asked about again
    await answerCheckRequest(trx, subject, { answer: "mend", answeredAt: at });
    const { version } = await supersedeSheet(trx, subject, { reopeningId: found.id, at });
    const { entry, judge } = input;
    return done({ version }, { entry, judge, reopening: found.id, kept: found.version, version });
  },
});
