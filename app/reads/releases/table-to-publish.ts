import { bundleInputs } from "~/rules/releases/bundle.ts";
import type { FrozenRelease } from "~/rules/releases/frozen-release.ts";
import { signedTable } from "~/rules/releases/signed-table.ts";
import type { Db } from "~db/client.ts";
import { findBundledInputs, findWordsToFreeze } from "~db/queries/releases/signed-tables.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/**
 * The digest of the round's table as it stands in this moment, by the marks themselves, with all that its publication keeps;
 * null for a round without a rule. Eight queries.
 */
export async function tableToPublish(
  db: Db,
  roundId: number,
): Promise<{ digest: string; frozen: FrozenRelease } | null> {
  const [standings] = await findStandings(db, [roundId]);
  const found = await findWordsToFreeze(db, roundId);
  if (!standings || !found) return null;
  const { namesJudges, ...words } = found;
  const judged = await findBundledInputs(db, roundId);
  const { digest } = signedTable(standings, { ...judged, salt: words.inputsSalt });
  const names = namesJudges ? Object.fromEntries(judged.judges.map(({ key, name }) => [key, name])) : null;
  return { digest, frozen: { ...words, inputs: bundleInputs({ ...judged, rule: standings.rule }, names) } };
}
