import { join } from "node:path";
import { connect, type Database } from "~db/client.ts";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import { migrate } from "~db/migrate.ts";
import { readEnv } from "./env.ts";

/** The operator pressed Ctrl-C, or the system asked us to go; `code` is the exit code that says so. */
export class Interrupted extends Error {
  readonly code: number;
  constructor(code: number) {
    super("interrupted: nothing of the step under way was kept");
    this.code = code;
  }
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Runs `work` on the server's database, brought to the newest migration (`applied` names those it lacked): the one of
 * DATABASE_URL, or the embedded one, started when it isn't up and stopped again when nobody else uses it. Throws Interrupted
 * on a signal, after everything under way was rolled back.
 */
export async function withOperatorDatabase<T>(work: (database: Database, applied: string[]) => Promise<T>): Promise<T> {
  const env = readEnv();
  const interruption = awaitInterruption();
  let embedded: Embedded | undefined;
  try {
    if (!env.DATABASE_URL) {
      embedded = await embeddedPostgres(join(env.DATA_DIR, "postgres"));
      await embedded.ensureDatabase("contest");
    }
    return await onConnection(env.DATABASE_URL ?? embedded?.url() ?? "", work, interruption.promise);
  } finally {
    await embedded?.leave();
    interruption.ignore();
  }
}

async function onConnection<T>(
  url: string,
  work: (database: Database, applied: string[]) => Promise<T>,
  interruption: Promise<never>,
): Promise<T> {
  const name = `contest-cli-${process.pid}-${Date.now().toString(36)}`;
  const database = connect(url, { max: 4, name });
  const all = async () => {
    await reach(database, url);
    return await work(database, await migrate(database.db));
  };
  try {
    return await Promise.race([all(), interruption]);
  } catch (error) {
    if (error instanceof Interrupted) await endBackends(url, name);
    throw error;
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

/** A statement that runs would run on after we have gone, and hold its locks: PostgreSQL ends it for us. */
async function endBackends(url: string, name: string): Promise<void> {
  const admin = connect(url, { max: 1 });
  await admin.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = ${name}`.catch(
    () => {},
  );
  await admin.end();
}

function awaitInterruption(): { promise: Promise<never>; ignore: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const listeners = Object.entries(signals).map(([signal, code]) => {
    const listener = () => reject(new Interrupted(code));
    process.once(signal, listener);
    return { signal, listener };
  });
  return {
    promise,
    ignore: () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
