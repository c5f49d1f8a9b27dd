import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Upload } from "@tus/server";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { type FileStore, storedFileKey, uploadKey } from "../files/file-store.ts";
import { sourceIn } from "../files/inspect-file.ts";
import { blockSize, readHeader } from "./tar.ts";
import { entryNames, type Manifest, manifest, type Part, tailOf } from "./write-archive.ts";

const unpack = promisify(gunzip);
const tailSize = tailOf("0".repeat(64), new Date(0)).length;

/** `altered`: it begins as a backup, and something behind is cut off or is not what was written. */
export type ArchiveFlaw = "no-file" | "no-backup" | "altered";

/** The file changed while it was read. */
class ArchiveChanged extends Error {
  constructor() {
    super("the file changed while it was read: nothing was restored");
  }
}

export interface Archive {
  manifest: Manifest;
  /** A table's piece, unpacked. */
  piece(part: Part): Promise<Buffer>;
  /** A file's bytes, a chunk at a time; the last comes only if all were right. */
  bytes(part: Part): AsyncGenerator<Buffer>;
}

/** Reads a backup once through, every byte held against its seal, and only then hands it to `use`. */
export async function readArchive<T>(
  file: string,
  use: (archive: Archive) => Promise<T>,
  signal?: AbortSignal,
): Promise<{ ok: true; answer: T } | { ok: false; flaw: ArchiveFlaw }> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return { ok: false, flaw: "no-file" };
  try {
    const { size } = await handle.stat();
    const first = await blockAt(handle, 0);
    const begun = first && readHeader(first);
    if (begun?.name !== entryNames.about) return { ok: false, flaw: "no-backup" };
    if (!(await isSealed(handle, file, size, begun.at, signal))) return { ok: false, flaw: "altered" };
    const places = await findPlaces(handle, size - tailSize);
    const held = places && (await readManifest(handle, places));
    if (!held) return { ok: false, flaw: "altered" };
    return { ok: true, answer: await use(archiveOf(handle, file, places, held)) };
  } finally {
    await handle.close();
  }
}

type Places = Map<string, { from: number; size: number }>;

function archiveOf(handle: FileHandle, file: string, places: Places, held: Manifest): Archive {
  const placeOf = ({ entry, size }: Part) => {
    const place = places.get(entry);
    if (place?.size !== size) throw new ArchiveChanged();
    return place;
  };
  return {
    manifest: held,
    piece: async (part) => {
      const bytes = await bytesAt(handle, placeOf(part));
      if (sha256Hex(bytes) !== part.sha256) throw new ArchiveChanged();
      return await unpack(bytes);
    },
    bytes: async function* (part) {
      const { from, size } = placeOf(part);
      const digest = createHash("sha256");
      let last: Buffer | undefined;
      if (size > 0)
        for await (const chunk of createReadStream(file, { start: from, end: from + size - 1 })) {
          digest.update(chunk);
          if (last) yield last;
          last = chunk;
        }
      if (digest.digest("hex") !== part.sha256) throw new ArchiveChanged();
      if (last) yield last;
    },
  };
}

async function isSealed(
  handle: FileHandle,
  file: string,
  size: number,
  at: Date,
  signal?: AbortSignal,
): Promise<boolean> {
  const sealed = size - tailSize;
  if (sealed <= 0) return false;
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(file, { end: sealed - 1, highWaterMark: 1 << 18, signal }))
    digest.update(chunk);
  return tailOf(digest.digest("hex"), at).equals(await bytesAt(handle, { from: sealed, size: tailSize }));
}

/** Where each entry's bytes lie; null where the headers make no sense. */
async function findPlaces(handle: FileHandle, end: number): Promise<Places | null> {
  const places: Places = new Map();
  let at = 0;
  while (at < end) {
    const block = await blockAt(handle, at);
    const header = block && readHeader(block);
    if (!header) return null;
    places.set(header.name, { from: at + blockSize, size: header.size });
    at += blockSize + Math.ceil(header.size / blockSize) * blockSize;
  }
  return at === end ? places : null;
}

async function readManifest(handle: FileHandle, places: Places): Promise<Manifest | null> {
  const place = places.get(entryNames.manifest);
  if (!place) return null;
  try {
    return manifest.parse(JSON.parse(String(await bytesAt(handle, place))));
  } catch {
    return null;
  }
}

async function blockAt(handle: FileHandle, from: number): Promise<Buffer | null> {
  const block = await bytesAt(handle, { from, size: blockSize });
  return block.length === blockSize ? block : null;
}

async function bytesAt(handle: FileHandle, { from, size }: { from: number; size: number }): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, from);
  return buffer.subarray(0, bytesRead);
}

type KeptFile = Manifest["files"]["kept"][number];

/**
 * Puts a backup's files into the store, a chunk at a time; what is there already stays. Should it not come to its end, those
 * that were not there before are taken out again.
 */
export async function placeFiles(files: FileStore, archive: Archive, signal?: AbortSignal): Promise<void> {
  const placed: string[] = [];
  try {
    for (const file of archive.manifest.files.kept) {
      signal?.throwIfAborted();
      if (await isThere(files, file)) continue;
      placed.push(file.id);
      await place(files, archive, file);
    }
  } catch (error) {
    for (const id of placed) {
      await files.removeUpload(id);
      await files.remove(id);
    }
    throw error;
  }
}

async function isThere(files: FileStore, { id, size, sha256 }: KeptFile): Promise<boolean> {
  if ((await files.sizeOf(storedFileKey(id))) !== size) return false;
  return (await sourceIn(files, storedFileKey(id), size).sha256()) === sha256;
}

async function place(files: FileStore, archive: Archive, file: KeptFile): Promise<void> {
  const { id, size } = file;
  await files.remove(id);
  await files.removeUpload(id);
  await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
  await files.uploads.write(Readable.from(archive.bytes(file)), uploadKey(id), 0);
  await files.keep(id);
}
