import type { Db } from "~db/client.ts";
import { migrate } from "~db/migrate.ts";
import { migrations } from "~db/migrations/index.ts";
import { installedJobs, mayReadTrail, settleConnections } from "~db/queries/operations.ts";
import { grantToRuntime } from "~db/runtime-role.ts";

/** Whose tables they are, and whoever serves; one address for both where the two are one role. */
export interface DatabaseRoles {
  ownerUrl: string;
  runtimeUrl: string;
}

/** Whether these are all the migrations there are: the database is new. */
export function isNew(applied: readonly string[]): boolean {
  return applied.includes(Object.keys(migrations).sort()[0] ?? "");
}

/**
 * Brings the database to this release, over a connection as its owner: the tables, the job queue's too, and what the role
 * that serves may do where it is another one. Answers the migrations that it applied. With `gently` the last two are left
 * as they are unless something was applied or lacks.
 */
export async function bringUpToDate(
  db: Db,
  { ownerUrl, runtimeUrl }: DatabaseRoles,
  { gently = false } = {},
): Promise<string[]> {
  const applied = await migrate(db);
  await settleConnections(db);
  const runtime = roleOf(runtimeUrl);
  const isOwner = runtime === roleOf(ownerUrl);
  // Whoever serves would make them as well, but a moment after the first form has come
  if (isOwner && (gently || (await installedJobs(db)))) return applied;
  if (gently && applied.length === 0 && (await installedJobs(db)) && (await mayReadTrail(db, runtime))) return applied;
  // Most commands find all in place: they need not wait for the queue's library
  const { prepareQueues } = await import("../jobs/job-queue.ts");
  await prepareQueues(ownerUrl);
  if (!isOwner) await grantToRuntime(db, runtime);
  return applied;
}

function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
