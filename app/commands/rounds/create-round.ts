import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { roundBasicsSchema } from "~/rules/rounds/round-basics.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { copyRoundSetup, copySeats } from "~db/queries/rounds/copied-rounds.ts";
import { findRound, findTracks, insertRound } from "~db/queries/rounds/rounds.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug } from "./round-to-set-up.ts";

type CreateRefusal = { type: "slug-taken" } | { type: "invalid-input"; fields: FieldError[] };

export const unknownTrack: FieldError = {
  path: "basics.track",
  code: "unknown-track",
  message: "The edition has no such track.",
};

/**
 * Adds a round to an edition, as a draft that nobody but the desk sees; where another round is its pattern, with the rubric, rule and
 * way of the day of that one, and with the people of its panel where that is asked. Nobody is invited.
 */
export const createRound = command({
  name: "create-round",
  input: z.object({
    edition: z.string().min(1).max(64),
    basics: roundBasicsSchema,
    /** The round that is its pattern. */
    from: roundSlug.optional(),
    panel: z.boolean().default(false),
  }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    if (!edition || !can(actor, "set-up", { editionId: edition.id })) return null;
    if (input.from === undefined) return { editionId: edition.id, pattern: null };
    const pattern = await findRound(trx, input.from);
    if (!pattern || pattern.rehearsalOfId !== null) return null;
    const mayRead = can(actor, "set-up", { editionId: pattern.editionId, roundId: pattern.id });
    return mayRead ? { editionId: edition.id, pattern } : null;
  },
  run: async ({ trx, input: { basics, panel }, subject: { editionId, pattern } }) => {
    const { track, ...columns } = basics;
    const tracks = await findTracks(trx, editionId);
    const trackId = tracks.find((each) => each.key === track)?.id ?? null;
    if (track !== null && trackId === null) {
      return refuse<CreateRefusal>({ type: "invalid-input", fields: [unknownTrack] });
    }
    const roundId = await insertRound(trx, { ...columns, editionId, trackId });
    if (roundId === undefined) return refuse<CreateRefusal>({ type: "slug-taken" });
    if (pattern) await copyRoundSetup(trx, pattern.id, roundId);
    if (pattern && panel) await copySeats(trx, { from: pattern.id, to: roundId, head: true });
    const facts = { made: roundId, slug: basics.slug, kind: basics.kind };
    return done({ slug: basics.slug }, pattern ? { ...facts, pattern: pattern.slug, panel } : facts);
  },
});
