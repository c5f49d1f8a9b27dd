import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { can } from "~/rules/accounts/access.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done } from "../command.ts";

/** Puts on record that the files of a list leave the house, and whether proofs of identity are among them. */
export const exportAttachments = command({
  name: "export-attachments",
  sensitive: true,
  input: z.object({ edition: z.string().max(64), query: z.string().max(4000), identity: z.boolean() }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "move-data", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ input: { query, identity } }) => {
    const { search, ...filter } = filterOf(new URLSearchParams(query));
    // What was searched for may be a person's name
    const searchDigest = search === undefined ? null : digestOf(search);
    return done({}, { filter: JSON.stringify(filter), searchDigest, identity });
  },
});
