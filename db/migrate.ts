import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { findMigrations } from "~db/queries/operations/stored-tables.ts";
import type { Db } from "./client.ts";
import { installGuards } from "./guards/index.ts";
import { migrations } from "./migrations/index.ts";
import { mayMakeTables, serverVersion } from "./queries/operations.ts";

/**
 * Brings the database to the newest migration; safe to call at every start and from several processes at once
 * (the migrator holds a lock). Answers the names it applied; throws what the failing migration threw, and
 * OldPostgres, UnreleasedDatabase or NotTheOwner where it can do nothing.
 */
export async function migrate(db: Db): Promise<string[]> {
  const version = await serverVersion(db);
  if (version < oldestVersion) throw new OldPostgres(version);
  const there = await findMigrations(db);
  if (isUnreleased(there)) throw new UnreleasedDatabase(there);
  if (there.join() === Object.keys(migrations).sort().join()) return [];
  if (!(await mayMakeTables(db))) throw new NotTheOwner();
  const { error, results = [] } = await new Migrator({
    db,
    provider: { getMigrations: async () => withGuardsAtTheEnd(migrations) },
  }).migrateToLatest();
  if (error) throw error;
  return results.filter((each) => each.status === "Success").map((each) => each.migrationName);
}

/**
 * All that is to be applied is one transaction: with its last migration, when every table and column is there, the guards
 * are put in place as they stand in `db/guards`.
 */
function withGuardsAtTheEnd(chain: Record<string, Migration>): Record<string, Migration> {
  const last = Object.keys(chain).sort().at(-1) ?? "";
  const up = async (db: Kysely<unknown>) => {
    await chain[last]?.up(db);
    await installGuards(db);
  };
  return { ...chain, [last]: { up } };
}

/** Whether these are the migrations of a version from before the first release, which were written again since. */
export function isUnreleased(names: readonly string[]): boolean {
  return names.includes("001_people");
}

/** The database was made by a version from before the first release: no way leads from its tables to these. */
export class UnreleasedDatabase extends Error {
  constructor(names: readonly string[]) {
    super(
      `the database was made by a version from before the first release (at ${names.at(-1)}) and cannot be carried over: nothing was changed. ` +
        "Back it up with `contest backup FILE` if anything in it is needed (the version that made it reads it back), " +
        "then set DATABASE_URL to a new, empty database or, where it is not set, DATA_DIR to a new folder, and start again",
    );
  }
}

/** The first PostgreSQL in which nulls may count as equal in a unique key, which our tables need. */
const oldestVersion = 15;

/** The database is one of a PostgreSQL that lacks what the tables need. */
export class OldPostgres extends Error {
  constructor(version: number) {
    super(
      `the database is one of PostgreSQL ${version}, and this release needs ${oldestVersion} or newer (18 is what it is made for): nothing was changed`,
    );
  }
}

/** The database is to be migrated, and whoever is connected may not do that. */
export class NotTheOwner extends Error {
  constructor() {
    super(
      "the database is not at this release's migrations, and the role of DATABASE_URL may not make tables: " +
        "give its owner's address as DATABASE_OWNER_URL, or run `contest migrate` once with it; nothing was changed",
    );
  }
}
