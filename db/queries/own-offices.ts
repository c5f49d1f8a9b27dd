import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

/** What the database holds about a person who works here, as they may read it: no word about others. Six queries. */
export async function findOwnOffices(db: Kysely<DB>, { userId, email }: { userId: string; email: string }) {
  const [roles, seats, ties, searches, recommender, invitations] = await Promise.all([
    db
      .selectFrom("roleGrants")
      .leftJoin("editions", "editions.id", "roleGrants.editionId")
      .leftJoin("rounds", "rounds.id", "roleGrants.roundId")
      .where("roleGrants.userId", "=", userId)
      .select(["roleGrants.role", "roleGrants.grantedAt", "editions.title as edition", "rounds.title as round"])
      .orderBy("roleGrants.id")
      .execute(),
    db
      .selectFrom("panelMembers")
      .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
      .where("panelMembers.userId", "=", userId)
      .select(["panelMembers.name", "panelMembers.head", "panelMembers.employer", "panelMembers.school"])
      .select(["panelMembers.removedAt", "rounds.title as round"])
      .orderBy("panelMembers.id")
      .execute(),
    db
      .selectFrom("recusals")
      .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
      .innerJoin("entries", "entries.id", "recusals.entryId")
      .innerJoin("rounds", "rounds.id", "recusals.roundId")
      .where("panelMembers.userId", "=", userId)
      .select(["rounds.title as round", "entries.key as entry", "recusals.reason", "recusals.declaredAt"])
      .orderBy("recusals.id")
      .execute(),
    db
      .selectFrom("savedViews")
      .innerJoin("editions", "editions.id", "savedViews.editionId")
      .where("savedViews.userId", "=", userId)
      .select(["savedViews.name", "savedViews.query", "savedViews.createdAt", "editions.title as edition"])
      .orderBy("savedViews.id")
      .execute(),
    db
      .selectFrom("recommenders")
      .innerJoin("editions", "editions.id", "recommenders.editionId")
      .where("recommenders.email", "=", email)
      .select(["recommenders.name", "recommenders.nameEn", "recommenders.createdAt", "editions.title as edition"])
      .orderBy("recommenders.id")
      .execute(),
    db
      .selectFrom("invitations")
      .where("email", "=", email)
      .select(["name", "role", "invitedAt", "expiresAt", "acceptedAt", "revokedAt"])
      .orderBy("id")
      .execute(),
  ]);
  return { roles, seats, ties, searches, recommender, invitations };
}
