import { type Kysely, sql } from "kysely";

/**
 * Registration in full: what an edition asks for, what was handed in at each submission, numbers of identity documents,
 * eligibility, corrections, a second check, a waiting list, recommenders, and what a person must not see before it is
 * announced.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendEditions(db);
  await addRecommenders(db);
  await extendApplications(db);
  await indexScreeningList(db);
  await keepSubmissions(db);
  await extendScreening(db);
  await addBatches(db);
}

async function extendEditions(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table editions
      add column eligibility jsonb not null default '[]' check (jsonb_typeof(eligibility) = 'array'),
      add column page jsonb not null default '{}' check (jsonb_typeof(page) = 'object'),
      add column required_attachments text[] not null default '{}',
      add column second_check boolean not null default false,
      add column retention_on date,
      add column erased_at timestamptz,
      add check (erased_at is null or retention_on is not null)`.execute(db);
  await sql`comment on column editions.eligibility is 'the rules of eligibility: app/rules/eligibility.ts'`.execute(db);
  await sql`comment on column editions.page is 'prizes, milestones, questions, organisers: app/rules/edition-page.ts'`.execute(
    db,
  );
  await sql`comment on column editions.retention_on is 'the day (Beijing) on which the personal data of the edition is erased'`.execute(
    db,
  );
  for (const table of ["role_grants", "invitations"])
    await sql`
      alter table ${sql.id(table)} drop constraint ${sql.id(`${table}_role_check`)},
        add constraint ${sql.id(`${table}_role_check`)}
          check (role in ('organizer', 'screener', 'scorer', 'supervisor', 'judge'))`.execute(db);
}

async function addRecommenders(db: Kysely<unknown>): Promise<void> {
  await sql`
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
    )`.execute(db);
  await sql`comment on column recommenders.key is 'stands in the link that the recommender passes on'`.execute(db);
  await sql`comment on column recommenders.email is 'who signs in with it sees the page of this recommender'`.execute(
    db,
  );
  await sql`create index recommenders_email on recommenders (email)`.execute(db);
}

async function extendApplications(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table applications
      add column working jsonb check (jsonb_typeof(working) = 'object'),
      add column wished_round_id integer,
      add column origin text not null default 'form' check (origin in ('form', 'import')),
      add column announced_state text not null default 'draft',
      add column text_version integer not null default 1,
      add column announced_round_id integer,
      add column announced_decision_id integer references screening_decisions (id),
      add column return_until timestamptz,
      add column recommender_id integer,
      add column screener_id text references users (id),
      add column eligibility text check (eligibility in ('met', 'by-hand', 'not-met')),
      add column eligibility_findings jsonb,
      add column search_text text,
      add column search_grams text[],
      add column title_grams text[],
      add column patent_numbers text[] not null default '{}',
      add column company_code text generated always as (answers ->> 'companyCode') stored,
      add column erased_at timestamptz,
      add unique (edition_id, id),
      add foreign key (edition_id, wished_round_id) references rounds (edition_id, id),
      add foreign key (edition_id, announced_round_id) references rounds (edition_id, id),
      add foreign key (edition_id, recommender_id) references recommenders (edition_id, id),
      drop constraint applications_state_check`.execute(db);
  await sql`
    update applications set wished_round_id = round_id, announced_round_id = round_id, announced_state = state, text_version = version,
      announced_decision_id = (select max(id) from screening_decisions where application_id = applications.id)`.execute(
    db,
  );
  const states = sql`('draft', 'submitted', 'returned', 'waiting', 'qualified', 'ineligible', 'withdrawn')`;
  await sql`
    alter table applications
      add constraint applications_state_check check (state in ${states}),
      add constraint applications_announced_state_check check (announced_state in ${states})`.execute(db);
  const comments = {
    working:
      'what the applicant is writing after a submission: {"answers", "choices", "identity"}; takes the place of the rest when it is handed in',
    text_version:
      "counts what the applicant writes, and nothing that anybody decides: their two windows are told apart by it",
    announced_state:
      "the state that the applicant and the recommender see: a decision counts for them once its mail is released",
    announced_round_id:
      "the heat that the applicant and the recommender see: the wished one, then the one of the released decision",
    announced_decision_id:
      "the decision whose reason and corrections the applicant sees: the latest one that was released",
    return_until: "until when a returned application can be handed in again; null: no end",
    eligibility: "what the rules of the edition said at the latest submission or check by hand",
    search_text: "folded words of title, names, code and their pinyin initials: app/rules/search-text.ts",
    search_grams: "the one- and two-letter pieces of search_text",
    title_grams: "the pieces of the project title: what similar titles share",
    patent_numbers: "the numbers of declared intellectual property, without spaces, in capitals",
  };
  for (const [column, comment] of Object.entries(comments))
    await sql`comment on column ${sql.id("applications", column)} is ${sql.lit(comment)}`.execute(db);
  const looked = [
    "recommender_id",
    "screener_id",
    "wished_round_id",
    "announced_round_id",
    "announced_decision_id",
    "company_code",
  ];
  for (const column of looked)
    await sql`create index ${sql.id(`applications_${column}`)} on applications (${sql.id(column)})`.execute(db);
  for (const column of ["search_grams", "title_grams", "patent_numbers"])
    await sql`
      create index ${sql.id(`applications_${column}`)} on applications using gin (${sql.id(column)})`.execute(db);
  await sql`create index applications_leader_name on applications (edition_id, leader_name)`.execute(db);
  await sql`create index applications_leader_phone on applications ((answers ->> 'leaderPhone'))`.execute(db);
  await sql`create index applications_leader_email on applications ((answers ->> 'leaderEmail'))`.execute(db);
  // What was one free text is now rows and parts of their own: its words stay, in the part that is nearest
  await sql`
    update applications
    set answers = answers - 'intellectualProperty' - 'funding'
      || case when answers ->> 'intellectualProperty' <> '' then jsonb_build_object('patents',
          jsonb_build_array(jsonb_build_object('kind', 'other', 'title', answers -> 'intellectualProperty')))
        else '{}' end
      || case when answers ->> 'funding' <> '' then jsonb_build_object('financingNeed', answers -> 'funding')
        else '{}' end
    where answers ?| array['intellectualProperty', 'funding']`.execute(db);
  // A decision can be taken back; a returned application comes back by its applicant; withdrawn is for good
  await sql`
    create or replace function applications_guard_state() returns trigger language plpgsql as $$
    begin
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'draft>submitted', 'draft>withdrawn',
        'submitted>returned', 'submitted>waiting', 'submitted>qualified', 'submitted>ineligible', 'submitted>withdrawn',
        'returned>submitted', 'returned>waiting', 'returned>qualified', 'returned>ineligible', 'returned>withdrawn',
        'waiting>submitted', 'waiting>returned', 'waiting>qualified', 'waiting>ineligible', 'waiting>withdrawn',
        'qualified>submitted', 'qualified>waiting', 'qualified>ineligible', 'qualified>withdrawn',
        'ineligible>submitted', 'ineligible>returned', 'ineligible>waiting', 'ineligible>qualified'
      ])) then
        raise exception 'an application cannot go from % to %', old.state, new.state using errcode = 'CD001';
      end if;
      return new;
    end $$`.execute(db);
}

/** One index for each order of the screening list, and one that holds all that the list is narrowed by, for its counts. */
async function indexScreeningList(db: Kysely<unknown>): Promise<void> {
  const orders = {
    applications_by_submission: sql`submitted_at, id`,
    applications_by_title: sql`coalesce(left(project_title, 100), '') collate "C", id`,
    applications_by_state: sql`coalesce(array_position(array['submitted', 'returned', 'waiting', 'qualified', 'ineligible', 'withdrawn'], state), 0), submitted_at, id`,
    applications_by_eligibility: sql`coalesce(array_position(array['not-met', 'by-hand', 'met'], eligibility), 0), submitted_at, id`,
  };
  for (const [name, columns] of Object.entries(orders))
    await sql`
      create index ${sql.id(name)} on applications (edition_id, ${columns}) where submitted_at is not null`.execute(db);
  await sql`
    create index applications_counts on applications (edition_id, state)
      include (submitted_at, round_id, wished_round_id, track_id, group_id, eligibility, recommender_id, screener_id, origin)
      where submitted_at is not null`.execute(db);
  await sql`
    create index applications_rewritten on applications (edition_id) where working is not null and submitted_at is not null`.execute(
    db,
  );
  await sql`
    create index applications_without_search on applications (id) where search_text is null and submitted_at is not null`.execute(
    db,
  );
}

