import { z } from "zod";
import { mayCreateEditions } from "~/rules/accounts/access.ts";
import { editionBasicsSchema } from "~/rules/editions/edition-basics.ts";
import { copyEditionRounds, copyEditionSettings } from "~db/queries/editions/copied-edition.ts";
import { insertEdition } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug } from "./edition-to-set-up.ts";

/**
 * Begins an edition, from nothing or from an earlier one: then with all that one settled and, where asked, with its rounds and the
 * people of their panels. Only an organizer of everything may: the right comes from the command line.
 */
export const createEdition = command({
  name: "create-edition",
  input: z.object({
    basics: editionBasicsSchema,
    /** The earlier edition that is its pattern. */
    from: editionSlug.optional(),
    rounds: z.boolean().default(false),
    panels: z.boolean().default(false),
  }),
  who: async ({ trx, input, actor }) => {
    if (!mayCreateEditions(actor)) return null;
    if (input.from === undefined) return { editionId: null, pattern: null };
    const pattern = await findEdition(trx, input.from);
    return pattern ? { editionId: null, pattern } : null;
  },
  run: async ({ trx, input: { basics, rounds, panels }, actor, subject: { pattern }, at }) => {
    const made = await insertEdition(trx, { ...basics, state: "draft" });
    if (made === undefined) return refuse({ type: "slug-taken" as const });
    const facts = { made, slug: basics.slug, together: basics.rolesMayFallTogether };
    if (!pattern) return done({ slug: basics.slug }, facts);
    await copyEditionSettings(trx, { from: pattern.id, to: made, by: actor.id, at });
    const to = { id: made, slug: basics.slug, ordinal: basics.ordinal };
    const copied = rounds ? await copyEditionRounds(trx, { from: pattern, to, panels }) : [];
    return done({ slug: basics.slug }, { ...facts, pattern: pattern.slug, rounds: copied, panels: rounds && panels });
  },
});
