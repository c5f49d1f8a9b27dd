import type { Seal, SealWalk } from "~/rules/audit/audit-chain.ts";
import {
  beginSeal,
  crossedRelease,
  endSeal,
  isBreak,
  missingSeal,
  rewoundIds,
  stepEntry,
  type TrailBreak,
  truncatedTrail,
  unsealedOverdueEntry,
  unsignedSeal,
} from "~/rules/audit/audit-chain.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { countUnsealed, findSealByDigest, walkPlaces, walkSeals } from "~db/queries/audit/audit-seals.ts";
import { areIdsRewound, findCrossedRelease } from "~db/queries/audit/trail-crossing.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { log } from "../log.ts";
import { isSealSigned } from "../vault/seal-key.ts";
import { sendTrailHead } from "./trail-head-mail.ts";
import { noKeys, type TrailKeys, trustedKeys } from "./trail-keys.ts";

export type TrailVerdict =
  | {
      ok: true;
      seals: number;
      entries: number;
      /** Entries that wait for their seal: nothing is known of them. */
      unsealed: number;
      /** The last seal's digest: noted elsewhere, it shows later that nothing of this was cut off. */
      head: string | null;
      /** The seal whose digest was asked for. */
      noted: number | null;
      /** How many seals are signed by the installation's keys; null: without a key nobody can tell. */
      signed: number | null;
    }
  | { ok: false; broken: TrailBreak };

export interface Verifying {
  /** A digest that was noted before: one of the seals has it, or the trail was cut off. */
  head?: string;
  /** What lies outside of the database: who must have signed the seals, and the last one that was made here. */
  keys?: TrailKeys;
  signal?: AbortSignal;
}

/**
 * Walks the whole trail as it is at one moment, a page at a time, holds it against its keys and against the releases, and keeps
 * the verdict as an entry of its own.
 */
export async function verifyTrail(db: Db, at: Date, options: Verifying = {}): Promise<TrailVerdict> {
  // Asked first: a seal that is made meanwhile is noted, and not in what is walked
  const made = (await options.keys?.noted?.read()) ?? null;
  const verdict = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((trx) => walkTrail(trx, { ...options, made }));
  const facts = verdict.ok ? { ...verdict } : factsOf(verdict.broken);
  const kept = db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "verify-audit", actorId: null, facts }));
  // A broken trail may take no entry any more (ids that were set back), and what is wrong with it is told all the same
  if (verdict.ok) await kept;
  else
    await kept.catch((error: unknown) => log.error({ err: error }, "the verdict on the audit trail is not on record"));
  return verdict;
}

function factsOf({ harm, seal, entry, position, release }: TrailBreak) {
  return {
    ok: false,
    harm,
    seal,
    auditEntry: entry,
    position,
    ...(release === undefined ? {} : { releaseStep: release }),
  };
}

interface Walking extends Verifying {
  /** The digest of the last seal that was made on this machine. */
  made: string | null;
}

async function walkTrail(db: Db, { head, made, keys = noKeys, signal }: Walking): Promise<TrailVerdict> {
  const trusted = trustedKeys(keys);
  let signed = 0;
  const places = walkPlaces(db);
  let place = await places.next();
  let before: Seal | null = null;
  let entries: number = 0;
  for await (const { seal, placed, signed: hand } of walkSeals(db)) {
    let walk: SealWalk | TrailBreak = beginSeal(seal, placed, before);
    while (!isBreak(walk) && !place.done && place.value.sealNumber === seal.number) {
      signal?.throwIfAborted();
      walk = stepEntry(walk, place.value);
      place = await places.next();
      entries++;
    }
    const broken = isBreak(walk) ? walk : endSeal(walk);
    if (broken) return { ok: false, broken };
    if (trusted && seal.number >= keys.signedFrom) {
      if (!isSealSigned(seal.digest, hand, trusted)) return { ok: false, broken: unsignedSeal(seal.number) };
      signed++;
    }
    before = seal;
  }
  if (!place.done) return { ok: false, broken: missingSeal(place.value.sealNumber) };
  const { count: unsealed, overdue } = await countUnsealed(db, before?.settledTo ?? "0");
  if (overdue !== null) return { ok: false, broken: unsealedOverdueEntry(overdue) };
  const noted = head === undefined ? null : await findSealByDigest(db, head);
  if (head !== undefined && !noted) return { ok: false, broken: truncatedTrail };
  if (made !== null && !(await findSealByDigest(db, made))) return { ok: false, broken: truncatedTrail };
  if (await areIdsRewound(db)) return { ok: false, broken: rewoundIds };
  const crossed = await findCrossedRelease(db);
  if (crossed) return { ok: false, broken: crossedRelease(crossed) };
  const whole = { seals: before?.number ?? 0, entries, unsealed, head: before?.digest ?? null };
  return { ok: true, ...whole, noted: noted?.number ?? null, signed: trusted ? signed : null };
}

/** Every night (03:41 in Beijing): the verdict into the log, and the digest out of the house. For `startQueues`. */
export function verificationWork(db: Db, keys: TrailKeys, address?: string): Routine {
  return {
    name: "audit-verification",
    cron: "41 19 * * *",
    work: async () => {
      const verdict = await verifyTrail(db, now(), { keys });
      if (verdict.ok) log.info(verdict, "the audit trail is whole");
      else log.error(verdict.broken, "the audit trail is not what was sealed");
      await sendTrailHead(db, { at: now(), sound: verdict.ok, address });
    },
  };
}
