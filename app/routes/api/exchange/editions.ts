import { answering, editionJson } from "~/reads/exchange/answer.ts";
import { findAllListedEditions } from "~db/queries/editions/public-editions.ts";

/** The editions that the public sees, the newest first. */
export const loader = answering({
  find: async ({ context }) => ({
    body: { editions: (await findAllListedEditions(context.publicDb)).map(editionJson) },
  }),
});
