import type { Kysely } from "kysely";
import type { Grant, Role } from "../../app/rules/access.ts";
import type { DB } from "../schema.ts";

/** What the person may do and where. */
export async function findGrants(db: Kysely<DB>, userId: string): Promise<Grant[]> {
  const rows = await db
    .selectFrom("roleGrants")
    .select(["role", "editionId", "roundId"])
    .where("userId", "=", userId)
    .execute();
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}
