import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

/**
 * Takes the next place in the line of mails, `perSecond` a second over all instances, and answers how many milliseconds
 * from now it is. By the database's clock: those of the instances may differ.
 */
export async function takeMailPlace(db: Kysely<DB>, perSecond: number): Promise<number> {
  const step = sql<Date>`make_interval(secs => ${1 / perSecond})`;
  const { wait } = await db
    .updateTable("mailPace")
    .set({ nextAt: sql<Date>`greatest(next_at, clock_timestamp()) + ${step}` })
    .returning(sql<number>`(extract(epoch from next_at - ${step} - clock_timestamp()) * 1000)::float8`.as("wait"))
    .executeTakeFirstOrThrow();
  return Math.max(0, wait);
}

/** Lets nothing go for as many seconds: the provider asked everybody to wait. */
export async function holdMailLine(db: Kysely<DB>, seconds: number): Promise<void> {
  await db
    .updateTable("mailPace")
    .set({ nextAt: sql<Date>`greatest(next_at, clock_timestamp() + make_interval(secs => ${seconds}))` })
    .execute();
}
