import type { Kysely, Transaction } from "kysely";
import type { DB } from "../schema.ts";

/** A sealed number of a leader's identity document; the vault (app/services/vault.ts) seals and opens it. */
export interface KeptIdentity {
  kind: string;
  sealed: string;
  keyName: string;
  blind: string;
  masked: string;
}

/** Keeps the number of an application in place of the one before. */
export async function upsertIdentity(
  trx: Transaction<DB>,
  identity: KeptIdentity & { applicationId: number; at: Date },
): Promise<void> {
  const { applicationId, kind, sealed, keyName, blind, masked, at } = identity;
  const columns = { kind, sealed, keyName, blind, masked, updatedAt: at };
  await trx
    .insertInto("identities")
    .values({ applicationId, ...columns })
    .onConflict((conflict) => conflict.column("applicationId").doUpdateSet(columns))
    .execute();
}

export async function findIdentity(db: Kysely<DB>, applicationId: number): Promise<KeptIdentity | undefined> {
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
