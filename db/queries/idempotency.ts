import type { Transaction } from "kysely";
import type { DB, Json } from "../schema.ts";

export interface Claim {
  actorId: string;
  key: string;
  command: string;
  inputDigest: string;
}

/**
 * Takes the key for this command, or answers what it was answered with before. A second request with the same key
 * waits here until the first has ended, so the two can never both act.
 */
export async function claimIdempotencyKey(
  trx: Transaction<DB>,
  claim: Claim,
): Promise<null | "other-input" | { answer: Json }> {
  const taken = await trx
    .insertInto("idempotencyKeys")
    .values({ ...claim, answer: {} })
    .onConflict((conflict) => conflict.columns(["actorId", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  if (taken) return null;
  const first = await trx
    .selectFrom("idempotencyKeys")
    .select(["command", "inputDigest", "answer"])
    .where("actorId", "=", claim.actorId)
    .where("key", "=", claim.key)
    .executeTakeFirstOrThrow();
  if (first.command !== claim.command || first.inputDigest !== claim.inputDigest) return "other-input";
  return { answer: (first.answer as { value: Json }).value };
}

/** Keeps the answer beside the claimed key; `value` must be plain JSON. */
export async function keepAnswer(trx: Transaction<DB>, claim: Claim, value: unknown): Promise<void> {
  await trx
    .updateTable("idempotencyKeys")
    .set({ answer: { value: value ?? null } as Json })
    .where("actorId", "=", claim.actorId)
    .where("key", "=", claim.key)
    .execute();
}
