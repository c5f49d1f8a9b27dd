import type { Transaction } from "kysely";
import type { FileStore } from "~/services/files/file-store.ts";
import { type Archive, type ArchiveFlaw, placeFiles, readArchive } from "~/services/operations/read-archive.ts";
import type { Manifest } from "~/services/operations/write-archive.ts";
import type { Database } from "~db/client.ts";
import { type CopyText, transactionWithCopy } from "~db/copy.ts";
import { isUnreleased } from "~db/migrate.ts";
import {
  countOtherConnections,
  countRows,
  findFilledTable,
  findMigrations,
  findSequences,
  findStoredTables,
} from "~db/queries/operations/stored-tables.ts";
import { analyzeTables, emptyTable, setSequence, TablesInUse, withTablesBare } from "~db/queries/operations.ts";
import type { DB } from "~db/schema.ts";

export type RestoreRefusal =
  | { type: "flawed"; flaw: ArchiveFlaw }
  /** Of before the first release; with its newest migration. */
  | { type: "unreleased"; archive: string | null }
  /** The newest migration of each; null where there is none. */
  | { type: "other-level"; archive: string | null; database: string | null }
  | { type: "other-tables" }
  | { type: "not-empty"; table: string }
  /** Something of the product is connected, or at work on the tables. */
  | { type: "in-use" };

export type Restored =
  | { ok: true; madeAt: string; tables: number; rows: number; files: number; where: Manifest["files"]["where"] }
  | { ok: false; error: RestoreRefusal };

/**
 * Tables that an empty database may have rows in: of its migration, or of a server that was started on it once. They say nothing
 * of a contest, and give way to what the backup holds.
 */
const filledByItself = new Set(["alarms", "mail_pace", "server_processes", "watches"]);

/**
 * Fills an empty database of the backup's own migrations with what the backup holds, as it was: ids, times and sequences
 * too. All of it or nothing, in one transaction, at whose end the files are put where they were.
 */
export async function restore(
  { sql }: Database,
  file: string,
  { files, signal }: { files: FileStore; signal?: AbortSignal },
): Promise<Restored> {
  const read = await readArchive(
    file,
    (archive) =>
      transactionWithCopy(sql, async (trx, _, copyText): Promise<Restored> => {
        const { manifest } = archive;
        const error = await whyNotRestorable(trx, manifest);
        if (error) return { ok: false, error };
        const names = manifest.tables.map(({ name }) => name);
        await withTablesBare(trx, names, () => fillTables(trx, copyText, archive, signal));
        await analyzeTables(trx);
        await placeFiles(files, archive, signal);
        return restored(manifest);
      }),
    signal,
  ).catch((error): { ok: true; answer: Restored } => {
    if (error instanceof TablesInUse) return { ok: true, answer: { ok: false, error: { type: "in-use" } } };
    throw error;
  });
  return read.ok ? read.answer : { ok: false, error: { type: "flawed", flaw: read.flaw } };
}

async function whyNotRestorable(trx: Transaction<DB>, manifest: Manifest): Promise<RestoreRefusal | null> {
  if ((await countOtherConnections(trx)) > 0) return { type: "in-use" };
  const theirs = manifest.migrations;
  const ours = await findMigrations(trx);
  if (isUnreleased(theirs)) return { type: "unreleased", archive: theirs.at(-1) ?? null };
  if (theirs.join() !== ours.join())
    return { type: "other-level", archive: theirs.at(-1) ?? null, database: ours.at(-1) ?? null };
  const tables = await findStoredTables(trx);
  const shapes = (of: Pick<(typeof tables)[number], "name" | "columns">[]) =>
    JSON.stringify(of.map(({ name, columns }) => [name, columns]));
  const sequences = (await findSequences(trx)).map(({ name }) => name);
  if (shapes(tables) !== shapes(manifest.tables)) return { type: "other-tables" };
  if (sequences.join() !== manifest.sequences.map(({ name }) => name).join()) return { type: "other-tables" };
  const names = tables.map(({ name }) => name).filter((name) => !filledByItself.has(name));
  const filled = await findFilledTable(trx, names);
  return filled === undefined ? null : { type: "not-empty", table: filled };
}

async function fillTables(
  trx: Transaction<DB>,
  copyText: CopyText,
  archive: Archive,
  signal?: AbortSignal,
): Promise<void> {
  const { tables, sequences } = archive.manifest;
  for (const { name, columns, rows, parts } of tables) {
    signal?.throwIfAborted();
    if (filledByItself.has(name)) await emptyTable(trx, name);
    if (parts.length > 0) await copyText(name, columns, piecesOf(archive, parts));
    const found = await countRows(trx, name);
    if (found !== rows) throw new Error(`${name} has ${found} rows of ${rows}: nothing was restored`);
  }
  for (const sequence of sequences) await setSequence(trx, sequence);
}

async function* piecesOf(archive: Archive, parts: Parameters<Archive["piece"]>[0][]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await archive.piece(part);
}

function restored({ madeAt, tables, files }: Manifest): Restored {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { ok: true, madeAt, tables: tables.length, rows, files: files.kept.length, where: files.where };
}
