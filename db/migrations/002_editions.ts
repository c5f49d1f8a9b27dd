import { type Kysely, sql } from "kysely";

/** The edition and what it is made of: tracks, groups, rounds with rubric and rule; and who may act in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table editions (
      id integer generated always as identity primary key,
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
      ordinal smallint check (ordinal > 0),
      title text not null check (title <> ''),
      title_en text,
      summary text,
      summary_en text,
      state text not null default 'draft' check (state in ('draft', 'open', 'archived')),
      apply_opens_at timestamptz,
      apply_closes_at timestamptz,
      contact text,
      created_at timestamptz not null default now(),
      check (apply_closes_at > apply_opens_at)
    )`.execute(db);
  await sql`
    create table tracks (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      key text not null,
      title text not null,
      title_en text,
      position smallint not null default 0,
      unique (edition_id, key),
      unique (edition_id, id)
    )`.execute(db);
  await sql`
    create table groups (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      key text not null,
      title text not null,
      title_en text,
      position smallint not null default 0,
      company boolean not null default false,
      unique (edition_id, key),
      unique (edition_id, id)
    )`.execute(db);
  await sql`
    create table rounds (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
      kind text not null check (kind in ('preliminary', 'heat', 'final')),
      origin text not null default 'desk' check (origin in ('desk', 'import')),
      title text not null check (title <> ''),
      title_en text,
      track_id integer,
      city text,
      city_en text,
      venue text,
      venue_en text,
      time_zone text not null default 'Asia/Shanghai',
      starts_at timestamptz,
      capacity smallint check (capacity > 0),
      pitch_minutes smallint not null default 8 check (pitch_minutes between 1 and 60),
      defence_minutes smallint not null default 7 check (defence_minutes between 0 and 60),
      state text not null default 'draft'
        check (state in ('draft', 'registration', 'screening', 'ready', 'judging', 'closed')),
      created_at timestamptz not null default now(),
      foreign key (edition_id, track_id) references tracks (edition_id, id),
      unique (edition_id, id)
    )`.execute(db);
  await sql`create index rounds_track_id on rounds (track_id)`.execute(db);

  await sql`
    create table criteria (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      key text not null check (key <> ''),
      label text not null check (label <> ''),
      label_en text,
      position smallint not null,
      max integer not null check (max > 0),
      step integer not null check (step > 0 and step <= max),
      factor numeric(12, 6) not null default 1,
      check (abs(factor) * max <= 1000000000),
      unique (round_id, key),
      unique (round_id, id),
      unique (round_id, id, max, step)
    )`.execute(db);
  await sql`comment on column criteria.max is 'hundredths of a point'`.execute(db);
  await sql`comment on column criteria.step is 'hundredths of a point'`.execute(db);
  await sql`
    create table bands (
      id integer generated always as identity primary key,
      criterion_id integer not null references criteria (id) on delete cascade,
      floor_percent smallint not null check (floor_percent between 0 and 100),
      label text not null,
      label_en text,
      guidance text not null default '',
      guidance_en text,
      unique (criterion_id, floor_percent)
    )`.execute(db);
  await sql`
    create table rules (
      round_id integer primary key references rounds (id),
      level text not null check (level in ('sheet', 'criterion')),
      method text not null check (method in ('mean', 'median', 'sum', 'trimmed-mean')),
      trim_high smallint not null default 0 check (trim_high >= 0),
      trim_low smallint not null default 0 check (trim_low >= 0),
      trim_at_least smallint not null default 1,
      missing text not null check (missing in ('skip', 'zero')),
      places_sheet smallint check (places_sheet between 0 and 10),
      places_combined smallint check (places_combined between 0 and 10),
      places_points smallint check (places_points between 0 and 10),
      places_total smallint check (places_total between 0 and 10),
      groups text not null default 'together' check (groups in ('together', 'separate')),
      check (method = 'trimmed-mean' or (trim_high = 0 and trim_low = 0)),
      check (trim_at_least >= trim_high + trim_low + 1)
    )`.execute(db);
  await sql`
    create table tie_steps (
      round_id integer not null references rules (round_id) on delete cascade,
      position smallint not null,
      step text not null
        check (step in ('untrimmed-mean', 'criterion', 'head-judge', 'highest-sheet', 'vote')),
      criterion_id integer,
      primary key (round_id, position),
      foreign key (round_id, criterion_id) references criteria (round_id, id) on delete cascade,
      check ((step = 'criterion') = (criterion_id is not null))
    )`.execute(db);
  await sql`create index tie_steps_criterion_id on tie_steps (criterion_id)`.execute(db);

  await sql`
    create table role_grants (
      id integer generated always as identity primary key,
      user_id text not null references users (id),
      role text not null check (role in ('organizer', 'scorer', 'supervisor', 'judge')),
      edition_id integer references editions (id),
      round_id integer references rounds (id),
      granted_by_id text references users (id),
      granted_at timestamptz not null default now(),
      unique nulls not distinct (user_id, role, edition_id, round_id),
      check (num_nonnulls(edition_id, round_id) <= 1)
    )`.execute(db);
  await sql`create index role_grants_edition_id on role_grants (edition_id)`.execute(db);
  await sql`create index role_grants_round_id on role_grants (round_id)`.execute(db);
  await sql`create index role_grants_granted_by_id on role_grants (granted_by_id)`.execute(db);
  await sql`comment on table role_grants is 'a grant with neither edition nor round holds everywhere; only the command line gives one'`.execute(
    db,
  );
}
