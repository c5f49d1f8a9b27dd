import { harmless } from "./formula-guard.ts";
import type { CellValue } from "./xlsx.ts";

/**
 * A table as CSV for table programs: UTF-8 with a byte-order mark, RFC 4180 with CRLF, and a quote before whatever a
 * program might run as a formula.
 */
export async function* csvTable(rows: AsyncIterable<readonly CellValue[]>): AsyncGenerator<Uint8Array> {
  let text = "\ufeff";
  for await (const row of rows) {
    text += csvLine(row.map(harmless)).replace(/\n$/, "\r\n");
    if (text.length < chunkLength) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}

const chunkLength = 1 << 16;
const encoder = new TextEncoder();

/** One CSV row by RFC 4180, ended by LF: a field is quoted where it must be, null is an empty one. */
export function csvLine(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

function csvField(field: string | number | boolean | null): string {
  if (field === null) return "";
  const text = String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