async function keepSubmissions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identities (
      application_id integer primary key references applications (id) on delete cascade,
      kind text not null check (kind in ('resident-id', 'passport', 'permit', 'residence-permit')),
      sealed text not null,
      key_name text not null,
      blind text not null,
      masked text not null,
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table identities is 'numbers of identity documents of leaders: sealed with AES-256-GCM under the key of that name, found by a keyed hash'`.execute(
    db,
  );
  await sql`create index identities_blind on identities (blind)`.execute(db);
  await sql`create index identities_key_name on identities (key_name)`.execute(db);
  await sql`
    create table identity_reveals (
      id integer generated always as identity primary key,
      application_id integer not null references applications (id),
      revealed_by_id text not null references users (id),
      reason text not null check (length(trim(reason)) >= 4),
      revealed_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table identity_reveals is 'who saw a number in clear, and why; the words go when the personal data of the application goes'`.execute(
    db,
  );
  await sql`create index identity_reveals_application_id on identity_reveals (application_id)`.execute(db);
  await sql`create index identity_reveals_revealed_by_id on identity_reveals (revealed_by_id)`.execute(db);
  await sql`
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
    )`.execute(db);
  await sql`comment on table submissions is 'what was handed in each time, as it was; erased with the personal data of its application'`.execute(
    db,
  );
  await sql`
    insert into submissions (application_id, number, answers, choices, consent_version, submitted_at)
    select applications.id, 1, answers,
      jsonb_strip_nulls(jsonb_build_object('round', rounds.slug, 'track', tracks.key, 'group', groups.key)),
      coalesce(consent_version, ''), submitted_at
    from applications
      left join rounds on rounds.id = applications.round_id
      left join tracks on tracks.id = applications.track_id
      left join groups on groups.id = applications.group_id
    where submitted_at is not null`.execute(db);
}

async function extendScreening(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table screening_decisions
      drop constraint screening_decisions_decision_check,
      add constraint screening_decisions_decision_check
        check (decision in ('qualify', 'ineligible', 'return', 'wait', 'take-back')),
      drop constraint screening_decisions_check,
      add constraint screening_decisions_round_check check ((decision in ('qualify', 'wait')) = (round_id is not null)),
      drop constraint screening_decisions_check1,
      add column corrections jsonb not null default '[]' check (jsonb_typeof(corrections) = 'array'),
      add column checked_by_id text references users (id),
      add constraint screening_decisions_reason_check check (
        case decision
          when 'ineligible' then length(trim(reason)) > 0
          when 'return' then length(trim(reason)) > 0 or corrections <> '[]'
          when 'take-back' then length(trim(reason)) > 0
          else true
        end is true),
      add check (checked_by_id <> decided_by_id)`.execute(db);
  await sql`comment on column screening_decisions.corrections is '[{"path", "reason"}]: what a return asks for, field by field'`.execute(
    db,
  );
  await sql`create index screening_decisions_checked_by_id on screening_decisions (checked_by_id)`.execute(db);
  // What was decided stays; its words may name a person and go when the application's personal data goes
  await sql`drop trigger append_only on screening_decisions`.execute(db);
  await sql`
    create function screening_decisions_guard() returns trigger language plpgsql as $$
    begin
      if (new.id, new.application_id, new.decision, new.round_id, new.decided_by_id, new.decided_at, new.checked_by_id)
        is distinct from (old.id, old.application_id, old.decision, old.round_id, old.decided_by_id, old.decided_at, old.checked_by_id)
        or not exists (select from applications where id = old.application_id and erased_at is not null) then
        raise exception 'screening_decisions only grows' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger append_only before update on screening_decisions
    for each row execute function screening_decisions_guard()`.execute(db);
  await sql`
    create trigger kept before delete or truncate on screening_decisions
    for each statement execute function refuse_change()`.execute(db);
  await sql`
    create table screening_proposals (
      application_id integer primary key references applications (id),
      input jsonb not null check (jsonb_typeof(input) = 'object'),
      proposed_by_id text not null references users (id),
      proposed_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table screening_proposals is 'decisions that wait for the second check of another screener'`.execute(
    db,
  );
  await sql`create index screening_proposals_proposed_by_id on screening_proposals (proposed_by_id)`.execute(db);
  await sql`
    create table declined_proposals (
      id integer generated always as identity primary key,
      application_id integer not null references applications (id),
      decision text not null check (decision in ('qualify', 'ineligible', 'return', 'wait', 'take-back')),
      proposed_by_id text not null references users (id),
      proposed_at timestamptz not null,
      declined_by_id text not null references users (id),
      declined_at timestamptz not null default now(),
      reason text check (reason <> '')
    )`.execute(db);
  await sql`comment on table declined_proposals is 'decisions that the second check did not let pass, or that their proposer took back'`.execute(
    db,
  );
  for (const column of ["application_id", "proposed_by_id", "declined_by_id"])
    await sql`
      create index ${sql.id(`declined_proposals_${column}`)} on declined_proposals (${sql.id(column)})`.execute(db);
  await sql`
    create table eligibility_checks (
      application_id integer not null references applications (id),
      rule_key text not null,
      met boolean not null,
      note text,
      checked_by_id text not null references users (id),
      checked_at timestamptz not null default now(),
      primary key (application_id, rule_key)
    )`.execute(db);
  await sql`comment on table eligibility_checks is 'what a screener found by hand where a rule cannot tell, or tells wrongly'`.execute(
    db,
  );
  await sql`create index eligibility_checks_checked_by_id on eligibility_checks (checked_by_id)`.execute(db);
  await sql`
    create table saved_views (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      user_id text not null references users (id),
      name text not null check (name <> ''),
      query text not null,
      created_at timestamptz not null default now(),
      unique (edition_id, user_id, name)
    )`.execute(db);
  await sql`create index saved_views_user_id on saved_views (user_id)`.execute(db);
}

