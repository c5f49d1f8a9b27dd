import { CamelCasePlugin, Kysely, type LogEvent } from "kysely";
import postgres from "postgres";
import { DeskDialect, type Pool } from "./driver.ts";
import type { DB } from "./schema.ts";

export type Db = Kysely<DB>;

/** A pool and the Kysely over it. `end()` closes both. */
export interface Database {
  db: Db;
  sql: postgres.Sql;
  end(): Promise<void>;
}

/**
 * Opens a pool of at most `max` connections (default 10), which PostgreSQL knows by `name`.
 * Numeric, bigint, count and sum arrive as strings; dates as `Date`; `date` columns as "YYYY-MM-DD" strings.
 */
export function connect(
  url: string,
  options: { max?: number; name?: string; log?: (event: LogEvent) => void } = {},
): Database {
  const sql = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connection: { application_name: options.name ?? "contest-desk" },
    types: { date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value } },
  });
  return { db: kyselyOver(sql, options.log), sql, end: () => sql.end({ timeout: 5 }) };
}

/** Kysely as this code speaks it, over a pool or one connection. */
export function kyselyOver(pool: Pool, log?: (event: LogEvent) => void): Db {
  return new Kysely<DB>({
    dialect: new DeskDialect(pool),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log,
  });
}
