import { type SignedTable, signedTable } from "~/rules/releases/signed-table.ts";
import { expectedSheets } from "~/rules/standings/score-board.ts";
import type { LiveStandings } from "~/services/live/live-standings.ts";
import type { Db } from "~db/client.ts";
import { findTableSheets } from "~db/queries/releases/signed-tables.ts";
import { findLaterInputs } from "~db/queries/standings/later-inputs.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/** The table that is to be signed as the page shows it: what it sums up to, its lines and the words for them. */
export function tableOf({ standings, digest }: SignedTable, live: LiveStandings | null) {
  const lines = standings.standings;
  const board = live?.board ?? { judges: [], recusals: [], asked: null, out: [], sheets: [] };
  return {
    digest,
    entries: lines.length,
    ranked: lines.filter((each) => each.rank !== null).length,
    shared: lines.filter((each) => each.shared).length,
    sheets: board.sheets.length,
    missing: expectedSheets(board, lines.length) - board.sheets.length,
    standings: JSON.stringify(standings),
    words: {
      criteria: live?.board.criteria ?? [],
      groups: live?.board.groups ?? [],
      entries: live?.board.entries ?? [],
    },
  };
}

/** The round's table as it stands in this moment, ready to be signed; null for a round without a rule. Three queries. */
export async function tableToSign(db: Db, roundId: number): Promise<SignedTable | null> {
  const [standings] = await findStandings(db, [roundId]);
  const sheets = standings && (await findTableSheets(db, roundId));
  return sheets ? signedTable(standings, { ...sheets, ...(await findLaterInputs(db, roundId)) }) : null;
}
