import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { FileStore } from "../file-store.ts";

/** A file that can be read from any place. */
export interface Source {
  /** In bytes. */
  size: number;
  /** From the first to before the last, as far as there are any. */
  bytes(from: number, before: number): Promise<Buffer>;
  /** Of all of it, as 64 hexadecimal digits. */
  sha256(): Promise<string>;
}

/** The file of that name and size in the store. */
export function sourceIn(store: FileStore, key: string, size: number): Source {
  return {
    size,
    bytes: async (from, before) => {
      const to = Math.min(before, size) - 1;
      return to < from ? Buffer.alloc(0) : await buffer(await store.read(key, { from, to }));
    },
    sha256: async () => {
      const hash = createHash("sha256");
      for await (const chunk of await store.read(key)) hash.update(chunk as Buffer);
      return hash.digest("hex");
    },
  };
}

/** Why a file is not taken, by what is in it. */
export type ContentRefusal =
  /** None of the types that its kind takes. */
  | { type: "file-type-wrong" }
  /** Of the right type, and not whole or not readable. */
  | { type: "file-broken" }
  /** Two things at a time, or more than it looks: nobody makes such a file by accident. */
  | { type: "file-suspicious" }
  | { type: "picture-too-large" };
