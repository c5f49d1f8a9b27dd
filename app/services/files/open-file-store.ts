import { join } from "node:path";
import type { Settings } from "../env.ts";
import { openDiskStore } from "./disk-store.ts";
import type { FileStore } from "./file-store.ts";
import { openS3Store } from "./s3-store.ts";

const globalStore = globalThis as { contestFiles?: FileStore };

/** The process's one store, which the settings name: S3-compatible, else the folder `files` of the data folder. */
export function openFileStore(settings: Pick<Settings, "DATA_DIR" | "s3">): FileStore {
  globalStore.contestFiles ??= settings.s3 ? openS3Store(settings.s3) : openDiskStore(join(settings.DATA_DIR, "files"));
  return globalStore.contestFiles;
}
