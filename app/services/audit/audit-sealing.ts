import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "kysely";
import { type Seal, sealOf } from "~/rules/audit/audit-chain.ts";
import type { Db } from "~db/client.ts";
import {
  findAppending,
  findLastGivenId,
  findLastSeal,
  findSealByDigest,
  findUnsealed,
  insertSeal,
  tryLockSealing,
} from "~db/queries/audit/audit-seals.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { log } from "../log.ts";
import type { BundleKey } from "../vault/bundle-key.ts";
import { signSeal } from "../vault/seal-key.ts";
import type { NotedHead, TrailKeys } from "./trail-keys.ts";

export interface Sealing {
  /** How many entries a seal holds at most. */
  batch?: number;
  /** How long transactions that were under way at the beginning are waited for. */
  patienceMs?: number;
  /** What the seals are signed with; they stay unsigned without it. */
  key?: BundleKey | null;
  /** The last seal that was made here. Where the trail has lost it nothing is sealed: nobody gets our hand on a rewritten one. */
  noted?: NotedHead | null;
}

/**
 * Seals every entry that is committed and in no seal yet, in the order of ids, a batch in a transaction of its own; answers
 * how many they were. No commit waits for it: whose transaction is still under way comes into a later seal. One job at a
 * time: another one leaves the work to it.
 */
export async function sealTrail(
  db: Db,
  at: () => Date,
  { batch = 250, patienceMs = 5000, key = null, noted = null }: Sealing = {},
): Promise<number> {
  const settled = await settledId(db, patienceMs);
  for (let all = 0; ; ) {
    const sealed = await sealBatch(db, { at: at(), settled, batch, key, noted });
    if (!sealed) return all;
    // Sealed it is, whether or not there is a place to note it
    await noted?.write(sealed).catch((error: unknown) => log.error({ err: error }, "the last seal could not be noted"));
    all += sealed.entries;
    if (sealed.entries < batch) return all;
  }
}

/**
 * An id up to which no entry can come any more: the last that was given, once every transaction that was appending then
 * has ended. Null when one of them outlasts our patience.
 */
async function settledId(db: Db, patienceMs: number): Promise<string | null> {
  const given = await findLastGivenId(db);
  const before = new Set(await findAppending(db));
  for (const until = Date.now() + patienceMs; before.size > 0; await wait(stepMs)) {
    const still = new Set(await findAppending(db));
    for (const each of before) if (!still.has(each)) before.delete(each);
    if (before.size > 0 && Date.now() >= until) return null;
  }
  return given;
}
const stepMs = 50;

interface Batch extends Required<Omit<Sealing, "patienceMs">> {
  at: Date;
  settled: string | null;
}

/** The seal that was made; null where there was nothing to seal, or not for us. */
async function sealBatch(db: Db, { at, settled, batch, key, noted }: Batch): Promise<Seal | null> {
  return await db.transaction().execute(async (trx) => {
    if (!(await tryLockSealing(trx))) return null;
    if (await hasLost(trx, noted)) return null;
    const before = await findLastSeal(trx);
    const settledBefore = before?.settledTo ?? "0";
    const entries = await findUnsealed(trx, settledBefore, batch);
    const last = entries.at(-1);
    if (!last) return null;
    // Never beyond the batch: there may be more after it, and ids that came to nothing may be given again by a restored database
    const reached = smaller(settled, last.id);
    const { seal, places } = sealOf(
      {
        number: (before?.number ?? 0) + 1,
        previousDigest: before?.digest ?? null,
        settledTo: reached === null || BigInt(reached) < BigInt(settledBefore) ? settledBefore : reached,
        sealedAt: at.toISOString().replace("Z", "000Z"),
      },
      entries,
    );
    await insertSeal(trx, seal, places, key === null ? null : signSeal(seal.digest, key));
    log.info({ seal: seal.number, digest: seal.digest, entries: seal.entries }, "audit entries are sealed");
    return seal;
  });
}

async function hasLost(trx: Transaction<DB>, noted: NotedHead | null): Promise<boolean> {
  const digest = (await noted?.read()) ?? null;
  if (digest === null || (await findSealByDigest(trx, digest))) return false;
  log.error(
    { digest },
    "the audit trail has lost the last seal that was made here, and is not sealed any more: see operate.md, audit verify",
  );
  return true;
}

function smaller(a: string | null, b: string): string | null {
  return a === null || BigInt(a) < BigInt(b) ? a : b;
}

/** Every minute. For `startQueues`. */
export function sealingWork(db: Db, { key, noted }: TrailKeys): Routine {
  return { name: "audit-seals", cron: "* * * * *", work: async () => void (await sealTrail(db, now, { key, noted })) };
}
