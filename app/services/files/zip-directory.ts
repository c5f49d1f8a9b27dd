import type { Source } from "./inspect-file.ts";

/** One entry as the archive's central directory declares it; nothing is unpacked. */
export interface ZipEntry {
  name: string;
  /** The general purpose flags; bit 0: encrypted. */
  flags: number;
  /** 0: stored, 8: deflated. */
  method: number;
  packed: number;
  unpacked: number;
  /** Where its local header begins. */
  offset: number;
}

const endSize = 22;
const mostComment = 0xffff;
const mostDirectoryBytes = 4 * 1024 * 1024;
const mostEntries = 10_000;
const mostLooks = 20;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/**
 * The entries of an archive that begins with its first byte and ends with its last, on one disk, without gaps before
 * its directory. null for anything else: such a file is no archive, or another thing too.
 * Source: PKWARE APPNOTE 6.3.10, 4.3.12 and 4.3.16.
 */
export async function readZipDirectory(source: Pick<Source, "size" | "bytes">): Promise<ZipEntry[] | null> {
  const end = await findEnd(source);
  if (!end) return null;
  const { entries, directoryBytes, directoryAt, at } = end;
  if (entries > mostEntries || directoryBytes > mostDirectoryBytes || directoryAt + directoryBytes !== at) return null;
  const directory = await source.bytes(directoryAt, at);
  const found: ZipEntry[] = [];
  for (let here = 0; found.length < entries; ) {
    if (here + 46 > directory.length || directory.readUInt32LE(here) !== entryMark) return null;
    const nameLength = directory.readUInt16LE(here + 28);
    const rest = nameLength + directory.readUInt16LE(here + 30) + directory.readUInt16LE(here + 32);
    found.push({
      name: directory.toString("utf8", here + 46, here + 46 + nameLength),
      flags: directory.readUInt16LE(here + 8),
      method: directory.readUInt16LE(here + 10),
      packed: directory.readUInt32LE(here + 20),
      unpacked: directory.readUInt32LE(here + 24),
      offset: directory.readUInt32LE(here + 42),
    });
    here += 46 + rest;
    if (here > directory.length || (found.length === entries && here !== directory.length)) return null;
  }
  return found.some(({ offset }) => offset === 0) ? found : null;
}

/**
 * Whether an archive lies at the end of the file, whatever the file begins as, and whatever stands behind it: programs
 * that unpack look for its end in the last 64 KB, and find the directory right before.
 */
export async function endsAsZip(source: Source): Promise<boolean> {
  const from = Math.max(0, source.size - endSize - mostComment);
  const tail = await source.bytes(from, source.size);
  let looks = 0;
  for (let here = tail.length - endSize; here >= 0 && looks < mostLooks; here--) {
    if (tail.readUInt32LE(here) !== endMark) continue;
    looks++;
    const directoryAt = from + here - tail.readUInt32LE(here + 12);
    if (directoryAt === from + here) return true;
    if (directoryAt < 0) continue;
    const mark = await source.bytes(directoryAt, directoryAt + 4);
    if (mark.length === 4 && mark.readUInt32LE(0) === entryMark) return true;
  }
  return looks === mostLooks;
}

/** The end record whose comment reaches to the file's last byte. */
async function findEnd(source: Pick<Source, "size" | "bytes">) {
  const from = Math.max(0, source.size - endSize - mostComment);
  const tail = await source.bytes(from, source.size);
  for (let here = tail.length - endSize; here >= 0; here--) {
    if (tail.readUInt32LE(here) !== endMark) continue;
    if (here + endSize + tail.readUInt16LE(here + 20) !== tail.length) continue;
    return {
      at: from + here,
      entries: tail.readUInt16LE(here + 10),
      directoryBytes: tail.readUInt32LE(here + 12),
      directoryAt: tail.readUInt32LE(here + 16),
    };
  }
  return null;
}
