import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { chosenListColumns, isListName } from "~/rules/exchange/export-column.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done } from "../command.ts";

/** Records that one of the lists around the desk is taken out of the house: which, of what, and its columns. */
export const exportList = command({
  name: "export-list",
  sensitive: true,
  input: z.object({
    edition: z.string().max(64),
    list: z.string().refine(isListName),
    /** The heat by its slug or the batch by its number, where the list is of one. */
    of: z.string().max(64).nullable(),
    format: z.enum(["xlsx", "csv"]),
    columns: z.array(z.string().max(40)).max(100),
  }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "move-data", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ input: { list, of, format, columns } }) =>
    done({}, { list, of, format, columns: [...chosenListColumns(list, columns)] }),
});
