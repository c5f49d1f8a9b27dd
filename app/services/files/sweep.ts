import type { Db } from "~db/client.ts";
import {
  deleteExpiredUploads,
  eraseUnusedAttachments,
  findLivingKeys,
  findLivingUploads,
} from "~db/queries/files/uploads.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { type FileStore, storedFileKey } from "./file-store.ts";

/** What changed within this time may be on its way from one place to another. */
const graceMilliseconds = 3_600_000;
const pageSize = 500;

/** Every hour: ends uploads that did not come to their end in time, and removes every file that nobody has any more. */
export function sweepFiles(db: Db, files: FileStore): Routine {
  return { name: "files", cron: "41 * * * *", work: async () => await sweep(db, files, now()) };
}

/**
 * Removes the bytes of expired uploads, of files that were taken out and are named by no submission, of erased ones, and of
 * whatever a crash left: what the database does not know is nobody's. Can end at any point and begin again.
 */
export async function sweep(db: Db, files: FileStore, at: Date): Promise<void> {
  const settled = new Date(at.getTime() - graceMilliseconds);
  for (const id of await deleteExpiredUploads(db, at)) await files.removeUpload(id);
  await eraseUnusedAttachments(db, settled, at);
  for await (const ids of pagesOf(files, "uploads", settled)) {
    const living = await findLivingUploads(db, ids);
    for (const id of ids) if (!living.has(id)) await files.removeUpload(id);
  }
  for await (const ids of pagesOf(files, "kept", settled)) {
    // A file is kept a moment before it is attached
    const coming = await findLivingUploads(db, ids);
    const living = await findLivingKeys(db, ids.map(storedFileKey));
    for (const id of ids) if (!coming.has(id) && !living.has(storedFileKey(id))) await files.remove(id);
  }
}

async function* pagesOf(files: FileStore, of: "kept" | "uploads", before: Date): AsyncGenerator<string[]> {
  let page = new Set<string>();
  for await (const { id, changedAt } of files.list(of)) {
    if (changedAt >= before) continue;
    page.add(id);
    if (page.size < pageSize) continue;
    yield [...page];
    page = new Set();
  }
  if (page.size > 0) yield [...page];
}
