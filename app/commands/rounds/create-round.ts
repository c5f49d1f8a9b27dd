import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { roundBasicsSchema } from "~/rules/rounds/round-basics.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findTracks, insertRound } from "~db/queries/rounds/rounds.ts";
import { command, done, type FieldError, refuse } from "../command.ts";

type CreateRefusal = { type: "slug-taken" } | { type: "invalid-input"; fields: FieldError[] };

export const unknownTrack: FieldError = {
  path: "basics.track",
  code: "unknown-track",
  message: "The edition has no such track.",
};

/** Adds a round to an edition, as a draft that nobody but the desk sees. */
export const createRound = command({
  name: "create-round",
  input: z.object({ edition: z.string().min(1).max(64), basics: roundBasicsSchema }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "set-up", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ trx, input: { basics }, subject: { editionId } }) => {
    const { track, ...columns } = basics;
    const tracks = await findTracks(trx, editionId);
    const trackId = tracks.find((each) => each.key === track)?.id ?? null;
    if (track !== null && trackId === null) {
      return refuse<CreateRefusal>({ type: "invalid-input", fields: [unknownTrack] });
    }
    const roundId = await insertRound(trx, { ...columns, editionId, trackId });
    if (roundId === undefined) return refuse<CreateRefusal>({ type: "slug-taken" });
    return done({ slug: basics.slug }, { made: roundId, slug: basics.slug, kind: basics.kind });
  },
});
