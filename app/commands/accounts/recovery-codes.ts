import type { Transaction } from "kysely";
import { newRecoveryCodes } from "~/services/auth/factor-secrets.ts";
import { vault } from "~/services/vault/vault.ts";
import { replaceRecoveryCodes } from "~db/queries/accounts/second-factors.ts";
import type { DB } from "~db/schema.ts";
import type { By, Command, Refusal } from "../command.ts";

/** What is told once, to be shown and not kept: the app's key in base 32, or recovery codes. */
type ToldOnce = { key: string } | { recoveryCodes: string[] };

/** Makes the person's recovery codes anew; those before pass no more. Their digests are kept, nothing else of them. */
export async function freshRecoveryCodes(trx: Transaction<DB>, userId: string, at: Date): Promise<string[]> {
  const codes = newRecoveryCodes();
  const digests = codes.map((code) => vault().recoveryDigestOf(userId, code));
  await replaceRecoveryCodes(trx, { userId, digests, at });
  return codes;
}

/** The same command without an idempotency key: its kept answer would hold the key or the codes in clear. */
export function told<I, V extends ToldOnce, E extends Refusal>(
  act: Command<I, V, E>,
): (by: Omit<By, "idempotencyKey">, input: I) => ReturnType<typeof act> {
  return ({ db, actor, at }, input) => act({ db, actor, at }, input);
}
