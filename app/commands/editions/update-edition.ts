import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionBasicsSchema, editionFormValues } from "~/rules/editions/edition-basics.ts";
import { basicsOf, existsEditionSlug, updateEdition as writeEdition } from "~db/queries/editions/edition-settings.ts";
import { existsPublishedIn, findRoundsInRelease, type RoundInRelease } from "~db/queries/releases/releases.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "./edition-to-set-up.ts";

type UpdateRefusal =
  | { type: "stale-version" | "slug-taken" | "fixed-after-draft" | "data-erased" | "results-published" }
  | { type: "hands-fixed"; rounds: RoundInRelease[] };

/**
 * Changes what an edition is: name, dates, state, second check, who may release results, the day on which personal data is erased. Its slug, which
 * is its address, changes only while it is a draft; who may release results, only while no release is under way. It is no draft any more while results of it are public. `version` is the digest of the basics that the change was made to.
 */
export const updateEdition = command({
  name: "update-edition",
  input: z.object({ edition: editionSlug, version: z.string(), basics: editionBasicsSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { basics, version }, subject: { edition } }) => {
    if (digestOf(editionFormValues(basicsOf(edition))) !== version)
      return refuse<UpdateRefusal>({ type: "stale-version" });
    if (basics.slug !== edition.slug && edition.state !== "draft")
      return refuse<UpdateRefusal>({ type: "fixed-after-draft" });
    if (basics.state === "draft" && edition.state !== "draft" && (await existsPublishedIn(trx, edition.id)))
      return refuse<UpdateRefusal>({ type: "results-published" });
    if (await existsEditionSlug(trx, basics.slug, edition.id)) return refuse<UpdateRefusal>({ type: "slug-taken" });
    // What is erased is erased: its day stands, and so does the end of applying
    if (edition.erasedAt && basics.retentionOn !== edition.retentionOn)
      return refuse<UpdateRefusal>({ type: "data-erased" });
    const before = edition.rolesMayFallTogether;
    const together = basics.rolesMayFallTogether;
    const rounds = together === before ? [] : await findRoundsInRelease(trx, edition.id);
    if (rounds.length > 0) return refuse<UpdateRefusal>({ type: "hands-fixed", rounds });
    await writeEdition(trx, edition.id, basics);
    const saved = digestOf(editionFormValues(basics));
    const hands: Record<string, string> = together === before ? {} : { togetherBefore: before, together };
    const facts = { slug: basics.slug, basics: saved, state: basics.state, ...hands };
    return done({ slug: basics.slug, version: saved }, facts);
  },
});
