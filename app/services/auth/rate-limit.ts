import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { countUse, returnUse } from "~db/queries/accounts/attempts.ts";
import type { Auth } from "./auth.ts";

export interface Limit {
  name: string;
  /** Uses allowed in a window of so many seconds. */
  uses: number;
  seconds: number;
}

export type Allowance = { ok: true } | TooMany;

/** `first`: the first use above a limit in its window. Whoever goes on asking fills no record with it. */
export interface TooMany {
  ok: false;
  first: boolean;
  error: { type: "too-many-requests"; retryAfterSeconds: number };
}

/**
 * Counts one use by each subject (an e-mail address, a client's address) and says whether all are within their limits.
 * Every instance counts in the same rows; what the rows hold is a keyed digest, no address in clear.
 */
export async function allow(auth: Auth, uses: [limit: Limit, subject: string][], at: Date): Promise<Allowance> {
  let wait = 0;
  let first = false;
  for (const [limit, subject] of uses) {
    const key = keyOf(auth, limit, subject);
    const { count, windowStartedAt } = await countUse(auth.db, key, limit.seconds, at);
    if (count > limit.uses) {
      first ||= count === limit.uses + 1;
      wait = Math.max(wait, Math.ceil((windowStartedAt.getTime() - at.getTime()) / 1000) + limit.seconds);
    }
  }
  return wait === 0
    ? { ok: true }
    : { ok: false, first, error: { type: "too-many-requests", retryAfterSeconds: wait } };
}

/** Takes one counted use by each subject back: it was none after all. */
export async function giveBack(auth: Auth, uses: [limit: Limit, subject: string][]): Promise<void> {
  for (const [limit, subject] of uses) await returnUse(auth.db, keyOf(auth, limit, subject));
}

function keyOf(auth: Auth, limit: Limit, subject: string): string {
  return createHmac("sha256", auth.secret)
    .update(`${limit.name}\0${networkOf(subject)}`)
    .digest("base64url");
}

/**
 * The visitor's address. Each of our own proxies appends the address that it saw to X-Forwarded-For; what stands further
 * left was written by the visitor and is not believed. Without proxies it is the socket's.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const socket = request.socket.remoteAddress ?? "";
  if (trustedProxies === 0) return socket;
  const header = request.headers["x-forwarded-for"];
  const seen = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((each) => each.trim());
  return seen.at(-trustedProxies) || socket;
}

/** What a visitor cannot change at will: of an IPv6 address its network of 64 bits, anything else as it is. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
