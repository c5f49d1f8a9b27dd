import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findRehearsedHeat, wipeRound } from "~db/queries/heats/rehearsals.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";

/** Takes everything that was rehearsed away for good, in one transaction; the audit trail keeps that it was, and why it went. */
export const wipeRehearsal = command({
  name: "wipe-rehearsal",
  input: z.object({ round: z.string().min(1).max(64), reason: z.string().trim().min(1).max(500) }),
  who: async ({ trx, input, actor }) => {
    const round = await lockRound(trx, input.round);
    if (!round || !can(actor, "rehearse", { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id, round };
  },
  run: async ({ trx, input: { reason }, subject: { roundId, round }, at }) => {
    if (round.rehearsalOfId === null) return refuse({ type: "not-a-rehearsal" as const });
    const heat = await findRehearsedHeat(trx, round.rehearsalOfId);
    await wipeRound(trx, roundId, at);
    return done({ heat: heat.slug }, { heat: heat.slug, slug: round.slug, reason });
  },
});

/** The same from the command line, by whoever operates the machine: nobody signed in, but recorded alike. */
export async function wipeRehearsalHere(
  db: Db,
  slug: string,
): Promise<{ ok: true } | { ok: false; error: { type: "unknown-round" | "not-a-rehearsal" } }> {
  return await db.transaction().execute(async (trx) => {
    const round = await lockRound(trx, slug);
    if (!round) return { ok: false, error: { type: "unknown-round" } };
    if (round.rehearsalOfId === null) return { ok: false, error: { type: "not-a-rehearsal" } };
    const at = now();
    const heat = await findRehearsedHeat(trx, round.rehearsalOfId);
    await wipeRound(trx, round.id, at);
    await appendAudit(trx, {
      at,
      command: "wipe-rehearsal",
      actorId: null,
      editionId: round.editionId,
      roundId: round.id,
      facts: { heat: heat.slug, slug, reason: "from the command line" },
    });
    return { ok: true };
  });
}
