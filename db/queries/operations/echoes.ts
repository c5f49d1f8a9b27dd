import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/** By which PostgreSQL knows the connections that listen. */
export const listenerName = "contest-desk listener";

/** The connections of all processes, on whatever machine, that listen on this database: their backends' numbers. */
export async function findAllListening(db: Kysely<DB>): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and application_name = ${listenerName}`.execute(
    db,
  );
  return rows.map(({ pid }) => pid);
}

/**
 * Up to where the write-ahead log reaches, and on which timeline ("0/16B3748@1"): whatever has been committed lies before it.
 * After a replica took the primary's place, the same number means something else on what came before.
 */
export async function findLogPosition(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    select at || '@' || ('x' || left(pg_walfile_name(at), 8))::bit(32)::integer as position
    from (select pg_current_wal_insert_lsn() as at) log`.execute(db);
  if (!rows[0]) throw new Error("the database told no position");
  return rows[0].position;
}

/** Asks whoever listens to say so: each has then heard what was announced before. */
export async function askForEcho(db: Kysely<DB>, token: string): Promise<void> {
  await sql`select pg_notify('echo_asked', ${token})`.execute(db);
}

export async function giveEcho(db: Kysely<DB>, token: string, pid: number): Promise<void> {
  await sql`select pg_notify('echo_given', ${`${token} ${pid}`})`.execute(db);
}
