import type { Kysely } from "kysely";
import type { BatchInput } from "~/rules/screening/batch.ts";
import type { DB } from "../schema.ts";
import type { BatchState } from "./batches.ts";

export const itemStates = ["waiting", "done", "refused"] as const;
export type ItemState = (typeof itemStates)[number];

/** How many rows of the batch wait, are done, were refused. One query. */
export async function countItems(db: Kysely<DB>, batchId: number): Promise<Record<ItemState, number>> {
  const rows = await db
    .selectFrom("batchItems")
    .select((eb) => ["state", eb.fn.countAll<string>().as("count")])
    .where("batchId", "=", batchId)
    .groupBy("state")
    .execute();
  const counts = { waiting: 0, done: 0, refused: 0 };
  for (const { state, count } of rows) counts[state as ItemState] = Number(count);
  return counts;
}

export const itemsOnPage = 50;

/** Rows of the batch with their applications, in order, from behind that position; of a page one more when there are more. One query. */
export async function findBatchItems(
  db: Kysely<DB>,
  { batchId, state, after, limit }: { batchId: number; state?: ItemState; after: number; limit?: number },
) {
  const rows = await db
    .selectFrom("batchItems")
    .innerJoin("applications", "applications.id", "batchItems.applicationId")
    .select([
      "batchItems.position",
      "batchItems.state",
      "batchItems.result",
      "batchItems.error",
      "applications.code",
      "applications.projectTitle",
      "applications.leaderName",
    ])
    .where("batchItems.batchId", "=", batchId)
    .$if(state !== undefined, (query) => query.where("batchItems.state", "=", state ?? ""))
    .where("batchItems.position", ">", after)
    .orderBy("batchItems.position")
    .limit(limit ?? itemsOnPage + 1)
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as ItemState,
    result: row.result as { proposed?: boolean; screener?: string | null } | null,
    error: row.error as ({ type: string } & Record<string, unknown>) | null,
  }));
}

/** The edition's latest batches, the newest first, each with its counts and who started it. One query. */
export async function findRecentBatches(db: Kysely<DB>, editionId: number) {
  const rows = await db
    .selectFrom("batches")
    .innerJoin("users", "users.id", "batches.createdById")
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("batchItems")
          .select(({ fn }) => [
            fn.countAll<string>().as("total"),
            fn.countAll<string>().filterWhere("state", "=", "done").as("done"),
            fn.countAll<string>().filterWhere("state", "=", "refused").as("refused"),
          ])
          .whereRef("batchItems.batchId", "=", "batches.id")
          .as("counts"),
      (join) => join.onTrue(),
    )
    .select([
      "batches.id",
      "batches.input",
      "batches.state",
      "batches.createdAt",
      "users.name as startedBy",
      "counts.total",
      "counts.done",
      "counts.refused",
    ])
    .where("batches.editionId", "=", editionId)
    .where("batches.act", "in", ["decide", "assign-screener"])
    .orderBy("batches.id", "desc")
    .limit(50)
    .execute();
  return rows.map((row) => ({
    ...row,
    input: row.input as unknown as BatchInput,
    state: row.state as BatchState,
    total: Number(row.total),
    done: Number(row.done),
    refused: Number(row.refused),
  }));
}
