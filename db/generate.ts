import { spawnSync } from "node:child_process";
import type { Sql } from "postgres";
import { connect } from "./client.ts";
import { embeddedPostgres } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { testFolder } from "./testing/server.ts";

/** Views over one table, whose columns are what they are there: PostgreSQL does not say of a view's column that it is never null. */
const views: Record<string, string> = { real_rounds: "Rounds" };

/**
 * Writes db/schema.ts from a freshly migrated, empty database; with --verify it only compares and exits 1 on drift.
 * The types are what the driver gives: numeric and bigint as strings, `date` as "YYYY-MM-DD", timestamptz as Date;
 * what a jsonb column holds is said in db/json-columns.ts.
 */
const server = await embeddedPostgres(testFolder, { fsync: "off" });
const name = `schema_${process.pid}`;
await server.ensureDatabase(name);
const { db, sql, end } = connect(server.url(name));
await migrate(db);
const overrides = { columns: { ...(await jsonTypes(sql)), ...(await viewTypes(sql)) } };
await end();
const flags = [
  "--camel-case",
  "--dialect=postgres",
  "--date-parser=string",
  "--exclude-pattern=public.kysely_*",
  `--custom-imports=${JSON.stringify({ JsonColumns: "./json-columns.ts" })}`,
  `--overrides=${JSON.stringify(overrides)}`,
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

/** The type of every column of those views, by "view.column". */
async function viewTypes(sql: Sql): Promise<Record<string, string>> {
  const columns = await sql<{ view: string; column: string }[]>`
    select table_name as view, column_name as column
    from information_schema.columns where table_schema = 'public' and table_name in ${sql(Object.keys(views))}`;
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    columns.map(({ view, column }) => [`${view}.${column}`, `${views[view]}["${camel(column)}"]`]),
  );
}

/** The type of every jsonb column, by "table.column". */
async function jsonTypes(sql: Sql): Promise<Record<string, string>> {
  const columns = await sql<{ path: string; nullable: boolean; filled: boolean }[]>`
    select table_name || '.' || column_name as path, is_nullable = 'YES' as nullable, column_default is not null as filled
    from information_schema.columns where table_schema = 'public' and data_type = 'jsonb'`;
  return Object.fromEntries(
    columns.map(({ path, nullable, filled }) => {
      const type = `JsonColumns["${path}"]${nullable ? " | null" : ""}`;
      return [path, filled ? `Generated<${type}>` : type];
    }),
  );
}
