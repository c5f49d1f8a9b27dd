import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { IdentityKind } from "~/primitives/identity-number.ts";
import { maskIdentity, normalisedNumber } from "~/primitives/identity-number.ts";
import type { Env } from "../env.ts";
import { loadOrCreateSecret } from "./stored-secret.ts";

/** A number of an identity document as the database keeps it; only `sealed` leads back to the number. */
export interface SealedIdentity {
  sealed: string;
  keyName: string;
  /** The same for the same kind and number, whatever key sealed it. */
  blind: string;
  masked: string;
}

export interface Vault {
  currentKeyName: string;
  /** Names of all keys at hand, the current one first. */
  keyNames: readonly string[];
  seal(kind: IdentityKind, number: string): SealedIdentity;
  /** The number that was sealed. Throws SealedUnderUnknownKey, or SealBroken when a single bit differs. */
  unseal(sealed: string, keyName: string): string;
  /** The same number sealed again, with the current key; nobody sees it on the way. Throws as `unseal` does. */
  reseal(sealed: string, keyName: string): Pick<SealedIdentity, "sealed" | "keyName">;
  blindOf(kind: IdentityKind, number: string): string;
  /** The secret of a draw, sealed until the word of the hall is known; the text names its key. */
  sealDraw(secret: string): string;
  /** The secret again. Throws SealedUnderUnknownKey or SealBroken. */
  unsealDraw(sealed: string): string;
  /** The key of a person's authenticator app: sealed for that person, and for nobody else. */
  sealFactor(userId: string, key: string): SealedFactor;
  /** The key again. Throws SealedUnderUnknownKey or SealBroken. */
  unsealFactor(userId: string, factor: SealedFactor): string;
  /** A part of an objection: who raised it, or what they wrote. Sealed for that objection and that part alone. */
  sealObjection(receipt: string, part: ObjectionPart, text: string): SealedText;
  /** The part again. Throws SealedUnderUnknownKey or SealBroken. */
  unsealObjection(receipt: string, part: ObjectionPart, sealed: SealedText): string;
  /** What deliveries to an address of an edition are signed with: sealed for that address, and for no other. */
  sealHook(place: HookPlace, secret: string): SealedFactor;
  /** The secret again. Throws SealedUnderUnknownKey or SealBroken. */
  unsealHook(place: HookPlace, hook: SealedFactor): string;
  /** What stands for a person's recovery code, keyed: nobody who reads the database finds the code by trying. */
  recoveryDigestOf(userId: string, code: string): string;
  /** By which a challenge for a passkey is known to be one of ours, whichever server made it. */
  challengeTagOf(text: string): string;
}

export interface HookPlace {
  editionId: number;
  url: string;
}

export interface SealedText {
  sealed: string;
  keyName: string;
}
export type SealedFactor = SealedText;
export type ObjectionPart = "objector" | "words";

/** The number was sealed with a key that this process was not given. */
export class SealedUnderUnknownKey extends Error {
  readonly type = "sealed-under-unknown-key";
  readonly keyName: string;
  constructor(keyName: string) {
    super(`a number is sealed with the key "${keyName}", which PERSONAL_DATA_KEYS does not hold`);
    this.keyName = keyName;
  }
}

/** What is kept is not what was sealed: altered, cut, moved to another kind, or sealed with another key of that name. */
export class SealBroken extends Error {
  readonly type = "seal-broken";
  constructor() {
    super("a sealed number was altered");
  }
}

// The bundle of the pages and the server that loads it each have their own copy of this module; the vault is one.
const globalStore = globalThis as { contestVault?: Vault };

/** Gives the process its keys, once at the start. Throws in words when they cannot be used. */
export function unlockVault(keys: VaultKeys): void {
  globalStore.contestVault = openVault(keys);
}

export function vault(): Vault {
  if (!globalStore.contestVault) throw new Error("the vault has no keys: call unlockVault at the start of the process");
  return globalStore.contestVault;
}

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A vault over those keys. Sealed text is "KIND.base64url(nonce, ciphertext, tag)" by AES-256-GCM with a random 96-bit
 * nonce. The additional data is purpose, kind and key name, and nothing of the application: so a number moves from a
 * draft to its submission as it is, but never passes for another kind. The blind index is an HMAC under a key of its
 * own, derived by HKDF: sealing keys can be changed without touching it.
 */
