import type { Kysely, Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

/** The person's passkeys, the oldest on top. One query. */
export async function findAllPasskeysOf(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("passkeys")
    .where("userId", "=", userId)
    .select(["id", "name", "addedAt", "usedAt", "credential", "transports"])
    .orderBy("id")
    .execute();
}

/** The passkey that a device knows by that, locked until the transaction ends: of two answers at a time one waits for the other. */
export async function lockPasskey(trx: Transaction<DB>, credential: string) {
  const found = await trx
    .selectFrom("passkeys")
    .innerJoin("users", "users.id", "passkeys.userId")
    .where("credential", "=", credential)
    .select(["passkeys.id", "passkeys.userId", "passkeys.credential", "passkeys.publicKey", "passkeys.signCount"])
    .select(["passkeys.lastChallengeAt", "users.email"])
    .forUpdate("passkeys")
    .executeTakeFirst();
  return found && { ...found, signCount: Number(found.signCount) };
}

export interface PasskeyToKeep {
  userId: string;
  name: string;
  credential: string;
  publicKey: string;
  signCount: number;
  transports: string[];
  /** When it was made, in answer to a challenge of when. */
  addedAt: Date;
  lastChallengeAt: Date;
}

/** Keeps a new passkey; false where it is kept already, whosever it is. */
export async function insertPasskey(trx: Transaction<DB>, passkey: PasskeyToKeep): Promise<boolean> {
  const kept = await trx
    .insertInto("passkeys")
    .values(passkey)
    .onConflict((conflict) => conflict.column("credential").doNothing())
    .executeTakeFirst();
  return kept.numInsertedOrUpdatedRows === 1n;
}

/** What an answer of a passkey that passed leaves behind. */
export interface PasskeyUse {
  id: number;
  at: Date;
  challengeAt: Date;
  signCount: number;
}

/** Remembers that the passkey was used, and by which challenge. */
export async function recordPasskeyUse(
  trx: Transaction<DB>,
  { id, at, challengeAt, signCount }: PasskeyUse,
): Promise<void> {
  await trx
    .updateTable("passkeys")
    .set({ usedAt: at, lastChallengeAt: challengeAt, signCount })
    .where("id", "=", id)
    .execute();
}

/** Takes away a passkey of that person; answers how many there were (0 or 1). */
export async function deletePasskey(trx: Transaction<DB>, userId: string, id: number): Promise<number> {
  const result = await trx.deleteFrom("passkeys").where("userId", "=", userId).where("id", "=", id).executeTakeFirst();
  return Number(result.numDeletedRows);
}
