import { readSheet } from "read-excel-file/universal";
import { unpackWorkbook, type WorkbookLimits } from "./unpack-workbook.ts";

/** A cell as it was read: its words, and whether they were stored as a number that may have lost digits. */
export interface ReadCell {
  text: string;
  inexact: boolean;
}

export type ReadTable =
  | { ok: true; rows: ReadCell[][] }
  | { ok: false; why: "not-a-workbook" | "too-large" | "too-many-rows" };

/** The first sheet of a workbook from outside, as words: dates as YYYY-MM-DD, numbers in plain digits, formulas as what they gave. */
export async function readWorkbook(bytes: Uint8Array, limits: WorkbookLimits): Promise<ReadTable> {
  const unpacked = unpackWorkbook(bytes, limits);
  if (!unpacked.ok) return unpacked;
  try {
    const sheet = await readSheet(unpacked.archive.buffer, { parseNumber: (digits) => ({ digits }) });
    return { ok: true, rows: sheet.map((row) => row.map(cellOf)) };
  } catch {
    // Whatever the parser stumbled over: nobody can mend the file but by saving it anew
    return { ok: false, why: "not-a-workbook" };
  }
}

function cellOf(value: unknown): ReadCell {
  if (value === null || value === undefined) return { text: "", inexact: false };
  if (value instanceof Date) return { text: dayOf(value), inexact: false };
  if (typeof value === "boolean") return { text: value ? "yes" : "no", inexact: false };
  if (typeof value === "object" && "digits" in value) return numberCell(String(value.digits));
  const text = String(value).replaceAll("\0", "").toWellFormed().trim();
  return { text: text.replaceAll("\r\n", "\n"), inexact: false };
}

/** Excel keeps 15 digits of a number; 17 are needed to write its binary form. */
function numberCell(digits: string): ReadCell {
  const number = Number(digits);
  if (!Number.isFinite(number)) return { text: digits, inexact: true };
  const exact = Math.abs(number) < 1e15;
  return { text: exact ? String(number) : digits, inexact: !exact };
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
