import { createHmac } from "node:crypto";
import { countUse, returnUse } from "~db/queries/accounts/sessions.ts";
import type { Auth } from "./auth.ts";
import { networkOf } from "./client-address.ts";

export interface Limit {
  name: string;
  /** Uses allowed in a window of so many seconds. */
  uses: number;
  seconds: number;
}

export type Allowance = { ok: true } | { ok: false; error: { type: "too-many-requests"; retryAfterSeconds: number } };

/**
 * Counts one use by each subject (an e-mail address, a client's address) and says whether all are within their limits.
 * Every instance counts in the same rows; what the rows hold is a keyed digest, no address in clear.
 */
export async function allow(auth: Auth, uses: [limit: Limit, subject: string][], at: Date): Promise<Allowance> {
  let wait = 0;
  for (const [limit, subject] of uses) {
    const key = keyOf(auth, limit, subject);
    const { count, windowStartedAt } = await countUse(auth.db, key, limit.seconds, at);
    if (count > limit.uses) {
      wait = Math.max(wait, Math.ceil((windowStartedAt.getTime() - at.getTime()) / 1000) + limit.seconds);
    }
  }
  return wait === 0 ? { ok: true } : { ok: false, error: { type: "too-many-requests", retryAfterSeconds: wait } };
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
