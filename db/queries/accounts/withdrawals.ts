import { type Kysely, sql, type Transaction } from "kysely";
import type { Role } from "~/rules/accounts/access.ts";
import type { DB } from "~db/schema.ts";

/** A grant with the edition that it is in, in a round of it or as a whole; undefined when there is none, or it holds everywhere. */
export async function findGrant(db: Kysely<DB>, id: number) {
  const { rows } = await sql<{
    id: number;
    userId: string;
    role: Role;
    editionId: number;
    roundId: number | null;
  }>`
    select role_grants.id, user_id, role, coalesce(role_grants.edition_id, rounds.edition_id) as edition_id, round_id
    from role_grants left join rounds on rounds.id = role_grants.round_id
    where role_grants.id = ${id} and num_nonnulls(role_grants.edition_id, role_grants.round_id) = 1`.execute(db);
  return rows[0];
}

/** Takes the grant away; false when it is gone already. */
export async function deleteGrant(trx: Transaction<DB>, id: number): Promise<boolean> {
  const gone = await trx.deleteFrom("roleGrants").where("id", "=", id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

/** Takes away what the person is there, whether it was granted or is still an invitation. Answers how many there were of each. */
export async function deleteGrantsOf(
  trx: Transaction<DB>,
  of: { email: string; role: Role; editionId: number | null; roundId: number | null },
  at: Date,
): Promise<{ userId: string | null; grants: number; invitations: number }> {
  const { rows } = await sql<{ userId: string }>`
    delete from role_grants using users
    where users.id = role_grants.user_id and users.email = ${of.email} and role = ${of.role}
      and edition_id is not distinct from ${of.editionId}::integer and round_id is not distinct from ${of.roundId}::integer
    returning user_id`.execute(trx);
  const revoked = await trx
    .updateTable("invitations")
    .set({ revokedAt: at })
    .where("email", "=", of.email)
    .where("role", "=", of.role)
    .where("editionId", "is not distinct from", of.editionId)
    .where("roundId", "is not distinct from", of.roundId)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return { userId: rows[0]?.userId ?? null, grants: rows.length, invitations: Number(revoked.numUpdatedRows) };
}

/** Takes back an invitation that nobody has accepted; false when it is accepted or taken back already. */
export async function revokeInvitation(trx: Transaction<DB>, id: number, at: Date): Promise<boolean> {
  const revoked = await trx
    .updateTable("invitations")
    .set({ revokedAt: at })
    .where("id", "=", id)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return revoked.numUpdatedRows === 1n;
}

/** Ends every session of the person: whatever is open in their browsers is not theirs any more. Answers how many there were. */
export async function deleteAllSessions(trx: Transaction<DB>, userId: string): Promise<number> {
  const ended = await trx.deleteFrom("sessions").where("userId", "=", userId).executeTakeFirst();
  return Number(ended.numDeletedRows);
}
