import type { Role } from "~/rules/accounts/access.ts";
import { maySign } from "~/rules/releases/signing-wait.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { findUserByEmail } from "~db/queries/accounts/users.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findHeldRole, insertSigningWaiver, updateSigningWait } from "~db/queries/releases/signing-roles.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";

/** What whoever operates the machine settles of who may sign: no signed-in actors, so not made by `command()`, but recorded like one. */

type Outcome<E extends string, V = object> = { ok: true; value: V } | { ok: false; error: { type: E } };

/** Lets a person sign in that role in that round although they have not held it for long enough. */
export async function waiveWaitOf(
  db: Db,
  { email, role, round: slug, reason }: { email: string; role: Role; round: string; reason: string },
): Promise<Outcome<"unknown-user" | "unknown-round" | "no-role" | "not-waiting">> {
  const at = now();
  return await db.transaction().execute(async (trx) => {
    const userId = await findUserByEmail(trx, email);
    if (userId === undefined) return { ok: false, error: { type: "unknown-user" } };
    const round = await findRound(trx, slug);
    if (!round || round.rehearsalOfId !== null) return { ok: false, error: { type: "unknown-round" } };
    const { id: roundId, editionId } = round;
    const held = await findHeldRole(trx, { userId, role, roundId, at });
    if (held === null) return { ok: false, error: { type: "no-role" } };
    if (maySign(held, at)) return { ok: false, error: { type: "not-waiting" } };
    await insertSigningWaiver(trx, { roundId, userId, role, reason, waivedById: null, factor: null, waivedAt: at });
    const facts = { userId, role, reason, factor: null };
    await appendAudit(trx, { at, command: "waive-signing-wait", actorId: null, editionId, roundId, facts });
    return { ok: true, value: {} };
  });
}

/** Sets for how many hours somebody holds a signing role in the edition before they sign with it. Only the command line does. */
export async function setSigningWait(
  db: Db,
  { edition: slug, hours, reason }: { edition: string; hours: number; reason: string },
): Promise<Outcome<"unknown-edition", { before: number }>> {
  return await db.transaction().execute(async (trx) => {
    const edition = await findEdition(trx, slug);
    if (!edition) return { ok: false, error: { type: "unknown-edition" } };
    const before = await updateSigningWait(trx, edition.id, hours);
    await appendAudit(trx, {
      at: now(),
      command: "set-signing-wait",
      actorId: null,
      editionId: edition.id,
      facts: { hours, before, reason },
    });
    return { ok: true, value: { before } };
  });
}
