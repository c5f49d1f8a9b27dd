import { type Kysely, sql, type Transaction } from "kysely";
import type { StoredIdentity } from "~db/json-columns.ts";
import { findPage, type PageBeside } from "~db/keyset.ts";
import type { DB } from "~db/schema.ts";

/** Keeps who saw a number in clear, and why; answers the row's id. */
export async function insertReveal(
  trx: Transaction<DB>,
  reveal: { applicationId: number; revealedById: string; reason: string; revealedAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("identityReveals").values(reveal).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** The edition's reveals, the latest first. A page is one query. */
export async function findReveals(db: Kysely<DB>, editionId: number, at: PageBeside) {
  const byId = {
    columns: [sql.ref("identityReveals.id")],
    descending: true,
    placeOf: (id: string) => sql`${id}::bigint`,
    idOf: (reveal: { id: number }) => String(reveal.id),
  };
  return await findPage({ at, size: 100, ...byId }, ({ past, order, limit }) =>
    db
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
      .where(past)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
}

/** Keeps the number of an application in place of the one before. */
export async function upsertIdentity(
  trx: Transaction<DB>,
  identity: StoredIdentity & { applicationId: number; at: Date },
): Promise<void> {
  const { applicationId, kind, sealed, keyName, blind, masked, at } = identity;
  const columns = { kind, sealed, keyName, blind, masked, updatedAt: at };
  await trx
    .insertInto("identities")
    .values({ applicationId, ...columns })
    .onConflict((conflict) => conflict.column("applicationId").doUpdateSet(columns))
    .execute();
}

export async function findIdentity(db: Kysely<DB>, applicationId: number): Promise<StoredIdentity | undefined> {
  return await db
    .selectFrom("identities")
    .select(["kind", "sealed", "keyName", "blind", "masked"])
    .where("applicationId", "=", applicationId)
    .executeTakeFirst();
}

/** The edition's applications that were handed in by a leader with one of these numbers, the oldest first. One query. */
export async function findSameIdentities(db: Kysely<DB>, editionId: number, blinds: readonly string[]) {
  return await db
    .selectFrom("identities")
    .innerJoin("applications", "applications.id", "identities.applicationId")
    .where("identities.blind", "in", blinds)
    .where("applications.editionId", "=", editionId)
    .where("applications.submittedAt", "is not", null)
    .select(["applications.code", "applications.state", "applications.projectTitle"])
    .orderBy("applications.id")
    .execute();
}
