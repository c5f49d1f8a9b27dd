import type { Kysely, Transaction } from "kysely";
import type { DB } from "../schema.ts";

export const revealsOnPage = 100;

/** Keeps who saw a number in clear, and why; answers the row's id. */
export async function insertReveal(
  trx: Transaction<DB>,
  reveal: { applicationId: number; revealedById: string; reason: string; revealedAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("identityReveals").values(reveal).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** The edition's reveals, the latest first, from before the id given; one row more than a page when there is another. One query. */
export async function findReveals(db: Kysely<DB>, editionId: number, before?: number) {
  return await db
    .selectFrom("identityReveals")
    .innerJoin("applications", "applications.id", "identityReveals.applicationId")
    .innerJoin("users", "users.id", "identityReveals.revealedById")
    .select([
      "identityReveals.id",
      "identityReveals.reason",
      "identityReveals.revealedAt",
      "applications.code",
      "applications.projectTitle",
      "users.name as revealedBy",
    ])
    .where("applications.editionId", "=", editionId)
    .$if(before !== undefined, (query) => query.where("identityReveals.id", "<", before ?? 0))
    .orderBy("identityReveals.id", "desc")
    .limit(revealsOnPage + 1)
    .execute();
}
