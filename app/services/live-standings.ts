import { LRUCache } from "lru-cache";
import type { ScoreBoard } from "~/rules/score-board.ts";
import type { RoundStandings } from "~/rules/standing.ts";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit.ts";
import { findScoreBoard } from "~db/queries/score-boards.ts";
import { findStandings } from "~db/queries/standings.ts";

/** The standings as the sheets give them at one revision of the round, with all that the desk's table shows. */
export interface LiveStandings {
  revision: number;
  standings: RoundStandings;
  board: ScoreBoard;
}

const kept = new WeakMap<Db, LRUCache<string, Promise<LiveStandings | null>>>();

/**
 * The round's standings now; null for a round without a rule. Computed once a revision, which findRoundRevision proves: as long as the revision stands,
 * nothing of the round has changed. One query where they are kept, otherwise all in one snapshot of the database.
 */
export async function liveStandings(db: Db, roundId: number): Promise<LiveStandings | null> {
  const ofRounds = kept.get(db) ?? new LRUCache<string, Promise<LiveStandings | null>>({ max: 100 });
  kept.set(db, ofRounds);
  const key = `${roundId}/${await findRoundRevision(db, roundId)}`;
  const known = ofRounds.get(key);
  if (known) return await known;
  // The promise is kept, so that all who ask meanwhile wait for the one computation.
  const fresh = compute(db, roundId);
  ofRounds.set(key, fresh);
  fresh.catch(() => ofRounds.delete(key));
  return await fresh;
}

async function compute(db: Db, roundId: number): Promise<LiveStandings | null> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const revision = await findRoundRevision(trx, roundId);
      const [standings] = await findStandings(trx, [roundId]);
      if (!standings) return null;
      const board = await findScoreBoard(trx, roundId);
      return { revision, standings, board };
    });
}
