import { z } from "zod";
import { insertCheckRequest } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/** The scorer asks a judge to look at a submitted sheet again. Nothing of the sheet changes. */
export const requestCheck = command({
  name: "request-check",
  input: z.object(placeInput),
  who: placeFor("keep-scores"),
  run: async ({ trx, input: { entry, judge }, subject, actor, at }) => {
    if (subject.roundState !== "judging") return refuse<ScoreTableRefusal>({ type: "round-not-open" });
    if (subject.sheet?.state !== "submitted") return refuse<ScoreTableRefusal>({ type: "illegal-step" });
    const request = await insertCheckRequest(trx, subject, { askedById: actor.id, askedAt: at });
    if (request === undefined) return refuse<ScoreTableRefusal>({ type: "check-asked" });
    return done({ request }, { entry, judge, request });
  },
});
