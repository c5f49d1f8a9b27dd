/**
 * What a backup's file needs of tar (POSIX ustar): plain files one behind the other, each a header and its bytes, filled up to
 * blocks of 512. The same entries give the same bytes, so that one digest can answer for all of them.
 */

export const blockSize = 512;

/** The header of a file of `size` bytes (below 8 GiB), readable by its owner only. `name` in ASCII, at most 100 bytes. */
export function headerOf(name: string, size: number, at: Date): Buffer {
  const header = Buffer.alloc(blockSize);
  if (Buffer.byteLength(name) > 100 || size >= 8 ** 11) throw new Error(`tar takes no ${name} of ${size} bytes`);
  const octal = (value: number, from: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, from, "latin1");
  header.write(name, 0);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(at.getTime() / 1000), 136, 12);
  header.fill(" ", 148, 156);
  header.write("0", 156);
  header.write("ustar\0", 257, "latin1");
  header.write("00", 263);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}

/** What a header says; null where the block is none of `headerOf`. */
export function readHeader(header: Buffer): { name: string; size: number; at: Date } | null {
  if (header.length !== blockSize) return null;
  const until = header.indexOf(0);
  const name = header.toString("latin1", 0, until < 0 ? 100 : Math.min(until, 100));
  const size = octalAt(header, 124);
  const at = octalAt(header, 136);
  if (name === "" || size === null || at === null) return null;
  const read = { name, size, at: new Date(at * 1000) };
  return headerOf(name, size, read.at).equals(header) ? read : null;
}

/** Zeros that fill an entry of that size up to whole blocks. */
export function paddingOf(size: number): Buffer {
  return Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
}

/** Two empty blocks end an archive. */
export const endOfArchive = Buffer.alloc(2 * blockSize);

function octalAt(header: Buffer, from: number): number | null {
  const text = header.toString("latin1", from, from + 11);
  return /^[0-7]{11}$/.test(text) && header[from + 11] === 0 ? Number.parseInt(text, 8) : null;
}
