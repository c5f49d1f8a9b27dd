import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore as TusFileStore } from "@tus/file-store";
import { type FileStore, idOfKey, type Stored, storedFileKey, uploadKey, uploadMilliseconds } from "./file-store.ts";

/** Files in a folder of this machine. */
export function openDiskStore(directory: string): FileStore {
  for (const part of ["uploads", "kept"]) mkdirSync(join(directory, part), { recursive: true, mode: 0o700 });
  const uploads = new Uploads({ directory, expirationPeriodInMilliseconds: uploadMilliseconds });
  const path = (key: string) => join(directory, key);

  return {
    uploads,
    sizeOf: async (key) => await sizeOf(path(key)),
    read: async (key, range) => {
      const stream = createReadStream(path(key), range && { start: range.from, end: range.to });
      await new Promise((done, fail) => stream.once("open", done).once("error", fail));
      return stream;
    },
    keep: async (id) => {
      if ((await sizeOf(path(storedFileKey(id)))) === null)
        await moveDurably(path(uploadKey(id)), path(storedFileKey(id)));
      await rm(path(`${uploadKey(id)}.json`), { force: true });
    },
    put: async (id, bytes) => {
      const beside = path(uploadKey(id));
      await writeFile(beside, bytes);
      await moveDurably(beside, path(storedFileKey(id)));
    },
    remove: async (id) => await rm(path(storedFileKey(id)), { force: true }),
    removeUpload: async (id) => {
      for (const end of ["", ".json"]) await rm(path(uploadKey(id) + end), { force: true });
    },
    list: (of) => listFolder(directory, of),
  };
}

/** As tus has them, whose own `write` says of no failure what it was. */
class Uploads extends TusFileStore {
  override async write(bytes: Readable, key: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, key), { flags: "r+", start: offset });
    await pipeline(bytes, file);
    return offset + file.bytesWritten;
  }
}

/** A row in the database will speak of the file: it must be there after a power cut too. */
async function moveDurably(from: string, to: string): Promise<void> {
  await flush(from);
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  await flush(dirname(to));
}

async function flush(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
}

async function* listFolder(directory: string, of: "kept" | "uploads"): AsyncGenerator<Stored> {
  for (const name of await readdir(join(directory, of))) {
    const id = idOfKey(`${of}/${name}`);
    const found = id === null ? null : await stat(join(directory, of, name)).catch(() => null);
    if (id !== null && found) yield { id, changedAt: found.ctime };
  }
}
