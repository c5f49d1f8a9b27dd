import { type Kysely, sql, type Transaction } from "kysely";
import type { FactorMeans } from "~/rules/accounts/second-factor.ts";
import type { DB } from "~db/schema.ts";

/** A key of an authenticator app; the vault (app/services/vault/vault.ts) seals and opens it. */
interface SealedFactor {
  sealed: string;
  keyName: string;
}

/** Whether the person has an authenticator app, since when, and how many recovery codes are left; undefined without one. One query. */
export async function findFactor(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("secondFactors")
    .where("userId", "=", userId)
    .where("confirmedAt", "is not", null)
    .select((eb) => [
      "confirmedAt",
      eb
        .selectFrom("recoveryCodes")
        .whereRef("recoveryCodes.userId", "=", "secondFactors.userId")
        .where("usedAt", "is", null)
        .select(sql<number>`count(*)::integer`.as("left"))
        .as("codesLeft"),
    ])
    .$narrowType<{ confirmedAt: Date; codesLeft: number }>()
    .executeTakeFirst();
}

/** The key that the person began with at or after that instant, and has not confirmed; undefined when there is none. */
export async function findPendingFactor(
  db: Kysely<DB>,
  userId: string,
  since: Date,
): Promise<SealedFactor | undefined> {
  return await db
    .selectFrom("secondFactors")
    .where("userId", "=", userId)
    .where("confirmedAt", "is", null)
    .where("begunAt", ">=", since)
    .select(["sealed", "keyName"])
    .executeTakeFirst();
}

/** Of two that begin with a key or confirm one for the same person, one waits for the other's transaction. */
export async function lockPerson(trx: Transaction<DB>, userId: string): Promise<void> {
  await trx.selectFrom("users").select("id").where("id", "=", userId).forNoKeyUpdate().execute();
}

/** The person's confirmed factor, locked until the transaction ends: of two codes at a time one waits for the other. */
export async function lockFactor(trx: Transaction<DB>, userId: string) {
  return await trx
    .selectFrom("secondFactors")
    .where("userId", "=", userId)
    .where("confirmedAt", "is not", null)
    .select(["id", "sealed", "keyName", "lastStep"])
    .forUpdate()
    .executeTakeFirst();
}

/** Keeps the key that a person begins with, in place of one that was begun before. */
export async function insertPendingFactor(
  trx: Transaction<DB>,
  factor: SealedFactor & { userId: string; begunAt: Date },
) {
  await trx.deleteFrom("secondFactors").where("userId", "=", factor.userId).where("confirmedAt", "is", null).execute();
  await trx.insertInto("secondFactors").values(factor).execute();
}

/** Makes the begun key the person's factor, in place of the one before. */
export async function confirmFactor(trx: Transaction<DB>, userId: string, { at, step }: { at: Date; step: number }) {
  await trx.deleteFrom("secondFactors").where("userId", "=", userId).where("confirmedAt", "is not", null).execute();
  await trx
    .updateTable("secondFactors")
    .set({ confirmedAt: at, lastStep: step })
    .where("userId", "=", userId)
    .where("confirmedAt", "is", null)
    .execute();
}

/** Remembers the last time step that was accepted. */
export async function recordUsedStep(trx: Transaction<DB>, id: number, step: number): Promise<void> {
  await trx.updateTable("secondFactors").set({ lastStep: step }).where("id", "=", id).execute();
}

/** Uses a recovery code up; answers "used" where that was done before, "wrong" where the person has no such code. */
export async function spendRecoveryCode(
  trx: Transaction<DB>,
  { userId, digest, at }: { userId: string; digest: string; at: Date },
): Promise<"ok" | "used" | "wrong"> {
  const code = await trx
    .selectFrom("recoveryCodes")
    .where("userId", "=", userId)
    .where("digest", "=", digest)
    .select(["id", "usedAt"])
    .forUpdate()
    .executeTakeFirst();
  if (!code) return "wrong";
  if (code.usedAt) return "used";
  await trx.updateTable("recoveryCodes").set({ usedAt: at }).where("id", "=", code.id).execute();
  return "ok";
}

/** Keeps the digests of new recovery codes; those before pass no more. */
export async function replaceRecoveryCodes(
  trx: Transaction<DB>,
  { userId, digests, at }: { userId: string; digests: readonly string[]; at: Date },
): Promise<void> {
  await trx.deleteFrom("recoveryCodes").where("userId", "=", userId).execute();
  await trx
    .insertInto("recoveryCodes")
    .values(digests.map((digest) => ({ userId, digest, madeAt: at })))
    .execute();
}

/** That the person of `users` has an authenticator app, or a passkey: either is a second factor. */
export const hasApp = sql<boolean>`exists (
  select from second_factors where second_factors.user_id = users.id and confirmed_at is not null
)`;
export const hasPasskey = sql<boolean>`exists (select from passkeys where passkeys.user_id = users.id)`;

/** What the person has that can be shown. One query. */
export async function findFactorMeans(db: Kysely<DB>, userId: string): Promise<FactorMeans> {
  const means = await db
    .selectFrom("users")
    .where("id", "=", userId)
    .select([hasApp.as("totp"), hasPasskey.as("passkey")])
    .executeTakeFirst();
  return means ?? { totp: false, passkey: false };
}

/** Takes away all that these people have of a second factor. Answers how many apps and passkeys that were. */
export async function removeFactors(
  trx: Transaction<DB>,
  userIds: readonly string[],
): Promise<{ apps: number; passkeys: number }> {
  const gone = await trx.deleteFrom("passkeys").where("userId", "in", userIds).returning("id").execute();
  return { apps: await removeApps(trx, userIds), passkeys: gone.length };
}

/** Takes away these people's authenticator apps, with their recovery codes. Answers how many of them had one. */
export async function removeApps(trx: Transaction<DB>, userIds: readonly string[]): Promise<number> {
  const gone = await trx.deleteFrom("secondFactors").where("userId", "in", userIds).returning("confirmedAt").execute();
  await trx.deleteFrom("recoveryCodes").where("userId", "in", userIds).execute();
  return gone.filter(({ confirmedAt }) => confirmedAt !== null).length;
}
