import { CsvError, parse } from "csv-parse/sync";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { readWorkbook } from "~/services/spreadsheet/read-workbook.ts";
import type { ReadCell } from "~/services/spreadsheet/unpack-workbook.ts";

const limits = { ...importLimits, rows: 20_000 };

type PartFileRefusal = { type: "no-file" | "too-large" | "not-a-workbook" | "too-many-rows" | "not-a-table" };

/**
 * A table as CSV (UTF-8, or GB 18030 as older table programs write it) or as a workbook's first sheet, as words. The
 * quote that our own tables set before what a program might run as a formula is taken off again.
 */
export async function readPartFile(
  file: unknown,
): Promise<{ ok: true; rows: ReadCell[][] } | { ok: false; error: PartFileRefusal }> {
  if (!(file instanceof Blob) || file.size === 0) return { ok: false, error: { type: "no-file" } };
  if (file.size > limits.fileBytes) return { ok: false, error: { type: "too-large" } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const table = await readWorkbook(bytes, limits);
    if (!table.ok) return { ok: false, error: { type: table.why } };
    return { ok: true, rows: table.rows.map((row) => row.map(roundedCell)) };
  }
  const text = textOf(bytes);
  if (text === null) return { ok: false, error: { type: "not-a-table" } };
  try {
    const rows: string[][] = parse(text, {
      bom: true,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
    if (rows.length > limits.rows) return { ok: false, error: { type: "too-many-rows" } };
    return {
      ok: true,
      rows: rows.map((row) => row.map((cell) => ({ text: cell.trim().replace(/^'(?=[-+=@])/, ""), inexact: false }))),
    };
  } catch (error) {
    if (error instanceof CsvError) return { ok: false, error: { type: "not-a-table" } };
    throw error;
  }
}

function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  for (const encoding of ["utf-8", "gb18030"])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one may read it
    }
  return null;
}

/** A table program shows 15 digits of a number: 0.1 + 0.2 is 0.3 there, and here. */
function roundedCell({ text, inexact }: ReadCell): ReadCell {
  const number = Number(text);
  if (!/^-?\d+\.\d{11,}$/.test(text) || !Number.isFinite(number)) return { text, inexact };
  return { text: String(Number(number.toPrecision(15))), inexact };
}
