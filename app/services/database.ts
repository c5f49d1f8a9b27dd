import { connect, type Database } from "~db/client.ts";

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
