import { answering, roundJson } from "~/reads/exchange/answer.ts";
import { findAllListedRounds } from "~db/queries/editions/public-editions.ts";

/** The rounds that the public sees, of all editions or of one. */
export const loader = answering({
  find: async ({ request, context }) => {
    const edition = new URL(request.url).searchParams.get("edition") ?? undefined;
    return { body: { rounds: (await findAllListedRounds(context.publicDb, { edition })).map(roundJson) } };
  },
});
