import { connect, type Database } from "~db/client.ts";

const kept = globalThis as { contestDatabase?: Database };

/** Opens the process's one pool; the dev server's reloads keep it. */
export function openDatabase(url: string, max: number): Database {
  kept.contestDatabase ??= connect(url, { max });
  return kept.contestDatabase;
}

/** Closes it, so that the next `openDatabase` starts anew. */
export async function closeDatabase(): Promise<void> {
  await kept.contestDatabase?.end();
  kept.contestDatabase = undefined;
}
