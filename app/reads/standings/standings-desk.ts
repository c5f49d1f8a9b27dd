import type { Transaction } from "kysely";
import { type JudgeLevel, judgeLevels } from "~/rules/standings/agreement.ts";
import { wholePart } from "~/rules/standings/mark-table.ts";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { JudgedRound } from "~/rules/standings/scoring.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import { cacheByRevision } from "~/services/http/render-cache.ts";
import type { Db } from "~db/client.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findAllPanelVotes, type PanelVote } from "~db/queries/standings/panel-votes.ts";
import { findMarkTable, findScoreBoard } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import type { DB } from "~db/schema.ts";

/** The round's result and whose sheets are in, at one revision: what the table shows. */
export interface DeskTable {
  revision: number;
  /** When it was read, in milliseconds of the epoch. */
  at: number;
  standings: RoundStandings;
  board: ScoreBoard;
}

/** Every mark that the result came from, and what is said of it. */
export interface DeskMarks {
  judged: JudgedRound;
  /** How strict each judge is, over the entries that all of them scored. */
  levels: JudgeLevel[];
  /** The panel's votes, the newest first. */
  votes: PanelVote[];
}

/** All that the standings desk shows of a round. */
export type DeskRound = DeskTable & DeskMarks;

type Of = Pick<DeskTable, "revision" | "at">;

/** In a round of more entries each unfolds on its own: the page would be too long to fetch. */
export const mostUnfolded = 60;

/**
 * The round's table, with the marks where it has few enough entries to show them all; null for a round without a rule. Of a
 * round with more it may be up to a second old, and is read at most three times in it, however many look on. At most one
 * query where it is kept, otherwise four, or twelve with the marks.
 */
export const standingsTable = cacheByRevision<(DeskTable & Partial<DeskMarks>) | null>(
  10,
  async (trx, roundId, of) => {
    const table = await readTable(trx, roundId, of);
    if (!table || isLong(table)) return table;
    return { ...table, ...(await readMarks(trx, roundId, table)) };
  },
  { isDear: isLong, everyMs: 300, mostMs: 1_000 },
);

/** All of the round as it is now; null for one without a rule. One or two queries where it is kept, otherwise twelve or so. */
export async function standingsDesk(db: Db, roundId: number): Promise<DeskRound | null> {
  const table = await standingsTable(db, roundId);
  if (!table) return null;
  const { judged, levels, votes, ...rest } = table;
  if (judged && levels && votes) return { ...rest, judged, levels, votes };
  return await longDesk(db, roundId);
}

const longDesk = cacheByRevision<DeskRound | null>(10, async (trx, roundId, of) => {
  const table = await readTable(trx, roundId, of);
  return table && { ...table, ...(await readMarks(trx, roundId, table)) };
});

function isLong(table: DeskTable | null): boolean {
  return table !== null && table.standings.standings.length > mostUnfolded;
}

async function readTable(trx: Transaction<DB>, roundId: number, of: Of): Promise<DeskTable | null> {
  const [standings] = await findStandings(trx, [roundId]);
  return standings ? { ...of, standings, board: await findScoreBoard(trx, roundId) } : null;
}

async function readMarks(trx: Transaction<DB>, roundId: number, { standings }: DeskTable): Promise<DeskMarks> {
  const { judges, ...inputs } = await findBundledInputs(trx, roundId);
  const judged = { ...inputs, judges: judges.map(({ name: _, ...judge }) => judge), rule: standings.rule };
  const table = await findMarkTable(trx, { roundId, criterion: null });
  const levels = table ? judgeLevels(wholePart(table)) : [];
  return { judged, levels, votes: await findAllPanelVotes(trx, roundId) };
}