/** One act on many applications: each row is a command of its own, with its own answer. */
async function addBatches(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table batches (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      act text not null check (act in ('decide', 'assign-screener', 'announce')),
      input jsonb not null check (jsonb_typeof(input) = 'object'),
      state text not null default 'running' check (state in ('running', 'stopped', 'done')),
      created_by_id text not null references users (id),
      created_at timestamptz not null default now(),
      worked_at timestamptz not null default now(),
      ended_at timestamptz,
      check ((state = 'running') = (ended_at is null))
    )`.execute(db);
  await sql`comment on column batches.worked_at is 'when a row of it was done last: one that stands still has lost its worker'`.execute(
    db,
  );
  await sql`create index batches_edition_id on batches (edition_id, id)`.execute(db);
  await sql`create index batches_created_by_id on batches (created_by_id)`.execute(db);
  await sql`
    create table batch_items (
      batch_id integer not null references batches (id) on delete cascade,
      position integer not null,
      application_id integer not null references applications (id),
      version integer not null,
      state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
      result jsonb,
      error jsonb,
      primary key (batch_id, position),
      unique (batch_id, application_id),
      check ((state = 'refused') = (error is not null))
    )`.execute(db);
  await sql`comment on column batch_items.version is 'the version that the screener saw: a later change refuses the row'`.execute(
    db,
  );
  await sql`create index batch_items_application_id on batch_items (application_id)`.execute(db);
}
