import { type Insertable, type Kysely, sql, type Transaction } from "kysely";
import type { DB, StaffRecusals } from "~db/schema.ts";

/** Records that somebody of the staff is recused from the round; false where they are already. */
export async function insertStaffRecusal(trx: Transaction<DB>, given: Insertable<StaffRecusals>): Promise<boolean> {
  const made = await trx
    .insertInto("staffRecusals")
    .values(given)
    .onConflict((conflict) => conflict.columns(["roundId", "userId"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return made !== undefined;
}

/** Lifts it; false where there is none. */
export async function deleteStaffRecusal(
  trx: Transaction<DB>,
  { roundId, userId }: { roundId: number; userId: string },
): Promise<boolean> {
  const gone = await trx
    .deleteFrom("staffRecusals")
    .where("roundId", "=", roundId)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

/** Whether the person keeps, watches or conducts that round, by its own grants or its edition's. One query. */
export async function worksInRound(
  db: Kysely<DB>,
  { userId, roundId, editionId }: { userId: string; roundId: number; editionId: number },
): Promise<boolean> {
  const { rows } = await sql`
    select from role_grants
    where user_id = ${userId} and role in ('scorer', 'supervisor', 'conductor')
      and (round_id = ${roundId} or edition_id = ${editionId} or num_nonnulls(edition_id, round_id) = 0)
    limit 1`.execute(db);
  return rows.length > 0;
}
