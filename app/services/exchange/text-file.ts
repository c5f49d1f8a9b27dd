import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** The bytes are not what a contest folder holds; `line` counts from 1. */
export class NotText extends Error {
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
export function readBytes(path: string): { chunks: AsyncIterable<Buffer>; digest: () => string } {
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

/** What the file system said, in a few words. */
export function flawOfFile(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "the file is missing";
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return `the file cannot be read (${code})`;
  throw error;
}
