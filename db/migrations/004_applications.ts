import { statements } from "./statements.ts";

/**
 * What an entrepreneur hands in, each time as it was, with files and the numbers of identity documents. Half an upload is no
 * attachment: it becomes one, with its digest, when all of it is there.
 */
export const up = statements(`
  create table recommenders (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{2,63}$'),
    name text not null check (name <> ''),
    name_en text,
    email text not null check (email = lower(email)),
    locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    opened integer not null default 0 check (opened >= 0),
    ended_at timestamptz,
    created_at timestamptz not null default now(),
    unique (edition_id, id),
    unique (edition_id, name)
  );
  create index recommenders_email on recommenders (email);
  comment on column recommenders.key is 'stands in the link that the recommender passes on';
  comment on column recommenders.email is 'who signs in with it sees the page of this recommender';

  create table applications (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    code text not null unique check (code ~ '^[A-Z0-9-]{6,20}$'),
    applicant_id text not null references users (id),
    state text not null default 'draft'
      check (state in ('draft', 'submitted', 'returned', 'waiting', 'qualified', 'ineligible', 'withdrawn')),
    round_id integer,
    track_id integer,
    group_id integer,
    locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
    project_title text generated always as (answers ->> 'projectTitle') stored,
    leader_name text generated always as (answers ->> 'leaderName') stored,
    company_name text generated always as (answers ->> 'companyName') stored,
    version integer not null default 1,
    consent_version text,
    consented_at timestamptz,
    submitted_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    working jsonb check (jsonb_typeof(working) = 'object'),
    wished_round_id integer,
    origin text not null default 'form' check (origin in ('form', 'import')),
    announced_state text not null default 'draft'
      check (announced_state in ('draft', 'submitted', 'returned', 'waiting', 'qualified', 'ineligible', 'withdrawn')),
    text_version integer not null default 1,
    announced_round_id integer,
    announced_decision_id integer,
    return_until timestamptz,
    recommender_id integer,
    screener_id text references users (id),
    eligibility text check (eligibility in ('met', 'by-hand', 'not-met')),
    eligibility_findings jsonb,
    search_text text,
    search_grams text[],
    title_grams text[],
    patent_numbers text[] not null default '{}',
    company_code text generated always as (answers ->> 'companyCode') stored,
    erased_at timestamptz,
    foreign key (edition_id, round_id) references rounds (edition_id, id),
    foreign key (edition_id, track_id) references tracks (edition_id, id),
    foreign key (edition_id, group_id) references groups (edition_id, id),
    check ((state = 'withdrawn') = (withdrawn_at is not null)),
    check (state = 'draft' or state = 'withdrawn' or
      (submitted_at is not null and consented_at is not null and round_id is not null and group_id is not null)),
    check ((consented_at is null) = (consent_version is null)),
    check (consented_at is not null or (answers = '{}' and working is null)),
    unique (edition_id, id),
    foreign key (edition_id, wished_round_id) references rounds (edition_id, id),
    foreign key (edition_id, announced_round_id) references rounds (edition_id, id),
    foreign key (edition_id, recommender_id) references recommenders (edition_id, id)
  );
  create index applications_applicant_id on applications (applicant_id);
  create index applications_round_id on applications (round_id, state);
  create index applications_track_id on applications (track_id);
  create index applications_group_id on applications (group_id);
  create index applications_edition_id on applications (edition_id, state, submitted_at desc, id desc);
  create index applications_recommender_id on applications (recommender_id);
  create index applications_screener_id on applications (screener_id);
  create index applications_wished_round_id on applications (wished_round_id);
  create index applications_announced_round_id on applications (announced_round_id);
  create index applications_announced_decision_id on applications (announced_decision_id);
  create index applications_company_code on applications (company_code);
  create index applications_search_grams on applications using gin (search_grams);
  create index applications_title_grams on applications using gin (title_grams);
  create index applications_patent_numbers on applications using gin (patent_numbers);
  create index applications_leader_name on applications (edition_id, leader_name);
  create index applications_leader_phone on applications ((answers ->> 'leaderPhone'));
  create index applications_leader_email on applications ((answers ->> 'leaderEmail'));
  create index applications_by_submission on applications (edition_id, submitted_at, id) where submitted_at is not null;
  create index applications_by_title on applications
    (edition_id, coalesce(left(project_title, 100), '') collate "C", id)
    where submitted_at is not null;
  create index applications_by_state on applications
    (edition_id, coalesce(array_position(array['submitted', 'returned', 'waiting', 'qualified', 'ineligible', 'withdrawn'], state), 0), submitted_at, id)
    where submitted_at is not null;
  create index applications_by_eligibility on applications
    (edition_id, coalesce(array_position(array['not-met', 'by-hand', 'met'], eligibility), 0), submitted_at, id)
    where submitted_at is not null;
  create index applications_counts on applications (edition_id, state)
    include (submitted_at, round_id, wished_round_id, track_id, group_id, eligibility, recommender_id, screener_id, origin)
    where submitted_at is not null;
  create index applications_rewritten on applications (edition_id)
    where working is not null and submitted_at is not null;
  create index applications_without_search on applications (id) where search_text is null and submitted_at is not null;
  comment on column applications.round_id is 'the heat that the applicant wishes for; after screening the one it was qualified into';
  comment on column applications.consented_at is 'when the consent to the handling of personal data was given: before the first answer is kept';
  comment on column applications.working is 'what the applicant is writing after a submission: {"answers", "choices", "identity"}; takes the place of the rest when it is handed in';
  comment on column applications.announced_state is 'the state that the applicant and the recommender see: a decision counts for them once its mail is released';
  comment on column applications.text_version is 'counts what the applicant writes, and nothing that anybody decides: their two windows are told apart by it';
  comment on column applications.announced_round_id is 'the heat that the applicant and the recommender see: the wished one, then the one of the released decision';
  comment on column applications.announced_decision_id is 'the decision whose reason and corrections the applicant sees: the latest one that was released';
  comment on column applications.return_until is 'until when a returned application can be handed in again; null: no end';
  comment on column applications.eligibility is 'what the rules of the edition said at the latest submission or check by hand';
  comment on column applications.search_text is 'folded words of title, names, code and their pinyin initials: app/rules/screening/search-text.ts';
  comment on column applications.search_grams is 'the one- and two-letter pieces of search_text';
  comment on column applications.title_grams is 'the pieces of the project title: what similar titles share';
  comment on column applications.patent_numbers is 'the numbers of declared intellectual property, without spaces, in capitals';

  create table identities (
    application_id integer primary key references applications (id) on delete cascade,
    kind text not null check (kind in ('resident-id', 'passport', 'permit', 'residence-permit')),
    sealed text not null,
    key_name text not null,
    blind text not null,
    masked text not null,
    updated_at timestamptz not null default now()
  );
  create index identities_blind on identities (blind);
  create index identities_key_name on identities (key_name);
  comment on table identities is 'numbers of identity documents of leaders: sealed with AES-256-GCM under the key of that name, found by a keyed hash';

  create table identity_reveals (
    id integer generated always as identity primary key,
    application_id integer not null references applications (id),
    revealed_by_id text not null references users (id),
    reason text not null check (length(trim(reason)) >= 4),
    revealed_at timestamptz not null default now()
  );
  create index identity_reveals_application_id on identity_reveals (application_id);
  create index identity_reveals_revealed_by_id on identity_reveals (revealed_by_id);
  comment on table identity_reveals is 'who saw a number in clear, and why; the words go when the personal data of the application goes';

  create table submissions (
    id integer generated always as identity primary key,
    application_id integer not null references applications (id),
    number smallint not null check (number > 0),
    answers jsonb not null check (jsonb_typeof(answers) = 'object'),
    choices jsonb not null check (jsonb_typeof(choices) = 'object'),
    identity_masked text,
    attachment_ids integer[] not null default '{}',
    consent_version text not null,
    submitted_at timestamptz not null,
    unique (application_id, number)
  );
  comment on table submissions is 'what was handed in each time, as it was; erased with the personal data of its application';

  create table attachments (
    id integer generated always as identity primary key,
    application_id integer not null references applications (id),
    kind text not null check (kind in ('business-plan', 'deck', 'identity', 'degree', 'patent', 'licence', 'finance', 'statement')),
    redacted_of_id integer references attachments (id),
    name text not null check (name <> ''),
    type text not null check (type in ('application/pdf',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'image/jpeg', 'image/png')),
    size bigint not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    store_key text not null unique,
    uploader_id text not null references users (id),
    attached_at timestamptz not null default now(),
    removed_at timestamptz,
    erased_at timestamptz,
    unique (application_id, id),
    foreign key (application_id, redacted_of_id) references attachments (application_id, id),
    check (redacted_of_id <> id)
  );
  create index attachments_application_id on attachments (application_id, kind);
  create index attachments_redacted_of_id on attachments (redacted_of_id);
  create index attachments_uploader_id on attachments (uploader_id);
  comment on column attachments.redacted_of_id is 'the attachment of which this is the copy for blind review';
  comment on column attachments.removed_at is 'taken out by the applicant; kept while a submission names it';

  create table uploads (
    id text primary key check (id ~ '^[0-9a-f]{32}$'),
    application_id integer not null references applications (id),
    kind text not null check (kind in ('business-plan', 'deck', 'identity', 'degree', 'patent', 'licence', 'finance', 'statement')),
    redacted_of_id integer,
    name text not null check (name <> ''),
    size bigint not null check (size > 0),
    uploader_id text not null references users (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    foreign key (application_id, redacted_of_id) references attachments (application_id, id)
  );
  create index uploads_application_id on uploads (application_id);
  create index uploads_uploader_id on uploads (uploader_id);
  create index uploads_expires_at on uploads (expires_at);
  create index uploads_redacted_of_id on uploads (redacted_of_id);
  comment on table uploads is 'uploads under way; how far each has come is for the store to say';

  create table draft_reminders (
    application_id integer not null references applications (id),
    days_before smallint not null check (days_before in (7, 3, 1)),
    reminded_at timestamptz not null default now(),
    primary key (application_id, days_before)
  );
`);
