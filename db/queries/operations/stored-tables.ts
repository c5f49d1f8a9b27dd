import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/** A table and those of its columns that hold what was written, not what PostgreSQL works out. Names in snake_case. */
export interface StoredTable {
  name: string;
  columns: string[];
}

/** The product's own tables, by name; not what PostgreSQL may forget (unlogged), the migrator's, and not the job queue's, which lie in a schema of their own. */
export async function findStoredTables(db: Kysely<DB>): Promise<StoredTable[]> {
  const { rows } = await sql<StoredTable>`
    select relname::text as name, array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and relpersistence = 'p'
      and attnum > 0 and not attisdropped and attgenerated = ''
      and relname not in ('kysely_migration', 'kysely_migration_lock')
    group by relname order by relname`.execute(db);
  return rows;
}

/** A sequence and the last number that it gave out, null before the first. Sequences know no snapshot: it is that of now. */
export interface SequenceState {
  name: string;
  lastValue: string | null;
}

export async function findSequences(db: Kysely<DB>): Promise<SequenceState[]> {
  const { rows } = await sql<SequenceState>`
    select sequencename::text as name, last_value::text from pg_sequences
    where schemaname = current_schema() order by sequencename`.execute(db);
  return rows;
}

/** The migrations that the database has, oldest first; none where it was never migrated. */
export async function findMigrations(db: Kysely<DB>): Promise<string[]> {
  const { rows: tables } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (!tables[0]?.there) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** The first of these tables that holds a row. */
export async function findFilledTable(db: Kysely<DB>, tables: readonly string[]): Promise<string | undefined> {
  const looks = tables.map((name) => sql`select ${name} as name where exists (select from ${sql.table(name)})`);
  const { rows } = await sql<{ name: string }>`${sql.join(looks, sql` union all `)} limit 1`.execute(db);
  return rows[0]?.name;
}

export async function countRows(db: Kysely<DB>, table: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.count);
}

/** How many connections the product's other processes have to this database: servers, their jobs, command lines. */
export async function countOtherConnections(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from pg_stat_activity
    where datname = current_database() and application_name like 'contest-%'
      and application_name <> current_setting('application_name')`.execute(db);
  return Number(rows[0]?.count);
}
