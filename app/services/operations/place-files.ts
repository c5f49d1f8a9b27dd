import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { Upload } from "@tus/server";
import { type FileStore, keptKey, uploadKey } from "../files/file-store.ts";
import type { Manifest } from "./manifest.ts";
import type { Archive } from "./read-archive.ts";

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
  if ((await files.sizeOf(keptKey(id))) !== size) return false;
  const digest = createHash("sha256");
  for await (const chunk of await files.read(keptKey(id))) digest.update(chunk);
  return digest.digest("hex") === sha256;
}

async function place(files: FileStore, archive: Archive, file: KeptFile): Promise<void> {
  const { id, size } = file;
  await files.remove(id);
  await files.removeUpload(id);
  await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
  await files.uploads.write(Readable.from(archive.bytes(file)), uploadKey(id), 0);
  await files.keep(id);
}
