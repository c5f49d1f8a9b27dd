import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import { cacheByRevision } from "~/services/http/render-cache.ts";
import { findScoreBoard } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/** The standings as the sheets give them at one revision of the round, with all that the desk's table shows. */
export interface LiveStandings {
  revision: number;
  standings: RoundStandings;
  board: ScoreBoard;
}

/** The round's standings now; null for a round without a rule. One query where they are kept, otherwise four. */
export const liveStandings = cacheByRevision<LiveStandings | null>(100, async (trx, roundId, { revision }) => {
  const [standings] = await findStandings(trx, [roundId]);
  return standings ? { revision, standings, board: await findScoreBoard(trx, roundId) } : null;
});
