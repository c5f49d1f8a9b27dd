import { type FileStore, storedFileKey } from "~/services/files/file-store.ts";
import type { Part } from "~/services/operations/write-archive.ts";
import { type ArchiveWriter, backupFormat, type Manifest, writeArchive } from "~/services/operations/write-archive.ts";
import type { Database } from "~db/client.ts";
import { snapshotWithCopy } from "~db/copy.ts";
import { findAllLivingKeys } from "~db/queries/files/uploads.ts";
import { findMigrations, findSequences, findStoredTables } from "~db/queries/operations/stored-tables.ts";

export type BackedUp =
  | {
      ok: true;
      tables: number;
      rows: number;
      files: number;
      /** Ids of files that the database knows and the store has not. */
      missing: string[];
    }
  | { ok: false; error: { type: "no-tables" } };

/**
 * Writes everything that the database holds at one moment, and the files that it knows, into one file; others go on
 * working meanwhile. `files` is null where they lie in a store that is looked after for itself.
 */
export async function backUp(
  { sql }: Database,
  file: string,
  { at, files, signal }: { at: Date; files: FileStore | null; signal?: AbortSignal },
): Promise<BackedUp> {
  return await snapshotWithCopy(sql, async (trx, copyOut) => {
    const migrations = await findMigrations(trx);
    if (migrations.length === 0) return { ok: false, error: { type: "no-tables" } };
    const missing: string[] = [];
    const { tables, files: written } = await writeArchive(file, at, async (archive) => {
      const manifest: Manifest = {
        format: backupFormat,
        madeAt: at.toISOString(),
        migrations,
        tables: [],
        sequences: [],
        files: { where: files ? "inside" : "outside", kept: [] },
      };
      for (const table of await findStoredTables(trx)) {
        signal?.throwIfAborted();
        const rows = await copyOut(table.name, table.columns);
        manifest.tables.push({ ...table, ...(await archive.addTable(table.name, rows)) });
      }
      // After the rows: a number that was given out since is no harm, one too few would be
      manifest.sequences = await findSequences(trx);
      if (!files) return manifest;
      for (const key of await findAllLivingKeys(trx)) {
        signal?.throwIfAborted();
        const id = key.slice(storedFileKey("").length);
        const part = await addFile(archive, files, id);
        if (part) manifest.files.kept.push({ id, ...part });
        else missing.push(id);
      }
      return manifest;
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return { ok: true, tables: tables.length, rows, files: written.kept.length, missing };
  });
}

/** Null where the file is gone: it may have been taken out since the moment that is written down. */
async function addFile(archive: ArchiveWriter, files: FileStore, id: string): Promise<Part | null> {
  const size = await files.sizeOf(storedFileKey(id));
  if (size === null) return null;
  return await archive.addFile(`files/${id}`, size, await files.read(storedFileKey(id)));
}
