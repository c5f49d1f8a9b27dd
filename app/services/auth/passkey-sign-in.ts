import { readPasskeyAnswer } from "~/rules/accounts/passkey.ts";
import { recordPasskeyUse } from "~db/queries/accounts/passkeys.ts";
import { now } from "../clock.ts";
import type { Auth } from "./auth.ts";
import { checkAnswer } from "./passkeys.ts";
import { allow, type Limit, type TooMany } from "./rate-limit.ts";
import { type Client, signInAs } from "./sign-in.ts";
import { recordRefusalOf } from "./sign-in-record.ts";

/** A hall full of judges shares one address. */
const answersForClient: Limit = { name: "passkeys for a client", uses: 150, seconds: 900 };

type SignedInByPasskey =
  | { ok: true; headers: Headers }
  | { ok: false; error: { type: "passkey-wrong" } | TooMany["error"] };

/**
 * Signs in whoever's passkey has answered the challenge of the sign-in page. The device has asked who they are, so the session
 * is proven. Made up, of another site, too late, used before, or of a passkey that was removed: all are "passkey-wrong".
 */
export async function signInWithPasskey(
  auth: Auth,
  given: { answer: string; client: Pick<Client, "address" | "userAgent"> },
): Promise<SignedInByPasskey> {
  const at = now();
  const allowance = await allow(auth, [[answersForClient, given.client.address]], at);
  if (!allowance.ok) {
    if (allowance.first) await recordRefusalOf(auth, null, "too-many-tries");
    return { ok: false, error: allowance.error };
  }
  const answer = readPasskeyAnswer(given.answer);
  const checked = answer
    ? await auth.db.transaction().execute(async (trx) => {
        const found = await checkAnswer(trx, answer, { purpose: "sign-in", userId: "", at });
        if (found.ok) await recordPasskeyUse(trx, found.use);
        return found;
      })
    : { ok: false as const, userId: null };
  if (checked.ok) return { ok: true, headers: await signInAs(auth, checked.userId, given.client, "passkey") };
  await recordRefusalOf(auth, checked.userId, "passkey-wrong");
  return { ok: false, error: { type: "passkey-wrong" } };
}
