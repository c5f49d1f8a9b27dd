import type { Kysely, Transaction } from "kysely";
import type { RowResult } from "~db/json-columns.ts";
import type { DB } from "~db/schema.ts";

/** The next row of a running batch that waits, behind that position; undefined when none does, or when it was stopped. */
export async function findNextItem(db: Kysely<DB>, batchId: number, after: number) {
  return await db
    .selectFrom("batchItems")
    .innerJoin("batches", "batches.id", "batchItems.batchId")
    .innerJoin("applications", "applications.id", "batchItems.applicationId")
    .leftJoin("rounds as wished", "wished.id", "applications.wishedRoundId")
    .select([
      "batchItems.position",
      "batchItems.version",
      "applications.code",
      "applications.eligibility",
      "wished.slug as wishedRound",
    ])
    .where("batchItems.batchId", "=", batchId)
    .where("batchItems.state", "=", "waiting")
    .where("batchItems.position", ">", after)
    .where("batches.state", "=", "running")
    .orderBy("batchItems.position")
    .limit(1)
    .executeTakeFirst();
}

/** Writes down what became of a row, once: what another worker wrote stays. */
export async function recordItem(
  db: Kysely<DB>,
  item: { batchId: number; position: number; at: Date } & ({ result: RowResult } | { error: { type: string } }),
): Promise<void> {
  const outcome =
    "error" in item ? { state: "refused", error: item.error } : { state: "done", result: item.result, error: null };
  await db
    .with("item", (query) =>
      query
        .updateTable("batchItems")
        .set(outcome)
        .where("batchId", "=", item.batchId)
        .where("position", "=", item.position)
        .where("state", "=", "waiting"),
    )
    .updateTable("batches")
    .set({ workedAt: item.at })
    .where("id", "=", item.batchId)
    .execute();
}

/** Ends a running batch all of whose rows are answered. */
export async function finishBatch(db: Kysely<DB>, batchId: number, at: Date): Promise<void> {
  await db
    .updateTable("batches")
    .set({ state: "done", endedAt: at })
    .where("id", "=", batchId)
    .where("state", "=", "running")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("batchItems")
            .select("batchItems.batchId")
            .whereRef("batchItems.batchId", "=", "batches.id")
            .where("batchItems.state", "=", "waiting"),
        ),
      ),
    )
    .execute();
}

/** Stops a running batch between two rows; answers false when it had ended already. */
export async function stopRunningBatch(trx: Transaction<DB>, batchId: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("batches")
    .set({ state: "stopped", endedAt: at })
    .where("id", "=", batchId)
    .where("state", "=", "running")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The running batches of which no row was done since then: their worker is gone. */
export async function findStalledBatches(db: Kysely<DB>, since: Date): Promise<number[]> {
  const rows = await db
    .selectFrom("batches")
    .select("id")
    .where("state", "=", "running")
    .where("act", "in", ["decide", "assign-screener"])
    .where("workedAt", "<", since)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
