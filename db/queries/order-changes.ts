import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "../schema.ts";

/** Every change of the running order after the draws, the latest first, with who made it. One query. */
export async function findOrderChanges(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("orderChanges")
    .innerJoin("users", "users.id", "orderChanges.changedById")
    .where("orderChanges.roundId", "=", roundId)
    .select([
      ...(["orderChanges.id", "orderChanges.before", "orderChanges.after", "orderChanges.reason"] as const),
      ...(["orderChanges.changedAt", "users.name as changedBy"] as const),
    ])
    .orderBy("orderChanges.id", "desc")
    .execute();
}

/** Gives the entries of `after` their places in the order in which they stand there, and keeps the change. Two statements. */
export async function changeOrder(
  trx: Transaction<DB>,
  change: {
    roundId: number;
    before: string[];
    after: string[];
    /** The places that are given out, in order: those of `before`. */
    places: number[];
    reason: string;
    changedById: string;
    changedAt: Date;
  },
): Promise<void> {
  const { places, ...kept } = change;
  // Numbers change hands within one statement: the constraints wait for the end
  await trx
    .updateTable("entries")
    .from(
      sql<{ key: string; place: number }>`unnest(${change.after}::text[], ${places}::int[])`.as<"given">(
        sql`given (key, place)`,
      ),
    )
    .set({ runningOrder: sql`given.place` })
    .where("entries.roundId", "=", change.roundId)
    .whereRef("entries.key", "=", "given.key")
    .execute();
  await trx.insertInto("orderChanges").values(kept).execute();
}
