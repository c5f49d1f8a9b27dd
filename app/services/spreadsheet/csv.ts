import { type Cell, looksLikeFormula, tableText } from "./cell.ts";
import { csvLine } from "./csv-line.ts";

/**
 * A table as CSV for table programs: UTF-8 with a byte-order mark, RFC 4180 with CRLF, and a quote before whatever a
 * program might run as a formula.
 */
export async function* csvTable(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Uint8Array> {
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

function harmless(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const text = tableText(cell);
  return looksLikeFormula(text) ? `'${text}` : text;
}
