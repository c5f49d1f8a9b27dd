import { type Kysely, sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { prepared } from "~db/prepared.ts";
import type { DB } from "~db/schema.ts";

export interface FoundSession {
  session: { id: string; expiresAt: Date; useIsDue?: boolean };
  user: Actor;
}

/** A session as it is stored, with its person: how long it lives is for the rule book to say. */
export interface StoredSession {
  id: string;
  createdAt: Date;
  usedAt: Date;
  provedAt: Date | null;
  expiresAt: Date;
  user: Actor;
}

/** The session with that token that has not expired, and its person with all their grants: one query. */
export async function findSessionByToken(db: Kysely<DB>, token: string, at: Date): Promise<StoredSession | null> {
  const [row] = (await sessionByToken(db, { token, at })).rows;
  if (!row) return null;
  const { sessionId, createdAt, usedAt, provedAt, expiresAt, locale, grants, ...user } = row;
  return {
    id: sessionId,
    createdAt,
    usedAt,
    provedAt,
    expiresAt,
    user: { ...user, locale: locale === "en" ? "en" : "zh-CN", grants: grants ?? [] },
  };
}

const sessionByToken = prepared((db, { token, at }: { token: string; at: Date }) =>
  db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.userId")
    .where("sessions.token", "=", token)
    .where("sessions.expiresAt", ">", at)
    .select(["sessions.createdAt", "sessions.usedAt", "sessions.provedAt"])
    .select(["sessions.id as sessionId", "sessions.expiresAt", "users.id", "users.name", "users.email", "users.locale"])
    .select((eb) =>
      eb
        .selectFrom("roleGrants")
        .whereRef("roleGrants.userId", "=", "users.id")
        .select(({ fn, ref }) =>
          fn
            .jsonAgg(
              jsonBuildObject({
                role: ref("roleGrants.role").$castTo<Role>(),
                editionId: ref("roleGrants.editionId"),
                roundId: ref("roleGrants.roundId"),
              }),
            )
            .as("grants"),
        )
        .as("grants"),
    )
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("recommenders")
            .select("recommenders.id")
            .where("recommenders.email", "=", eb.fn<string>("lower", ["users.email"]))
            .where("recommenders.endedAt", "is", null),
        )
        .$castTo<boolean>()
        .as("recommends"),
    )
    .select(
      sql<number[]>`array(select round_id from staff_recusals where staff_recusals.user_id = users.id)`.as(
        "recusedRoundIds",
      ),
    ),
);

/** The person's living sessions, the one used last on top. Tokens stay in the database. */
export async function findAllSessionsOf(db: Kysely<DB>, userId: string, at: Date) {
  return await db
    .selectFrom("sessions")
    .where("userId", "=", userId)
    .where("expiresAt", ">", at)
    .select(["id", "ipAddress", "userAgent", "createdAt", "usedAt", "expiresAt"])
    .orderBy("usedAt", "desc")
    .orderBy("id")
    .execute();
}

/** Writes down that the session is used now. */
export async function markSessionUsed(db: Kysely<DB>, sessionId: string, at: Date): Promise<void> {
  await db.updateTable("sessions").set({ usedAt: at }).where("id", "=", sessionId).where("usedAt", "<", at).execute();
}

/** Writes down that the person has shown in that session of theirs that they are still who signed in. */
export async function markSessionProved(
  db: Kysely<DB>,
  { userId, sessionId, at }: { userId: string; sessionId: string; at: Date },
): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ provedAt: at })
    .where("userId", "=", userId)
    .where("id", "=", sessionId)
    .execute();
}

/** Ends one session of the person; answers how many there were (0 or 1). */
export async function deleteSession(db: Kysely<DB>, userId: string, sessionId: string): Promise<number> {
  const result = await db
    .deleteFrom("sessions")
    .where("userId", "=", userId)
    .where("id", "=", sessionId)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends every session of the person but one; answers how many ended. */
export async function deleteOtherSessions(db: Kysely<DB>, userId: string, keptSessionId: string): Promise<number> {
  const result = await db
    .deleteFrom("sessions")
    .where("userId", "=", userId)
    .where("id", "<>", keptSessionId)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
