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
  { log, ...options }: Pick<PoolOptions, "max" | "name"> & { log?: (event: LogEvent) => void } = {},
): Database {
  const sql = openPool(url, { ...options, ...watch(url) });
  return { db: kyselyOver(sql, log), sql, end: () => sql.end({ timeout: 5 }) };
}

interface PoolOptions
  extends Pick<
    postgres.Options<Record<string, never>>,
    "connect_timeout" | "max_lifetime" | "onclose" | "fetch_types" | "prepare"
  > {
  max?: number;
  name?: string;
}

/** The pool alone, with the same values for the same types. */
export function openPool(url: string, { max, name, ...options }: PoolOptions = {}): postgres.Sql {
  return postgres(url, {
    // By itself half a minute: whoever began to connect while the network was down would find out long after it is back
    connect_timeout: 5,
    ...options,
    max: max ?? 10,
    // By itself postgres.js waits up to twenty seconds after some tries, though the database may be back by then
    backoff: () => 0.1 + Math.random() * 0.2,
    onnotice: () => {},
    connection: { application_name: name ?? "contest-desk" },
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
  // However many connections are silent, one question is under way
  let waiting: number[] = [];
  let under: Promise<unknown> = Promise.resolve();
  let next: ReturnType<typeof askAfter> | null = null;
  const ask = (pid: number) => {
    waiting.push(pid);
    next ??= under.then(() => {
      const asked = askAfter(url, waiting);
      waiting = [];
      next = null;
      under = asked;
      return asked;
    });
    return next;
  };
  /** Whether that backend, which has owed an answer for so long, is given up. */
  const issilent = async (pid: number | null, ms: number) => {
    // One that is being opened has a time limit of its own
    if (pid === null) return false;
    const found = await ask(pid);
    if (found === "unreachable") return ms >= unreachableMs;
    if (found === "unknown") return ms >= pooledSilenceMs;
    return !found.includes(pid);
  };
  return { issilent, silence: silenceMs };
}

/** For which of those backends of ours PostgreSQL is at work, by a way of its own. */
async function askAfter(url: string, pids: number[]): Promise<number[] | "unreachable" | "unknown"> {
  const sql = openPool(url, { max: 1, name: "contest-desk watch", fetch_types: false, prepare: false });
  try {
    const asked = sql<{ own: number; busy: string }[]>`
      select pg_backend_pid() as own, coalesce((
        select string_agg(pid::text, ' ') from pg_stat_activity
        where pid = any(${`{${pids.join(",")}}`}::integer[]) and coalesce(state, '') not like 'idle%'), '') as busy`;
    const answer = await Promise.race([asked, wait(silenceMs + 2_000, null, { ref: false })]);
    if (!answer?.[0]) return "unreachable";
    // A pooler gives its clients numbers that no backend has
    if (answer.state.pid !== answer[0].own) return "unknown";
    return answer[0].busy.split(" ").map(Number);
  } catch (error) {
    const { code } = error as { code?: string };
    // No place left: somebody is there
    if (code === "53300") return "unknown";
    // Nobody listens there any more
    return code === "ECONNREFUSED" ? [] : "unreachable";
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
