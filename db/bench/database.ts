import { connect, type Database } from "../client.ts";
import { embeddedPostgres } from "../embedded.ts";
import { migrate } from "../migrate.ts";

/** Runs a benchmark on an empty, migrated database of its own (one connection), and drops the database after it. */
export async function onBenchDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const server = await embeddedPostgres(".data/bench-postgres");
  const name = `bench_${process.pid}`;
  await server.ensureDatabase(name);
  const database = connect(server.url(name), { max: 1 });
  try {
    await migrate(database.db);
    return await work(database);
  } finally {
    await database.end();
    const admin = connect(server.url("postgres"), { max: 1 });
    await admin.sql`drop database if exists ${admin.sql(name)} with (force)`;
    await admin.end();
    await server.leave();
  }
}
