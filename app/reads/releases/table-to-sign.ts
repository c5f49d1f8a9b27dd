import { type SignedTable, signedTable } from "~/rules/releases/release.ts";
import type { Db } from "~db/client.ts";
import { findTableSheets } from "~db/queries/releases/signed-tables.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/** The round's table as it stands in this moment, ready to be signed; null for a round without a rule. Two queries. */
export async function tableToSign(db: Db, roundId: number): Promise<SignedTable | null> {
  const [standings] = await findStandings(db, [roundId]);
  const sheets = standings && (await findTableSheets(db, roundId));
  return sheets ? signedTable(standings, sheets) : null;
}
