import { spawnSync } from "node:child_process";
import { connect } from "./client.ts";
import { embeddedPostgres } from "./embedded.ts";
import { migrate } from "./migrate.ts";

/**
 * Writes db/schema.ts from a freshly migrated, empty database; with --verify it only compares and exits 1 on drift.
 * The types are what the driver gives: numeric and bigint as strings, `date` as "YYYY-MM-DD", timestamptz as Date.
 */
const server = await embeddedPostgres(".data/test-postgres", { fsync: "off" });
const name = `schema_${process.pid}`;
await server.ensureDatabase(name);
const { db, end } = connect(server.url(name));
await migrate(db);
await end();
const flags = [
  "--camel-case",
  "--dialect=postgres",
  "--date-parser=string",
  "--exclude-pattern=public.kysely_*",
  "--out-file=db/schema.ts",
];
const { status } = spawnSync(
  "node_modules/.bin/kysely-codegen",
  [...flags, `--url=${server.url(name)}`, ...process.argv.slice(2)],
  {
    stdio: ["ignore", "ignore", "inherit"],
  },
);
const admin = connect(server.url("postgres"), { max: 1 });
await admin.sql`drop database ${admin.sql(name)}`;
await admin.end();
await server.leave();
process.exit(status ?? 1);
