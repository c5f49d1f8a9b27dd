import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Env } from "../env.ts";
import { keptSecret } from "./kept-secret.ts";

/** What the vault works with, as it stands in the environment: see `sealingKeys` for the first. */
export interface VaultKeys {
  /** PERSONAL_DATA_KEYS: "name:base64 of 32 bytes", the one in use first, older ones after it by commas. */
  personalDataKeys: string;
  /** PERSONAL_DATA_INDEX_KEY: what numbers are found by. It stays when the sealing keys change. */
  personalDataIndexKey: string;
}

export interface SealingKey {
  name: string;
  key: Buffer;
}

/** The keys of PERSONAL_DATA_KEYS, or the reason in words why they cannot be used. No reason repeats a key. */
export function sealingKeys(
  text: string,
): { ok: true; current: SealingKey; all: SealingKey[] } | { ok: false; why: string } {
  const all: SealingKey[] = [];
  for (const [at, part] of text.split(",").entries()) {
    const [, name, encoded] = /^\s*([a-z0-9][a-z0-9._-]{0,39}):([A-Za-z0-9+/_=-]+)\s*$/.exec(part) ?? [];
    if (name === undefined || encoded === undefined)
      return { ok: false, why: `part ${at + 1} is not written as name:base64 (names are a-z, 0-9, ".", "_", "-")` };
    const key = Buffer.from(encoded, "base64");
    if (key.length !== 32) return { ok: false, why: `the key "${name}" has ${key.length} bytes instead of 32` };
    if (all.some((each) => each.name === name)) return { ok: false, why: `the key "${name}" is there twice` };
    all.push({ name, key });
  }
  const [current] = all;
  return current ? { ok: true, current, all } : { ok: false, why: "there is no key" };
}

/**
 * The keys that the environment gives; with the embedded database, what it leaves out is made once and kept beside the
 * data. Throws in words when a server of one's own (DATABASE_URL) has none.
 */
export async function vaultKeysOf(env: Env): Promise<VaultKeys> {
  const { DATABASE_URL, PERSONAL_DATA_KEYS, PERSONAL_DATA_INDEX_KEY, DATA_DIR } = env;
  if (DATABASE_URL && !(PERSONAL_DATA_KEYS && PERSONAL_DATA_INDEX_KEY)) {
    throw new Error(
      "PERSONAL_DATA_KEYS or PERSONAL_DATA_INDEX_KEY is missing: with DATABASE_URL set, give name:base64 of 32 random " +
        "bytes, and at least 32 random characters that never change.",
    );
  }
  const newKey = () => `key-${new Date().toISOString().slice(0, 10)}:${randomBytes(32).toString("base64")}`;
  return {
    personalDataKeys: PERSONAL_DATA_KEYS ?? (await keptSecret(join(DATA_DIR, "personal-data-keys"), newKey)),
    personalDataIndexKey: PERSONAL_DATA_INDEX_KEY ?? (await keptSecret(join(DATA_DIR, "personal-data-index-key"))),
  };
}
