import { tabletSessionEnd } from "~/rules/scoring/pairing.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { insertPairingTry, insertTablet, seatNewPerson, takePairingCode } from "~db/queries/scoring/tablets.ts";
import { inTransaction } from "../transaction.ts";

export interface Pairing {
  /** Null where what was typed is no code at all. */
  codeDigest: string | null;
  tokenDigest: string;
  clientDigest: string;
  /** What people call the device, "" when unknown. */
  name: string;
  at: Date;
}

export type Paired =
  | { ok: true; value: { round: string; judge: string; expiresAt: Date } }
  | { ok: false; error: { type: "code-unusable" } };

/**
 * Exchanges a pairing code for a tablet's session, once. A seat that nobody has accepted yet gets an account. Wrong,
 * used, ended and never issued are all "code-unusable"; each try is noted. Whoever asks is nobody yet: therefore not made
 * by `command()`, but recorded like one.
 */
export async function pairTablet(
  db: Db,
  { codeDigest, tokenDigest, clientDigest, name, at }: Pairing,
): Promise<Paired> {
  const paired = await inTransaction<Paired & { roundId?: number }>(db, async (trx) => {
    const seat = codeDigest === null ? undefined : await takePairingCode(trx, codeDigest, at);
    if (!seat) return { ok: false, error: { type: "code-unusable" } };
    const { roundId, editionId, judgeId, key: judge } = seat;
    const userId = seat.userId ?? (await seatNewPerson(trx, { id: judgeId, name: seat.name }));
    const expiresAt = tabletSessionEnd(at, seat.timeZone);
    const tabletId = await insertTablet(trx, { roundId, judgeId, tokenDigest, name, pairedAt: at, expiresAt });
    const facts = { tabletId, judge, newPerson: seat.userId === null };
    await appendAudit(trx, { at, command: "pair-tablet", actorId: userId, editionId, roundId, facts });
    await insertPairingTry(trx, { at, clientDigest, paired: true, roundId });
    return { ok: true, value: { round: seat.slug, judge, expiresAt } };
  });
  if (!paired.ok) await insertPairingTry(db, { at, clientDigest, paired: false, roundId: null });
  return paired;
}
