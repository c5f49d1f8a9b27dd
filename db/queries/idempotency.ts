import { type Kysely, sql, type Transaction } from "kysely";
import type { DB, Json } from "../schema.ts";
import { type AuditEntry, apart, reasonColumns } from "./audit.ts";

export interface Claim {
  actorId: string;
  key: string;
  command: string;
  inputDigest: string;
}

/**
 * Keeps the answer (plain JSON) under the key and, with it, appends the audit entry: one statement. Answers false, having
 * written nothing, where the key is taken; while another transaction is about to take it, waits for that one to end.
 */
export async function recordOnce(
  trx: Transaction<DB>,
  claim: Claim,
  answer: unknown,
  entry: AuditEntry,
): Promise<boolean> {
  const { row, reason } = apart(entry);
  const { at, command, actorId, editionId = null, roundId = null, applicationId = null, facts } = row;
  const appended = trx
    .with("kept", (into) =>
      into
        .insertInto("idempotencyKeys")
        .values({ ...claim, answer: { value: answer ?? null } as Json })
        .onConflict((conflict) => conflict.columns(["actorId", "key"]).doNothing())
        .returning("key"),
    )
    .with("appended", (into) =>
      into
        .insertInto("auditEntries")
        .columns(["at", "command", "actorId", "editionId", "roundId", "applicationId", "facts"])
        .expression((from) =>
          from
            .selectFrom("kept")
            .select([
              sql<Date>`${at}::timestamptz`.as("at"),
              sql<string>`${command}::text`.as("command"),
              sql<string | null>`${actorId}::text`.as("actorId"),
              sql<number | null>`${editionId}::integer`.as("editionId"),
              sql<number | null>`${roundId}::integer`.as("roundId"),
              sql<number | null>`${applicationId}::integer`.as("applicationId"),
              sql<Json>`${facts}::jsonb`.as("facts"),
            ]),
        )
        .returning("id"),
    );
  if (!reason) return (await appended.selectFrom("appended").select("id").execute()).length === 1;
  const written = await appended
    .insertInto("auditReasons")
    .columns(["entryId", "reason", "salt"])
    .expression((from) => from.selectFrom("appended").select(["id", ...reasonColumns(reason)]))
    .executeTakeFirstOrThrow();
  return written.numInsertedOrUpdatedRows === 1n;
}

/** What the key was answered with before; null when it is free, "other-input" when it stands for something else. */
export async function findAnswer(db: Kysely<DB>, claim: Claim): Promise<null | "other-input" | { answer: Json }> {
  const first = await db
    .selectFrom("idempotencyKeys")
    .select(["command", "inputDigest", "answer"])
    .where("actorId", "=", claim.actorId)
    .where("key", "=", claim.key)
    .executeTakeFirst();
  if (!first) return null;
  if (first.command !== claim.command || first.inputDigest !== claim.inputDigest) return "other-input";
  return { answer: (first.answer as { value: Json }).value };
}
