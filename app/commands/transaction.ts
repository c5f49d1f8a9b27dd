import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "kysely";
import type { Db } from "~db/client.ts";
import type { DB } from "~db/schema.ts";

const tries = 6;
/** serialization_failure and deadlock_detected: PostgreSQL says that the same transaction may succeed when tried again. */
const retryable = new Set(["40001", "40P01"]);

class Undo extends Error {
  readonly answer: unknown;
  constructor(answer: unknown) {
    super("undo");
    this.answer = answer;
  }
}

/**
 * Runs `work` in a transaction: commits when it answers ok, rolls back when it answers not ok or throws, and tries
 * again, after a short random pause, when PostgreSQL asks for it.
 */
export async function inTransaction<A extends { ok: boolean }>(
  db: Db,
  work: (trx: Transaction<DB>) => Promise<A>,
): Promise<A> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (trx) => {
        const answer = await work(trx);
        if (!answer.ok) throw new Undo(answer);
        return answer;
      });
    } catch (error) {
      if (error instanceof Undo) return error.answer as A;
      if (attempt === tries || !retryable.has(codeOf(error))) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
