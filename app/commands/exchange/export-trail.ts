import { z } from "zod";
import { placesWith } from "~/rules/access.ts";
import { digestOf } from "~/rules/canonical-json.ts";
import { trailFilterOf } from "~/rules/trail-filter.ts";
import { command, done } from "../command.ts";

/**
 * Records that the audit trail is taken out of the house, and by which filter. What was searched for may be a person's
 * name: of that the digest.
 */
export const exportTrail = command({
  name: "export-trail",
  /** The page's address, from "?" on. */
  input: z.object({ query: z.string().max(4000) }),
  who: async ({ actor }) => (placesWith(actor, "see-trail") ? {} : null),
  run: async ({ input }) => {
    const { search, person, ...filter } = trailFilterOf(new URLSearchParams(input.query));
    const words = search === undefined && person === undefined ? null : digestOf({ search, person });
    return done({}, { filter: JSON.stringify(filter), searchDigest: words });
  },
});
