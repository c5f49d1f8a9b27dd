import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { decideReopening, findReopening } from "~db/queries/scoring/sheet-reopenings.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/** The supervisor declines to open a sheet again, or the scorer who asked takes the request back: the sheet stands. */
export const declineReopening = command({
  name: "decline-reopening",
  input: z.object({ ...placeInput, reopening: z.number().int().positive() }),
  who: async (request) => {
    const place = await placeFor("see-scores")(request);
    if (!place) return null;
    const found = await findReopening(request.trx, place, request.input.reopening);
    const scope = { editionId: place.editionId, roundId: place.roundId };
    const theirs = found?.askedById === request.actor.id && can(request.actor, "keep-scores", scope);
    return found && (theirs || can(request.actor, "confirm-reopening", scope)) ? { ...place, found } : null;
  },
  run: async ({ trx, input: { entry, judge }, subject: { found }, actor, at }) => {
    if (found.state !== "asked") return refuse<ScoreTableRefusal>({ type: "illegal-step" });
    await decideReopening(trx, found.id, { state: "declined", decidedById: actor.id, decidedAt: at });
    return done({}, { entry, judge, reopening: found.id, own: found.askedById === actor.id });
  },
});
