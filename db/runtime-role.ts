import { type Kysely, sql, type Transaction } from "kysely";
import { installedJobs } from "./queries/operations.ts";

/**
 * Lets a role do what the running product needs, and nothing by which tables, guards or what only grows could be changed:
 * no statement that makes or alters anything, no TRUNCATE, and of the trail only appending, with ids and times that the
 * database gives. As the tables' owner; safe to repeat, and at once from several processes.
 */
export async function grantToRuntime<DB>(db: Kysely<DB>, role: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('contest-runtime-role', 0))`.execute(trx);
    for (const statement of statementsFor(role, await databaseName(trx), await installedJobs(trx)))
      await sql.raw(statement).execute(trx);
  });
}

/** Everything that the role may, from nothing; `jobs` where the job queue's tables are there. */
function statementsFor(role: string, database: string, jobs: boolean): string[] {
  const to = quoted(role);
  return [
    // A table of one's own session would stand before the real one, where the guards look
    `revoke create, temporary on database ${quoted(database)} from public, ${to}`,
    `revoke create on schema public from public, ${to}`,
    `grant usage on schema public to ${to}`,
    `revoke all on all tables in schema public from ${to}`,
    `grant select, insert, update, delete on all tables in schema public to ${to}`,
    `grant select on all sequences in schema public to ${to}`,
    `revoke insert, update, delete on kysely_migration, kysely_migration_lock from ${to}`,
    `revoke insert, update, delete on audit_entries from ${to}`,
    // Not the id: it is the next one
    `grant insert (at, command, actor_id, edition_id, round_id, application_id, facts) on audit_entries to ${to}`,
    `revoke update, delete on audit_seals, audit_seal_entries from ${to}`,
    `revoke update on audit_reasons from ${to}`,
    ...(jobs
      ? [
          `grant usage on schema pgboss to ${to}`,
          `grant select, insert, update, delete on all tables in schema pgboss to ${to}`,
          `grant usage, select on all sequences in schema pgboss to ${to}`,
          `grant execute on all functions in schema pgboss to ${to}`,
        ]
      : []),
  ];
}

async function databaseName<DB>(trx: Transaction<DB>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database()::text as name`.execute(trx);
  return rows[0]?.name ?? "";
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
