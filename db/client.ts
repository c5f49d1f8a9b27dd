import { setTimeout as wait } from "node:timers/promises";
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
  { log, ...options }: Pick<PoolOptions, "max" | "name" | "session"> & { log?: (event: LogEvent) => void } = {},
): Database {
  const sql = openPool(url, { ...options, ...watch(url) });
  return { db: kyselyOver(sql, log), sql, end: () => sql.end({ timeout: 5 }) };
}

interface PoolOptions
  extends Pick<postgres.Options<Record<string, never>>, "connect_timeout" | "max_lifetime" | "onclose"> {
  max?: number;
  name?: string;
  /** Settings of PostgreSQL for these connections. */
  session?: Record<string, string>;
}

/** The pool alone, with the same values for the same types. */
export function openPool(url: string, { max, name, session, ...options }: PoolOptions = {}): postgres.Sql {
  return postgres(url, {
    // By itself half a minute: whoever began to connect while the network was down would find out long after it is back
    connect_timeout: 5,
    ...options,
    max: max ?? 10,
    // By itself postgres.js waits up to twenty seconds after some tries, though the database may be back by then
    backoff: () => 0.1 + Math.random() * 0.2,
    onnotice: () => {},
    connection: { application_name: name ?? "contest-desk", ...session },
    types: { date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value } },
  });
}

/** A connection that owes an answer and has said nothing for so long is asked after. */
const silenceMs = 3_000;
/** Where nobody answers whoever asks after it either: a machine that is merely overloaded does so after all. */
const unreachableMs = 12_000;
/** Behind a pooler nobody can say whether a statement is still being worked at; no page waits a third as long. */
const pooledSilenceMs = 60_000;

/**
 * Ends connections that only look alive (db/patches): packets may be lost without either side hearing of it, and the system
 * tries for a quarter of an hour before it gives up.
 */
function watch(url: string) {
  const issilent = async (pid: number | null, ms: number) => {
    // One that is being opened has a time limit of its own
    if (pid === null) return false;
    const found = await askAfter(url, pid);
    return (
      found === "lost" ||
      (found === "unreachable" && ms >= unreachableMs) ||
      (found === "unknown" && ms >= pooledSilenceMs)
    );
  };
  return { issilent, silence: silenceMs };
}

/** Whether PostgreSQL is at work for that backend of ours, by a way of its own. */
async function askAfter(url: string, pid: number): Promise<"at work" | "lost" | "unreachable" | "unknown"> {
  const sql = openPool(url, { max: 1, name: "contest-desk watch" });
  try {
    const asked = sql<{ own: number; busy: boolean }[]>`
      select pg_backend_pid() as own,
        exists (select from pg_stat_activity where pid = ${pid} and coalesce(state, '') not like 'idle%') as busy`;
    const answer = await Promise.race([asked, wait(silenceMs + 2_000, null, { ref: false })]);
    if (!answer?.[0]) return "unreachable";
    // A pooler gives its clients numbers that no backend has
    if (answer.state.pid !== answer[0].own) return "unknown";
    return answer[0].busy ? "at work" : "lost";
  } catch (error) {
    const { code } = error as { code?: string };
    // No place left: somebody is there
    if (code === "53300") return "unknown";
    // Nobody listens there any more
    return code === "ECONNREFUSED" ? "lost" : "unreachable";
  } finally {
    void sql.end({ timeout: 0 }).catch(() => {});
  }
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
