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

/** Asks whoever listens to say so: each has then heard what was announced before. */
export async function askForEcho(db: Kysely<DB>, token: string): Promise<void> {
  await sql`select pg_notify('echo_asked', ${token})`.execute(db);
}

export async function giveEcho(db: Kysely<DB>, token: string, pid: number): Promise<void> {
  await sql`select pg_notify('echo_given', ${`${token} ${pid}`})`.execute(db);
}
