import type { Kysely, Transaction } from "kysely";
import type { DB, Json } from "../schema.ts";

export interface AuditEntry {
  at: Date;
  command: string;
  actorId: string | null;
  editionId?: number | null;
  roundId?: number | null;
  applicationId?: number | null;
  facts: Json;
}

export async function appendAudit(trx: Transaction<DB>, entry: AuditEntry): Promise<void> {
  await trx.insertInto("auditEntries").values(entry).execute();
}

/**
 * How many recorded changes the round has seen. Every write to a round goes through a command, which appends its entry
 * in the same transaction, and entries are never removed: so the number grows exactly when a change becomes visible,
 * and an answer computed at one revision is right for as long as the revision stands.
 */
export async function findRoundRevision(db: Kysely<DB>, roundId: number): Promise<number> {
  const { entries } = await db
    .selectFrom("auditEntries")
    .select((eb) => eb.fn.countAll<string>().as("entries"))
    .where("roundId", "=", roundId)
    .executeTakeFirstOrThrow();
  return Number(entries);
}
