import { Deflate } from "fflate";
import { type Deflater, type ZippedFile, zip } from "~/primitives/zip.ts";
import { now } from "../clock.ts";
import { looksLikeFormula, tableText } from "./formula-guard.ts";

/** What a cell of a table holds: words, a number, or nothing. */
export type CellValue = string | number | null;

/** A cell that the table program works out, as XLSX writes it: without the equals sign. Never made from people's words. */
export interface Formula {
  formula: string;
  /** What it gives, for whoever does not work it out. */
  value?: string | number | boolean | null;
}

export interface Sheet<C = CellValue> {
  name: string;
  /** Widths of the columns, in characters. */
  widths: readonly number[];
  /** The first row is the header: bold, and in sight while one scrolls, unless the sheet `scrolls` whole. */
  rows: AsyncIterable<readonly C[]>;
  scrolls?: boolean;
  /** To be filled in: empty cells take what is typed as words too, and long words wrap. */
  form?: boolean;
}

/** A workbook of one sheet as XLSX. */
export function xlsxTable(sheet: Sheet): AsyncGenerator<Uint8Array> {
  return xlsxWorkbook([sheet]);
}

/**
 * A workbook as XLSX, piece by piece: no more than a piece is held at a time, and the reader sets the pace.
 * Words are typed as words, so that nothing in them is a formula; what looks like one stays words when it is edited.
 * Formulas bear what they give where it is known, and are worked out again by whoever opens the file. An error in the rows is an error of the stream: half a
 * file is never a whole one. `madeAt`: what the file says of its age.
 */
export function xlsxWorkbook(
  sheets: readonly Sheet<CellValue | Formula>[],
  madeAt: Date = now(),
): AsyncGenerator<Uint8Array> {
  return zip(partsOf(sheets, madeAt));
}

async function* partsOf(sheets: readonly Sheet<CellValue | Formula>[], lastModified: Date): AsyncGenerator<ZippedFile> {
  const encoder = new TextEncoder();
  for (const [name, text] of Object.entries(fixedParts(sheets.map((sheet) => sheet.name))))
    yield { name, lastModified, bytes: encoder.encode(text), deflater };
  for (const [at, sheet] of sheets.entries())
    yield { name: `xl/worksheets/sheet${at + 1}.xml`, lastModified, bytes: sheetXml(sheet, encoder), deflater };
}

async function* sheetXml(sheet: Sheet<CellValue | Formula>, encoder: TextEncoder): AsyncGenerator<Uint8Array> {
  let text = sheetHead(sheet);
  let number = 0;
  for await (const row of sheet.rows) {
    text += rowXml(row, ++number, sheet.form ? formStyles : styles);
    if (text.length < chunkLength) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(`${text}</sheetData></worksheet>`);
}

const chunkLength = 1 << 16;

function deflater(): Deflater {
  let packed: Uint8Array[] = [];
  // Fast rather than small: the network, not the disk, is at the other end
  const deflate = new Deflate({ level: 3 }, (piece) => packed.push(piece));
  return (piece, last) => {
    deflate.push(piece, last);
    const all = packed;
    packed = [];
    return all;
  };
}

function rowXml(row: readonly (CellValue | Formula)[], number: number, styles: Styles): string {
  const style = number === 1 ? styles.header : styles.words;
  const cells = row.map((cell, at) => {
    const place = `${columnName(at)}${number}`;
    if (cell === null || cell === "") return styles.blank === null ? "" : `<c r="${place}" s="${styles.blank}"/>`;
    if (typeof cell === "number") return `<c r="${place}" s="${styles.figure}"><v>${cell}</v></c>`;
    if (typeof cell === "object") return formulaXml(place, styles.figure, cell);
    const text = tableText(cell);
    const shown = number > 1 && looksLikeFormula(text) ? styles.quoted : style;
    return `<c r="${place}" s="${shown}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
}

/** A figure that is none (a division by nothing) is left to the table program. */
function formulaXml(place: string, style: number, { formula, value = null }: Formula): string {
  const known = value !== null && (typeof value !== "number" || Number.isFinite(value));
  const type = typeof value === "string" ? ' t="str"' : typeof value === "boolean" ? ' t="b"' : "";
  const shown = typeof value === "boolean" ? Number(value) : escaped(tableText(String(value)));
  const given = known ? `<v>${shown}</v>` : "";
  return `<c r="${place}" s="${style}"${known ? type : ""}><f>${escaped(formula)}</f>${given}</c>`;
}

/** A, B … Z, AA … for 0, 1 … */
export function columnName(at: number): string {
  const rest = Math.floor(at / 26);
  return (rest > 0 ? columnName(rest - 1) : "") + String.fromCharCode(65 + (at % 26));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => entities[each] ?? "").replaceAll("\r", "&#13;");
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Numbers of the cell formats in xl/styles.xml; `blank` where empty cells are written too. */
type Styles = Record<"words" | "header" | "quoted" | "figure", number> & { blank: number | null };
const styles: Styles = { words: 1, header: 2, quoted: 3, figure: 4, blank: null };
const formStyles: Styles = { words: 5, header: 6, quoted: 5, figure: 4, blank: 5 };

/** In a figure's place where there is none: less than any figure, and shown as a dash. */
export const noFigure = -(10 ** 15);

function sheetHead({ widths, scrolls }: Sheet<unknown>): string {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const view = `<sheetView workbookViewId="0">${scrolls ? "" : pane}</sheetView>`;
  return `${head}<worksheet xmlns="${main}"><sheetViews>${view}</sheetViews><cols>${columns.join("")}</cols><sheetData>`;
}

/** Everything of the workbook but the rows (ECMA-376, part 1). */
function fixedParts(names: readonly string[]): Record<string, string> {
  const each = (text: (number: number, name: string) => string) => names.map((name, at) => text(at + 1, name)).join("");
  const parts = each(
    (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`,
  );
  const listed = each(
    (number, name) => `<sheet name="${escaped(sheetName(name))}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  const related = each(
    (number) =>
      `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const styleSheet = `<Relationship Id="rId${names.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`;
  return {
    "[Content_Types].xml": `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${parts}<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${listed}</sheets><calcPr fullCalcOnLoad="1"/></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packages}/relationships">${related}${styleSheet}</Relationships>`,
    "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[&lt;=${noFigure}]&quot;—&quot;;General"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment wrapText="1"/></xf><xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1"/></xf></cellXfs></styleSheet>`,
  };
}

/** Excel takes 31 characters, and not all of them. */
function sheetName(name: string): string {
  return (
    tableText(name.replace(/[\\/?*[\]:]/g, " "))
      .slice(0, 31)
      .trim() || "Sheet1"
  );
}
