import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import type { Db } from "~db/client.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { markAccountSeen, markTabletSeen, type SignOfLife } from "~db/queries/scoring/tablets.ts";

/** What a tablet says of itself every few seconds; what it cannot tell is null. */
export const heartbeatInput = z.object({
  unsent: z.coerce.number().int().min(0).max(10_000),
  batteryPercent: z.coerce.number().min(0).max(100).transform(Math.round).nullable(),
  charging: z.boolean().nullable(),
  offlineReady: z.boolean().nullable(),
  appVersion: z.string().max(40),
});

interface Given {
  actor: Actor | null;
  round: string;
  /** Where the judge signed in by themselves: that session, and what people call the device. */
  account: { tokenDigest: string; name: string; expiresAt: Date } | null;
  life: SignOfLife;
  at: Date;
}

export type HeartbeatAnswer = { ok: true } | { ok: false; error: { type: "signed-out" | "not-found" } };

/**
 * Notes a tablet's heartbeat for the scorer's table. It comes every few seconds and decides nothing, so it leaves no
 * audit entry: therefore not made by `command()`.
 */
export async function recordHeartbeat(
  db: Db,
  { actor, round: slug, account, life, at }: Given,
): Promise<HeartbeatAnswer> {
  if (!actor) return { ok: false, error: { type: "signed-out" } };
  const round = await findRound(db, slug);
  if (!round || !can(actor, "judge", { editionId: round.editionId, roundId: round.id }))
    return { ok: false, error: { type: "not-found" } };
  const seen =
    actor.tabletId !== undefined
      ? await markTabletSeen(db, actor.tabletId, life, at)
      : account !== null && (await markAccountSeen(db, { roundId: round.id, userId: actor.id, ...account }, life, at));
  return seen ? { ok: true } : { ok: false, error: { type: "not-found" } };
}
