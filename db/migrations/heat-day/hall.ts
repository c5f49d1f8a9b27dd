import { type Kysely, sql } from "kysely";

export async function addConductors(db: Kysely<unknown>): Promise<void> {
  for (const table of ["role_grants", "invitations"])
    await sql`
      alter table ${sql.id(table)} drop constraint ${sql.id(`${table}_role_check`)},
        add constraint ${sql.id(`${table}_role_check`)}
          check (role in ('organizer', 'screener', 'scorer', 'supervisor', 'conductor', 'judge'))`.execute(db);
}

export async function extendRounds(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table rounds
      add column warn_seconds smallint not null default 60 check (warn_seconds between 0 and 600),
      add column late_rule text not null default 'out' check (late_rule in ('out', 'last')),
      add column scoring_by_project boolean not null default false,
      add column scores_on_stage boolean not null default false,
      add column scoreboard_on_stage boolean not null default false,
      add column freeze_after smallint check (freeze_after >= 0),
      add column stage_key text not null unique default replace(gen_random_uuid()::text, '-', ''),
      add column rehearsal_of_id integer references rounds (id),
      add column wiped_at timestamptz,
      add check (wiped_at is null or rehearsal_of_id is not null),
      add constraint rounds_rehearsal_address check ((rehearsal_of_id is not null) = (slug ~ '-rehearsal-[0-9]+$')),
      add constraint rounds_rehearsal_state check (rehearsal_of_id is null or state in ('ready', 'judging', 'closed'))`.execute(
    db,
  );
  await sql`comment on column rounds.warn_seconds is 'the clock warns so long before its end'`.execute(db);
  await sql`comment on column rounds.late_rule is 'who comes after the draw is out, or goes last'`.execute(db);
  await sql`comment on column rounds.scoring_by_project is 'sheets are taken only once the conductor has opened the scoring of their project'`.execute(
    db,
  );
  await sql`comment on column rounds.freeze_after is 'the public scoreboard stands still after so many projects; null: never'`.execute(
    db,
  );
  await sql`comment on column rounds.stage_key is 'stands in the address of the stage screens'`.execute(db);
  await sql`comment on column rounds.rehearsal_of_id is 'the heat that is rehearsed here: the address of every page says so'`.execute(
    db,
  );
  await sql`create unique index rounds_one_rehearsal on rounds (rehearsal_of_id) where wiped_at is null`.execute(db);
  await sql`create index rounds_rehearsal_of_id on rounds (rehearsal_of_id)`.execute(db);
}

export async function keepAttendance(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table entries
      add column ticket text not null unique default replace(gen_random_uuid()::text, '-', ''),
      add column scoring_opened_at timestamptz`.execute(db);
  await sql`comment on column entries.ticket is 'stands in the QR code of the invitation'`.execute(db);
  await sql`
    create table attendances (
      entry_id integer primary key,
      round_id integer not null,
      state text not null check (state in ('present', 'late', 'absent')),
      means text not null check (means in ('ticket', 'hand')),
      reason text,
      recorded_by_id text not null references users (id),
      recorded_at timestamptz not null default now(),
      foreign key (round_id, entry_id) references entries (round_id, id) on delete cascade,
      check (state <> 'absent' or length(trim(reason)) > 0)
    )`.execute(db);
  await sql`create index attendances_round_id on attendances (round_id, entry_id)`.execute(db);
  await sql`create index attendances_recorded_by_id on attendances (recorded_by_id)`.execute(db);
}

/** Who is out has no sheet, and who has one is not out. The round's row lock orders the two sides. */
export async function guardAttendance(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_guard_out() returns trigger language plpgsql as $$
    begin
      if exists (
        select from attendances join rounds on rounds.id = attendances.round_id
        where attendances.entry_id = new.entry_id
          and (attendances.state = 'absent' or (attendances.state = 'late' and rounds.late_rule = 'out'))
      ) then
        raise exception 'the entry does not appear' using errcode = 'CD010';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_out_insert after insert on sheets
    for each row execute function sheets_guard_out()`.execute(db);
  await sql`
    create trigger guard_out_submitted after update of state on sheets
    for each row when (old.state = 'draft' and new.state = 'submitted') execute function sheets_guard_out()`.execute(
    db,
  );
  await sql`
    create function attendances_guard_sheets() returns trigger language plpgsql as $$
    declare
      rule text;
    begin
      select late_rule into rule from rounds where id = new.round_id for update;
      if (new.state = 'absent' or (new.state = 'late' and rule = 'out'))
        and exists (select from sheets where entry_id = new.entry_id and state = 'submitted') then
        raise exception 'the entry has submitted sheets' using errcode = 'CD010';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_sheets before insert or update of state on attendances
    for each row execute function attendances_guard_sheets()`.execute(db);
  await sql`
    create function rounds_guard_late_rule() returns trigger language plpgsql as $$
    begin
      if old.late_rule <> new.late_rule
        and exists (select from attendances where round_id = new.id and state = 'late') then
        raise exception 'somebody was late under the rule that stands' using errcode = 'CD010';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_late_rule before update of late_rule on rounds
    for each row execute function rounds_guard_late_rule()`.execute(db);
}
