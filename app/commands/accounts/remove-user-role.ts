import type { Role } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { deleteAllSessions, deleteGrantsOf } from "~db/queries/accounts/withdrawals.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";

/**
 * Takes a role, or an invitation to it, back from somebody and ends their sessions; the only way for a role that holds everywhere. Run
 * by whoever operates the machine: therefore not made by `command()`, but recorded like one.
 */
export async function removeUserRole(
  db: Db,
  given: { email: string; role: Role; reason: string; edition?: string; round?: string },
): Promise<
  | { ok: true; sessions: number }
  | { ok: false; error: { type: "unknown-edition" | "unknown-round" | "no-such-role" | "seated-judge" } }
> {
  const { email, role, reason, edition, round } = given;
  // A judge who sits on a panel would stay there without a right: the seat's own way ends both
  if (role === "judge" && round !== undefined) return { ok: false, error: { type: "seated-judge" } };
  return await db.transaction().execute(async (trx) => {
    const inEdition = edition === undefined ? null : await findEdition(trx, edition);
    const inRound = round === undefined ? null : await findRound(trx, round);
    if (inEdition === undefined) return { ok: false, error: { type: "unknown-edition" } };
    if (inRound === undefined) return { ok: false, error: { type: "unknown-round" } };
    const scope = { editionId: inEdition?.id ?? null, roundId: inRound?.id ?? null };
    const at = now();
    const { userId, grants, invitations } = await deleteGrantsOf(trx, { email, role, ...scope }, at);
    if (grants + invitations === 0) return { ok: false, error: { type: "no-such-role" } };
    const sessions = userId === null ? 0 : await deleteAllSessions(trx, userId);
    const facts = { userId, role, reason, invitations, sessions };
    await appendAudit(trx, { at, command: "remove-user-role", actorId: null, ...scope, facts });
    return { ok: true, sessions };
  });
}
