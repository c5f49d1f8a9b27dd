import { findAllListedEditions } from "~db/queries/editions/public-editions.ts";
import { answering } from "./answer.server.ts";
import { writtenEdition } from "./published.server.ts";

/** One edition. */
export const loader = answering({
  find: async ({ context, params }) => {
    const editions = await findAllListedEditions(context.db);
    const edition = editions.find(({ slug }) => slug === params.edition);
    return edition ? { body: writtenEdition(edition) } : null;
  },
});
