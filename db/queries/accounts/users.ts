import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Actor, Grant, Role } from "~/rules/accounts/access.ts";
import type { DB } from "~db/schema.ts";

/**
 * The person with that address and their grants, made when there is none yet. The address counts as verified: the caller
 * knows that it is theirs, or (the command line) answers for it.
 */
export async function ensureUser(
  db: Kysely<DB>,
  person: { email: string; name: string; locale: "zh-CN" | "en" },
): Promise<Actor> {
  const email = person.email.trim().toLowerCase();
  await db
    .insertInto("users")
    .values({
      id: randomBytes(24).toString("base64url"),
      email,
      emailVerified: true,
      name: person.name,
      locale: person.locale,
    })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .execute();
  const user = await db
    .selectFrom("users")
    .where("email", "=", email)
    .select(["id", "name", "email", "locale"])
    .executeTakeFirstOrThrow();
  const grants = await db
    .selectFrom("roleGrants")
    .where("userId", "=", user.id)
    .select(["role", "editionId", "roundId"])
    .execute();
  return {
    ...user,
    locale: user.locale === "en" ? "en" : "zh-CN",
    grants: grants.map((grant): Grant => ({ ...grant, role: grant.role as Role })),
  };
}

/** The id of the person with that address; undefined when there is none. */
export async function findUserByEmail(db: Kysely<DB>, email: string): Promise<string | undefined> {
  const user = await db
    .selectFrom("users")
    .select("id")
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  return user?.id;
}

export async function updateProfile(
  db: Kysely<DB>,
  userId: string,
  profile: { name: string; locale: "zh-CN" | "en" },
  at: Date,
): Promise<void> {
  await db
    .updateTable("users")
    .set({ ...profile, updatedAt: at })
    .where("id", "=", userId)
    .execute();
}

/** The addresses of the demo's identities end so: a domain that nobody can own. */
export const demoDomain = "@demo.example";

/** The demo's identities with their roles, each role once. */
export async function findDemoPeople(db: Kysely<DB>) {
  const people = await db
    .selectFrom("users")
    .leftJoin("roleGrants", "roleGrants.userId", "users.id")
    .where("users.email", "like", `%${demoDomain}`)
    .select(["users.id", "users.name", "users.email"])
    .select(({ fn, ref }) =>
      fn
        .agg<Role[] | null>("array_agg", [ref("roleGrants.role")])
        .distinct()
        .filterWhere("roleGrants.role", "is not", null)
        .as("roles"),
    )
    .groupBy("users.id")
    .orderBy("users.email")
    .execute();
  return people.map((person) => ({ ...person, roles: person.roles ?? [] }));
}

/** People with one of the roles in an edition, by its own grants or those for everything, or in that round of it alone; by name. One query. */
export async function findRoleHolders(
  db: Kysely<DB>,
  { editionId, roundId, roles }: { editionId: number; roundId?: number; roles: readonly string[] },
) {
  return await db
    .selectFrom("users")
    .select(["id", "name"])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("roleGrants")
          .select("roleGrants.id")
          .whereRef("roleGrants.userId", "=", "users.id")
          .where("roleGrants.role", "in", roles)
          .where((grant) =>
            grant.or([
              grant("roleGrants.editionId", "=", editionId),
              ...(roundId === undefined ? [] : [grant("roleGrants.roundId", "=", roundId)]),
              grant.and([grant("roleGrants.roundId", "is", null), grant("roleGrants.editionId", "is", null)]),
            ]),
          ),
      ),
    )
    .orderBy("name")
    .orderBy("id")
    .execute();
}
