import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { can } from "~/rules/accounts/access.ts";
import { chosenColumns } from "~/rules/exchange/export-column.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { countExported } from "~db/queries/exchange/exported.ts";
import { command, done } from "../command.ts";

/**
 * Records that a list is taken out of the house: its filter, its columns and how many applications it has. What was
 * searched for may be a person's name: of that the digest. Answers the number.
 */
export const exportApplications = command({
  name: "export-applications",
  sensitive: true,
  input: z.object({
    edition: z.string().max(64),
    format: z.enum(["xlsx", "csv"]),
    /** The list's address, from "?" on. */
    query: z.string().max(4000),
    columns: z.array(z.string().max(40)).max(100),
  }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "move-data", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ trx, input, actor, subject: { editionId } }) => {
    const { search, ...filter } = filterOf(new URLSearchParams(input.query));
    const desk = { editionId, me: actor.id };
    const count = await countExported(trx, desk, { search, ...filter });
    const columns = [...chosenColumns(input.columns)];
    const searchDigest = search === undefined ? null : digestOf(search);
    return done({ count }, { format: input.format, count, columns, searchDigest, filter: JSON.stringify(filter) });
  },
});
