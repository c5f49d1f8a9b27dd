import { countingVotes } from "~/rules/standings/scoring.ts";
import type { Db } from "~db/client.ts";
import { readConsistently } from "~db/queries/exchange/exported.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import type { Worked } from "./plan.ts";

/** What the round's workbook is made of, as it is in one moment; null for a round without a rule. Six queries. */
export async function readWorked(db: Db, roundId: number): Promise<Worked | null> {
  return await readConsistently(db, async (trx) => {
    const [found] = await findStandings(trx, [roundId]);
    if (!found) return null;
    const { rule, standings } = found;
    const { votedOn, ...round } = { ...(await findBundledInputs(trx, roundId)), rule };
    return { standings, round: { ...round, votes: countingVotes({ ...round, votedOn }) } };
  });
}
