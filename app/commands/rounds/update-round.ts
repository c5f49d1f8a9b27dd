import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { roundBasicsSchema, roundFormValues } from "~/rules/rounds/round-basics.ts";
import { existsSlug, findBasics, findTracks, writeBasics } from "~db/queries/rounds/rounds.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { unknownTrack } from "./create-round.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type UpdateRefusal =
  | { type: "stale-version" | "slug-taken" | "fixed-after-draft" | "release-fixed" }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * Changes what a round is: title, place, time, capacity. Its slug, which is its address, and its kind change only while
 * it is a draft. `version` is the digest of the basics that the change was made to.
 */
export const updateRound = command({
  name: "update-round",
  input: z.object({ round: roundSlug, version: z.string(), basics: roundBasicsSchema }),
  who: roundToSetUp,
  run: async ({ trx, input: { basics, version }, subject: { roundId, editionId, round } }) => {
    if (round.releaseState) return refuse<UpdateRefusal>({ type: "release-fixed" });
    const before = await findBasics(trx, roundId);
    if (digestOf(roundFormValues(before)) !== version) return refuse<UpdateRefusal>({ type: "stale-version" });
    const moves = basics.slug !== before.slug || basics.kind !== before.kind;
    if (moves && round.state !== "draft") return refuse<UpdateRefusal>({ type: "fixed-after-draft" });
    if (await existsSlug(trx, basics.slug, roundId)) return refuse<UpdateRefusal>({ type: "slug-taken" });
    const tracks = await findTracks(trx, editionId);
    const trackId = tracks.find((each) => each.key === basics.track)?.id ?? null;
    if (basics.track !== null && trackId === null) {
      return refuse<UpdateRefusal>({ type: "invalid-input", fields: [unknownTrack] });
    }
    await writeBasics(trx, roundId, { ...basics, trackId });
    const saved = digestOf(roundFormValues(basics));
    return done({ slug: basics.slug, version: saved }, { slug: basics.slug, basics: saved });
  },
});
