import { statements } from "./statements.ts";

/** Rounds with rubric and rule, and who may act in them. */
export const up = statements(`
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
    warn_seconds smallint not null default 60 check (warn_seconds between 0 and 600),
    late_rule text not null default 'out' check (late_rule in ('out', 'last')),
    scoring_by_project boolean not null default false,
    scores_on_stage boolean not null default false,
    scoreboard_on_stage boolean not null default false,
    freeze_after smallint check (freeze_after >= 0),
    open_together smallint check (open_together between 2 and 99),
    own_figures boolean not null default false,
    stage_key text not null unique default replace(gen_random_uuid()::text, '-', ''),
    rehearsal_of_id integer references rounds (id),
    wiped_at timestamptz,
    table_salt text not null default replace(gen_random_uuid()::text, '-', ''),
    panels text[] not null default '{}' check (array_position(panels, null) is null and array_position(panels, '') is null),
    composition jsonb not null default '{}' check (jsonb_typeof(composition) = 'object'),
    foreign key (edition_id, track_id) references tracks (edition_id, id),
    unique (edition_id, id),
    check (wiped_at is null or rehearsal_of_id is not null),
    constraint rounds_rehearsal_address check ((rehearsal_of_id is not null) = (slug ~ '-rehearsal-[0-9]+$')),
    constraint rounds_rehearsal_state check (rehearsal_of_id is null or state in ('ready', 'judging', 'closed'))
  );
  create index rounds_track_id on rounds (track_id);
  create unique index rounds_one_rehearsal on rounds (rehearsal_of_id) where wiped_at is null;
  create index rounds_rehearsal_of_id on rounds (rehearsal_of_id);
  comment on column rounds.warn_seconds is 'the clock warns so long before its end';
  comment on column rounds.late_rule is 'who comes after the draw is out, or goes last';
  comment on column rounds.scoring_by_project is 'sheets are taken only once the conductor has opened the scoring of their project';
  comment on column rounds.open_together is 'the scoring of so many projects at the beginning opens together, once all of them were on stage; null: each by itself';
  comment on column rounds.own_figures is 'beside the sheet a judge sees mean, spread and number of the sheets that they themselves handed in';
  comment on column rounds.freeze_after is 'the public scoreboard stands still after so many projects; null: never';
  comment on column rounds.stage_key is 'stands in the address of the stage screens';
  comment on column rounds.rehearsal_of_id is 'the heat that is rehearsed here: the address of every page says so';
  comment on column rounds.panels is 'the keys of the panels that judge side by side, each its own entries; empty where one panel judges all';
  comment on column rounds.composition is 'how many judges of each kind every panel has at least, by the kind''s key';
  comment on column rounds.table_salt is 'stands in the digest of the sheets, so that nobody finds single marks by trying';

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
  );
  comment on column criteria.max is 'hundredths of a point';
  comment on column criteria.step is 'hundredths of a point';

  create table bands (
    id integer generated always as identity primary key,
    criterion_id integer not null references criteria (id) on delete cascade,
    floor_percent smallint not null check (floor_percent between 0 and 100),
    label text not null,
    label_en text,
    guidance text not null default '',
    guidance_en text,
    unique (criterion_id, floor_percent)
  );

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
    settings jsonb check (jsonb_typeof(settings) = 'object'),
    deliberation jsonb check (jsonb_typeof(deliberation) = 'object'),
    check (deliberation is null or level = 'sheet'),
    check (method = 'trimmed-mean' or (trim_high = 0 and trim_low = 0)),
    check (trim_at_least >= trim_high + trim_low + 1)
  );

  comment on column rules.settings is 'what the rule says beyond level, combining, places of the first edition and groups (rule.ts, laterSettingsOf); null where it says nothing more';
  comment on column rules.deliberation is 'from which spread of the values on a panel confers; null: never';

  create table tie_steps (
    round_id integer not null references rules (round_id) on delete cascade,
    position smallint not null,
    step text not null
      check (step in ('untrimmed-mean', 'criterion', 'head-judge', 'highest-sheet', 'vote', 'unrounded-total',
        'sum-of-sheets', 'panel-points', 'own-total', 'fewest-penalties', 'part', 'carried')),
    criterion_id integer,
    named text,
    primary key (round_id, position),
    foreign key (round_id, criterion_id) references criteria (round_id, id) on delete cascade,
    check ((step = 'criterion') = (criterion_id is not null)),
    check ((step in ('part', 'carried')) = (named is not null))
  );
  comment on column tie_steps.named is 'the key of the part, the slug of the round whose total is carried';
  create index tie_steps_criterion_id on tie_steps (criterion_id);

  create table role_grants (
    id integer generated always as identity primary key,
    user_id text not null references users (id),
    role text not null
      check (role in ('organizer', 'screener', 'scorer', 'supervisor', 'conductor', 'judge')),
    edition_id integer references editions (id),
    round_id integer references rounds (id),
    granted_by_id text references users (id),
    granted_at timestamptz not null default now(),
    unique nulls not distinct (user_id, role, edition_id, round_id),
    check (num_nonnulls(edition_id, round_id) <= 1)
  );
  create index role_grants_edition_id on role_grants (edition_id);
  create index role_grants_round_id on role_grants (round_id);
  create index role_grants_granted_by_id on role_grants (granted_by_id);
  create table staff_recusals (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    user_id text not null references users (id),
    reason text not null check (length(trim(reason)) > 0),
    recused_by_id text not null references users (id),
    recused_at timestamptz not null,
    unique (round_id, user_id),
    check (user_id <> recused_by_id)
  );
  create index staff_recusals_user_id on staff_recusals (user_id);
  create index staff_recusals_recused_by_id on staff_recusals (recused_by_id);
  comment on table staff_recusals is 'who has a role in the edition or the round and may nevertheless do nothing in this round';

  create view real_rounds as select * from rounds where rehearsal_of_id is null;
  comment on view real_rounds is 'rounds but for rehearsals: whatever lists, counts or exports rounds reads these';
  comment on table role_grants is 'a grant with neither edition nor round holds everywhere; only the command line gives one';
`);
