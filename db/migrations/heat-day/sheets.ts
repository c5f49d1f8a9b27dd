import { type Kysely, sql } from "kysely";

/**
 * A submitted sheet is mended only by way of a reopening that a second person confirmed, and the version before is kept.
 * What came too late or was written on paper has a place of its own until somebody decides.
 */
export async function mendSheets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sheet_reopenings (
      id integer generated always as identity primary key,
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      version integer not null,
      state text not null default 'asked' check (state in ('asked', 'confirmed', 'declined')),
      reason text not null check (length(trim(reason)) > 0),
      asked_by_id text not null references users (id),
      asked_at timestamptz not null default now(),
      decided_by_id text references users (id),
      decided_at timestamptz,
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      unique (round_id, id),
      check ((state = 'asked') = (decided_at is null)),
      check ((decided_by_id is null) = (decided_at is null)),
      check (state <> 'confirmed' or decided_by_id <> asked_by_id)
    )`.execute(db);
  await sql`create unique index sheet_reopenings_one_asked on sheet_reopenings (entry_id, judge_id) where state = 'asked'`.execute(
    db,
  );
  await sql`
    create table superseded_sheets (
      id integer generated always as identity primary key,
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      reopening_id integer not null unique,
      version integer not null,
      source text not null check (source in ('tablet', 'paper', 'import')),
      marks jsonb not null check (jsonb_typeof(marks) = 'object'),
      note text,
      submitted_at timestamptz not null,
      kept_at timestamptz not null default now(),
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      foreign key (round_id, reopening_id) references sheet_reopenings (round_id, id),
      unique (entry_id, judge_id, version)
    )`.execute(db);
  await sql`comment on column superseded_sheets.marks is 'hundredths of a point by criterion key'`.execute(db);
  await sql`
    create table late_sheets (
      id integer generated always as identity primary key,
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      marks jsonb not null check (jsonb_typeof(marks) = 'object'),
      note text,
      key text not null,
      written_at timestamptz,
      received_at timestamptz not null default now(),
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      unique (entry_id, judge_id, key)
    )`.execute(db);
  await sql`comment on column late_sheets.marks is 'hundredths of a point by criterion key'`.execute(db);
  await sql`comment on column late_sheets.key is 'of the request that brought it: what is sent twice is kept once'`.execute(
    db,
  );
  await sql`
    create table paper_sheets (
      id integer generated always as identity primary key,
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      state text not null default 'photographed' check (state in ('photographed', 'entered', 'checked', 'rejected')),
      photo text not null,
      photo_type text not null check (photo_type in ('application/pdf', 'image/jpeg', 'image/png')),
      photo_size integer not null check (photo_size > 0),
      photo_digest text not null check (photo_digest ~ '^[0-9a-f]{64}$'),
      brought_by_id text not null references users (id),
      brought_at timestamptz not null default now(),
      marks jsonb check (jsonb_typeof(marks) = 'object'),
      entered_by_id text references users (id),
      entered_at timestamptz,
      decided_by_id text references users (id),
      decided_at timestamptz,
      reason text,
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      check (num_nonnulls(marks, entered_by_id, entered_at) in (0, 3)),
      check (state <> 'photographed' or marks is null),
      check (state not in ('entered', 'checked') or marks is not null),
      check ((state in ('photographed', 'entered')) = (decided_at is null)),
      check ((decided_by_id is null) = (decided_at is null)),
      check (state <> 'checked' or decided_by_id <> entered_by_id),
      check (state <> 'rejected' or length(trim(reason)) > 0)
    )`.execute(db);
  await sql`comment on table paper_sheets is 'a sheet on paper: its photo is brought, its marks are entered, and another person checks them against it'`.execute(
    db,
  );
  await sql`comment on column paper_sheets.photo is 'where the file store keeps it'`.execute(db);
  await sql`comment on column paper_sheets.marks is 'hundredths of a point by criterion key'`.execute(db);
  await sql`create index paper_sheets_photo on paper_sheets (photo)`.execute(db);
  await sql`create unique index paper_sheets_one_open on paper_sheets (entry_id, judge_id) where state in ('photographed', 'entered')`.execute(
    db,
  );
  await sql`
    create table check_requests (
      id integer generated always as identity primary key,
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      asked_by_id text not null references users (id),
      asked_at timestamptz not null default now(),
      answer text check (answer in ('stands', 'mend')),
      answered_at timestamptz,
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      check ((answer is null) = (answered_at is null))
    )`.execute(db);
  await sql`create unique index check_requests_one_open on check_requests (entry_id, judge_id) where answer is null`.execute(
    db,
  );
  for (const table of ["sheet_reopenings", "superseded_sheets", "late_sheets", "paper_sheets", "check_requests"]) {
    await sql`create index ${sql.id(`${table}_round_id`)} on ${sql.id(table)} (round_id)`.execute(db);
    await sql`create index ${sql.id(`${table}_entry_id`)} on ${sql.id(table)} (entry_id)`.execute(db);
    await sql`create index ${sql.id(`${table}_judge_id`)} on ${sql.id(table)} (judge_id)`.execute(db);
  }
  for (const [table, column] of [
    ["sheet_reopenings", "asked_by_id"],
    ["sheet_reopenings", "decided_by_id"],
    ["paper_sheets", "brought_by_id"],
    ["paper_sheets", "entered_by_id"],
    ["paper_sheets", "decided_by_id"],
    ["check_requests", "asked_by_id"],
  ] as const)
    await sql`create index ${sql.id(`${table}_${column}`)} on ${sql.id(table)} (${sql.id(column)})`.execute(db);
  await sql`
    create function superseded_guard() returns trigger language plpgsql as $$
    begin
      if not exists (
        select from sheet_reopenings
        where id = new.reopening_id and state = 'confirmed' and version = new.version
          and entry_id = new.entry_id and judge_id = new.judge_id
      ) then
        raise exception 'nobody confirmed that this sheet is reopened' using errcode = 'CD003';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before insert on superseded_sheets
    for each row execute function superseded_guard()`.execute(db);
  // A judge who takes back a recusal from a reopened sheet begins a new one: its versions go on where the kept ones ended
  await sql`
    create function sheets_continue_versions() returns trigger language plpgsql as $$
    begin
      new.version := new.version + coalesce(
        (select max(version) from superseded_sheets where entry_id = new.entry_id and judge_id = new.judge_id), 0);
      return new;
    end $$`.execute(db);
  await sql`
    create trigger continue_versions before insert on sheets
    for each row when (new.source <> 'import') execute function sheets_continue_versions()`.execute(db);
  // As in migration 004; a sheet that was handed in and reopened counts too
  await sql`
    create or replace function rules_guard_frozen() returns trigger language plpgsql as $$
    declare
      the_round integer;
    begin
      if tg_table_name = 'bands' then
        select round_id into the_round from criteria
        where id = case when tg_op = 'DELETE' then old.criterion_id else new.criterion_id end;
      else
        the_round := case when tg_op = 'DELETE' then old.round_id else new.round_id end;
      end if;
      perform from rounds where id = the_round for update;
      if exists (select from sheets where round_id = the_round and state = 'submitted')
        or exists (select from superseded_sheets where round_id = the_round) then
        raise exception 'rubric and rule are frozen from the first submitted sheet on' using errcode = 'CD005';
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$`.execute(db);
  await sql`
    create or replace function rounds_guard_state() returns trigger language plpgsql as $$
    begin
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'draft>registration', 'draft>screening', 'draft>ready', 'registration>draft', 'registration>screening', 'screening>registration',
        'screening>ready', 'ready>screening', 'ready>judging', 'judging>ready', 'judging>closed', 'closed>judging'
      ])) then
        raise exception 'a round cannot go from % to %', old.state, new.state using errcode = 'CD002';
      end if;
      if old.state = 'judging' and new.state = 'ready' and (
        exists (select from sheets where round_id = new.id and state = 'submitted')
        or exists (select from superseded_sheets where round_id = new.id)
      ) then
        raise exception 'round % has submitted sheets', new.slug using errcode = 'CD002';
      end if;
      return new;
    end $$`.execute(db);
  // As in migrations 004 and 011, with two more ways out: a sheet whose version was kept becomes a draft again, and a
  // rehearsal is wiped
  await sql`
    create or replace function sheets_guard_changed() returns trigger language plpgsql as $$
    begin
      if exists (
        select from before left join after on after.id = before.id
        where before.state = 'submitted' and (
          after.note is null
          and to_jsonb(after) - 'note' = to_jsonb(before) - 'note'
          and exists (
            select from entries join applications on applications.id = entries.application_id
            where entries.id = before.entry_id and applications.erased_at is not null
          )
        ) is not true and (
          after.state = 'draft' and after.version = before.version + 1
          and (after.entry_id, after.judge_id) = (before.entry_id, before.judge_id)
          and exists (
            select from superseded_sheets as kept
            where kept.entry_id = before.entry_id and kept.judge_id = before.judge_id and kept.version = before.version
          )
        ) is not true
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create or replace function sheets_guard_submitted() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join rounds on rounds.id = touched.round_id
        where touched.state = 'submitted' and rounds.origin <> 'import' and rounds.rehearsal_of_id is null
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create or replace function marks_guard_submitted() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched
          join sheets on sheets.id = touched.sheet_id
          join rounds on rounds.id = touched.round_id
        where sheets.state = 'submitted'
          and (tg_op <> 'DELETE' or (rounds.origin <> 'import' and rounds.rehearsal_of_id is null))
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
}

/** As on a sheet (migration 011): a judge's private note goes with the personal data of its application, and nothing else does. */
export async function guardKeptNotes(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function kept_sheets_guard_changed() returns trigger language plpgsql as $$
    begin
      if exists (
        select from before left join after on after.id = before.id
        where (
          after.note is null
          and to_jsonb(after) - 'note' = to_jsonb(before) - 'note'
          and exists (
            select from entries join applications on applications.id = entries.application_id
            where entries.id = before.entry_id and applications.erased_at is not null
          )
        ) is not true
      ) then
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["superseded_sheets", "late_sheets"])
    await sql`
      create trigger kept_update after update on ${sql.id(table)} referencing old table as before new table as after
      for each statement execute function kept_sheets_guard_changed()`.execute(db);
}
