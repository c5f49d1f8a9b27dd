import { type Kysely, sql } from "kysely";

/**
 * Heat day: the hall's settings, sign-in and draw before everybody's eyes, the conductor's steps, the judges' tablets,
 * what becomes of a sheet that has to be mended, came late or was written on paper, signatures, and the rehearsal.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addConductors(db);
  await extendRounds(db);
  await keepAttendance(db);
  await keepDraws(db);
  await keepStageSteps(db);
  await guardOpenedScoring(db);
  await keepTablets(db);
  await mendSheets(db);
  await keepSignatures(db);
  await guardKeptNotes(db);
  await guardRehearsals(db);
  await keepDrawRecords(db);
  await announceRoundChanges(db);
  await announceAccessChanges(db);
}

async function addConductors(db: Kysely<unknown>): Promise<void> {
  for (const table of ["role_grants", "invitations"])
    await sql`
      alter table ${sql.id(table)} drop constraint ${sql.id(`${table}_role_check`)},
        add constraint ${sql.id(`${table}_role_check`)}
          check (role in ('organizer', 'screener', 'scorer', 'supervisor', 'conductor', 'judge'))`.execute(db);
}

async function extendRounds(db: Kysely<unknown>): Promise<void> {
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

async function keepAttendance(db: Kysely<unknown>): Promise<void> {
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

/** The ceremony: a digest of the seed is shown before, the seed itself after; another draw needs a reason and the supervisor. */
async function keepDraws(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table draw_commitments (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      seed_digest text not null check (seed_digest ~ '^[0-9a-f]{64}$'),
      sealed_seed text not null,
      reason text,
      committed_by_id text not null references users (id),
      committed_at timestamptz not null default now(),
      confirmed_by_id text references users (id),
      confirmed_at timestamptz,
      withdrawn_by_id text references users (id),
      withdrawn_at timestamptz,
      check ((confirmed_by_id is null) = (confirmed_at is null)),
      check ((withdrawn_by_id is null) = (withdrawn_at is null)),
      check (confirmed_by_id <> committed_by_id)
    )`.execute(db);
  await sql`comment on column draw_commitments.sealed_seed is 'the secret half of the seed, under the key of personal data'`.execute(
    db,
  );
  await sql`comment on column draw_commitments.reason is 'why it is drawn again; null before the first draw'`.execute(
    db,
  );
  for (const column of ["round_id", "committed_by_id", "confirmed_by_id", "withdrawn_by_id"])
    await sql`create index ${sql.id(`draw_commitments_${column}`)} on draw_commitments (${sql.id(column)})`.execute(db);
  await sql`
    alter table draws
      add column commitment_id integer unique references draw_commitments (id),
      add column secret text,
      add column hall_word text,
      add column among text not null default 'all' check (among in ('all', 'present')),
      add check (num_nonnulls(commitment_id, secret, hall_word) in (0, 3))`.execute(db);
  await sql`comment on column draws.among is 'who was drawn: everybody, or those who had signed in'`.execute(db);
  await sql`comment on column draws.hall_word is 'said in the hall after the digest was shown: the seed is made of both'`.execute(
    db,
  );
  await sql`
    create table order_changes (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      before text[] not null,
      after text[] not null,
      reason text not null check (length(trim(reason)) > 0),
      changed_by_id text not null references users (id),
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index order_changes_round_id on order_changes (round_id)`.execute(db);
  await sql`create index order_changes_changed_by_id on order_changes (changed_by_id)`.execute(db);
  await guardAttendance(db);
  await guardDraws(db);
}

/** Who is out has no sheet, and who has one is not out. The round's row lock orders the two sides. */
async function guardAttendance(db: Kysely<unknown>): Promise<void> {
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

/** A draw keeps to what was committed to, and a second draw needs a reason that somebody else has confirmed. */
async function guardDraws(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function draws_guard_commitment() returns trigger language plpgsql as $$
    declare
      made draw_commitments;
      drawn boolean;
    begin
      perform from rounds where id = new.round_id for update;
      drawn := exists (select from draws where round_id = new.round_id);
      if new.commitment_id is null then
        if drawn then
          raise exception 'a second draw needs a reason and its confirmation' using errcode = 'CD011';
        end if;
        return new;
      end if;
      select * into made from draw_commitments where id = new.commitment_id and round_id = new.round_id;
      if made.id is null or made.withdrawn_at is not null
        or (drawn and (coalesce(trim(made.reason), '') = '' or made.confirmed_by_id is null))
        or made.seed_digest <> encode(sha256(convert_to(new.secret, 'UTF8')), 'hex')
        or new.seed <> left(encode(sha256(convert_to(new.secret || E'\n' || new.hall_word, 'UTF8')), 'hex'), 32)
      then
        raise exception 'the draw does not follow from what was committed to' using errcode = 'CD011';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_commitment before insert on draws
    for each row execute function draws_guard_commitment()`.execute(db);
  await sql`
    create function draw_commitments_guard() returns trigger language plpgsql as $$
    begin
      if (old.confirmed_by_id is not null and new.confirmed_by_id is distinct from old.confirmed_by_id)
        or (old.withdrawn_by_id is not null and new.withdrawn_by_id is distinct from old.withdrawn_by_id)
        or to_jsonb(new) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
          <> to_jsonb(old) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
        or exists (select from draws where commitment_id = new.id)
      then
        raise exception 'a commitment stands as it was made' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on draw_commitments
    for each row execute function draw_commitments_guard()`.execute(db);
}

async function keepStageSteps(db: Kysely<unknown>): Promise<void> {
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
async function guardOpenedScoring(db: Kysely<unknown>): Promise<void> {
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

async function keepTablets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pairing_codes (
      id integer generated always as identity primary key,
      round_id integer not null,
      judge_id integer not null,
      code_digest text not null unique,
      issued_by_id text not null references users (id),
      issued_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
    )`.execute(db);
  await sql`comment on column pairing_codes.code_digest is 'the code itself is shown once and kept nowhere'`.execute(
    db,
  );
  await sql`create index pairing_codes_judge_id on pairing_codes (judge_id)`.execute(db);
  await sql`create index pairing_codes_round_id on pairing_codes (round_id, judge_id)`.execute(db);
  await sql`create index pairing_codes_issued_by_id on pairing_codes (issued_by_id)`.execute(db);
  await sql`
    create table pairing_tries (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      client_digest text not null,
      paired boolean not null,
      round_id integer references rounds (id)
    )`.execute(db);
  await sql`comment on column pairing_tries.client_digest is 'of the address that tried, keyed'`.execute(db);
  await sql`create index pairing_tries_round_id on pairing_tries (round_id)`.execute(db);
  await sql`create index pairing_tries_at on pairing_tries (at)`.execute(db);
  await sql`
    create table tablets (
      id integer generated always as identity primary key,
      round_id integer not null,
      judge_id integer not null,
      token_digest text not null unique,
      means text not null default 'paired' check (means in ('paired', 'account')),
      name text not null default '',
      paired_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      revoked_by_id text references users (id),
      seen_at timestamptz,
      unsent smallint check (unsent >= 0),
      battery_percent smallint check (battery_percent between 0 and 100),
      charging boolean,
      app_version text,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade,
      check (revoked_by_id is null or revoked_at is not null)
    )`.execute(db);
  await sql`create index tablets_judge_id on tablets (judge_id)`.execute(db);
  await sql`create index tablets_round_id on tablets (round_id, judge_id)`.execute(db);
  await sql`create index tablets_revoked_by_id on tablets (revoked_by_id)`.execute(db);
  await sql`comment on column tablets.means is 'paired: the token is the whole right of the device; account: a judge who signed in by themselves, listed for the signs of life'`.execute(
    db,
  );
  // Signs of life come every few seconds and are no change of the round: those who watch the tablets hear of them apart
  await sql`
    create function announce_tablet() returns trigger language plpgsql as $$
    begin
      perform pg_notify('tablets_changed', new.round_id::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce after insert or update on tablets
    for each row execute function announce_tablet()`.execute(db);
}

/**
 * A submitted sheet is mended only by way of a reopening that a second person confirmed, and the version before is kept.
 * What came too late or was written on paper has a place of its own until somebody decides.
 */
async function mendSheets(db: Kysely<unknown>): Promise<void> {
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

async function keepSignatures(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table signatures (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      entry_id integer,
      judge_id integer,
      role text not null check (role in ('judge', 'contestant', 'scorer', 'supervisor')),
      name text not null check (length(trim(name)) > 0),
      means text not null check (means in ('drawn', 'paper')),
      strokes jsonb check (jsonb_typeof(strokes) = 'array'),
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      recorded_by_id text not null references users (id),
      signed_at timestamptz not null default now(),
      foreign key (round_id, entry_id) references entries (round_id, id),
      foreign key (round_id, judge_id) references panel_members (round_id, id),
      check ((means = 'drawn') = (strokes is not null)),
      check (role <> 'judge' or (judge_id is not null and entry_id is not null)),
      check (role <> 'contestant' or (judge_id is null and entry_id is not null)),
      check (role in ('judge', 'contestant') or num_nonnulls(judge_id, entry_id) = 0)
    )`.execute(db);
  await sql`comment on column signatures.digest is 'of what was signed: a sheet, an announced score, the table'`.execute(
    db,
  );
  await sql`comment on column signatures.strokes is 'lists of [x, y] in thousandths of the pad''s width'`.execute(db);
  for (const column of ["round_id", "entry_id", "judge_id", "recorded_by_id"])
    await sql`create index ${sql.id(`signatures_${column}`)} on signatures (${sql.id(column)})`.execute(db);
  // A contestant's name and drawing are personal data: they go when those of the application or the edition do, and
  // that somebody signed this digest then stays
  await sql`
    create function signatures_guard_changed() returns trigger language plpgsql as $$
    begin
      if exists (
        select from before left join after on after.id = before.id
        where (
          before.role = 'contestant' and after.name = '—' and coalesce(after.strokes, '[]') = '[]'
          and to_jsonb(after) - 'name' - 'strokes' = to_jsonb(before) - 'name' - 'strokes'
          and (
            exists (
              select from entries join applications on applications.id = entries.application_id
              where entries.id = before.entry_id and applications.erased_at is not null
            )
            or exists (
              select from rounds join editions on editions.id = rounds.edition_id
              where rounds.id = before.round_id and editions.erased_at is not null
            )
          )
        ) is not true
      ) then
        raise exception 'signatures only grow' using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger kept_update after update on signatures referencing old table as before new table as after
    for each statement execute function signatures_guard_changed()`.execute(db);
}

/** As on a sheet (migration 011): a judge's private note goes with the personal data of its application, and nothing else does. */
async function guardKeptNotes(db: Kysely<unknown>): Promise<void> {
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

/** What a heat leaves behind only grows, and a rehearsal leaves nothing: it is never released, and can be wiped. */
async function guardRehearsals(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change_of_real() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join rounds on rounds.id = touched.round_id
        where tg_op <> 'DELETE' or rounds.rehearsal_of_id is null
      ) then
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["stage_steps", "superseded_sheets", "late_sheets", "signatures"]) {
    if (table === "stage_steps")
      await sql`
        create trigger kept_update after update on ${sql.id(table)} referencing old table as touched
        for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_delete after delete on ${sql.id(table)} referencing old table as touched
      for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_truncate before truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
  // Draws were append-only from the beginning (migration 005); those of a rehearsal go with it
  await sql`drop trigger append_only on draws`.execute(db);
  await sql`
    create trigger kept_update after update on draws referencing old table as touched
    for each statement execute function refuse_change_of_real()`.execute(db);
  await sql`
    create trigger kept_delete after delete on draws referencing old table as touched
    for each statement execute function refuse_change_of_real()`.execute(db);
  await sql`
    create trigger kept_truncate before truncate on draws
    for each statement execute function refuse_change()`.execute(db);
  await sql`
    create function releases_guard_rehearsal() returns trigger language plpgsql as $$
    begin
      if exists (select from rounds where id = new.round_id and rehearsal_of_id is not null) then
        raise exception 'a rehearsal has no result' using errcode = 'CD009';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_rehearsal before insert on releases
    for each row execute function releases_guard_rehearsal()`.execute(db);
  await sql`
    create function rounds_guard_rehearsal() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.rehearsal_of_id is distinct from old.rehearsal_of_id then
          raise exception 'a round does not become a rehearsal, nor a rehearsal a round' using errcode = 'CD009';
        end if;
        if old.wiped_at is not null and new is distinct from old then
          raise exception 'the rehearsal % was wiped', old.slug using errcode = 'CD009';
        end if;
      elsif new.rehearsal_of_id is not null and not exists (
        select from rounds as heat
        where heat.id = new.rehearsal_of_id and heat.rehearsal_of_id is null and heat.edition_id = new.edition_id
      ) then
        raise exception 'only a heat of the same edition is rehearsed' using errcode = 'CD009';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_rehearsal before insert or update on rounds
    for each row execute function rounds_guard_rehearsal()`.execute(db);
}

/** Draws' commitments and changes of the order stay, but for the words of a change that were about somebody who is erased. */
async function keepDrawRecords(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function order_changes_guard_update() returns trigger language plpgsql as $$
    begin
      if to_jsonb(new) - 'reason' <> to_jsonb(old) - 'reason' or not exists (
        select from entries join applications on applications.id = entries.application_id
        where entries.round_id = old.round_id and entries.key = any (old.before) and applications.erased_at is not null
      ) then
        raise exception 'order_changes only grows' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger kept_update before update on order_changes
    for each row execute function order_changes_guard_update()`.execute(db);
  for (const table of ["order_changes", "draw_commitments"]) {
    await sql`
      create trigger kept_delete after delete on ${sql.id(table)} referencing old table as touched
      for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_truncate before truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
}

/** Every command leaves an audit entry in its transaction: with its commit all who look at that round hear of it. */
async function announceRoundChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function announce_round_change() returns trigger language plpgsql as $$
    begin
      perform pg_notify('round_changed', round_id::text)
      from (select distinct round_id from added where round_id is not null) as changed;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce_round_change after insert on audit_entries referencing new table as added
    for each statement execute function announce_round_change()`.execute(db);
}

/** Who follows something live is asked for again when a session of theirs, a right, a seat or a tablet is taken away. */
async function announceAccessChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function announce_access_change() returns trigger language plpgsql as $$
    begin
      if old.user_id is not null then
        perform pg_notify('access_changed', old.user_id);
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["sessions", "role_grants"])
    await sql`
      create trigger announce_access_change after delete or update on ${sql.id(table)}
      for each row execute function announce_access_change()`.execute(db);
  await sql`
    create trigger announce_access_change after delete or update of user_id, removed_at on panel_members
    for each row execute function announce_access_change()`.execute(db);
  await sql`
    create function announce_tablet_end() returns trigger language plpgsql as $$
    begin
      perform pg_notify('access_changed', user_id) from panel_members where id = new.judge_id and user_id is not null;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce_tablet_end after update of revoked_at on tablets
    for each row when (new.revoked_at is not null) execute function announce_tablet_end()`.execute(db);
}
