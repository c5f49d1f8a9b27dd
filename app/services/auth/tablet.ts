import { createHmac, hkdfSync, randomBytes, randomInt } from "node:crypto";
import { parseCookies } from "better-auth/cookies";
import { pairingAlphabet, pairingCodeLength } from "~/rules/scoring/pairing.ts";
import type { Auth } from "./auth.ts";

type Keys = Pick<Auth, "secret" | "baseUrl">;

/** A new pairing code, by chance; its digest is what the database keeps. */
export function newPairingCode(): string {
  return Array.from({ length: pairingCodeLength }, () => pairingAlphabet[randomInt(pairingAlphabet.length)]).join("");
}

/** The token of a tablet's cookie: 256 bits of chance. */
export function newTabletToken(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What the database keeps of a code, a token or an address, under a key of its own for each: a code has few possibilities,
 * so that a bare hash of it could be undone.
 */
export function tabletDigest({ secret }: Keys, of: "code" | "token" | "client", text: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", `contest-desk tablet ${of}`, 32));
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** The Set-Cookie value that makes the device the judge's until then. */
export function tabletCookie(keys: Keys, token: string, expiresAt: Date): string {
  const secure = isSecure(keys) ? "; Secure" : "";
  return `${nameOf(keys)}=${token}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}

/** Takes the cookie away. */
export function noTabletCookie(keys: Keys): string {
  return tabletCookie(keys, "", new Date(0));
}

/** The digest of the token in the request's cookie; null when it has none. */
export function tabletTokenDigest(keys: Keys, request: Request): string | null {
  const token = parseCookies(request.headers.get("cookie") ?? "").get(nameOf(keys));
  return token && /^[\w-]{43}$/.test(token) ? tabletDigest(keys, "token", token) : null;
}

/** Where a paired tablet is the judge; anywhere else it is nobody, so that a judge's own account is not left in the hall. */
export function isTabletPath(pathname: string): boolean {
  return /^\/(judge|pair|sign-out|live\/rounds)(\/|\.data$|$)/.test(pathname);
}

function nameOf(keys: Keys): string {
  return `${isSecure(keys) ? "__Secure-" : ""}contest.tablet`;
}

function isSecure({ baseUrl }: Keys): boolean {
  return baseUrl.startsWith("https:");
}
