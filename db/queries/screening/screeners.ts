import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

/** Gives an application to a screener, or to nobody. Its version stands: nothing that the applicant wrote has changed. */
export async function setScreener(
  trx: Transaction<DB>,
  applicationId: number,
  screenerId: string | null,
): Promise<void> {
  await trx.updateTable("applications").set({ screenerId }).where("id", "=", applicationId).execute();
}

/** Whether the person may screen the edition, by a grant for it or for everything. */
export async function isScreener(
  db: Kysely<DB>,
  { editionId, userId, roles }: { editionId: number; userId: string; roles: readonly string[] },
): Promise<boolean> {
  const found = await db
    .selectFrom("roleGrants")
    .select(sql`1`.as("one"))
    .where("userId", "=", userId)
    .where("role", "in", roles)
    .where("roundId", "is", null)
    .where((eb) => eb.or([eb("editionId", "is", null), eb("editionId", "=", editionId)]))
    .executeTakeFirst();
  return found !== undefined;
}
