import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

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
