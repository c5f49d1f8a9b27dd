import type { Transaction } from "kysely";
import { LRUCache } from "lru-cache";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";

/**
 * Keeps what `compute` makes of a round for as long as the round's revision stands, which findRoundRevision proves: nothing
 * of the round has changed until then. One query where it is kept; otherwise all of it in one snapshot of the database.
 * At most `most` rounds are kept.
 */
export function keptByRevision<T>(
  most: number,
  compute: (trx: Transaction<DB>, roundId: number, revision: number) => Promise<T>,
): (db: Db, roundId: number) => Promise<T> {
  const kept = new WeakMap<Db, LRUCache<string, { found: Promise<T> }>>();
  return async (db, roundId) => {
    const ofRounds = kept.get(db) ?? new LRUCache<string, { found: Promise<T> }>({ max: most });
    kept.set(db, ofRounds);
    const key = `${roundId}/${await findRoundRevision(db, roundId)}`;
    const known = ofRounds.get(key);
    if (known) return await known.found;
    // The promise is kept, so that all who ask meanwhile wait for the one computation.
    const found = db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => await compute(trx, roundId, await findRoundRevision(trx, roundId)));
    ofRounds.set(key, { found });
    found.catch(() => ofRounds.delete(key));
    return await found;
  };
}
