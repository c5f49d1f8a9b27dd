import { fromBase32 } from "~/primitives/base32.ts";
import { codeAt, stepAt } from "~/primitives/totp.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import { vault } from "~/services/vault/vault.ts";
import type { Db } from "../../client.ts";

/** Gives the person a second factor with the demo's key, in place of one that they had; no code of it was used. */
export async function makeFactor(db: Db, { id }: Pick<Actor, "id">, at: Date = new Date()): Promise<void> {
  await db.deleteFrom("secondFactors").where("userId", "=", id).execute();
  const factor = { ...vault().sealFactor(id, demoFactorKey), userId: id, begunAt: at, confirmedAt: at, lastStep: 0 };
  await db.insertInto("secondFactors").values(factor).execute();
}

/** The code that an authenticator app with that key shows at that instant. */
export function codeShown(at: Date = new Date(), key: string = demoFactorKey): string {
  return codeAt(fromBase32(key), stepAt(at));
}

/** A code that passes once, at that instant: of a second factor that the person is given for it. */
export async function freshCode(db: Db, person: Pick<Actor, "id">, at: Date = new Date()): Promise<string> {
  await makeFactor(db, person, at);
  return codeShown(at);
}
