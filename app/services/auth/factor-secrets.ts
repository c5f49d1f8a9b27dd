import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { base32 } from "~/primitives/base32.ts";
import { keyAddress } from "~/primitives/totp.ts";
import { recoveryCodes } from "~/rules/accounts/second-factor.ts";
import { pairingAlphabet } from "~/rules/scoring/pairing.ts";

/** A new key for an authenticator app, in base32: 160 bits, as RFC 4226 recommends. */
export function newFactorKey(): string {
  return base32(randomBytes(20));
}

/** Whether the two are one key; takes as long whatever they share. */
export function sameKey(one: string, other: string): boolean {
  const digest = (key: string) => createHash("sha256").update(key).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** New recovery codes, as plain letters. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodes.count }, () =>
    Array.from({ length: recoveryCodes.length }, () => pairingAlphabet[randomInt(pairingAlphabet.length)]).join(""),
  );
}

/** What an authenticator app reads from the QR code; the address tells which account of which house the key is for. */
export function factorAddress(key: string, email: string): string {
  return keyAddress({ issuer: "凤栖吴兴", account: email, key });
}