export function openVault({ personalDataKeys, personalDataIndexKey }: VaultKeys): Vault {
  const keys = sealingKeys(personalDataKeys);
  if (!keys.ok) throw new Error(`PERSONAL_DATA_KEYS: ${keys.why}`);
  const { current, all } = keys;
  const indexKey = Buffer.from(
    hkdfSync("sha256", personalDataIndexKey, "", "contest-desk identity blind index v1", 32),
  );
  const recoveryKey = Buffer.from(hkdfSync("sha256", personalDataIndexKey, "", "contest-desk recovery codes v1", 32));
  const challengeKey = Buffer.from(
    hkdfSync("sha256", personalDataIndexKey, "", "contest-desk passkey challenges v1", 32),
  );
  const blindOf = (kind: IdentityKind, number: string) =>
    createHmac("sha256", indexKey)
      .update(`${kind}\0${normalisedNumber(number)}`)
      .digest("base64url");
  const keyOf = (keyName: string) => {
    const key = all.find((each) => each.name === keyName);
    if (!key) throw new SealedUnderUnknownKey(keyName);
    return key;
  };
  const unseal = (sealed: string, keyName: string) => {
    const key = keyOf(keyName);
    const dot = sealed.indexOf(".");
    const kind = sealed.slice(0, dot);
    return { kind, number: decrypt(key, kind, sealed.slice(dot + 1)) };
  };
  return {
    currentKeyName: current.name,
    keyNames: all.map((each) => each.name),
    seal: (kind, number) => ({
      sealed: `${kind}.${encrypt(current, kind, normalisedNumber(number))}`,
      keyName: current.name,
      blind: blindOf(kind, number),
      masked: maskIdentity(normalisedNumber(number)),
    }),
    unseal: (sealed, keyName) => unseal(sealed, keyName).number,
    reseal: (sealed, keyName) => {
      const { kind, number } = unseal(sealed, keyName);
      return { sealed: `${kind}.${encrypt(current, kind, number)}`, keyName: current.name };
    },
    blindOf,
    sealDraw: (secret) => `${current.name}:${encrypt(current, drawKind, secret)}`,
    unsealDraw: (sealed) => {
      const [keyName = "", encoded = ""] = sealed.split(":");
      return decrypt(keyOf(keyName), drawKind, encoded);
    },
    sealFactor: (userId, key) => ({ sealed: encrypt(current, factorKind(userId), key), keyName: current.name }),
    unsealFactor: (userId, { sealed, keyName }) => decrypt(keyOf(keyName), factorKind(userId), sealed),
    sealObjection: (receipt, part, text) => ({
      sealed: encrypt(current, objectionKind(receipt, part), text),
      keyName: current.name,
    }),
    unsealObjection: (receipt, part, { sealed, keyName }) =>
      decrypt(keyOf(keyName), objectionKind(receipt, part), sealed),
    sealHook: (place, secret) => ({ sealed: encrypt(current, hookKind(place), secret), keyName: current.name }),
    unsealHook: (place, { sealed, keyName }) => decrypt(keyOf(keyName), hookKind(place), sealed),
    recoveryDigestOf: (userId, code) =>
      createHmac("sha256", recoveryKey).update(`${userId}\0${code}`).digest("base64url"),
    challengeTagOf: (text) => createHmac("sha256", challengeKey).update(text).digest("base64url"),
  };
}

/** No kind of identity document: what is sealed as the one never opens as the other. */
const drawKind = "draw-secret";
/** One kind a person: a key that was put in another person's row does not open there. */
const factorKind = (userId: string) => `second-factor\0${userId}`;
/** One kind an address: who writes another one into the row gets nothing that is signed. */
const hookKind = ({ editionId, url }: HookPlace) => `webhook\0${editionId}\0${url}`;

/** The same for each part of an objection. */
const objectionKind = (receipt: string, part: ObjectionPart) => `objection\0${receipt}\0${part}`;

function encrypt({ name, key }: SealingKey, kind: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(contextOf(kind, name));
  const words = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return Buffer.concat([nonce, words, sealing.getAuthTag()]).toString("base64url");
}

function decrypt({ name, key }: SealingKey, kind: string, encoded: string): string {
  const bytes = Buffer.from(encoded, "base64url");
  // Base64 has several spellings of the same bytes; only ours is what we wrote
  if (bytes.length <= nonceBytes + tagBytes || bytes.toString("base64url") !== encoded) throw new SealBroken();
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(contextOf(kind, name))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    const words = [opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()];
    return Buffer.concat(words).toString("utf8");
  } catch {
    throw new SealBroken();
  }
}

function contextOf(kind: string, keyName: string): Buffer {
  return Buffer.from(`contest-desk identity v1\0${kind}\0${keyName}`);
}

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
    personalDataKeys: PERSONAL_DATA_KEYS ?? (await loadOrCreateSecret(join(DATA_DIR, "personal-data-keys"), newKey)),
    personalDataIndexKey:
      PERSONAL_DATA_INDEX_KEY ?? (await loadOrCreateSecret(join(DATA_DIR, "personal-data-index-key"))),
  };
}
