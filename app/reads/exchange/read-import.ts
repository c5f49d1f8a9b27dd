import { createHash } from "node:crypto";
import { importLimits } from "~/rules/exchange/export-column.ts";
import { readWorkbook } from "~/services/spreadsheet/read-workbook.ts";
import { type ImportProblem, type ImportRow, readImportTable, type TableRefusal } from "./import-table.ts";

export type FileRefusal = { type: "no-file" | "not-a-workbook" | "too-large" | "too-many-rows" } | TableRefusal;

/** The file of the form, as rows, with its digest. */
export async function readImport(
  file: unknown,
): Promise<
  { ok: true; digest: string; rows: ImportRow[]; problems: ImportProblem[] } | { ok: false; error: FileRefusal }
> {
  if (!(file instanceof Blob) || file.size === 0) return { ok: false, error: { type: "no-file" } };
  if (file.size > importLimits.fileBytes) return { ok: false, error: { type: "too-large" } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const table = await readWorkbook(bytes, importLimits);
  if (!table.ok) return { ok: false, error: { type: table.why } };
  const read = readImportTable(table.rows);
  if (!read.ok) return read;
  return { ...read, digest: createHash("sha256").update(bytes).digest("hex") };
}
