import { type Kysely, sql } from "kysely";

/** What an entrepreneur hands in, and what the screeners decide about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table applications (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      code text not null unique check (code ~ '^[A-Z0-9-]{6,20}$'),
      applicant_id text not null references users (id),
      state text not null default 'draft'
        check (state in ('draft', 'submitted', 'qualified', 'ineligible', 'withdrawn')),
      round_id integer,
      track_id integer,
      group_id integer,
      locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
      answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
      project_title text generated always as (answers ->> 'projectTitle') stored,
      leader_name text generated always as (answers ->> 'leaderName') stored,
      company_name text generated always as (answers ->> 'companyName') stored,
      version integer not null default 1,
      consent_version text,
      consented_at timestamptz,
      submitted_at timestamptz,
      withdrawn_at timestamptz,
      withdrawn_reason text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      foreign key (edition_id, round_id) references rounds (edition_id, id),
      foreign key (edition_id, track_id) references tracks (edition_id, id),
      foreign key (edition_id, group_id) references groups (edition_id, id),
      check ((state = 'withdrawn') = (withdrawn_at is not null)),
      check (state = 'draft' or state = 'withdrawn' or
        (submitted_at is not null and consented_at is not null and round_id is not null and group_id is not null))
    )`.execute(db);
  await sql`comment on column applications.round_id is 'the heat that the applicant wishes for; after screening the one it was qualified into'`.execute(
    db,
  );
  await sql`create index applications_applicant_id on applications (applicant_id)`.execute(db);
  await sql`create index applications_round_id on applications (round_id, state)`.execute(db);
  await sql`create index applications_track_id on applications (track_id)`.execute(db);
  await sql`create index applications_group_id on applications (group_id)`.execute(db);
  await sql`create index applications_edition_id on applications (edition_id, state, submitted_at desc, id desc)`.execute(
    db,
  );
  await sql`
    create table screening_decisions (
      id integer generated always as identity primary key,
      application_id integer not null references applications (id),
      decision text not null check (decision in ('qualify', 'ineligible')),
      round_id integer references rounds (id),
      reason text,
      decided_by_id text not null references users (id),
      decided_at timestamptz not null default now(),
      check ((decision = 'qualify') = (round_id is not null)),
      check (decision <> 'ineligible' or length(trim(reason)) > 0)
    )`.execute(db);
  await sql`create index screening_decisions_application_id on screening_decisions (application_id)`.execute(db);
  await sql`create index screening_decisions_round_id on screening_decisions (round_id)`.execute(db);
  await sql`create index screening_decisions_decided_by_id on screening_decisions (decided_by_id)`.execute(db);

  // draft -> submitted -> qualified | ineligible; a decision can be taken back; withdrawn is for good.
  await sql`
    create function applications_guard_state() returns trigger language plpgsql as $$
    begin
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'draft>submitted', 'draft>withdrawn', 'submitted>qualified', 'submitted>ineligible', 'submitted>withdrawn',
        'qualified>ineligible', 'qualified>submitted', 'qualified>withdrawn', 'ineligible>qualified', 'ineligible>submitted'
      ])) then
        raise exception 'an application cannot go from % to %', old.state, new.state using errcode = 'CD001';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_state before update of state on applications
    for each row execute function applications_guard_state()`.execute(db);
}
