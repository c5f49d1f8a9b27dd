import { statements } from "./statements.ts";

/** The release of results by several hands, and the objections that people raise while the public notice is open. */
export const up = statements(`
  create table releases (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    version smallint not null check (version > 0),
    state text not null default 'proposed'
      check (state in ('proposed', 'confirmed', 'published', 'superseded', 'voided', 'withdrawn')),
    standings jsonb not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    proposed_by_id text not null references users (id),
    proposed_at timestamptz not null default now(),
    confirmed_by_id text references users (id),
    confirmed_at timestamptz,
    published_by_id text references users (id),
    published_at timestamptz,
    notice_ends_on date,
    ended_by_id text references users (id),
    ended_at timestamptz,
    ended_reason text,
    sheets_digest text check (sheets_digest ~ '^[0-9a-f]{64}$'),
    corrects_id integer references releases (id),
    correction_reason text,
    voided_by_change boolean not null default false,
    words jsonb,
    entry_words jsonb,
    inputs jsonb,
    inputs_salt text,
    notice_reason text,
    unique (round_id, version),
    unique (round_id, id),
    check (confirmed_by_id <> proposed_by_id),
    check ((confirmed_by_id is null) = (confirmed_at is null)),
    check ((published_by_id is null) = (published_at is null)),
    check (state <> 'confirmed' or confirmed_at is not null),
    check (published_at is null or confirmed_at is not null),
    check (state <> 'published' or published_at is not null),
    check (state <> 'withdrawn' or published_at is not null),
    check ((state in ('voided', 'withdrawn')) = (ended_at is not null and length(trim(ended_reason)) > 0)),
    constraint releases_correction
      check ((corrects_id is null) = (correction_reason is null) and length(trim(correction_reason)) > 0),
    constraint releases_voided_by_change check (not voided_by_change or state = 'voided'),
    constraint releases_superseded check (state <> 'superseded' or published_at is not null),
    constraint releases_kept_words
      check ((published_at is null) = (words is null) and (words is null) = (entry_words is null)),
    constraint releases_notice_reason
      check (length(trim(notice_reason)) > 0 and (published_at is not null or notice_reason is null)),
    constraint releases_notice_or_reason
      check (published_at is null or notice_ends_on is not null or notice_reason is not null),
    constraint releases_kept_inputs
      check ((inputs is null) = (inputs_salt is null) and (inputs is null or words is not null))
  );
  create index releases_proposed_by_id on releases (proposed_by_id);
  create index releases_confirmed_by_id on releases (confirmed_by_id);
  create index releases_published_by_id on releases (published_by_id);
  create index releases_ended_by_id on releases (ended_by_id);
  create index releases_corrects_id on releases (corrects_id);
  create unique index releases_one_open on releases (round_id) where state in ('proposed', 'confirmed');
  create unique index releases_one_published on releases (round_id) where state = 'published';
  comment on column releases.digest is 'sha-256 of the canonical JSON of standings with the digest of the sheets: what each person signs';
  comment on column releases.sheets_digest is 'null in releases of before: their digest is of the standings alone';
  comment on column releases.corrects_id is 'the published version that this one is to replace';
  comment on column releases.voided_by_change is 'nobody voided it: the table had changed, and no signature was taken any more';
  comment on column releases.words is 'titles of edition, round and track, labels of criteria and groups, as they were when it was published';
  comment on column releases.entry_words is 'of each entry its number, its English title and whether it did not appear, as they were when it was published';
  comment on column releases.inputs is 'what the standings come from, as a bundle has it; null in versions of which nobody knows that any more (migration 025)';
  comment on column releases.inputs_salt is 'stands in the digest of the sheets';
  comment on column releases.notice_reason is 'why there is no notice, or it is shorter than the edition has it, or ends on a day off; null where none of this is so. Nobody is exempt: every published release was published by a person; an imported result and a rehearsal have none';

  create table release_signatures (
    id integer generated always as identity primary key,
    release_id integer not null references releases (id),
    step text not null check (step in ('propose', 'confirm', 'publish')),
    role text not null check (role in ('scorer', 'supervisor', 'organizer')),
    signed_by_id text not null references users (id),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    factor text check (factor in ('totp', 'recovery', 'passkey')),
    signed_at timestamptz not null default now(),
    signed_name text not null,
    role_since timestamptz not null default now(),
    wait_waived boolean not null default false,
    unique (release_id, step),
    check (step = 'propose' or factor is not null),
    check ((step, role) in (('propose', 'scorer'), ('confirm', 'supervisor'), ('publish', 'organizer')))
  );
  create index release_signatures_signed_by_id on release_signatures (signed_by_id);
  comment on column release_signatures.factor is 'what was shown besides the session: always to confirm and to publish';
  comment on column release_signatures.signed_name is 'as it was in that moment';
  comment on column release_signatures.role_since is 'since when the person held the role in that moment: the database finds it out itself';
  comment on column release_signatures.wait_waived is 'they had held it for less than the edition asks, and a waiver let them sign';

  create table signing_waivers (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    user_id text not null references users (id),
    role text not null check (role in ('scorer', 'supervisor', 'organizer')),
    reason text not null check (length(trim(reason)) >= 4),
    waived_by_id text references users (id),
    factor text check (factor in ('totp', 'recovery', 'passkey')),
    waived_at timestamptz not null,
    check (waived_by_id <> user_id),
    check ((waived_by_id is null) = (factor is null))
  );
  create index signing_waivers_round_id on signing_waivers (round_id);
  create index signing_waivers_user_id on signing_waivers (user_id);
  create index signing_waivers_waived_by_id on signing_waivers (waived_by_id);
  comment on column signing_waivers.waived_by_id is 'null: on the command line, by whoever operates the machine';

  create table objections (
    id integer generated always as identity primary key,
    receipt text not null unique check (receipt ~ '^YY-[2-9A-HJ-NP-Z]{6}$'),
    form_digest text not null unique check (form_digest ~ '^[0-9a-f]{64}$'),
    link_digest text not null unique check (link_digest ~ '^[0-9a-f]{64}$'),
    round_id integer not null references rounds (id),
    release_id integer not null references releases (id),
    entry_id integer references entries (id),
    kind text not null check (kind in ('person', 'unit')),
    locale text not null check (locale in ('zh-CN', 'en')),
    objector text,
    words text,
    key_name text,
    filed_at timestamptz not null,
    due_on date not null,
    state text not null default 'received' check (state in ('received', 'assigned', 'upheld', 'dismissed', 'inadmissible')),
    handler_id text references users (id),
    assigned_at timestamptz,
    decided_by_id text references users (id),
    decided_at timestamptz,
    decision_reason text,
    corrected_release_id integer references releases (id),
    erased_at timestamptz,
    check (num_nonnulls(objector, words, key_name) in (0, 3)),
    check ((objector is null) = (erased_at is not null)),
    check ((handler_id is null) = (assigned_at is null)),
    check (state = 'received' or handler_id is not null),
    check ((state in ('upheld', 'dismissed', 'inadmissible')) = (decided_at is not null)),
    check ((decided_at is null) = (decided_by_id is null)),
    check ((decided_at is null) = (decision_reason is null)),
    check (length(trim(decision_reason)) > 0),
    check (corrected_release_id is null or state = 'upheld')
  );
  create index objections_round_id on objections (round_id);
  create index objections_release_id on objections (release_id);
  create index objections_entry_id on objections (entry_id);
  create index objections_handler_id on objections (handler_id);
  create index objections_decided_by_id on objections (decided_by_id);
  create index objections_corrected_release_id on objections (corrected_release_id);
  create index objections_open on objections (due_on) where decided_at is null;
  comment on column objections.form_digest is 'SHA-256 of the key of the form: sent twice, it is one objection';
  comment on column objections.link_digest is 'SHA-256 of the secret in the private link';
  comment on column objections.objector is 'sealed: name, contact and the secret of the private link';
  comment on column objections.words is 'sealed: the facts and the grounds';

  create table objection_files (
    id integer generated always as identity primary key,
    objection_id integer not null references objections (id),
    kind text not null check (kind in ('letter', 'evidence')),
    type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
    size integer not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    store_key text not null unique,
    brought_at timestamptz not null,
    erased_at timestamptz,
    unique (objection_id, sha256)
  );
  comment on table objection_files is 'without the names that people gave them, which say whose they are';

  create table objection_reminders (
    objection_id integer not null references objections (id),
    kind text not null check (kind in ('soon', 'overdue')),
    reminded_at timestamptz not null,
    primary key (objection_id, kind)
  );

  create table objection_reveals (
    id integer generated always as identity primary key,
    objection_id integer not null references objections (id),
    revealed_by_id text not null references users (id),
    reason text not null check (length(trim(reason)) >= 4),
    revealed_at timestamptz not null
  );
  create index objection_reveals_objection_id on objection_reveals (objection_id);
  create index objection_reveals_revealed_by_id on objection_reveals (revealed_by_id);

  create table carried_releases (
    round_id integer not null references rounds (id),
    source_id integer not null,
    release_id integer not null,
    taken_at timestamptz not null default now(),
    primary key (round_id, source_id),
    foreign key (source_id, release_id) references releases (round_id, id)
  );
  create index carried_releases_source_id on carried_releases (source_id, release_id);
  create index carried_releases_release_id on carried_releases (release_id);
  comment on table carried_releases is 'which release of an earlier round a later one takes its totals from, since its scoring began: a correction there changes nothing here until somebody takes it over';
`);
