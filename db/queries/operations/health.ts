import { type Kysely, sql } from "kysely";
import type { ReportedAlarm } from "~/rules/operations/alarms.ts";
import type { HealthFacts, HealthThing, ProcessFacts } from "~/rules/operations/health.ts";
import type { DB } from "../../schema.ts";

/** What waits, works or has failed, for whoever watches over the product; what an alarm hangs on is `HealthFacts`. */
export interface WorkFigures extends HealthFacts {
  mailsFailed: number;
  jobsFailed: number;
  /** Since when there is the last seal; 0 before the first. */
  lastSealSeconds: number;
  connectionsBusy: number;
  /** Sheets that were handed in within the last minute. */
  sheetsMinute: number;
  /** The database's clock when it answered. */
  at: Date;
}

/** A process that has said nothing for so long is nobody's business any more. */
const forgottenAfter = sql`interval '1 hour'`;
/** One query, by indexes and small tables alone. */
export async function findWorkFigures(db: Kysely<DB>): Promise<WorkFigures> {
  const seconds = (since: ReturnType<typeof sql>) => sql`extract(epoch from now() - ${since})`;
  const due = sql`state in ('created', 'retry') and start_after <= now()`;
  const { rows } = await sql<WorkFigures>`
    select
      clock_timestamp() as at,
      (select count(*) from mails where state = 'queued')::int as mails_queued,
      coalesce((select ${seconds(sql`min(created_at)`)} from mails where state = 'queued'), 0)::float8 as mail_seconds,
      (select count(*) from mails where state = 'failed')::int as mails_failed,
      (select count(*) from mails where state = 'failed' and created_at > now() - interval '1 day')::int as mails_failed_day,
      (select count(*) from mails where state = 'failed' and created_at > now() - interval '1 hour')::int as mails_failed_hour,
      (select count(*) from pgboss.job where state in ('created', 'retry'))::int as jobs_waiting,
      coalesce((select ${seconds(sql`min(greatest(start_after, created_on))`)} from pgboss.job where ${due}), 0)::float8 as job_seconds,
      (select count(*) from pgboss.job where state = 'failed')::int as jobs_failed,
      (select count(*) from pgboss.job where state = 'failed' and completed_on > now() - interval '1 day')::int as jobs_failed_day,
      (select count(*) from pgboss.job where state = 'failed' and completed_on > now() - interval '1 hour')::int as jobs_failed_hour,
      coalesce((select ${seconds(sql`min(at)`)} from audit_entries
        where id > coalesce((select settled_to from audit_seals order by number desc limit 1), 0)), 0)::float8 as unsealed_seconds,
      coalesce((select ${seconds(sql`sealed_at`)} from audit_seals order by number desc limit 1), 0)::float8 as last_seal_seconds,
      (select count(*) from audit_entries where command = 'submit-sheet' and at > now() - interval '1 minute')::int as sheets_minute,
      (select count(*) from pg_stat_activity where datid is not null)::int as connections,
      (select count(*) from pg_stat_activity where application_name = 'contest-desk' and state = 'active')::int as connections_busy,
      current_setting('max_connections')::int as connections_allowed,
      (select ${seconds(sql`at`)} from watches)::float8 as watch_seconds,
      coalesce((select jsonb_agg(jsonb_build_object(
          'name', name, 'silentSeconds', ${seconds(sql`seen_at`)}::float8, 'upSeconds', ${seconds(sql`started_at`)}::float8, 'listening', listening, 'lagMs', lag_ms,
          'databaseMs', database_ms, 'clockMs', clock_ms, 'replicaAwaySeconds', replica_away_seconds, 'replicaBytes', replica_bytes, 'diskFree', disk_free, 'diskSize', disk_size,
          'viewers', viewers, 'roundViewers', round_viewers) order by name)
        from server_processes where seen_at > now() - ${forgottenAfter}), '[]') as processes
    `.execute(db);
  const [row] = rows;
  if (!row) throw new Error("one row of figures");
  return row;
}

/** What a serving process says of itself; `clockMs` and `silentSeconds` are told against the database's clock. */
export type ProcessReport = Omit<ProcessFacts, "silentSeconds" | "upSeconds"> & { startedAt: Date };

export async function saveProcessReport(db: Kysely<DB>, { roundViewers, ...report }: ProcessReport): Promise<void> {
  const life = {
    ...report,
    roundViewers: sql<Record<string, number>>`${roundViewers}::jsonb`,
    seenAt: sql<Date>`now()`,
  };
  await db
    .insertInto("serverProcesses")
    .values(life)
    .onConflict((conflict) => conflict.column("name").doUpdateSet(life))
    .execute();
}

/** A process that ends in order is not missed. */
export async function deleteProcessReport(db: Kysely<DB>, name: string): Promise<void> {
  await db.deleteFrom("serverProcesses").where("name", "=", name).execute();
}

export async function deleteForgottenProcesses(db: Kysely<DB>): Promise<void> {
  await db.deleteFrom("serverProcesses").where("seenAt", "<=", sql<Date>`now() - ${forgottenAfter}`).execute();
}

/** The database's clock, now. */
export async function findDatabaseTime(db: Kysely<DB>): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  return rows[0]?.at ?? new Date(0);
}

/** How much of the write-ahead log lies past that position, in bytes. */
export async function findLogBehind(db: Kysely<DB>, position: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), ${position}::pg_lsn), 0)::float8 as bytes`.execute(db);
  return rows[0]?.bytes ?? 0;
}

/** Whether the watch is the caller's: nobody has looked for so many seconds. Who gets it has looked. */
export async function claimWatch(db: Kysely<DB>, afterSeconds: number): Promise<boolean> {
  const { rows } = await sql<{ one: boolean }>`
    insert into watches (at) values (now())
    on conflict (one) do update set at = excluded.at
      where watches.at <= excluded.at - make_interval(secs => ${afterSeconds})
    returning one`.execute(db);
  return rows.length > 0;
}

export async function findReportedAlarms(db: Kysely<DB>): Promise<ReportedAlarm[]> {
  const rows = await db.selectFrom("alarms").select(["thing", "open", "reportedAt"]).orderBy("thing").execute();
  return rows.map((row) => ({ ...row, thing: row.thing as HealthThing }));
}

/** Keeps what was told of a thing; that it is over leaves the time at which it was told to be bad. */
export async function saveReportedAlarm(db: Kysely<DB>, { thing, open, reportedAt }: ReportedAlarm): Promise<void> {
  await db
    .insertInto("alarms")
    .values({ thing, open, reportedAt })
    .onConflict((conflict) => conflict.column("thing").doUpdateSet(open ? { open, reportedAt } : { open }))
    .execute();
}
