import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Env } from "../env.ts";
import { type BundleKey, bundleKeyOf, publicKeyOf } from "../vault/bundle-key.ts";

/** The last seal that this machine knows of, in a file outside of the database. */
export interface NotedHead {
  /** The digest of the last seal that was made here; null where none was. */
  read(): Promise<string | null>;
  write(seal: { number: number; digest: string }): Promise<void>;
  /** Of a new or restored database nothing is known. */
  forget(): Promise<void>;
}

const noted = z.object({ database: z.string(), number: z.int(), digest: z.string() });

/** The note in the data folder; of another database than the one that is served it holds nothing. */
export function notedHead(DATA_DIR: string, databaseUrl: string): NotedHead {
  const file = join(DATA_DIR, "audit-head");
  // Without the port, which the embedded one has another of at each start
  const { hostname, pathname } = new URL(databaseUrl);
  const database = hostname + pathname;
  return {
    read: async () => {
      const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      if (text === null) return null;
      const head = noted.parse(JSON.parse(text));
      return head.database === database ? head.digest : null;
    },
    write: async ({ number, digest }) => {
      await mkdir(DATA_DIR, { recursive: true });
      const draft = `${file}-${process.pid}`;
      await writeFile(draft, `${JSON.stringify({ database, number, digest })}\n`, { mode: 0o600 });
      await rename(draft, file);
    },
    forget: () => rm(file, { force: true }),
  };
}

/** What a trail is sealed with, and what it is held against: all of it outside of the database. */
export interface TrailKeys {
  /** Signs seals; null: they stay unsigned, and nobody can tell who made them. */
  key: BundleKey | null;
  /** Public keys that signed before this one. */
  earlierKeys: readonly string[];
  /** The first seal that must be signed: a key that came later is told so. */
  signedFrom: number;
  noted: NotedHead | null;
}

interface TrailSettings {
  DATA_DIR: string;
  AUDIT_EARLIER_KEYS: string[];
  AUDIT_SIGNED_FROM: number;
  bundleKey: BundleKey | null;
  databaseUrl: string;
}

export function trailKeysOf(settings: TrailSettings): TrailKeys {
  return {
    key: settings.bundleKey,
    earlierKeys: settings.AUDIT_EARLIER_KEYS,
    signedFrom: settings.AUDIT_SIGNED_FROM,
    noted: notedHead(settings.DATA_DIR, settings.databaseUrl),
  };
}

/** The same for the command line. */
export async function trailKeysHere(env: Env): Promise<TrailKeys> {
  const databaseUrl = env.DATABASE_URL ?? "postgres://127.0.0.1/contest";
  return trailKeysOf({ ...env, databaseUrl, bundleKey: await bundleKeyOf(env) });
}

/** Who may have signed; null where nothing is known of it. */
export function trustedKeys({ key, earlierKeys }: TrailKeys): string[] | null {
  return key === null ? null : [publicKeyOf(key), ...earlierKeys];
}

export const noKeys: TrailKeys = { key: null, earlierKeys: [], signedFrom: 1, noted: null };
