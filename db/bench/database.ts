import { connect, type Database } from "../client.ts";
import { embeddedPostgres } from "../embedded.ts";
import { migrate } from "../migrate.ts";

let made = 0;

/**
 * Runs a benchmark on an empty, migrated database of its own (one connection), and drops the database after it. The server
 * takes 300 connections, and autovacuum stays away from databases that are to be as nobody has looked at them (`fresh`).
 */
export async function onBenchDatabase<T>(
  work: (database: Database, url: string) => Promise<T>,
  { fresh = false } = {},
): Promise<T> {
  const server = await embeddedPostgres(".data/bench-postgres", { max_connections: "300" });
  const name = `bench_${process.pid}_${++made}`;
  await server.ensureDatabase(name);
  const database = connect(server.url(name), { max: 1 });
  try {
    await migrate(database.db);
    if (fresh) await keepUnknown(database);
    return await work(database, server.url(name));
  } finally {
    await database.end();
    const admin = connect(server.url("postgres"), { max: 1 });
    await admin.sql`drop database if exists ${admin.sql(name)} with (force)`;
    await admin.end();
    await server.leave();
  }
}

/** Keeps autovacuum from every table, so that PostgreSQL knows no more of it than that it is there. */
async function keepUnknown({ sql }: Database): Promise<void> {
  const tables = await sql`select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  for (const { relname } of tables) await sql`alter table ${sql(relname)} set (autovacuum_enabled = off)`;
}
