import { type JudgeLevel, judgeLevels } from "~/rules/standings/agreement.ts";
import { wholePart } from "~/rules/standings/mark-table.ts";
import type { JudgedRound } from "~/rules/standings/scoring.ts";
import type { RoundStandings, ScoreBoard } from "~/rules/standings/standing.ts";
import { cacheByRevision } from "~/services/http/render-cache.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findAllPanelVotes, type PanelVote } from "~db/queries/standings/panel-votes.ts";
import { findMarkTable, findScoreBoard } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/** All that the standings desk shows of a round at one revision: the result, and every mark that it came from. */
export interface DeskRound {
  revision: number;
  standings: RoundStandings;
  board: ScoreBoard;
  judged: JudgedRound;
  /** How strict each judge is, over the entries that all of them scored. */
  levels: JudgeLevel[];
  /** The panel's votes, the newest first. */
  votes: PanelVote[];
}

/** The round now; null for one without a rule. One query where it is kept, otherwise twelve. */
export const standingsDesk = cacheByRevision<DeskRound | null>(10, async (trx, roundId, revision) => {
  const [standings] = await findStandings(trx, [roundId]);
  if (!standings) return null;
  const board = await findScoreBoard(trx, roundId);
  const { judges, ...inputs } = await findBundledInputs(trx, roundId);
  const judged = { ...inputs, judges: judges.map(({ name: _, ...judge }) => judge), rule: standings.rule };
  const table = await findMarkTable(trx, { roundId, criterion: null });
  const levels = table ? judgeLevels(wholePart(table)) : [];
  return { revision, standings, board, judged, levels, votes: await findAllPanelVotes(trx, roundId) };
});
