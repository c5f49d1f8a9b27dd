import { sha256Hex } from "~/primitives/canonical-json.ts";

/** What the database keeps of a form's key, or of the secret in a private link: both are random enough for a plain digest. */
export function linkDigest(secret: string): string {
  return sha256Hex(secret);
}

/** A secret as a private link bears it. */
export function isLink(text: string | undefined): text is string {
  return /^[\w-]{43}$/.test(text ?? "");
}

/** The key of an objection's form. */
export function isFormKey(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
