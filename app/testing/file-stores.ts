import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openDiskStore } from "~/services/files/disk-store.ts";
import type { FileStore } from "~/services/files/file-store.ts";
import { openS3Store } from "~/services/files/s3-store.ts";
import { startS3 } from "./s3/stand-in.ts";

export type StoreName = "disk" | "s3";
export const storeNames: readonly StoreName[] = ["disk", "s3"];

/** A store of each kind for the file's tests, empty before and gone after them. Use inside tests only. */
export function testStores(): Record<StoreName, FileStore> {
  const stores = {} as Record<StoreName, FileStore>;
  let end: () => Promise<void>;
  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), "files-"));
    const s3 = await startS3();
    Object.assign(stores, { disk: openDiskStore(directory), s3: openS3Store(s3.settings) });
    end = async () => {
      await s3.stop();
      await rm(directory, { recursive: true });
    };
  });
  afterAll(async () => await end?.());
  return stores;
}
