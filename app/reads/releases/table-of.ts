import type { LiveStandings } from "~/reads/standings/live-standings.ts";
import type { SignedTable } from "~/rules/releases/release.ts";
import { expectedSheets } from "~/rules/standings/standing.ts";

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
