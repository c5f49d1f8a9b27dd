import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

/**
 * The round's entries, with their applications where they have one, in the order in which people go through them: as
 * drawn; where nothing is drawn by the application's code, which says nothing of who it is; else by key.
 */
export function entriesInOrder(db: Kysely<DB>, roundId: number) {
  return db
    .selectFrom("entries")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`applications.code collate "C"`, (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key");
}
