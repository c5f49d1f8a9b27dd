import { type Kysely, sql } from "kysely";

export async function keepStageSteps(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stage_steps (
      round_id integer not null references rounds (id),
      seq integer not null check (seq > 0),
      step jsonb not null check (jsonb_typeof(step) = 'object'),
      taken_by_id text not null references users (id),
      taken_at timestamptz not null default now(),
      primary key (round_id, seq)
    )`.execute(db);
  await sql`comment on table stage_steps is 'what the conductor did, one after the other: app/rules/conduct.ts'`.execute(
    db,
  );
  await sql`create index stage_steps_taken_by_id on stage_steps (taken_by_id)`.execute(db);
}

/** Where the conductor opens the scoring project by project, no sheet is handed in before, and none is left behind by an opening taken back. The round's row lock orders the two sides. */
export async function guardOpenedScoring(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_guard_opened() returns trigger language plpgsql as $$
    begin
      if exists (
        select from entries join rounds on rounds.id = entries.round_id
        where entries.id = new.entry_id and entries.scoring_opened_at is null and rounds.scoring_by_project
      ) then
        raise exception 'the scoring of this entry is not open' using errcode = 'CD012';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_opened_insert after insert on sheets
    for each row when (new.state = 'submitted' and new.source <> 'import') execute function sheets_guard_opened()`.execute(
    db,
  );
  await sql`
    create trigger guard_opened_submitted after update of state on sheets
    for each row when (old.state = 'draft' and new.state = 'submitted') execute function sheets_guard_opened()`.execute(
    db,
  );
  await sql`
    create function entries_guard_opened() returns trigger language plpgsql as $$
    begin
      perform from rounds where id = new.round_id for update;
      if exists (select from sheets where entry_id = new.id and state = 'submitted') then
        raise exception 'the entry has submitted sheets: its scoring stays open' using errcode = 'CD013';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_opened before update of scoring_opened_at on entries
    for each row when (old.scoring_opened_at is not null and new.scoring_opened_at is null)
    execute function entries_guard_opened()`.execute(db);
}
