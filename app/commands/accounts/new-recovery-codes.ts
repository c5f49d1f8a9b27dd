import type { Transaction } from "kysely";
import { newRecoveryCodes } from "~/services/auth/factor-secrets.ts";
import { vault } from "~/services/vault/vault.ts";
import { replaceRecoveryCodes } from "~db/queries/accounts/second-factors.ts";
import type { DB } from "~db/schema.ts";

/** Makes the person's recovery codes again; those before pass no more. Their digests are kept, nothing else of them. */
export async function newRecoveryCodesFor(trx: Transaction<DB>, userId: string, at: Date): Promise<string[]> {
  const codes = newRecoveryCodes();
  const digests = codes.map((code) => vault().recoveryDigestOf(userId, code));
  await replaceRecoveryCodes(trx, { userId, digests, at });
  return codes;
}
