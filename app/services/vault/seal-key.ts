import { createPublicKey, verify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type BundleKey, publicKeyOf } from "./bundle-key.ts";

/** Whose hand a seal of the audit trail is: Ed25519, in hexadecimal digits. */
export interface SealSignature {
  signature: string;
  publicKey: string;
}

/** What a seal's signature is over: its digest, under a name of its own, so that no bundle's signature passes for it. */
function signedText(digest: string): string {
  return `contest-desk audit seal v1\n${digest}\n`;
}

/** The seal signed by the installation's key, the one that signs bundles: it lies outside of the database. */
export function signSeal(digest: string, key: BundleKey): SealSignature {
  const signature = bytesToHex(ed25519.sign(utf8ToBytes(signedText(digest)), hexToBytes(key)));
  return { signature, publicKey: publicKeyOf(key) };
}

/** Whether one of the public keys signed the seal with that digest. The system's own arithmetic: a trail has many seals. */
export function isSealSigned(digest: string, signed: SealSignature | null, keys: readonly string[]): boolean {
  if (!signed || !keys.includes(signed.publicKey)) return false;
  const x = Buffer.from(signed.publicKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, Buffer.from(signedText(digest)), key, Buffer.from(signed.signature, "hex"));
}
