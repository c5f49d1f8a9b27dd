import { z } from "zod";
import { whyNotReopenSheet } from "~/rules/scoring/sheet-lock.ts";
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
    if (!found) return refuse<ScoreTableRefusal>({ type: "illegal-step" });
    const deliberated = await isDeliberated(trx, subject.entryId);
    const place = { round: subject.roundState, deliberated, sheet: subject.sheet };
    const why = whyNotReopenSheet(found, place, actor.id);
    if (why !== null) return refuse<ScoreTableRefusal>({ type: why });
    await decideReopening(trx, found.id, { state: "confirmed", decidedById: actor.id, decidedAt: at });
    // Asked about the version that is over: what is handed in next can be asked about again
    await answerCheckRequest(trx, subject, { answer: "mend", answeredAt: at });
    const { version } = await supersedeSheet(trx, subject, { reopeningId: found.id, at });
    const { entry, judge } = input;
    return done({ version }, { entry, judge, reopening: found.id, kept: found.version, version });
  },
});
