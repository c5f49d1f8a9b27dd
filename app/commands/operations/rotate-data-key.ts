import type { Transaction } from "kysely";
import { now } from "~/services/clock.ts";
import type { HookPlace, ObjectionPart, Vault } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import {
  countSealedByKey,
  lockFactorsUnderOtherKeys,
  lockHooksUnderOtherKeys,
  lockIdentitiesUnderOtherKeys,
  lockObjectionsUnderOtherKeys,
  lockWorkingUnderOtherKeys,
  resealFactor,
  resealHook,
  resealIdentity,
  resealObjection,
  resealWorking,
} from "~db/queries/applications/identity-keys.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";

export type RotationOutcome =
  /** `left`: numbers that lie under older keys still, because somebody seals with one while this goes on. */
  | { ok: true; keyName: string; resealed: number; left: number }
  | { ok: false; error: { type: "unknown-keys"; names: string[] } };

interface Sealed {
  id: number;
  sealed: string;
  keyName: string;
  /** Of an authenticator's key: whose it is. */
  userId?: string;
  /** Of an objection: its receipt, and the words, which lie under the same key. */
  receipt?: string;
  words?: string;
  /** Of what deliveries are signed with: where they go. */
  hook?: HookPlace;
}

interface SealedPlace {
  lock: (trx: Transaction<DB>, keyName: string, after: number, limit: number) => Promise<Sealed[]>;
  reseal: (trx: Transaction<DB>, id: number, seal: Omit<Sealed, "id">) => Promise<void>;
}

/**
 * Where sealed things lie: numbers of applications, those of what applicants are writing after a submission, the keys of
 * authenticator apps, objections, and what deliveries to other programs are signed with.
 */
const places: readonly SealedPlace[] = [
  { lock: lockIdentitiesUnderOtherKeys, reseal: resealIdentity },
  { lock: lockWorkingUnderOtherKeys, reseal: resealWorking },
  { lock: lockFactorsUnderOtherKeys, reseal: resealFactor },
  { lock: lockObjectionsUnderOtherKeys, reseal: resealObjection },
  { lock: lockHooksUnderOtherKeys, reseal: resealHook },
];

function reencrypted(vault: Vault, { userId, receipt, words, hook, sealed, keyName }: Sealed): Omit<Sealed, "id"> {
  if (hook) return vault.sealHook(hook, vault.unsealHook(hook, { sealed, keyName }));
  if (receipt !== undefined && words !== undefined) {
    const reencrypt = (part: ObjectionPart, text: string) =>
      vault.sealObjection(receipt, part, vault.unsealObjection(receipt, part, { sealed: text, keyName }));
    return { ...reencrypt("objector", sealed), words: reencrypt("words", words).sealed };
  }
  return userId === undefined
    ? vault.reseal(sealed, keyName)
    : vault.sealFactor(userId, vault.unsealFactor(userId, { sealed, keyName }));
}

/**
 * Seals every number of an identity document, and whatever else lies sealed, under the current key, in batches of their own transactions: whoever was
 * interrupted begins again and finds the rest. Refuses before the first one when a number is sealed with a key that is
 * not at hand. Run by whoever operates the machine, who is no signed-in actor: therefore not made by `command()`, but
 * recorded like one.
 */
export async function rotateDataKey(
  db: Db,
  vault: Vault,
  { batch = 200, signal }: { batch?: number; signal?: AbortSignal } = {},
): Promise<RotationOutcome> {
  const names = [...(await countSealedByKey(db)).keys()].filter((name) => !vault.keyNames.includes(name));
  if (names.length > 0) return { ok: false, error: { type: "unknown-keys", names } };
  let resealed = 0;
  // While it goes, a resubmission may carry a number from one place to the other: gone over until none is left
  let left = 1;
  for (let pass = 0; pass < mostPasses && left > 0; pass++) {
    resealed += await reencryptAll(db, vault, batch, signal);
    left = await countLeft(db, vault);
  }
  return { ok: true, keyName: vault.currentKeyName, resealed, left };
}

const mostPasses = 5;

async function countLeft(db: Db, vault: Vault): Promise<number> {
  const others = [...(await countSealedByKey(db))].filter(([name]) => name !== vault.currentKeyName);
  return others.reduce((sum, [, count]) => sum + count, 0);
}

/** Goes over every place once; answers how many numbers were sealed again. */
async function reencryptAll(db: Db, vault: Vault, batch: number, signal: AbortSignal | undefined): Promise<number> {
  let resealed = 0;
  for (const { lock, reseal } of places) {
    let after = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { count, last } = await db.transaction().execute(async (trx) => {
        const rows = await lock(trx, vault.currentKeyName, after, batch);
        for (const row of rows) await reseal(trx, row.id, reencrypted(vault, row));
        if (rows.length > 0) await record(trx, vault.currentKeyName, rows.length);
        return { count: rows.length, last: rows.at(-1)?.id ?? after };
      });
      resealed += count;
      after = last;
      if (count < batch) break;
    }
  }
  return resealed;
}

async function record(trx: Transaction<DB>, keyName: string, resealed: number): Promise<void> {
  const facts = { keyName, resealed };
  await appendAudit(trx, { at: now(), command: "rotate-personal-data-key", actorId: null, facts });
}
