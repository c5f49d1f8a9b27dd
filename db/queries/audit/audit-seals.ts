import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import {
  type AuditedEntry,
  firstLink,
  type Seal,
  type SealedEntry,
  type SealProof,
} from "~/rules/audit/audit-chain.ts";
import type { DB } from "~db/schema.ts";
import { saltedDigest } from "./audit.ts";

/** The last id that was given to an entry, whether or not its transaction has committed; "0" before the first. */
export async function findLastGivenId(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select case when is_called then last_value else 0 end as id from audit_entries_id_seq`.execute(db);
  return rows[0]?.id ?? "0";
}

/**
 * The transactions that have appended an entry, or are about to, and have not ended: each holds a lock on the table from
 * before its entry gets an id until its end is seen by all. Nobody waits for whoever asks.
 */
export async function findAppending(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ transaction: string }>`
    select virtualtransaction as transaction from pg_locks
    where locktype = 'relation' and relation = 'audit_entries'::regclass and mode = 'RowExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return rows.map(({ transaction }) => transaction);
}

/** Lets one transaction seal at a time, until it ends; false when another does. */
export async function tryLockSealing(trx: Transaction<DB>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('audit_seals', 0)) as held`.execute(trx);
  return rows[0]?.held === true;
}

export async function findLastSeal(db: Kysely<DB>): Promise<Seal | null> {
  return (await seals(db).orderBy("number", "desc").limit(1).executeTakeFirst()) ?? null;
}

export async function findSealByDigest(db: Kysely<DB>, digest: string): Promise<Seal | null> {
  return (await seals(db).where("digest", "=", digest).executeTakeFirst()) ?? null;
}

/** Whether anything is sealed that was done since the trail's digest was last sent: more than sending and verifying it. */
export async function hasTrailGrown(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ grown: boolean }>`
    select exists (
      select from audit_seal_entries join audit_entries on id = entry_id
      where command not in ('send-trail-head', 'verify-audit') and seal_number > coalesce((
        select (facts ->> 'seal')::integer from audit_entries where command = 'send-trail-head' order by at desc, id desc limit 1
      ), 0)
    ) as grown`.execute(db);
  return rows[0]?.grown === true;
}

/** The first entries that are in no seal, of those with an id beyond `settledTo`, in the order of their ids. */
export async function findUnsealed(db: Kysely<DB>, settledTo: string, limit: number): Promise<AuditedEntry[]> {
  return await db
    .selectFrom("auditEntries")
    .select(auditedColumns)
    .where("id", ">", settledTo)
    // Said of both sides: only what was sealed beyond that id is looked through
    .where(
      sql<boolean>`not exists (
        select from audit_seal_entries where entry_id = audit_entries.id and entry_id > ${settledTo}::bigint)`,
    )
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** How many entries are in no seal, and the id of the first that should have been. One query. */
export async function countUnsealed(db: Kysely<DB>, settledTo: string) {
  const { count, overdue } = await db
    .selectFrom("auditEntries")
    .select((eb) => [
      eb.fn.countAll<string>().as("count"),
      sql<string | null>`min(id) filter (where id <= ${settledTo})`.as("overdue"),
    ])
    .where(inNoSeal)
    .executeTakeFirstOrThrow();
  return { count: Number(count), overdue };
}

/** A seal with its signature where the installation had a key, and the places that it holds. */
export async function insertSeal(
  trx: Transaction<DB>,
  seal: Seal,
  places: readonly Omit<SealedEntry, "entry" | "reason">[],
  signed: SignedBy | null = null,
): Promise<void> {
  await trx
    .insertInto("auditSeals")
    .values({ ...seal, signature: signed?.signature, publicKey: signed?.publicKey })
    .execute();
  for (let from = 0; from < places.length; from += rowsAtOnce)
    await trx
      .insertInto("auditSealEntries")
      .values(places.slice(from, from + rowsAtOnce))
      .execute();
}

/** That a seal holds the publication of a round's version; null while its entry waits to be sealed. Three queries. */
export async function findPublicationProof(
  db: Kysely<DB>,
  { roundId, version }: { roundId: number; version: number },
): Promise<SealProof | null> {
  const found = await db
    .selectFrom("auditEntries")
    .innerJoin("auditSealEntries as place", "place.entryId", "auditEntries.id")
    .select(auditedColumns)
    .select(["place.sealNumber", "place.position"])
    .where("roundId", "=", roundId)
    .where("command", "=", "publish-release")
    .where(sql<boolean>`facts -> 'version' = to_jsonb(${version}::integer)`)
    .executeTakeFirst();
  if (!found) return null;
  const { sealNumber, position, ...entry } = found;
  const seal = await seals(db).where("number", "=", sealNumber).executeTakeFirstOrThrow();
  const around = await db
    .selectFrom("auditSealEntries")
    .select(["position", "digest", "link"])
    .where("sealNumber", "=", sealNumber)
    .where("position", ">=", position - 1)
    .orderBy("position")
    .execute();
  const [before] = around.filter((each) => each.position < position);
  return {
    seal,
    entry,
    linkBefore: before?.link ?? firstLink(seal.previousDigest),
    digestsAfter: around.filter((each) => each.position > position).map(({ digest }) => digest),
  };
}

/** The hand behind a seal, in hexadecimal digits. */
interface SignedBy {
  signature: string;
  publicKey: string;
}

/** A seal as a walk meets it. */
interface WalkedSeal {
  seal: Seal;
  /** How many entries have a place in it. */
  placed: number;
  signed: SignedBy | null;
}

/** Every seal in order; a page at a time. */
export async function* walkSeals(db: Kysely<DB>): AsyncGenerator<WalkedSeal> {
  for (let after = 0; ; ) {
    const page = await seals(db)
      .select(["signature", "publicKey"])
      .select((eb) =>
        eb
          .selectFrom("auditSealEntries")
          .select((inner) => inner.fn.countAll<string>().as("count"))
          .whereRef("sealNumber", "=", "auditSeals.number")
          .as("placed"),
      )
      .where("number", ">", after)
      .orderBy("number")
      .limit(sealsAtOnce)
      .execute();
    for (const { placed, signature, publicKey, ...seal } of page) {
      const signed = signature === null || publicKey === null ? null : { signature, publicKey };
      yield { seal, placed: Number(placed), signed };
    }
    const last = page.at(-1);
    if (!last || page.length < sealsAtOnce) return;
    after = last.number;
  }
}

/** Every place in a seal with its entry, in order; a page at a time. */
export async function* walkPlaces(db: Kysely<DB>): AsyncGenerator<SealedEntry> {
  for (let seal = 0, position = 0; ; ) {
    const page = await db
      .selectFrom("auditSealEntries as place")
      .leftJoin("auditEntries", "auditEntries.id", "place.entryId")
      .leftJoin("auditReasons", "auditReasons.entryId", "place.entryId")
      .select(["place.entryId", "place.sealNumber", "place.position", "place.digest", "place.link"])
      .select(auditedColumns)
      .select(["auditReasons.reason", "auditReasons.salt"])
      .select(
        sql<boolean>`coalesce(audit_reasons.entry_id is null and audit_entries.facts ? 'saltedReason'
          and audit_reason_may_go(audit_entries), false)`.as("mayGo"),
      )
      .where(sql<boolean>`(place.seal_number, place.position) > (${seal}::integer, ${position}::integer)`)
      .orderBy("place.sealNumber")
      .orderBy("place.position")
      .limit(rowsAtOnce)
      .execute();
    for (const { entryId, sealNumber, position, digest, link, reason, salt, mayGo, id, at, ...rest } of page) {
      const { command, facts, ...keys } = rest;
      const entry = id === null || at === null || command === null ? null : { id, at, command, facts, ...keys };
      const held = (facts as { saltedReason?: unknown } | null)?.saltedReason !== undefined;
      const gone = held ? (mayGo ? "gone" : "missing") : null;
      const beside = reason !== null && salt !== null ? saltedDigest(reason, salt) : gone;
      yield { entryId, sealNumber, position, digest, link, entry, reason: beside };
    }
    const last = page.at(-1);
    if (!last || page.length < rowsAtOnce) return;
    seal = last.sealNumber;
    position = last.position;
  }
}

/** Few enough that a server goes on answering while it computes their digests. */
const rowsAtOnce = 250;
const sealsAtOnce = 200;

function seals(db: Kysely<DB>) {
  return db
    .selectFrom("auditSeals")
    .select(["number", "previousDigest", "entries", "settledTo", "digest", utc("sealed_at").as("sealedAt")]);
}

const auditedColumns = [
  "auditEntries.id",
  utc("audit_entries.at").as("at"),
  "auditEntries.command",
  "auditEntries.actorId",
  "auditEntries.editionId",
  "auditEntries.roundId",
  "auditEntries.applicationId",
  "auditEntries.facts",
] as const;

/** All that the database keeps of an instant: a Date holds milliseconds only. */
function utc(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

const inNoSeal = sql<boolean>`not exists (select from audit_seal_entries where entry_id = audit_entries.id)`;
