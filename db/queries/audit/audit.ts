import { randomBytes } from "node:crypto";
import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from "kysely";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import type { Json } from "~db/json-columns.ts";
import { prepared } from "~db/prepared.ts";
import type { DB } from "~db/schema.ts";

export interface AuditEntry {
  at: Date;
  command: string;
  actorId: string | null;
  editionId?: number | null;
  roundId?: number | null;
  applicationId?: number | null;
  /** Keys, digests and decisions; and `reason`, words that somebody wrote, which are kept beside the entry. */
  facts: Json;
}

export async function appendAudit(trx: Transaction<DB>, entry: AuditEntry): Promise<void> {
  const { row, reason } = withoutReason(entry);
  if (reason)
    await trx
      .with("appended", (into) => into.insertInto("auditEntries").values(row).returning("id"))
      .insertInto("auditReasons")
      .columns(["entryId", "reason", "salt"])
      .expression((from) => from.selectFrom("appended").select(["id", ...reasonColumns(reason)]))
      .execute();
  else await trx.insertInto("auditEntries").values(row).execute();
}

interface Reason {
  reason: string;
  salt: string;
}

/** The entry as a row whose facts hold the SHA-256 of salt and reason, and the two for a row of their own. */
export function withoutReason(entry: AuditEntry): { row: AuditEntry; reason: Reason | null } {
  const { reason, ...facts } = entry.facts as Record<string, Json>;
  if (typeof reason !== "string" || reason.trim() === "") return { row: entry, reason: null };
  const salt = randomBytes(16).toString("hex");
  return { row: { ...entry, facts: { ...facts, saltedReason: saltedDigest(reason, salt) } }, reason: { reason, salt } };
}

/** What an entry holds of a reason: 64 hex digits. */
export function saltedDigest(reason: string, salt: string): string {
  return sha256Hex(salt + reason);
}

export function reasonColumns({ reason, salt }: Reason) {
  return [sql<string>`${reason}::text`.as("reason"), sql<string>`${salt}::text`.as("salt")] as const;
}

/**
 * Takes away why sign-ins of those entries of rounds were taken back, and why one did not go on, or was decided on: that
 * may tell what a contestant did. Every other reason is part of the record. The database lets a reason go only with its person, its edition or its rehearsal.
 */
export async function eraseReasons(
  trx: Transaction<DB>,
  entries: SelectQueryBuilder<DB, "entries", { id: number }>,
): Promise<void> {
  await trx
    .deleteFrom("auditReasons")
    .where("entryId", "in", (eb) =>
      eb
        .selectFrom("auditEntries")
        .innerJoin("entries", (join) =>
          join
            .onRef("entries.roundId", "=", "auditEntries.roundId")
            .on(sql<boolean>`entries.key = audit_entries.facts ->> 'entry'`),
        )
        .select("auditEntries.id")
        .where("auditEntries.command", "in", aboutContestants)
        .where("entries.id", "in", entries),
    )
    .execute();
}

/** The same for a rehearsal that is wiped. */
export async function wipeReasons(trx: Transaction<DB>, roundId: number): Promise<void> {
  await trx
    .deleteFrom("auditReasons")
    .where("entryId", "in", (eb) =>
      eb
        .selectFrom("auditEntries")
        .select("id")
        .where("command", "in", aboutContestants)
        .where("roundId", "=", roundId),
    )
    .execute();
}

const aboutContestants = ["undo-attendance", "withdraw-finalist", "decide-finalist", "revoke-finalist-decision"];

/**
 * How many recorded changes the round has seen. Every write to a round goes through a command, which appends its entry
 * in the same transaction, and entries are never removed: so the number grows exactly when a change becomes visible,
 * and an answer computed at one revision is right for as long as the revision stands.
 */
export async function findRoundRevision(db: Kysely<DB>, roundId: number): Promise<number> {
  const { entries } = await db
    .selectFrom("auditEntries")
    .select((eb) => eb.fn.countAll<string>().as("entries"))
    .where("roundId", "=", roundId)
    .executeTakeFirstOrThrow();
  return Number(entries);
}

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
  const { row, reason } = withoutReason(entry);
  const { editionId = null, roundId = null, applicationId = null, ...rest } = row;
  const record = { ...rest, ...claim, editionId, roundId, applicationId, answer: { value: (answer ?? null) as Json } };
  if (!reason) return (await recordedOnce(trx, record)).rows.length === 1;
  const written = await recording(trx, record)
    .insertInto("auditReasons")
    .columns(["entryId", "reason", "salt"])
    .expression((from) => from.selectFrom("appended").select(["id", ...reasonColumns(reason)]))
    .executeTakeFirstOrThrow();
  return written.numInsertedOrUpdatedRows === 1n;
}

interface ClaimedEntry extends Required<AuditEntry>, Claim {
  command: string;
  actorId: string;
  answer: { value: Json };
}

/** The key, and where it was free the entry: what comes after may ask for both. */
function recording(db: Kysely<DB>, record: ClaimedEntry) {
  const { key, inputDigest, answer, at, command, actorId, editionId, roundId, applicationId, facts } = record;
  return db
    .with("kept", (into) =>
      into
        .insertInto("idempotencyKeys")
        .values({ actorId, key, command, inputDigest, answer })
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
}

const recordedOnce = prepared((db, record: ClaimedEntry) => recording(db, record).selectFrom("appended").select("id"));

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
  return { answer: first.answer.value };
}
