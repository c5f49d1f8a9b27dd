import type { Readable } from "node:stream";
import type { DataStore } from "@tus/server";
import { uploadHours } from "~/rules/files/attachment.ts";

/** Both ends count: the first byte and the last. */
export interface ByteRange {
  from: number;
  to: number;
}

/** A file or an upload that lies in the store, by the 32 hexadecimal digits of its name. */
export interface Stored {
  id: string;
  changedAt: Date;
}

/**
 * Where attached files lie. An upload comes in under "uploads/ID", by tus; when all of it is there and found good, it is
 * kept under "kept/ID". Nothing is ever served from the former.
 */
export interface FileStore {
  /** The tus half: its ids are what `uploadKey` makes. */
  readonly uploads: DataStore;
  /** In bytes; null when there is no such file. */
  sizeOf(key: string): Promise<number | null>;
  /** The bytes, or those of the range; rejects when there is no such file. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Moves a complete upload to where it is kept. Does nothing when it lies there already. */
  keep(id: string): Promise<void>;
  /** Puts a small file where it is kept, as a whole. */
  put(id: string, bytes: Uint8Array): Promise<void>;
  /** Removes a kept file; one that is not there is removed. */
  remove(id: string): Promise<void>;
  /** Removes everything of an upload, however far it came. */
  removeUpload(id: string): Promise<void>;
  /** Everything that is kept, or that is coming in: in no order, perhaps twice. */
  list(of: "kept" | "uploads"): AsyncIterable<Stored>;
}

/** The name under which an upload comes in. */
export function uploadKey(id: string): string {
  return `uploads/${id}`;
}

/** The name under which a file is kept. */
export function storedFileKey(id: string): string {
  return `kept/${id}`;
}

/** The id in a name that one of the two above made (or in that of a piece beside it); null in any other. */
export function idOfKey(key: string): string | null {
  return /^(?:uploads|kept)\/([0-9a-f]{32})(?:\.\w+)?$/.exec(key)?.[1] ?? null;
}

/** How long tus lets an upload come in. */
export const uploadMilliseconds = uploadHours * 3_600_000;
