import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { connect, type Database, type Db } from "~db/client.ts";
import { isLoss } from "~db/loss.ts";
import { log } from "./log.ts";

const globalStore = globalThis as { contestDatabase?: Database };

/** Opens the process's one pool; the dev server's reloads keep it. */
export function openDatabase(url: string, max: number): Database {
  globalStore.contestDatabase ??= connect(url, { max });
  return globalStore.contestDatabase;
}

/** Closes it, so that the next `openDatabase` starts again. */
export async function closeDatabase(): Promise<void> {
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
