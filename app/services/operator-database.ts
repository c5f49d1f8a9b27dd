import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connect, type Database } from "~db/client.ts";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import { notedHead } from "./audit/trail-keys.ts";
import { readEnv } from "./env.ts";
import { bringUpToDate, type DatabaseRoles, isNew } from "./operations/database-level.ts";

/** The operator pressed Ctrl-C, or the system asked us to go; `code` is the exit code that says so. */
export class Interrupted extends Error {
  readonly code: number;
  constructor(code: number) {
    super("interrupted: nothing of the step under way was kept");
    this.code = code;
  }
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Operation {
  database: Database;
  /** The migrations that the database lacked, and has now. */
  applied: string[];
  /** Aborted when the operator wants to stop: whoever is busy without the database looks at it. */
  signal: AbortSignal;
}

/**
 * Runs `work` on the server's database, brought to the newest migration (not so with `asItIs`): as its owner where
 * DATABASE_OWNER_URL is given, else as DATABASE_DIRECT_URL or DATABASE_URL says, or on the embedded one, started when it isn't up and stopped again when nobody else uses it. Throws Interrupted on a signal,
 * after everything under way was rolled back.
 */
export async function withOperatorDatabase<T>(
  work: (operation: Operation) => Promise<T>,
  { asItIs = false } = {},
): Promise<T> {
  const env = readEnv();
  const interruption = listenForInterruption();
  let embedded: Embedded | undefined;
  try {
    if (!env.DATABASE_URL) {
      embedded = await embeddedPostgres(join(env.DATA_DIR, "postgres"));
      await embedded.ensureDatabase("contest");
    }
    const runtimeUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL ?? (await embedded?.runtimeUrl()) ?? "";
    const ownerUrl = env.DATABASE_OWNER_URL ?? embedded?.url() ?? runtimeUrl;
    return await operate({ ownerUrl, runtimeUrl }, { work, asItIs, signal: interruption.signal });
  } finally {
    await embedded?.leave();
    interruption.ignore();
  }
}

async function operate<T>(
  roles: DatabaseRoles,
  given: { work: (operation: Operation) => Promise<T>; asItIs: boolean; signal: AbortSignal },
): Promise<T> {
  const { work, asItIs, signal } = given;
  const url = roles.ownerUrl;
  const name = `contest-cli-${process.pid}-${Date.now().toString(36)}`;
  const database = connect(url, { max: 4, name });
  const all = async () => {
    await reach(database, url);
    signal.throwIfAborted();
    const applied = asItIs ? [] : await bringUpToDate(database.db, roles, { gently: true });
    if (isNew(applied)) await notedHead(readEnv().DATA_DIR, roles.runtimeUrl).forget();
    signal.throwIfAborted();
    return await work({ database, applied, signal });
  };
  const working = all();
  const settled = working.then(
    () => {},
    () => {},
  );
  try {
    await Promise.race([settled, aborted(signal)]);
    if (signal.aborted) await endStatements(url, name, settled);
    // What came to its end in spite of the signal is done, and is told so.
    return await working.catch((error) => {
      throw signal.aborted ? signal.reason : error;
    });
  } finally {
    await database.end();
  }
}

async function reach({ sql }: Database, url: string): Promise<void> {
  await sql`select 1`.catch((error: { code?: string; message?: string }) => {
    const { host, pathname } = new URL(url);
    throw new Error(`the database ${host}${pathname} does not answer: ${error.message || error.code}`);
  });
}

/**
 * Cancels what PostgreSQL is doing for us until the work has settled, rolled back. The connections stay: postgres.js does
 * not survive to lose one that it is writing to.
 */
async function endStatements(url: string, name: string, settled: Promise<void>): Promise<void> {
  const admin = connect(url, { max: 1 });
  let busy = true;
  settled.then(() => {
    busy = false;
  });
  try {
    while (busy) {
      await admin.sql`
        select pg_cancel_backend(pid) from pg_stat_activity where application_name = ${name} and state = 'active'`;
      await Promise.race([settled, wait(100)]);
    }
  } finally {
    await admin.end();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", () => done(), { once: true });
  });
}

function listenForInterruption(): { signal: AbortSignal; ignore: () => void } {
  const controller = new AbortController();
  const listeners = Object.entries(signals).map(([signal, code]) => {
    const listener = () => controller.abort(new Interrupted(code));
    process.once(signal, listener);
    return { signal, listener };
  });
  return {
    signal: controller.signal,
    ignore: () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
