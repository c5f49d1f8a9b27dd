import { answering, roundJson, versionJson } from "~/reads/exchange/answer.ts";
import { findAllListedRounds } from "~db/queries/editions/public-editions.ts";
import { findAllReadableVersions } from "~db/queries/releases/public-releases.ts";

/** One round, with every version of its results that can be read. */
export const loader = answering({
  find: async ({ context, params: { round: slug = "" } }) => {
    const [[round], versions] = await Promise.all([
      findAllListedRounds(context.publicDb, { round: slug }),
      findAllReadableVersions(context.publicDb, { round: slug }),
    ]);
    return round ? { body: { ...roundJson(round), versions: versions.map(versionJson) } } : null;
  },
});
