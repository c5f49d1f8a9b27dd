import type { Role } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { grantRole } from "~db/queries/accounts/staff.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  /** Where the role holds: an edition, a round, or with neither everywhere. Slugs. */
  edition?: string;
  round?: string;
}

/**
 * Gives a person a role, and makes them first where nobody has that address. Run by whoever operates the machine, who
 * is no signed-in actor with rights to check: therefore not made by `command()`, but recorded like one.
 */
export async function addUser(
  db: Db,
  { email, name, role, edition, round }: NewUser,
): Promise<{ ok: true } | { ok: false; error: { type: "unknown-edition" | "unknown-round" } }> {
  return await db.transaction().execute(async (trx) => {
    const inEdition = edition === undefined ? null : await findEdition(trx, edition);
    const inRound = round === undefined ? null : await findRound(trx, round);
    if (inEdition === undefined) return { ok: false, error: { type: "unknown-edition" } };
    if (inRound === undefined) return { ok: false, error: { type: "unknown-round" } };
    const scope = { editionId: inEdition?.id ?? null, roundId: inRound?.id ?? null };
    const { id: userId } = await ensureUser(trx, { email, name, locale: "zh-CN" });
    await grantRole(trx, { userId, role, ...scope, grantedById: null, grantedAt: now() });
    await appendAudit(trx, { at: now(), command: "add-user", actorId: null, ...scope, facts: { userId, role } });
    return { ok: true };
  });
}
