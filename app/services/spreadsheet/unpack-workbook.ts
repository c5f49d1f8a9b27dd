import { Unzip, UnzipInflate, zipSync } from "fflate";
import { percentStylesOf, plainCells } from "./plain-cells.ts";

export interface WorkbookLimits {
  unpackedBytes: number;
  rows: number;
  columns: number;
}

export type Unpacked =
  | { ok: true; archive: Uint8Array<ArrayBuffer> }
  | { ok: false; why: "not-a-workbook" | "too-large" | "too-many-rows" };

/**
 * A workbook from outside in a form that a parser may be trusted with: its XML parts alone, packed anew without compression.
 * Unpacking stops at the limit, whatever the archive says of itself (a zip bomb gets no further), and no cell names a
 * place far out that a parser would fill the way to.
 */
export function unpackWorkbook(bytes: Uint8Array, limits: WorkbookLimits): Unpacked {
  const parts = unzipped(bytes, limits.unpackedBytes);
  if (!parts) return { ok: false, why: "too-large" };
  if (!parts["[Content_Types].xml"] || !parts["xl/workbook.xml"]) return { ok: false, why: "not-a-workbook" };
  const styles = percentStylesOf(new TextDecoder().decode(parts["xl/styles.xml"]));
  for (const [name, part] of Object.entries(parts)) {
    if (!name.startsWith("xl/worksheets/")) continue;
    const sheet = new TextDecoder().decode(part);
    const why = misplaced(sheet, limits);
    if (why) return { ok: false, why };
    parts[name] = new TextEncoder().encode(plainCells(sheet, styles));
  }
  return { ok: true, archive: zipSync(parts, { level: 0 }) };
}

const pieceBytes = 1 << 16;
const mostParts = 500;

class TooLarge extends Error {}

/** The XML parts by name; null beyond the limit; none of what is no archive. */
function unzipped(bytes: Uint8Array, limit: number): Record<string, Uint8Array> | null {
  const pieces = new Map<string, Uint8Array[]>();
  let left = limit;
  const unzip = new Unzip((file) => {
    if (!/\.(xml|rels)$/.test(file.name)) return;
    const own: Uint8Array[] = [];
    if (pieces.size >= mostParts) throw new TooLarge();
    pieces.set(file.name, own);
    file.ondata = (error, piece) => {
      if (error) throw error;
      left -= piece.length;
      if (left < 0) throw new TooLarge();
      own.push(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const to = Math.min(from + pieceBytes, bytes.length);
      unzip.push(bytes.subarray(from, to), to === bytes.length);
    }
  } catch (error) {
    return error instanceof TooLarge ? null : {};
  }
  return Object.fromEntries([...pieces].map(([name, own]) => [name, Buffer.concat(own)]));
}

/** Why the rows and cells of a sheet are not where they may be; undefined when they are. */
function misplaced(text: string, limits: WorkbookLimits): "not-a-workbook" | "too-many-rows" | undefined {
  // Empty rows below the last one are common, and cost little
  const lastRow = limits.rows * 5;
  let [rows, cells] = [0, 0];
  for (const [, tag, attributes = ""] of text.matchAll(/<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>/g)) {
    if (/["']/.test(attributes.replace(/"[^"<]*"|'[^'<]*'/g, ""))) return "not-a-workbook";
    const place = /(?:^|\s)r\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1];
    if (tag === "row" ? ++rows > lastRow : ++cells > limits.rows * limits.columns) return "too-many-rows";
    if (place === undefined) continue;
    const [, column = "", row = ""] = /^([A-Z]*)(\d+)$/.exec(place) ?? [];
    if (row === "" || (tag === "row") !== (column === "")) return "not-a-workbook";
    if (row.length > 7 || Number(row) > lastRow) return "too-many-rows";
    if (column.length > 2) return "not-a-workbook";
  }
  return undefined;
}
