import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { z } from "zod";
import { type RoundFile, roundFileSchema } from "~/rules/exchange/contest-folder.ts";
import { quoted } from "~/rules/scoring/mark.ts";
import { BadJson, type JsonText, parseJsonText, type TextPosition } from "./json-text.ts";
import { type FolderProblems, TooManyProblems } from "./problems.ts";

/** The bytes are not what a contest folder holds; `line` counts from 1. */
class NotText extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

/**
 * A file's bytes, chunk by chunk, each proved to be UTF-8 without NUL; `digest` is the file's SHA-256 once they have
 * all been read. Throws NotText at the first line that is not, and what the file system throws.
 */
function readBytes(path: string): { chunks: AsyncIterable<Buffer>; digest: () => string } {
  const hash = createHash("sha256");
  async function* chunks() {
    let held: Buffer = Buffer.alloc(0);
    let line = 1;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      const whole = bytes.subarray(0, bytes.length - lengthOfCutCharacter(bytes));
      held = bytes.subarray(whole.length);
      proveText(whole, line);
      line += countLines(whole);
      yield whole;
    }
    proveText(held, line);
    if (held.length > 0) yield held;
  }
  return { chunks: chunks(), digest: () => hash.copy().digest("hex") };
}

/** Bytes of a character whose rest is in the next chunk. */
function lengthOfCutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function proveText(bytes: Buffer, firstLine: number): void {
  if (isUtf8(bytes) && !bytes.includes(0)) return;
  let line = firstLine;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline + 1;
    const part = bytes.subarray(from, end);
    if (!isUtf8(part)) throw new NotText(line, "the line is not UTF-8");
    if (part.includes(0)) throw new NotText(line, "the line holds a NUL character");
    from = end;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

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

/** What the file system said, in a few words. */
function flawOfFile(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "the file is missing";
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return `the file cannot be read (${code})`;
  throw error;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export const roundFileName = "round.json";

export interface ReadRoundFile {
  round: RoundFile;
  placeOf: JsonText["placeOf"];
  digest: string;
}

/** Reads and checks `round.json`; tells every flaw with its place. */
export async function readRoundFile(
  at: string,
  shownAs: string,
  problems: FolderProblems,
): Promise<ReadRoundFile | undefined> {
  const bytes = readBytes(join(at, roundFileName));
  let json: JsonText;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of bytes.chunks) chunks.push(chunk);
    json = parseJsonText(
      Buffer.concat(chunks)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (error) {
    if (error instanceof NotText) problems.add({ file: shownAs, line: error.line, column: 1, reason: error.message });
    else if (error instanceof BadJson) problems.add({ file: shownAs, ...error.place, reason: error.message });
    else problems.add({ file: shownAs, reason: flawOfFile(error) });
    return undefined;
  }
  const parsed = roundFileSchema.safeParse(json.value, { reportInput: true });
  if (parsed.success) return { round: parsed.data, placeOf: json.placeOf, digest: bytes.digest() };
  for (const issue of parsed.error.issues) {
    for (const flaw of flawsOf(issue, json)) problems.add({ file: shownAs, ...flaw });
  }
  return undefined;
}

function flawsOf(issue: z.core.$ZodIssue, json: JsonText): (TextPosition & { reason: string })[] {
  const name = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const of = (reason: string) => (name ? `${name.replace(/^\./, "")}: ${reason}` : reason);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...json.placeOfName([...issue.path, key]),
      reason: of(`unknown property ${quoted(key)}`),
    }));
  }
  return [{ ...json.placeOf(issue.path), reason: of(wordsFor(issue)) }];
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined && issue.code !== "custom") return "is missing";
  if (issue.path[1] === "ties" && typeof issue.input === "string" && issue.code !== "custom") {
    return `${quoted(issue.input)} is no way to part ties`;
  }
  if (issue.code === "invalid_value") {
    return `${quoted(String(issue.input))} is none of ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "invalid_type") return `must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
  return issue.message;
}
