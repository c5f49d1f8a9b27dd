import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { quoted } from "~/rules/scoring/mark.ts";
import { type FolderProblems, TooManyProblems } from "./folder-problems.ts";
import { flawOfFile, NotText, readBytes } from "./text-file.ts";

interface CsvFile<Column extends string> {
  /** The folder, and the file's name in it. */
  at: string;
  name: string;
  /** The name that problems are told under. */
  shownAs: string;
  required: readonly Column[];
  optional: readonly Column[];
  problems: FolderProblems;
  /** Called for each row. `fieldNumber` answers where a column stands, from 1, for telling problems. */
  row: (field: Record<Column, string>, line: number, fieldNumber: (column: Column) => number) => void;
}

const longestRow = 16 * 1024 * 1024;

/**
 * Streams a CSV file by RFC 4180 (LF, too; a byte-order mark is taken off; blank lines are passed over) and tells every
 * flaw of its form. Answers the file's SHA-256, or undefined when the file could not be read to its end.
 */
export async function readCsv<Column extends string>(file: CsvFile<Column>): Promise<string | undefined> {
  const { problems, shownAs } = file;
  const columns: readonly Column[] = [...file.required, ...file.optional];
  const lines = lineCounter();
  let places: Map<Column, number> | undefined;
  let width = 0;
  const fields = {} as Record<Column, string>;
  const fieldNumber = (column: Column) => (places?.get(column) ?? 0) + 1;

  const parser = parse({
    bom: true,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (record: string[], { lines: counted }) => {
      const line = lines.startOf(record, counted);
      if (!places) {
        places = readHeader(record, line);
        width = record.length;
      } else if (record.length !== width) {
        const reason = `the row has ${count(record.length, "field")}, the header ${width}`;
        problems.add({ file: shownAs, line, column: Math.min(record.length, width) + 1, reason });
      } else {
        for (const column of columns) fields[column] = record[places.get(column) ?? -1] ?? "";
        file.row(fields, line, fieldNumber);
      }
      return null;
    },
  });

  function readHeader(record: string[], line: number): Map<Column, number> {
    const found = new Map<Column, number>();
    const before = problems.list.length;
    for (const [place, name] of record.entries()) {
      const known = columns.find((column) => column === name);
      const flaw = !known
        ? `unknown column ${quoted(name)}`
        : found.has(known)
          ? `column "${name}" is there twice`
          : "";
      if (flaw) problems.add({ file: shownAs, line, column: place + 1, reason: flaw });
      if (known) found.set(known, place);
    }
    for (const name of file.required.filter((column) => !found.has(column))) {
      problems.add({ file: shownAs, line, column: record.length + 1, reason: `column "${name}" is missing` });
    }
    if (problems.list.length > before) throw new BadHeader();
    return found;
  }

  const bytes = readBytes(join(file.at, file.name));
  try {
    await pipeline(Readable.from(bytes.chunks), parser.resume());
    if (!places) throw new NotText(1, `the file is empty: the header ${file.required.join(",")} is missing`);
    return bytes.digest();
  } catch (error) {
    if (error instanceof BadHeader) return undefined;
    if (error instanceof NotText) problems.add({ file: shownAs, line: error.line, column: 1, reason: error.message });
    else if (error instanceof CsvError) problems.add({ file: shownAs, ...flawOfForm(error, lines) });
    else if (error instanceof TooManyProblems) throw error;
    else problems.add({ file: shownAs, reason: flawOfFile(error) });
    return undefined;
  }
}

class BadHeader extends Error {}

/** The parser counts a CR as a line of its own; we tell lines as editors count them. */
function lineCounter() {
  let last = 0;
  let returns = 0;
  return {
    startOf: (record: string[], counted: number): number => {
      let breaks = 0;
      if (counted > last + 1) {
        for (const field of record) {
          breaks += occurrences(field, "\n");
          returns += occurrences(field, "\r");
        }
      }
      last = counted;
      return Math.max(1, counted - returns - breaks);
    },
    afterLast: () => last - returns + 1,
    at: (counted: number) => counted - returns,
  };
}

function occurrences(text: string, character: string): number {
  return text.split(character).length - 1;
}

function flawOfForm(error: CsvError, lines: ReturnType<typeof lineCounter>) {
  const column = typeof error.column === "number" ? error.column + 1 : 1;
  const line = lines.at(Number(error.lines));
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return { line: lines.afterLast(), column, reason: "a quoted field is never closed" };
    case "INVALID_OPENING_QUOTE":
      return { line, column, reason: "a quote stands inside an unquoted field" };
    case "CSV_INVALID_CLOSING_QUOTE":
      return { line, column, reason: "text follows a closing quote" };
    case "CSV_MAX_RECORD_SIZE":
      return { line: lines.afterLast(), column, reason: "the row is longer than 16 MiB (an unclosed quote?)" };
    default:
      return { line, column, reason: error.message };
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
