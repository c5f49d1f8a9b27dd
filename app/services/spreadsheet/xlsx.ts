import { Zip, ZipDeflate } from "fflate";
import { type Cell, looksLikeFormula, tableText } from "./cell.ts";

export interface Sheet {
  name: string;
  /** Widths of the columns, in characters. */
  widths: readonly number[];
  /** The first row is the header: bold, and in sight while one scrolls. */
  rows: AsyncIterable<readonly Cell[]>;
}

/**
 * A workbook of one sheet as XLSX, piece by piece: no more than a piece is held at a time, and the reader sets the pace.
 * Words are typed as words, so that nothing in them is a formula; what looks like one stays words when it is edited.
 * An error in the rows is an error of the stream: half a file is never a whole one.
 */
export async function* xlsxTable(sheet: Sheet): AsyncGenerator<Uint8Array> {
  const archive = openArchive();
  for (const [name, text] of Object.entries(fixedParts(sheet))) {
    const part = archive.add(name);
    part.write(text, true);
    yield* archive.taken();
  }
  const part = archive.add("xl/worksheets/sheet1.xml");
  part.write(sheetHead(sheet), false);
  let text = "";
  let number = 0;
  for await (const row of sheet.rows) {
    text += rowXml(row, ++number);
    if (text.length < chunkLength) continue;
    part.write(text, false);
    text = "";
    yield* archive.taken();
  }
  part.write(`${text}</sheetData></worksheet>`, true);
  archive.end();
  yield* archive.taken();
}

const chunkLength = 1 << 16;

/** An archive that keeps what it has packed until it is taken. */
function openArchive() {
  let packed: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    packed.push(bytes);
  });
  const encoder = new TextEncoder();
  return {
    add: (name: string) => {
      // Fast rather than small: the network, not the disk, is at the other end
      const file = new ZipDeflate(name, { level: 3 });
      zip.add(file);
      return { write: (text: string, last: boolean) => file.push(encoder.encode(text), last) };
    },
    end: () => zip.end(),
    taken: (): Uint8Array[] => {
      const all = packed;
      packed = [];
      return all;
    },
  };
}

function rowXml(row: readonly Cell[], number: number): string {
  const style = number === 1 ? styles.header : styles.words;
  const cells = row.map((cell, at) => {
    if (cell === null || cell === "") return "";
    const place = `${columnName(at)}${number}`;
    if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
    const text = tableText(cell);
    const shown = number > 1 && looksLikeFormula(text) ? styles.quoted : style;
    return `<c r="${place}" s="${shown}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
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

/** Numbers of the cell formats in xl/styles.xml. */
const styles = { words: 1, header: 2, quoted: 3 };

function sheetHead({ widths }: Sheet): string {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns.join("")}</cols><sheetData>`;
}

/** Everything of the workbook but the rows (ECMA-376, part 1). */
function fixedParts({ name }: Sheet): Record<string, string> {
  return {
    "[Content_Types].xml": `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`,
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
