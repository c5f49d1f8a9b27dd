import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { parseCookies } from "better-auth/cookies";
import { hallCardsAtOnce, hallCodeLength } from "~/rules/scoring/hall-code.ts";
import { pairingAlphabet } from "~/rules/scoring/pairing.ts";
import type { Auth } from "./auth.ts";
import { type Allowance, allow, giveBack, type Limit } from "./rate-limit.ts";

/** Cards that were just made: who prints them has the seed for a quarter of an hour, and the server nothing but digests. */
export interface HallCards {
  seed: string;
  count: number;
}

const cardsMinutes = 15;

/** The seed of a new batch of cards: 256 bits of chance. */
export function newHallSeed(): string {
  return randomBytes(32).toString("base64url");
}

/** The codes of a batch, each sign as likely as any other. */
export function hallCodes({ seed, count }: HallCards): string[] {
  return Array.from({ length: count }, (_, card) => codeOf(seed, card));
}

function codeOf(seed: string, card: number): string {
  let code = "";
  const fair = 256 - (256 % pairingAlphabet.length);
  for (let block = 0; code.length < hallCodeLength; block++) {
    for (const byte of createHmac("sha256", seed).update(`hall card ${card} ${block}`).digest())
      if (byte < fair && code.length < hallCodeLength) code += pairingAlphabet[byte % pairingAlphabet.length];
  }
  return code;
}

/** What the database keeps of a code, under a key that it does not have. */
export function hallCodeDigest({ secret }: Pick<Auth, "secret">, code: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "contest-desk hall code", 32));
  return createHmac("sha256", key).update(code).digest("base64url");
}

/** The Set-Cookie value with which the cards can be printed; sent to where they are printed alone. */
export function hallCardsCookie({ baseUrl }: { baseUrl: string }, { seed, count }: HallCards, path: string): string {
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName}=${seed}.${count}; Path=${path}; Max-Age=${cardsMinutes * 60}; HttpOnly; SameSite=Lax${secure}`;
}

/** The cards of the request's cookie; null without one. */
export function hallCardsIn(request: Request): HallCards | null {
  const value = parseCookies(request.headers.get("cookie") ?? "").get(cookieName) ?? "";
  const [, seed, count] = /^([\w-]{43})\.(\d{1,4})$/.exec(value) ?? [];
  if (seed === undefined || count === undefined || Number(count) > hallCardsAtOnce) return null;
  return { seed, count: Number(count) };
}

const cookieName = "contest.hall-cards";

/** One address has a whole hall behind it: wrong codes alone count, and 500 of them find nothing (24^12 codes). */
const wrongCodes: Limit = { name: "wrong voting codes for a client", uses: 500, seconds: 600 };

/** Counts one code from that address; `isKnown` says that it was one, and takes the counting back. */
export async function allowHallCode(
  auth: Auth,
  address: string,
  at: Date,
): Promise<{ allowance: Allowance; isKnown: () => Promise<void> }> {
  const use: [Limit, string][] = [[wrongCodes, address]];
  return { allowance: await allow(auth, use, at), isKnown: () => giveBack(auth, use) };
}
