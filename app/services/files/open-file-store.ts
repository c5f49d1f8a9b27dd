import { join } from "node:path";
import type { Settings } from "../env.ts";
import { openDiskStore } from "./disk-store.ts";
import type { FileStore } from "./file-store.ts";

const globalStore = globalThis as { contestFiles?: Promise<FileStore> };

/** The process's one store, which the settings name: S3-compatible, else the folder `files` of the data folder. */
export function openFileStore(settings: Pick<Settings, "DATA_DIR" | "s3">): Promise<FileStore> {
  globalStore.contestFiles ??= open(settings);
  return globalStore.contestFiles;
}

async function open({ DATA_DIR, s3 }: Pick<Settings, "DATA_DIR" | "s3">): Promise<FileStore> {
  if (!s3) return openDiskStore(join(DATA_DIR, "files"));
  // The client of S3 takes thirty megabytes, which nobody pays who keeps the files on a disk
  const { openS3Store } = await import("./s3-store.ts");
  return openS3Store(s3);
}
