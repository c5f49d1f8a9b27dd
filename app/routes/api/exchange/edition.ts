import { answering, editionJson } from "~/reads/exchange/answer.ts";
import { findAllListedEditions } from "~db/queries/editions/public-editions.ts";

/** One edition. */
export const loader = answering({
  find: async ({ context, params }) => {
    const editions = await findAllListedEditions(context.publicDb);
    const edition = editions.find(({ slug }) => slug === params.edition);
    return edition ? { body: editionJson(edition) } : null;
  },
});
