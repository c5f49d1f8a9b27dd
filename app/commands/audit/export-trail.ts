import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { can, placesWith } from "~/rules/accounts/access.ts";
import { trailFilterOf } from "~/rules/audit/trail-filter.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done, type Subject } from "../command.ts";

/**
 * Records that the audit trail is taken out of the house, and by which filter. What was searched for may be a person's
 * name: of that the digest.
 */
export const exportTrail = command({
  name: "export-trail",
  sensitive: true,
  /** The page's address, from "?" on. */
  input: z.object({ query: z.string().max(4000) }),
  who: async ({ trx, input, actor }): Promise<Subject | null> => {
    const places = placesWith(actor, "see-trail");
    if (!places) return null;
    const { edition: slug } = trailFilterOf(new URLSearchParams(input.query));
    const edition = slug === undefined ? undefined : await findEdition(trx, slug);
    if (edition && can(actor, "see-trail", { editionId: edition.id })) return { editionId: edition.id };
    if (places.everywhere) return {};
    // Where others who oversee it will see it
    const [editionId] = places.editionIds;
    return editionId === undefined ? { roundId: places.roundIds[0] } : { editionId };
  },
  run: async ({ input }) => {
    const { search, person, ...filter } = trailFilterOf(new URLSearchParams(input.query));
    const words = search === undefined && person === undefined ? null : digestOf({ search, person });
    return done({}, { filter: JSON.stringify(filter), searchDigest: words });
  },
});
