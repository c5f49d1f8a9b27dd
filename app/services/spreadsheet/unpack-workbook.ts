import { Unzip, UnzipInflate } from "fflate";
import { readSheet } from "read-excel-file/universal";
import { zipBytes } from "~/primitives/zip.ts";

/**
 * A sheet's XML in which nothing that a cell says gets lost on the way through the parser, which drops errors and forgets
 * how numbers are shown: a formula that failed has its error as words, one that was never worked out "#CALC!", a number shown
 * as a share its percents ("51%" and not 0.51).
 */
function plainCells(sheet: string, percentStyles: ReadonlySet<number>): string {
  return sheet
    .replace(/(<(?:\w+:)?c\s(?:[^<>]*\s)?t\s*=\s*)(["'])e\2/g, '$1"str"')
    .replace(/(<\/((?:\w+:)?)f>|<((?:\w+:)?)f(?:\s[^<>]*)?\/>)(\s*<\/(?:\w+:)?c>)/g, (_, formula, own, other, end) => {
      const prefix = own ?? other ?? "";
      return `${formula}<${prefix}v>#CALC!</${prefix}v>${end}`;
    })
    .replace(valueCells, (cell, prefix: string, attributes: string, formula: string, value: string) => {
      const type = /(?:^|\s)t\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? "n";
      const style = Number(/(?:^|\s)s\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0);
      if (type !== "n" || !percentStyles.has(style) || value.trim() === "" || !Number.isFinite(Number(value)))
        return cell;
      const rest = attributes.replace(/(?:^|\s)t\s*=\s*["'][^"']*["']/, "");
      const percents = Number((Number(value) * 100).toPrecision(12));
      return `<${prefix}c${rest} t="str">${formula}<${prefix}v>${percents}%</${prefix}v>`;
    });
}

const valueCells =
  /<((?:\w+:)?)c(\s[^<>]*)>((?:\s*<\1f(?:\s[^<>]*)?(?:\/>|>[^<]*<\/\1f>))?\s*)<\1v(?:\s[^<>]*)?>([^<]*)<\/\1v>/g;

/** The numbers of the cell formats that show percents, as the workbook's styles have them (ECMA-376, part 1, 18.8.30). */
function percentStylesOf(styles: string): Set<number> {
  const percents = new Set(["9", "10"]);
  for (const [, attributes = ""] of styles.matchAll(/<(?:\w+:)?numFmt\s([^<>]*)>/g)) {
    const [id, code = ""] = ["numFmtId", "formatCode"].map((name) => attributeOf(attributes, name));
    if (id && code.replace(/&quot;.*?&quot;|\\./g, "").includes("%")) percents.add(id);
  }
  const formats = styles.slice(styles.search(/<(?:\w+:)?cellXfs[\s>]/)).split(/<\/(?:\w+:)?cellXfs>/, 1)[0] ?? "";
  const all = [...formats.matchAll(/<(?:\w+:)?xf(?=[\s/>])([^<>]*)>/g)];
  return new Set(all.flatMap(([, own = ""], at) => (percents.has(attributeOf(own, "numFmtId") ?? "") ? [at] : [])));
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1];
}

export interface WorkbookLimits {
  unpackedBytes: number;
  rows: number;
  columns: number;
}

export type Unpacked =
  | { ok: true; archive: Uint8Array<ArrayBuffer> }
  | { ok: false; why: "not-a-workbook" | "too-large" | "too-many-rows" };

/**
 * A workbook from outside in a form that a parser may be trusted with: its XML parts alone, packed again without compression.
 * Unpacking stops at the limit, whatever the archive says of itself (a zip bomb gets no further), and no cell names a
 * place far out that a parser would fill the way to.
 */
async function unpackWorkbook(bytes: Uint8Array, limits: WorkbookLimits): Promise<Unpacked> {
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
  const files = Object.entries(parts).map(([name, part]) => ({ name, bytes: part, lastModified: new Date(0) }));
  return { ok: true, archive: await zipBytes(files) };
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
  let rows = 0;
  let cells = 0;
  for (const [, tag, attributes = "", end] of text.matchAll(/<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)(>?)/g)) {
    // A tag in which another begins is no XML, and would be looked through anew from each beginning
    if (end === "") return "not-a-workbook";
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

/** A cell as it was read: its words, and whether they were stored as a number that may have lost digits. */
export interface ReadCell {
  text: string;
  inexact: boolean;
}

export type ReadTable =
  | { ok: true; rows: ReadCell[][] }
  | { ok: false; why: "not-a-workbook" | "too-large" | "too-many-rows" };

/** The first sheet of a workbook, as words: dates as YYYY-MM-DD, numbers in plain digits, formulas as what they gave. */
export async function parseWorkbook(bytes: Uint8Array, limits: WorkbookLimits): Promise<ReadTable> {
  const unpacked = await unpackWorkbook(bytes, limits);
  if (!unpacked.ok) return unpacked;
  try {
    const sheet = await readSheet(unpacked.archive.buffer, { parseNumber: (digits) => ({ digits }) });
    return { ok: true, rows: sheet.map((row) => row.map(cellOf)) };
  } catch {
    // Whatever the parser stumbled over: nobody can correct the file but by saving it again
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
