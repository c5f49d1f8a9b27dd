import { type Kysely, sql } from "kysely";

/** Heat day: entries and their order, the panel, the sheets with their marks, recusals. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table entries (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      application_id integer references applications (id),
      group_id integer references groups (id),
      key text not null check (key <> ''),
      title text not null,
      title_en text,
      draw_number smallint check (draw_number > 0),
      running_order integer check (running_order > 0),
      unique (round_id, key),
      unique (round_id, id),
      unique (round_id, application_id),
      unique (round_id, draw_number) deferrable initially deferred,
      unique (round_id, running_order) deferrable initially deferred
    )`.execute(db);
  await sql`create index entries_application_id on entries (application_id)`.execute(db);
  await sql`create index entries_group_id on entries (group_id)`.execute(db);
  await sql`
    create table draws (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      method text not null check (method in ('sha256-sort')),
      seed text not null check (length(seed) >= 16),
      entry_keys text[] not null,
      drawn_by_id text not null references users (id),
      drawn_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on column draws.entry_keys is 'the keys in drawn order; method and seed give the same order to anyone'`.execute(
    db,
  );
  await sql`create index draws_round_id on draws (round_id)`.execute(db);
  await sql`create index draws_drawn_by_id on draws (drawn_by_id)`.execute(db);
  await sql`
    create table panel_members (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      user_id text references users (id),
      key text not null check (key <> ''),
      name text not null,
      head boolean not null default false,
      removed_at timestamptz,
      unique (round_id, key),
      unique (round_id, id),
      unique (round_id, user_id)
    )`.execute(db);
  await sql`create unique index panel_members_one_head on panel_members (round_id) where head`.execute(db);
  await sql`create index panel_members_user_id on panel_members (user_id)`.execute(db);

  await sql`
    create table sheets (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      entry_id integer not null,
      judge_id integer not null,
      state text not null default 'draft' check (state in ('draft', 'submitted')),
      source text not null default 'tablet' check (source in ('tablet', 'paper', 'import')),
      version integer not null default 1,
      note text,
      submitted_at timestamptz,
      updated_at timestamptz not null default now(),
      ballot integer[] storage plain,
      ballot_marks smallint,
      ballot_total bigint,
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      unique (entry_id, judge_id),
      unique (round_id, id),
      check ((state = 'submitted') = (submitted_at is not null)),
      check ((state = 'submitted') = (num_nonnulls(ballot, ballot_marks, ballot_total) = 3)),
      check (num_nonnulls(ballot, ballot_marks, ballot_total) in (0, 3))
    )`.execute(db);
  await sql`comment on column sheets.ballot is 'the marks in the rubric''s order, null where one is lacking; written when the sheet is submitted and locked'`.execute(
    db,
  );
  await sql`comment on column sheets.ballot_total is 'Σ factor × mark, not rounded, in 0.00000001 points'`.execute(db);
  await sql`create index sheets_judge_id on sheets (judge_id)`.execute(db);
  await sql`
    create table marks (
      round_id integer not null,
      sheet_id integer not null,
      criterion_id integer not null,
      mark integer not null,
      max integer not null,
      step integer not null,
      primary key (round_id, sheet_id, criterion_id),
      foreign key (round_id, sheet_id) references sheets (round_id, id) on delete cascade,
      foreign key (round_id, criterion_id, max, step)
        references criteria (round_id, id, max, step) on update cascade,
      check (mark between 0 and max),
      check (mark % step = 0)
    )`.execute(db);
  await sql`comment on column marks.mark is 'hundredths of a point; max and step are the criterion''s own, held by the foreign key'`.execute(
    db,
  );
  await sql`create index marks_criterion_id on marks (criterion_id)`.execute(db);
  await sql`
    create table recusals (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      entry_id integer not null,
      judge_id integer not null,
      reason text not null check (length(trim(reason)) > 0),
      declared_by_id text references users (id),
      declared_at timestamptz not null default now(),
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      unique (entry_id, judge_id)
    )`.execute(db);
  await sql`create index recusals_judge_id on recusals (judge_id)`.execute(db);
  await sql`create index recusals_round_id on recusals (round_id)`.execute(db);
  await sql`create index recusals_declared_by_id on recusals (declared_by_id)`.execute(db);
  await sql`
    create table tie_votes (
      round_id integer not null references rounds (id),
      entry_id integer not null,
      place smallint not null check (place > 0),
      reason text not null check (length(trim(reason)) > 0),
      recorded_by_id text references users (id),
      recorded_at timestamptz not null default now(),
      primary key (round_id, entry_id),
      foreign key (round_id, entry_id) references entries (round_id, id)
    )`.execute(db);
  await sql`create index tie_votes_entry_id on tie_votes (entry_id)`.execute(db);
  await sql`create index tie_votes_recorded_by_id on tie_votes (recorded_by_id)`.execute(db);

  await writeBallots(db);
  await guardRoundState(db);
  await guardSubmittedSheets(db);
  await guardRecusals(db);
  await freezeRules(db);
}

/** A round walks draft → registration → screening → ready → judging → closed, with the few ways back that a desk needs. */
async function guardRoundState(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function rounds_guard_state() returns trigger language plpgsql as $$
    begin
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'draft>registration', 'draft>screening', 'draft>ready', 'registration>draft', 'registration>screening', 'screening>registration',
        'screening>ready', 'ready>screening', 'ready>judging', 'judging>ready', 'judging>closed', 'closed>judging'
      ])) then
        raise exception 'a round cannot go from % to %', old.state, new.state using errcode = 'CD002';
      end if;
      if old.state = 'judging' and new.state = 'ready'
        and exists (select from sheets where round_id = new.id and state = 'submitted') then
        raise exception 'round % has submitted sheets', new.slug using errcode = 'CD002';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_state before update of state on rounds
    for each row execute function rounds_guard_state()`.execute(db);
}

/**
 * The moment a sheet is submitted its marks stand still for good, and so does the rubric: the database then writes them
 * into the sheet itself, so that standings read one row a sheet. Nobody else writes a ballot. (The setting keeps a plan
 * that a session made when there were few marks from reading the whole table once a sheet.)
 */
async function writeBallots(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_write_ballot() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      select array_agg(marks.mark order by criteria.position, criteria.id), count(marks.mark),
        coalesce(sum(marks.mark * (criteria.factor * 1000000)::bigint), 0)
      into new.ballot, new.ballot_marks, new.ballot_total
      from criteria
        left join marks on marks.round_id = new.round_id and marks.sheet_id = new.id and marks.criterion_id = criteria.id
      where criteria.round_id = new.round_id;
      new.ballot := coalesce(new.ballot, '{}');
      return new;
    end $$`.execute(db);
  await sql`
    create trigger write_ballot_insert before insert on sheets
    for each row when (new.state = 'submitted') execute function sheets_write_ballot()`.execute(db);
  await sql`
    create trigger write_ballot_update before update of state on sheets
    for each row when (old.state = 'draft' and new.state = 'submitted') execute function sheets_write_ballot()`.execute(
    db,
  );
}

