import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { connect, type Database, type Db } from "~db/client.ts";
import { isLoss } from "~db/loss.ts";
import { openReplica, type Replica } from "~db/replica.ts";
import type { Settings } from "./env.ts";
import { log } from "./log.ts";

const globalStore = globalThis as { contestDatabase?: Database; contestReplica?: Replica };

type DatabaseSettings = Pick<Settings, "databaseUrl" | "DATABASE_POOL" | "DATABASE_REPLICA_URL">;

/** Opens the process's one pool; the dev server's reloads keep it. */
export function openDatabase({ databaseUrl, DATABASE_POOL: max }: DatabaseSettings): Database {
  globalStore.contestDatabase ??= connect(databaseUrl, { max });
  return globalStore.contestDatabase;
}

/** The replica that public pages are read from, opened once; null where the settings name none. */
export function openPublicReplica(settings: DatabaseSettings): Replica | null {
  const { DATABASE_REPLICA_URL: url } = settings;
  if (url === undefined) return null;
  globalStore.contestReplica ??= openReplica(url, openDatabase(settings), {
    away: (error) => log.warn({ err: error }, "the replica cannot be read: public pages come from the primary"),
    back: () => log.info("public pages come from the replica"),
  });
  return globalStore.contestReplica;
}

/** Closes both, so that the next `openDatabase` starts again. */
export async function closeDatabase(): Promise<void> {
  await globalStore.contestReplica?.end();
  globalStore.contestReplica = undefined;
  await globalStore.contestDatabase?.end();
  globalStore.contestDatabase = undefined;
}

const againMs = 250;

/** Waits for a database that is away: who is started again in the middle of an outage serves once it is over. Throws what it refuses for. */
export async function untilReachable(db: Db): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await sql`select 1`.execute(db);
      return;
    } catch (error) {
      if (!isLoss(error)) throw error;
      if (tries === 0) log.warn({ err: error }, "the database is away; it is waited for");
      await wait(againMs);
    }
  }
}
