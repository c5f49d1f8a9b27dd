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
  const sql = openPool(url, { max: options.max, name: options.name });
  return { db: kyselyOver(sql, options.log), sql, end: () => sql.end({ timeout: 5 }) };
}

interface PoolOptions
  extends Pick<postgres.Options<Record<string, never>>, "connect_timeout" | "max_lifetime" | "onclose"> {
  max?: number;
  name?: string;
}

/** The pool alone, with the same values for the same types. */
export function openPool(url: string, { max, name, ...options }: PoolOptions = {}): postgres.Sql {
  return postgres(url, {
    ...options,
    max: max ?? 10,
    // By itself postgres.js waits up to twenty seconds after some tries, though the database may be back by then
    backoff: () => 0.1 + Math.random() * 0.2,
    onnotice: () => {},
    connection: { application_name: name ?? "contest-desk" },
    types: { date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value } },
  });
}

/** Tables and columns are camelCase in TypeScript, and what lies in jsonb as it was written. */
export const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];

/** Kysely as this code speaks it, over a pool or one connection. */
export function kyselyOver(pool: Pool, log?: (event: LogEvent) => void): Db {
  return new Kysely<DB>({
    dialect: new DeskDialect(pool),
    plugins,
    log,
  });
}
