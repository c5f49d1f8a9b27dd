import type { Seal, SealWalk } from "~/rules/audit/audit-chain.ts";
import {
  beginSeal,
  endSeal,
  isBreak,
  missingSeal,
  stepEntry,
  type TrailBreak,
  truncatedTrail,
  unsealedOverdueEntry,
} from "~/rules/audit/audit-chain.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { countUnsealed, findSealByDigest, walkPlaces, walkSeals } from "~db/queries/audit/audit-seals.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { log } from "../log.ts";

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
    }
  | { ok: false; broken: TrailBreak };

export interface Verifying {
  /** A digest that was noted before: one of the seals has it, or the trail was cut off. */
  head?: string;
  signal?: AbortSignal;
}

/** Walks the whole trail as it is at one moment, a page at a time, and keeps the verdict as an entry of its own. */
export async function verifyTrail(db: Db, at: Date, options: Verifying = {}): Promise<TrailVerdict> {
  const verdict = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((trx) => walkTrail(trx, options));
  const facts = verdict.ok ? { ...verdict } : factsOf(verdict.broken);
  await db.transaction().execute((trx) => appendAudit(trx, { at, command: "verify-audit", actorId: null, facts }));
  return verdict;
}

function factsOf({ harm, seal, entry, position }: TrailBreak) {
  return { ok: false, harm, seal, auditEntry: entry, position };
}

async function walkTrail(db: Db, { head, signal }: Verifying): Promise<TrailVerdict> {
  const places = walkPlaces(db);
  let place = await places.next();
  let before: Seal | null = null;
  let entries: number = 0;
  for await (const { seal, placed } of walkSeals(db)) {
    let walk: SealWalk | TrailBreak = beginSeal(seal, placed, before);
    while (!isBreak(walk) && !place.done && place.value.sealNumber === seal.number) {
      signal?.throwIfAborted();
      walk = stepEntry(walk, place.value);
      place = await places.next();
      entries++;
    }
    const broken = isBreak(walk) ? walk : endSeal(walk);
    if (broken) return { ok: false, broken };
    before = seal;
  }
  if (!place.done) return { ok: false, broken: missingSeal(place.value.sealNumber) };
  const { count: unsealed, overdue } = await countUnsealed(db, before?.settledTo ?? "0");
  if (overdue !== null) return { ok: false, broken: unsealedOverdueEntry(overdue) };
  const noted = head === undefined ? null : await findSealByDigest(db, head);
  if (head !== undefined && !noted) return { ok: false, broken: truncatedTrail };
  const whole = { seals: before?.number ?? 0, entries, unsealed, head: before?.digest ?? null };
  return { ok: true, ...whole, noted: noted?.number ?? null };
}

/** Every night (03:41 in Beijing). For `startQueues`. */
export function verificationWork(db: Db): Routine {
  return {
    name: "audit-verification",
    cron: "41 19 * * *",
    work: async () => {
      const verdict = await verifyTrail(db, now());
      if (verdict.ok) log.info(verdict, "the audit trail is whole");
      else log.error(verdict.broken, "the audit trail is not what was sealed");
    },
  };
}
