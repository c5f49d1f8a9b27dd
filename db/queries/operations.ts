import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { DB } from "../schema.ts";
import type { SequenceState } from "./operations/stored-tables.ts";

const dayMs = 86_400_000;

/**
 * Removes what time has made useless: ended sessions, codes and windows, idempotency keys older than two weeks, and tries of
 * pairing codes older than thirty days, by which every question about that day in the hall has been asked.
 */
export async function deleteExpired(db: Kysely<DB>, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * dayMs);
  await db.deleteFrom("sessions").where("expiresAt", "<", at).execute();
  await db.deleteFrom("verifications").where("expiresAt", "<", at).execute();
  await db.deleteFrom("rateLimits").where("windowStartedAt", "<", before(1)).execute();
  await db.deleteFrom("idempotencyKeys").where("createdAt", "<", before(14)).execute();
  await db.deleteFrom("pairingTries").where("at", "<", before(30)).execute();
}

/** Another connection is at work on the tables. */
export class TablesInUse extends Error {}

/**
 * Lays guards and foreign keys of the tables aside while `fill` fills them, and sets them up again, every row held against
 * the keys. It takes the tables' owner and no superuser, so that it works with a rented PostgreSQL, and all of it is
 * part of `trx`. Throws TablesInUse rather than wait for somebody.
 */
export async function withTablesBare<T>(
  trx: Transaction<DB>,
  tables: readonly string[],
  fill: () => Promise<T>,
): Promise<T> {
  const run = async (statement: RawBuilder<unknown>) => await statement.execute(trx);
  const names = sql.join(tables.map((name) => sql.table(name)));
  await run(sql`lock table ${names} in access exclusive mode nowait`).catch((error: { code?: string }) => {
    throw error.code === "55P03" ? new TablesInUse() : error;
  });
  const keys = await findForeignKeys(trx);
  for (const { table, name } of keys) await run(sql`alter table ${sql.table(table)} drop constraint ${sql.id(name)}`);
  for (const table of tables) await run(sql`alter table ${sql.table(table)} disable trigger user`);
  const filled = await fill();
  for (const { table, name, definition } of keys)
    await run(sql`alter table ${sql.table(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`);
  for (const table of tables) await run(sql`alter table ${sql.table(table)} enable trigger user`);
  return filled;
}

async function findForeignKeys(trx: Transaction<DB>) {
  const { rows } = await sql<{ table: string; name: string; definition: string }>`
    select relname::text as table, conname::text as name, pg_get_constraintdef(pg_constraint.oid) as definition
    from pg_constraint join pg_class on pg_class.oid = conrelid
    where contype = 'f' and connamespace = current_schema()::regnamespace order by relname, conname`.execute(trx);
  return rows;
}

/** Takes out what is in a table, whatever its guards say: within `withTablesBare` only. */
export async function emptyTable(trx: Transaction<DB>, table: string): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(trx);
}

/**
 * Lets a sequence go on behind that number. `setval` alone would outlive a rollback; after a restart it sets the new
 * sequence, which exists only if `trx` commits.
 */
export async function setSequence(trx: Transaction<DB>, { name, lastValue }: SequenceState): Promise<void> {
  await sql`alter sequence ${sql.table(name)} restart`.execute(trx);
  if (lastValue !== null) await sql`select setval(${name}::regclass, ${lastValue}::bigint, true)`.execute(trx);
}

/** Tells the planner what the tables hold now. */
export async function analyzeTables(trx: Transaction<DB>): Promise<void> {
  await sql`analyze`.execute(trx);
}

const patienceMs = 2000;

/** Whether the database answers a trivial question within two seconds. */
export async function databaseAnswers(db: Kysely<DB>): Promise<boolean> {
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false).unref());
  return await Promise.race([answer, late]);
}

/** What time PostgreSQL has. */
export async function databaseTime(db: Kysely<DB>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  return rows[0]?.at ?? null;
}

/** The version of the PostgreSQL that answers: its major number, 15 or 18. */
export async function serverVersion<Tables>(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::integer / 10000 as version`.execute(db);
  return rows[0]?.version ?? 0;
}

/**
 * How PostgreSQL is to treat our connections, where nobody has said otherwise. Compiling the query that ranks takes it up to
 * half a minute, and the query itself milliseconds. Whose line was lost in the middle of a transaction holds its locks no
 * longer than anybody waits for a page, and whose was lost while idle its place for half a minute, instead of two hours.
 */
const wanted = {
  jit: "off",
  idle_in_transaction_session_timeout: "20s",
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "4",
};

/**
 * Sets that for whoever connects to this database from now on; where the database is somebody else's, for the role alone
 * that asks. One question where it is done already.
 */
export async function settleConnections<Tables>(db: Kysely<Tables>): Promise<void> {
  const asked = sql<{ lacking: string[]; name: string; owner: boolean }>`
    select datname as name, pg_has_role(datdba, 'usage') as owner, array(
      select settings.name from pg_settings settings
      where settings.name = any(${Object.keys(wanted)})
        and settings.source in ('default', 'client', 'session')
        and not exists (
          select from pg_db_role_setting said, unnest(said.setconfig) line
          where said.setdatabase in (0, databases.oid) and split_part(line, '=', 1) = settings.name
            and (said.setrole = 0 or said.setrole = (select oid from pg_roles where rolname = current_user)))
    ) as lacking
    from pg_database databases where datname = current_database()`;
  const { rows } = await asked.execute(db);
  const [found] = rows;
  if (!found || found.lacking.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('contest-settings', 0))`.execute(trx);
    const whose = found.owner ? sql`database ${sql.id(found.name)}` : sql`role current_user`;
    for (const [name, value] of Object.entries(wanted))
      if (found.lacking.includes(name)) await sql`alter ${whose} set ${sql.id(name)} = ${sql.lit(value)}`.execute(trx);
  });
}

/** Whether whoever asks owns the tables, or may do what their owner may: guards and the trail hold nobody off who does. */
export async function ownsTables(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ owner: boolean }>`
    select pg_has_role(current_user, relowner, 'member') as owner from pg_class where oid = 'audit_entries'::regclass`.execute(
    db,
  );
  return rows[0]?.owner === true;
}

/** Whether whoever asks may make tables. */
export async function mayMakeTables(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_schema_privilege(current_schema(), 'create') as may`.execute(db);
  return rows[0]?.may === true;
}

/** Whether the job queue's tables are there. */
export async function installedJobs<Tables>(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('pgboss.version') is not null as there`.execute(db);
  return rows[0]?.there === true;
}

/** Whether the role may read the trail: the sign that it was granted what a running product needs. */
export async function mayReadTrail(db: Kysely<DB>, role: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_table_privilege(${role}, 'audit_entries', 'select') as may`.execute(db);
  return rows[0]?.may === true;
}
