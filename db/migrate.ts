import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";

/**
 * Brings the database to the newest migration; safe to call at every start and from several processes at once
 * (the migrator holds a lock). Answers the names it applied; throws what the failing migration threw.
 */
export async function migrate<DB>(db: Kysely<DB>): Promise<string[]> {
  const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations };
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
  return results.filter((each) => each.status === "Success").map((each) => each.migrationName);
}
