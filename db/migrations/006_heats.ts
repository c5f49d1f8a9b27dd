import { statements } from "./statements.ts";

/** Heat day: entries, the panel with its tablets, sign-in, the draw before everybody's eyes, and the conductor's steps. */
export const up = statements(`
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
    ticket text not null unique default replace(gen_random_uuid()::text, '-', ''),
    scoring_opened_at timestamptz,
    from_entry_id integer references entries (id),
    panel text check (panel <> ''),
    unique (round_id, key),
    unique (round_id, id),
    unique (round_id, application_id),
    unique (round_id, draw_number) deferrable initially deferred,
    unique (round_id, running_order) deferrable initially deferred,
    unique (round_id, from_entry_id)
  );
  create index entries_application_id on entries (application_id);
  create index entries_group_id on entries (group_id);
  create index entries_from_entry_id on entries (from_entry_id);
  create index entries_panel on entries (round_id) where panel is not null;
  comment on column entries.panel is 'of a round with several panels, the one that judges it';
  comment on column entries.ticket is 'stands in the QR code of the invitation';
  comment on column entries.from_entry_id is 'the entry of the heat from which it went on';

  create table panel_members (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    user_id text references users (id),
    key text not null check (key <> ''),
    name text not null,
    head boolean not null default false,
    removed_at timestamptz,
    employer text,
    school text,
    recommender_id integer references recommenders (id),
    most_reviews smallint check (most_reviews > 0),
    copied_from_id integer references panel_members (id) on delete set null,
    kind text check (kind <> ''),
    panel text check (panel <> ''),
    unique (round_id, key),
    unique (round_id, id),
    unique (round_id, user_id)
  );
  create unique index panel_members_one_head on panel_members (round_id, coalesce(panel, '')) where head;
  create index panel_members_user_id on panel_members (user_id);
  create index panel_members_recommender_id on panel_members (recommender_id);
  create index panel_members_copied_from_id on panel_members (copied_from_id);
  comment on column panel_members.kind is 'of judges by the rule: the key of one of its kinds';
  comment on column panel_members.panel is 'of a round with several panels, the one that the judge sits on; null: on each';
  comment on column panel_members.copied_from_id is 'the seat of another round whose person is meant: by it the address is known before they are invited';

  create table invitations (
    id integer generated always as identity primary key,
    email text not null check (email = lower(email)),
    name text not null,
    locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    role text not null
      check (role in ('organizer', 'screener', 'scorer', 'supervisor', 'conductor', 'judge')),
    edition_id integer references editions (id),
    round_id integer references rounds (id),
    panel_member_id integer references panel_members (id) on delete cascade,
    expires_at timestamptz not null,
    invited_by_id text not null references users (id),
    invited_at timestamptz not null default now(),
    accepted_by_id text references users (id),
    accepted_at timestamptz,
    revoked_at timestamptz,
    confirmed_by_id text references users (id),
    confirmed_at timestamptz,
    check (num_nonnulls(edition_id, round_id) = 1),
    check ((accepted_by_id is null) = (accepted_at is null)),
    check ((confirmed_by_id is null) = (confirmed_at is null)),
    check (confirmed_by_id is null or (role = 'supervisor' and confirmed_by_id <> invited_by_id)),
    check (confirmed_by_id <> accepted_by_id)
  );
  create index invitations_edition_id on invitations (edition_id);
  create index invitations_round_id on invitations (round_id);
  create index invitations_panel_member_id on invitations (panel_member_id);
  create index invitations_invited_by_id on invitations (invited_by_id);
  create index invitations_accepted_by_id on invitations (accepted_by_id);
  create index invitations_confirmed_by_id on invitations (confirmed_by_id);
  create index invitations_unconfirmed on invitations (edition_id, round_id)
    where role = 'supervisor' and confirmed_at is null and revoked_at is null;
  comment on column invitations.confirmed_by_id is 'the supervisor who agreed that this person becomes one too: without it the role is not given';

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
  );
  create index pairing_codes_judge_id on pairing_codes (judge_id);
  create index pairing_codes_round_id on pairing_codes (round_id, judge_id);
  create index pairing_codes_issued_by_id on pairing_codes (issued_by_id);
  comment on column pairing_codes.code_digest is 'the code itself is shown once and kept nowhere';

  create table pairing_tries (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    client_digest text not null,
    paired boolean not null,
    round_id integer references rounds (id)
  );
  create index pairing_tries_round_id on pairing_tries (round_id);
  create index pairing_tries_at on pairing_tries (at);
  comment on column pairing_tries.client_digest is 'of the address that tried, keyed';

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
    offline_ready boolean,
    app_version text,
    foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade,
    check (revoked_by_id is null or revoked_at is not null)
  );
  create index tablets_judge_id on tablets (judge_id);
  create index tablets_round_id on tablets (round_id, judge_id);
  create index tablets_revoked_by_id on tablets (revoked_by_id);
  comment on column tablets.offline_ready is 'it can show the judge''s pages without a network; null where it did not say';
  comment on column tablets.means is 'paired: the token is the whole right of the device; account: a judge who signed in by themselves, listed for the signs of life';

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
  );
  create index attendances_round_id on attendances (round_id, entry_id);
  create index attendances_recorded_by_id on attendances (recorded_by_id);

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
  );
  create index draw_commitments_round_id on draw_commitments (round_id);
  create index draw_commitments_committed_by_id on draw_commitments (committed_by_id);
  create index draw_commitments_confirmed_by_id on draw_commitments (confirmed_by_id);
  create index draw_commitments_withdrawn_by_id on draw_commitments (withdrawn_by_id);
  comment on column draw_commitments.sealed_seed is 'the secret half of the seed, under the key of personal data';
  comment on column draw_commitments.reason is 'why it is drawn again; null before the first draw';

  create table draws (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    method text not null check (method in ('sha256-sort')),
    seed text not null check (length(seed) >= 16),
    entry_keys text[] not null,
    drawn_by_id text not null references users (id),
    drawn_at timestamptz not null default now(),
    commitment_id integer unique references draw_commitments (id),
    secret text,
    hall_word text,
    among text not null default 'all' check (among in ('all', 'present')),
    check (num_nonnulls(commitment_id, secret, hall_word) in (0, 3))
  );
  create index draws_round_id on draws (round_id);
  create index draws_drawn_by_id on draws (drawn_by_id);
  comment on column draws.entry_keys is 'the keys in drawn order; method and seed give the same order to anyone';
  comment on column draws.hall_word is 'said in the hall after the digest was shown: the seed is made of both';
  comment on column draws.among is 'who was drawn: everybody, or those who had signed in';

  create table panel_draws (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    method text not null check (method in ('sha256-deal')),
    seed text not null check (length(seed) >= 16),
    panels text[] not null check (cardinality(panels) > 1),
    entry_keys text[] not null,
    reason text check (length(trim(reason)) > 0),
    drawn_by_id text not null references users (id),
    drawn_at timestamptz not null default now()
  );
  create index panel_draws_round_id on panel_draws (round_id);
  create index panel_draws_drawn_by_id on panel_draws (drawn_by_id);
  comment on column panel_draws.entry_keys is 'the keys as they were dealt to the panels in turn: group by group, in each as the seed sorts them';
  comment on column panel_draws.reason is 'why it is drawn again; null for the first draw';

  create table order_changes (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    before text[] not null,
    after text[] not null,
    reason text not null check (length(trim(reason)) > 0),
    changed_by_id text not null references users (id),
    changed_at timestamptz not null default now()
  );
  create index order_changes_round_id on order_changes (round_id);
  create index order_changes_changed_by_id on order_changes (changed_by_id);

  create table stage_steps (
    round_id integer not null references rounds (id),
    panel text not null default '',
    seq integer not null check (seq > 0),
    step jsonb not null check (jsonb_typeof(step) = 'object'),
    taken_by_id text not null references users (id),
    taken_at timestamptz not null default now(),
    primary key (round_id, panel, seq)
  );
  create index stage_steps_taken_by_id on stage_steps (taken_by_id);
  comment on column stage_steps.panel is 'whose stage it is, of panels that judge side by side; empty where there is one stage';
  comment on table stage_steps is 'what the conductor did, one after the other: app/rules/stage/conduct.ts';
`);
