/** One file of an archive; `/` parts folders in its name. */
export interface ZippedFile {
  name: string;
  lastModified: Date;
  bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** Packs the bytes (RFC 1951); without it they are stored as they are. */
  deflater?: () => Deflater;
}

/** Takes a file's bytes in pieces, the last one marked, and answers what there is of them packed so far. */
export type Deflater = (piece: Uint8Array, last: boolean) => Uint8Array[];

type Files = Iterable<ZippedFile> | AsyncIterable<ZippedFile>;

/** What the directory at the end says of a file. */
interface Written {
  name: Uint8Array;
  lastModified: Date;
  isPacked: boolean;
  /** Where its header begins. */
  offset: number;
  checksum: number;
  packed: number;
  size: number;
}

/**
 * A ZIP archive, piece by piece: nothing is held but the piece that is being written, and the reader sets the pace. Sizes and
 * checksums stand behind each file and in the directory at the end, in ZIP64 where 4 GB or 65,535 files do not do. An error in
 * a file is an error of the archive: half of one is never a whole one. Source: PKWARE APPNOTE 6.3.10, 4.3.
 */
export async function* zip(files: Files): AsyncGenerator<Uint8Array> {
  const directory: Written[] = [];
  let offset = 0;
  for await (const { name, lastModified, bytes, deflater } of files) {
    const file: Written = {
      name: new TextEncoder().encode(name),
      lastModified,
      isPacked: deflater !== undefined,
      offset,
      checksum: 0,
      packed: 0,
      size: 0,
    };
    const header = localHeader(file);
    yield header;
    const deflate = deflater?.() ?? ((piece) => [piece]);
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      file.checksum = crc32(piece, file.checksum);
      file.size += piece.length;
      for (const packed of deflate(piece, false)) {
        file.packed += packed.length;
        yield packed;
      }
    }
    if (deflater) {
      for (const packed of deflate(new Uint8Array(), true)) {
        file.packed += packed.length;
        yield packed;
      }
    }
    const descriptor = descriptorOf(file);
    yield descriptor;
    offset += header.length + file.packed + descriptor.length;
    directory.push(file);
  }
  let length = 0;
  for (const file of directory) {
    const header = directoryHeader(file);
    length += header.length;
    yield header;
  }
  yield endOfArchive(directory.length, offset, length);
}

/** The archive as a stream for an answer; `stopped` is told when the reader leaves before the end. */
export function zipStream(files: Files, stopped?: () => void): ReadableStream<Uint8Array> {
  const pieces = zip(files);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      stopped?.();
      await pieces.return(undefined).catch(() => undefined);
    },
  });
}

/** The archive as one piece. */
export async function zipBytes(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zip(files)) pieces.push(piece);
  return joined(pieces);
}

/** 2.0 knows folders and deflate, 4.5 knows ZIP64. */
const versions = { plain: 20, zip64: 45 };
const marks = { file: 0x04034b50, descriptor: 0x08074b50, directory: 0x02014b50, end: 0x06054b50 };
const marks64 = { end: 0x06064b50, locator: 0x07064b50 };
/** Sizes stand behind the bytes; the name is UTF-8. */
const flags = 0x0808;
/** A file that its owner and group may write, as Unix writes it. */
const mode = 0o100664;
const most = { short: 0xffff, long: 0xffffffff };

/** A stored file may come without end: only afterwards is it known whether ZIP64 was needed. */
function localHeader({ name, lastModified, isPacked }: Written): Uint8Array {
  const head = record(30, (at) => {
    at.long(0, marks.file);
    at.short(4, isPacked ? versions.plain : versions.zip64);
    at.short(6, flags);
    at.short(8, isPacked ? 8 : 0);
    at.long(10, dosTime(lastModified));
    at.short(26, name.length);
  });
  return joined([head, name]);
}

function descriptorOf(file: Written): Uint8Array {
  const { checksum, packed, size } = file;
  return record(isLarge(file) ? 24 : 16, (at) => {
    at.long(0, marks.descriptor);
    at.long(4, checksum);
    if (isLarge(file)) {
      at.huge(8, packed);
      at.huge(16, size);
    } else {
      at.long(8, packed);
      at.long(12, size);
    }
  });
}

function directoryHeader(file: Written): Uint8Array {
  const { name, lastModified, isPacked, checksum, packed, size, offset } = file;
  const isFar = offset >= most.long;
  const huge = [...(isLarge(file) ? [size, packed] : []), ...(isFar ? [offset] : [])];
  const extra = record(huge.length === 0 ? 0 : 4 + 8 * huge.length, (at) => {
    if (huge.length === 0) return;
    at.short(0, 1);
    at.short(2, 8 * huge.length);
    for (const [place, value] of huge.entries()) at.huge(4 + 8 * place, value);
  });
  const needed = isPacked && huge.length === 0 ? versions.plain : versions.zip64;
  const head = record(46, (at) => {
    at.long(0, marks.directory);
    at.short(4, needed | (3 << 8));
    at.short(6, needed);
    at.short(8, flags);
    at.short(10, isPacked ? 8 : 0);
    at.long(12, dosTime(lastModified));
    at.long(16, checksum);
    at.long(20, isLarge(file) ? most.long : packed);
    at.long(24, isLarge(file) ? most.long : size);
    at.short(28, name.length);
    at.short(30, extra.length);
    at.short(40, mode);
    at.long(42, isFar ? most.long : offset);
  });
  return joined([head, name, extra]);
}

function endOfArchive(count: number, offset: number, length: number): Uint8Array {
  const end = record(22, (at) => {
    at.long(0, marks.end);
    at.short(8, Math.min(count, most.short));
    at.short(10, Math.min(count, most.short));
    at.long(12, Math.min(length, most.long));
    at.long(16, Math.min(offset, most.long));
  });
  if (count < most.short && length < most.long && offset < most.long) return end;
  const end64 = record(76, (at) => {
    at.long(0, marks64.end);
    at.huge(4, 44);
    at.short(12, versions.zip64 | (3 << 8));
    at.short(14, versions.zip64);
    for (const place of [24, 32]) at.huge(place, count);
    at.huge(40, length);
    at.huge(48, offset);
    at.long(56, marks64.locator);
    at.huge(64, offset + length);
    at.long(72, 1);
  });
  return joined([end64, end]);
}

function isLarge({ packed, size }: Written): boolean {
  return packed >= most.long || size >= most.long;
}

/** In the time of the place where it is written, to two seconds; the format knows nothing before 1980. */
function dosTime(date: Date): number {
  const year = date.getFullYear() - 1980;
  if (year < 0) return (1 << 21) | (1 << 16);
  const day = (year << 25) | ((date.getMonth() + 1) << 21) | (date.getDate() << 16);
  return (day | (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1)) >>> 0;
}

interface At {
  short(place: number, value: number): void;
  long(place: number, value: number): void;
  huge(place: number, value: number): void;
}

/** So many bytes, filled with little-endian numbers of two, four and eight bytes. */
function record(length: number, fill: (at: At) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  fill({
    short: (place, value) => view.setUint16(place, value, true),
    long: (place, value) => view.setUint32(place, value, true),
    huge: (place, value) => view.setBigUint64(place, BigInt(value), true),
  });
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

function crc32(bytes: Uint8Array, before: number): number {
  let rest = ~before;
  for (let at = 0; at < bytes.length; at++) rest = (rest >>> 8) ^ (crcTable[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~rest >>> 0;
}