/** A submitted sheet is locked: neither it nor a mark of it changes. An imported round may be replaced, so its sheets may be deleted. */
async function guardSubmittedSheets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_guard_submitted() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join rounds on rounds.id = touched.round_id
        where touched.state = 'submitted' and (tg_op <> 'DELETE' or rounds.origin <> 'import')
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_submitted_update after update on sheets referencing old table as touched
    for each statement execute function sheets_guard_submitted()`.execute(db);
  await sql`
    create trigger guard_submitted_delete after delete on sheets referencing old table as touched
    for each statement execute function sheets_guard_submitted()`.execute(db);
  await sql`
    create function marks_guard_submitted() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched
          join sheets on sheets.id = touched.sheet_id
          join rounds on rounds.id = touched.round_id
        where sheets.state = 'submitted' and (tg_op <> 'DELETE' or rounds.origin <> 'import')
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
  for (const [event, rows] of [
    ["insert", "new"],
    ["update", "new"],
    ["delete", "old"],
  ] as const) {
    await sql`
      create trigger ${sql.id(`guard_submitted_${event}`)} after ${sql.raw(event)} on marks
      referencing ${sql.raw(rows)} table as touched
      for each statement execute function marks_guard_submitted()`.execute(db);
  }
}

/** A recused judge has no sheet, and a judge with a submitted sheet cannot recuse any more. */
async function guardRecusals(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_guard_recused() returns trigger language plpgsql as $$
    begin
      if exists (select from touched join recusals using (entry_id, judge_id)) then
        raise exception 'the judge has recused from this entry' using errcode = 'CD004';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_recused after insert on sheets referencing new table as touched
    for each statement execute function sheets_guard_recused()`.execute(db);
  await sql`
    create function recusals_guard_sheets() returns trigger language plpgsql as $$
    begin
      if exists (select from touched join sheets using (entry_id, judge_id)) then
        raise exception 'the judge has a sheet for this entry' using errcode = 'CD004';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_sheets after insert on recusals referencing new table as touched
    for each statement execute function recusals_guard_sheets()`.execute(db);
}

/** From the first submitted sheet on, rubric and rule stand still. The round's row lock orders the two sides. */
async function freezeRules(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_hold_rule() returns trigger language plpgsql as $$
    begin
      perform from rounds where id = new.round_id for share;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger hold_rule_insert before insert on sheets
    for each row when (new.state = 'submitted') execute function sheets_hold_rule()`.execute(db);
  await sql`
    create trigger hold_rule_update before update of state on sheets
    for each row when (old.state = 'draft' and new.state = 'submitted' and new.source <> 'import')
    execute function sheets_hold_rule()`.execute(db);
  await sql`
    create function rules_guard_frozen() returns trigger language plpgsql as $$
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
      if exists (
        select from sheets where round_id = the_round and state = 'submitted'
      ) then
        raise exception 'rubric and rule are frozen from the first submitted sheet on' using errcode = 'CD005';
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$`.execute(db);
  for (const table of ["criteria", "bands", "rules", "tie_steps"]) {
    await sql`
      create trigger guard_frozen before insert or update or delete on ${sql.id(table)}
      for each row execute function rules_guard_frozen()`.execute(db);
  }
}
