import { findAllListedEditions } from "~db/queries/editions/public-editions.ts";
import { answering } from "./answer.server.ts";
import { writtenEdition } from "./published.server.ts";

/** The editions that the public sees, the newest first. */
export const loader = answering({
  find: async ({ context }) => ({ body: { editions: (await findAllListedEditions(context.db)).map(writtenEdition) } }),
});
