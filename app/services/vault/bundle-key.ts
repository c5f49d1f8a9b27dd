import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Bundle, bundleFormat, type Statement, signedText } from "~/rules/releases/bundle.ts";
import type { Env } from "../env.ts";
import { loadOrCreateSecret } from "./stored-secret.ts";

/** The key that signs bundles: an Ed25519 seed of 32 bytes, as 64 hex digits. */
export type BundleKey = string;

/**
 * BUNDLE_SIGNING_KEY (64 hex digits); with the embedded database it is made once and kept beside the data. Null when a server
 * of one's own (DATABASE_URL) has none: then nothing is bundled.
 */
export async function bundleKeyOf({ BUNDLE_SIGNING_KEY, DATABASE_URL, DATA_DIR }: Env): Promise<BundleKey | null> {
  if (BUNDLE_SIGNING_KEY) return BUNDLE_SIGNING_KEY;
  if (DATABASE_URL) return null;
  return await loadOrCreateSecret(join(DATA_DIR, "bundle-signing-key"), () => randomBytes(32).toString("hex"));
}

/** What others know the key by: 64 hex digits. */
export function publicKeyOf(key: BundleKey): string {
  return bytesToHex(ed25519.getPublicKey(hexToBytes(key)));
}

/** The statement as a signed bundle. */
export function signBundle(statement: Statement, key: BundleKey): Bundle {
  const value = bytesToHex(ed25519.sign(utf8ToBytes(signedText(statement)), hexToBytes(key)));
  return { format: bundleFormat, statement, signature: { algorithm: "Ed25519", publicKey: publicKeyOf(key), value } };
}
