import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import { log } from "../log.ts";

/** Finished prints, for as long as a few people ask for the same one. */
export interface PrintCache {
  /** Null where it is not kept, or not readable any more. */
  find(digest: string): Promise<Uint8Array | null>;
  /** Keeps it if it can: a full disk costs a print its second reader, never its first. */
  keep(digest: string, bytes: Uint8Array): Promise<void>;
}

const algorithm = "aes-256-gcm";

/**
 * Prints in a folder, sealed with a key that this process alone has and never writes down: names and marks stand in them, and
 * whoever gets the disk or a copy of it can read none, nor anybody once the process has ended. What it finds there is of such
 * a process, and goes. No print is kept longer than `ageMs`, and all together take at most `mostBytes`.
 */
export function openPrintCache(given: { directory: string; mostBytes: number; ageMs: number }): PrintCache {
  const { directory, mostBytes, ageMs } = given;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  const path = (digest: string) => join(directory, digest);
  const sizes = new LRUCache<string, number>({
    maxSize: mostBytes,
    sizeCalculation: (size) => Math.max(1, size),
    ttl: ageMs,
    // By a timer of its own for each: nobody has to ask for it first
    ttlAutopurge: true,
    dispose: (_size, digest, why) => {
      if (why !== "set") void rm(path(digest), { force: true }).catch(warn);
    },
  });

  return {
    find: async (digest) => {
      if (!sizes.has(digest)) return null;
      sizes.get(digest);
      try {
        return unsealed(await readFile(path(digest)), { key, digest });
      } catch {
        sizes.delete(digest);
        return null;
      }
    },
    keep: async (digest, bytes) => {
      if (bytes.length > mostBytes) return;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(path(digest), sealed(bytes, { key, digest }), { mode: 0o600 });
        sizes.set(digest, bytes.length);
      } catch (error) {
        warn(error);
      }
    },
  };
}

function warn(error: unknown): void {
  log.warn({ err: error }, "a finished print could not be kept, or not be removed");
}

interface Sealing {
  key: Buffer;
  digest: string;
}

/** Twelve bytes that make it unlike any other, sixteen that prove it, and the print. */
function sealed(bytes: Uint8Array, { key, digest }: Sealing): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(digest));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws on whatever `sealed` did not make with that key for that digest. */
function unsealed(file: Buffer, { key, digest }: Sealing): Uint8Array {
  const decipher = createDecipheriv(algorithm, key, file.subarray(0, 12)).setAAD(Buffer.from(digest));
  decipher.setAuthTag(file.subarray(12, 28));
  return Buffer.concat([decipher.update(file.subarray(28)), decipher.final()]);
}
