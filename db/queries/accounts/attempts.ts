import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/**
 * Counts one more use of `key` and answers how many there were in its current window and when that window began, in one
 * statement, so that parallel requests and several instances cannot pass by one another. A window older than
 * `windowSeconds` is over, and this use begins the next.
 */
export async function countUse(
  db: Kysely<DB>,
  key: string,
  windowSeconds: number,
  at: Date,
): Promise<{ count: number; windowStartedAt: Date }> {
  const isOver = sql<boolean>`rate_limits.window_started_at <= ${new Date(at.getTime() - windowSeconds * 1000)}`;
  return await db
    .insertInto("rateLimits")
    .values({ key, count: 1, windowStartedAt: at })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({
        count: sql`case when ${isOver} then 1 else rate_limits.count + 1 end`,
        windowStartedAt: sql`case when ${isOver} then excluded.window_started_at else rate_limits.window_started_at end`,
      }),
    )
    .returning(["count", "windowStartedAt"])
    .executeTakeFirstOrThrow();
}

/** Gives back one use of `key`: it was none. Of the window that began then, or of whatever is now; in one that is over nothing is left of it. */
export async function returnUse(db: Kysely<DB>, key: string, windowStartedAt?: Date): Promise<void> {
  const window = windowStartedAt ? sql<boolean>`window_started_at = ${windowStartedAt}` : sql<boolean>`true`;
  await db.deleteFrom("rateLimits").where("key", "=", key).where(window).where("count", "=", 1).execute();
  await db
    .updateTable("rateLimits")
    .set((eb) => ({ count: eb("count", "-", 1) }))
    .where("key", "=", key)
    .where(window)
    .where("count", ">", 1)
    .execute();
}

/** Gives back every use of `key`. */
export async function returnAllUses(db: Kysely<DB>, key: string): Promise<void> {
  await db.deleteFrom("rateLimits").where("key", "=", key).execute();
}
