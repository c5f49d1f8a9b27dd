import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Bundle, bundleFormat, type Statement, signedText } from "~/rules/bundle.ts";
import type { Env } from "./env.ts";
import { keptSecret } from "./kept-secret.ts";

/** The key that signs bundles: an Ed25519 seed of 32 bytes. */
export type BundleKey = Uint8Array;

/**
 * BUNDLE_SIGNING_KEY (64 hex digits); with the embedded database it is made once and kept beside the data. Throws in words
 * when a server of one's own (DATABASE_URL) has none.
 */
export async function bundleKeyOf({ BUNDLE_SIGNING_KEY, DATABASE_URL, DATA_DIR }: Env): Promise<BundleKey> {
  if (BUNDLE_SIGNING_KEY) return hexToBytes(BUNDLE_SIGNING_KEY);
  if (DATABASE_URL)
    throw new Error(
      "BUNDLE_SIGNING_KEY is missing: with DATABASE_URL set, give 64 hex digits, for example from openssl rand -hex 32.",
    );
  const kept = await keptSecret(join(DATA_DIR, "bundle-signing-key"), () => randomBytes(32).toString("hex"));
  return hexToBytes(kept);
}

/** What others know the key by: 64 hex digits. */
export function publicKeyOf(key: BundleKey): string {
  return bytesToHex(ed25519.getPublicKey(key));
}

/** The statement as a signed bundle. */
export function signBundle(statement: Statement, key: BundleKey): Bundle {
  const value = bytesToHex(ed25519.sign(utf8ToBytes(signedText(statement)), key));
  return { format: bundleFormat, statement, signature: { algorithm: "Ed25519", publicKey: publicKeyOf(key), value } };
}
