import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { removeFactors } from "~db/queries/accounts/second-factors.ts";
import { findUserByEmail } from "~db/queries/accounts/users.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";

/**
 * Takes a person's second factor away who has lost phone and recovery codes: the authenticator app and every passkey. Run by whoever operates the machine and has
 * seen who asks: therefore not made by `command()`, but recorded like one.
 */
export async function forgetFactor(
  db: Db,
  email: string,
): Promise<{ ok: true; passkeys: number } | { ok: false; error: { type: "unknown-user" | "no-factor" } }> {
  return await db.transaction().execute(async (trx) => {
    const userId = await findUserByEmail(trx, email);
    if (userId === undefined) return { ok: false, error: { type: "unknown-user" } };
    const { apps, passkeys } = await removeFactors(trx, [userId]);
    if (apps + passkeys === 0) return { ok: false, error: { type: "no-factor" } };
    const facts = passkeys > 0 ? { userId, passkeys } : { userId };
    await appendAudit(trx, { at: now(), command: "forget-factor", actorId: null, facts });
    return { ok: true, passkeys };
  });
}
