import { findUserByEmail } from "~db/queries/accounts/users.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { now } from "../clock.ts";
import type { Auth } from "./auth.ts";

/** By what somebody got in. */
export type SignInMeans = "code" | "invitation" | "demo" | "passkey";

/** Why nobody did. */
type SignInRefusal = "code-wrong" | "passkey-wrong" | "too-many-codes" | "too-many-tries";

/** Writes down that the person is signed in. */
export async function recordSignIn(auth: Auth, userId: string, means: SignInMeans): Promise<void> {
  await append(auth, { command: "sign-in", actorId: userId, facts: { means } });
}

/** Writes down that the person ended their session themselves. */
export async function recordSignOut(auth: Auth, userId: string): Promise<void> {
  await append(auth, { command: "sign-out", actorId: userId, facts: {} });
}

/**
 * Writes down that somebody was not let in, or has asked too often. Whose account it was about is a fact and not the actor:
 * nobody knows who tried. Of an address without an account nothing of it is kept. The same statements whether or not there is one.
 */
export async function recordRefusal(auth: Auth, email: string, why: SignInRefusal): Promise<void> {
  await recordRefusalOf(auth, (await findUserByEmail(auth.db, email)) ?? null, why);
}

/** The same, of an account that is known by its key; null where there is none. */
export async function recordRefusalOf(auth: Auth, userId: string | null, why: SignInRefusal): Promise<void> {
  await append(auth, { command: "refuse-sign-in", actorId: null, facts: { userId, why } });
}

async function append(
  { db }: Auth,
  entry: { command: string; actorId: string | null; facts: Record<string, string | null> },
): Promise<void> {
  await db.transaction().execute((trx) => appendAudit(trx, { ...entry, at: now() }));
}
