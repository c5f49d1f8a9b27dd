import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";

/** Codes by the clock as authenticator apps make them (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, steps of thirty seconds. */

const stepSeconds = 30;
const usualDigits = 6;

/** Clocks of phones differ: the code before and the one after pass too (RFC 6238, section 5.2). */
const drift = [-1, 0, 1];

/** The time step of an instant: how many have gone by since 1970. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/** The code of a time step, with its leading zeros. */
export function codeAt(secret: Uint8Array, step: number, digits: number = usualDigits): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const mac = hmac(sha1, secret, counter);
  const view = new DataView(mac.buffer, mac.byteOffset);
  const chosen = view.getUint32(view.getUint8(mac.length - 1) & 0xf) & 0x7fff_ffff;
  return String(chosen % 10 ** digits).padStart(digits, "0");
}

/**
 * The step whose code was given; "used" when it is not after `lastStep`, the last one that was accepted, so that no code
 * passes twice; "wrong" otherwise.
 */
export function readStep(
  secret: Uint8Array,
  code: string,
  { at, lastStep }: { at: Date; lastStep: number | null },
): number | "used" | "wrong" {
  const steps = drift.map((by) => stepAt(at) + by).filter((step) => codeAt(secret, step) === code);
  const fresh = steps.find((step) => lastStep === null || step > lastStep);
  return fresh ?? (steps.length > 0 ? "used" : "wrong");
}

/** What the QR code says to an authenticator app (Google's Key URI Format). `key`: base32. */
export function keyAddress({ issuer, account, key }: { issuer: string; account: string; key: string }): string {
  const label = [issuer, account].map(encodeURIComponent).join(":");
  const facts = { secret: key, issuer, algorithm: "SHA1", digits: usualDigits, period: stepSeconds };
  const query = Object.entries(facts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${label}?${query.join("&")}`;
}
