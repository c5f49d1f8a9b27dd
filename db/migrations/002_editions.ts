import { statements } from "./statements.ts";

/** The edition, its tracks and groups, and what it settles once for all its rounds. */
export const up = statements(`
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
    eligibility jsonb not null default '[]' check (jsonb_typeof(eligibility) = 'array'),
    page jsonb not null default '{}' check (jsonb_typeof(page) = 'object'),
    required_attachments text[] not null default '{}',
    attachment_templates jsonb not null default '{}' check (jsonb_typeof(attachment_templates) = 'object'),
    second_check boolean not null default false,
    retention_on date,
    erased_at timestamptz,
    roles_may_fall_together text not null default 'none'
      check (roles_may_fall_together in ('none', 'confirm-and-publish', 'propose-and-publish')),
    signing_wait_hours smallint not null default 24 check (signing_wait_hours between 0 and 720),
    bundle_names_judges boolean not null default false,
    bundle_public boolean not null default false,
    notice_contact text,
    notice_contact_en text,
    discipline_line text,
    discipline_line_en text,
    notice_working_days smallint not null default 5 check (notice_working_days between 1 and 30),
    objection_working_days smallint not null default 10 check (objection_working_days between 1 and 60),
    own_days jsonb not null default '{"off": [], "work": []}',
    advancement jsonb,
    landing_months jsonb not null
      default '{"intention": 6, "agreement": 6, "registration": 6, "capital": 12, "funds": 12}',
    industry_chains jsonb not null default '[]',
    overtime jsonb,
    names_public boolean not null default false,
    check (apply_closes_at > apply_opens_at),
    check (erased_at is null or retention_on is not null)
  );
  comment on column editions.eligibility is 'the rules of eligibility: app/rules/screening/eligibility.ts';
  comment on column editions.attachment_templates is 'addresses of blank forms, by kind of file: app/rules/files/attachment-template.ts';
  comment on column editions.page is 'prizes, milestones, questions, organisers: app/rules/editions/edition-page.ts';
  comment on column editions.retention_on is 'the day (Beijing) on which the personal data of the edition is erased';
  comment on column editions.bundle_names_judges is 'false: judges stand in it by their keys alone';
  comment on column editions.bundle_public is 'true: a published result offers its bundle to everybody';
  comment on column editions.names_public is 'true: published results say of each project its leader, or its company';
  comment on column editions.discipline_line is 'how the discipline office is reached; stands in every notice';
  comment on column editions.own_days is 'days off and days worked that the built-in arrangement lacks: { off, work }';
  comment on column editions.advancement is 'the rule: app/rules/advancement/advancement-rule.ts; null until it is settled';
  comment on column editions.landing_months is 'the months that each milestone has: app/rules/landing/landing.ts';
  comment on column editions.overtime is 'what a pitch beyond its time costs: app/rules/editions/overtime-table.ts; null: nothing is proposed';
  comment on column editions.industry_chains is 'names, tracks and keywords: app/rules/portrait/industry-chain.ts';

  create table tracks (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    key text not null,
    title text not null,
    title_en text,
    position smallint not null default 0,
    unique (edition_id, key),
    unique (edition_id, id)
  );

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
  );

  create table hosted_files (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    slot text not null check (slot in (
      'download', 'business-plan', 'deck', 'identity', 'degree', 'patent', 'licence', 'finance', 'statement'
    )),
    title text check (title <> ''),
    title_en text check (title_en <> ''),
    name text not null check (name <> ''),
    type text not null check (type in (
      'application/pdf', 'image/jpeg', 'image/png',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    )),
    size integer not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    store_key text not null,
    brought_by_id text not null references users (id),
    brought_at timestamptz not null,
    check ((slot = 'download') = (title is not null))
  );
  create index hosted_files_edition_id on hosted_files (edition_id);
  create unique index hosted_files_one_template on hosted_files (edition_id, slot) where slot <> 'download';
  create index hosted_files_brought_by_id on hosted_files (brought_by_id);
  create index hosted_files_store_key on hosted_files (store_key);
  comment on table hosted_files is 'what an edition gives out; which file was there before stands in the trail';
  comment on column hosted_files.slot is 'a download of the public page, or the blank form of that kind of file';
  comment on column hosted_files.store_key is 'an edition made from another one gives out the same stored file';
`);
