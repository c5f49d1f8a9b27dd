import { z } from "zod";
import { mayCreateEditions } from "~/rules/accounts/access.ts";
import { editionBasicsSchema } from "~/rules/editions/edition-basics.ts";
import { insertEdition } from "~db/queries/editions/edition-settings.ts";
import { command, done, refuse } from "../command.ts";

/** Begins an edition. Only an organizer of everything may: the right comes from the command line. */
export const createEdition = command({
  name: "create-edition",
  input: z.object({ basics: editionBasicsSchema }),
  who: async ({ actor }) => (mayCreateEditions(actor) ? {} : null),
  run: async ({ trx, input: { basics } }) => {
    const made = await insertEdition(trx, { ...basics, state: "draft" });
    if (made === undefined) return refuse({ type: "slug-taken" as const });
    return done({ slug: basics.slug }, { made, slug: basics.slug, together: basics.rolesMayFallTogether });
  },
});
