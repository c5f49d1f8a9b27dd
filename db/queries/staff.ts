import { type Kysely, sql } from "kysely";
import type { Role } from "~/rules/accounts/access.ts";
import type { DB } from "../schema.ts";

/** Who keeps and watches a round's scores. */
export interface StaffMember {
  role: Role;
  name: string;
  email: string;
  state: "accepted" | "sent" | "expired";
}

/** The scorers and supervisors of a round, by its own grants and its edition's, and who is invited to be one. One query. */
export async function findStaff(
  db: Kysely<DB>,
  place: { roundId: number; editionId: number },
  at: Date,
): Promise<StaffMember[]> {
  const granted = db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .select(["roleGrants.role", "users.name", "users.email", sql<string>`'accepted'`.as("state")])
    .where("roleGrants.role", "in", ["scorer", "supervisor"])
    .where((eb) =>
      eb.or([eb("roleGrants.roundId", "=", place.roundId), eb("roleGrants.editionId", "=", place.editionId)]),
    );
  const invited = db
    .selectFrom("invitations")
    .select([
      "invitations.role",
      "invitations.name",
      "invitations.email",
      sql<string>`case when expires_at <= ${at} then 'expired' else 'sent' end`.as("state"),
    ])
    .where("invitations.role", "in", ["scorer", "supervisor"])
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where((eb) =>
      eb.or([eb("invitations.roundId", "=", place.roundId), eb("invitations.editionId", "=", place.editionId)]),
    );
  const rows = await granted.union(invited).orderBy("role").orderBy("name").execute();
  return rows.map((row) => ({ ...row, role: row.role as Role, state: row.state as StaffMember["state"] }));
}

/** Who has a role in the whole edition, and who is invited to one. One query. */
export async function findEditionStaff(db: Kysely<DB>, editionId: number, at: Date): Promise<StaffMember[]> {
  const granted = db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .select(["roleGrants.role", "users.name", "users.email", sql<string>`'accepted'`.as("state")])
    .where("roleGrants.editionId", "=", editionId);
  const invited = db
    .selectFrom("invitations")
    .select([
      "role",
      "name",
      "email",
      sql<string>`case when expires_at <= ${at} then 'expired' else 'sent' end`.as("state"),
    ])
    .where("editionId", "=", editionId)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null);
  const rows = await granted.union(invited).orderBy("role").orderBy("name").execute();
  return rows.map((row) => ({ ...row, role: row.role as Role, state: row.state as StaffMember["state"] }));
}
