import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { industryChainsSchema, readStoredChains } from "~/rules/portrait/industry-chain.ts";
import { findEditionChoices, updateEdition } from "~db/queries/editions/edition-settings.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

type ChainsRefusal = { type: "stale-version" } | { type: "invalid-input"; fields: FieldError[] };

/** The industry chains of an edition. `version` is the digest of the chains that the change was made to. */
export const saveIndustryChains = command({
  name: "save-industry-chains",
  input: z.object({ edition: editionSlug, version: z.string(), chains: industryChainsSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { chains, version }, subject: { edition } }) => {
    if (digestOf(readStoredChains(edition.industryChains)) !== version)
      return refuse<ChainsRefusal>({ type: "stale-version" });
    const { tracks } = await findEditionChoices(trx, edition.id);
    const known = new Set(tracks.map(({ key }) => key));
    const fields = chains.flatMap((chain, at) =>
      chain.tracks.flatMap(({ track }, place) =>
        known.has(track) ? [] : [unknownTrack(`chains.${at}.tracks.${place}`)],
      ),
    );
    if (fields.length > 0) return refuse<ChainsRefusal>({ type: "invalid-input", fields });
    await updateEdition(trx, edition.id, { industryChains: chains });
    return done({ version: digestOf(chains) }, { chains: digestOf(chains), chainCount: chains.length });
  },
});

function unknownTrack(path: string): FieldError {
  return { path, code: "unknown-track", message: "The edition has no such track." };
}
