import { statements } from "./statements.ts";

/** What the screeners decide about applications, alone, by two, or many at once. */
export const up = statements(`
  create table screening_decisions (
    id integer generated always as identity primary key,
    application_id integer not null references applications (id),
    decision text not null check (decision in ('qualify', 'ineligible', 'return', 'wait', 'take-back')),
    round_id integer references rounds (id),
    reason text,
    decided_by_id text not null references users (id),
    decided_at timestamptz not null default now(),
    corrections jsonb not null default '[]' check (jsonb_typeof(corrections) = 'array'),
    checked_by_id text references users (id),
    constraint screening_decisions_round_check check ((decision in ('qualify', 'wait')) = (round_id is not null)),
    constraint screening_decisions_reason_check check (
      case decision
        when 'ineligible' then length(trim(reason)) > 0
        when 'return' then length(trim(reason)) > 0 or corrections <> '[]'
        when 'take-back' then length(trim(reason)) > 0
        else true
      end is true),
    check (checked_by_id <> decided_by_id)
  );
  alter table applications
    add foreign key (announced_decision_id) references screening_decisions (id);
  create index screening_decisions_application_id on screening_decisions (application_id);
  create index screening_decisions_round_id on screening_decisions (round_id);
  create index screening_decisions_decided_by_id on screening_decisions (decided_by_id);
  create index screening_decisions_checked_by_id on screening_decisions (checked_by_id);
  comment on column screening_decisions.corrections is '[{"path", "reason"}]: what a return asks for, field by field';

  create table screening_proposals (
    application_id integer primary key references applications (id),
    input jsonb not null check (jsonb_typeof(input) = 'object'),
    proposed_by_id text not null references users (id),
    proposed_at timestamptz not null default now()
  );
  create index screening_proposals_proposed_by_id on screening_proposals (proposed_by_id);
  comment on table screening_proposals is 'decisions that wait for the second check of another screener';

  create table declined_proposals (
    id integer generated always as identity primary key,
    application_id integer not null references applications (id),
    decision text not null check (decision in ('qualify', 'ineligible', 'return', 'wait', 'take-back')),
    proposed_by_id text not null references users (id),
    proposed_at timestamptz not null,
    declined_by_id text not null references users (id),
    declined_at timestamptz not null default now(),
    reason text check (reason <> '')
  );
  create index declined_proposals_application_id on declined_proposals (application_id);
  create index declined_proposals_proposed_by_id on declined_proposals (proposed_by_id);
  create index declined_proposals_declined_by_id on declined_proposals (declined_by_id);
  comment on table declined_proposals is 'decisions that the second check did not let pass, or that their proposer took back';

  create table eligibility_checks (
    application_id integer not null references applications (id),
    rule_key text not null,
    met boolean not null,
    note text,
    checked_by_id text not null references users (id),
    checked_at timestamptz not null default now(),
    primary key (application_id, rule_key)
  );
  create index eligibility_checks_checked_by_id on eligibility_checks (checked_by_id);
  comment on table eligibility_checks is 'what a screener found by hand where a rule cannot tell, or tells wrongly';

  create table saved_views (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    user_id text not null references users (id),
    name text not null check (name <> ''),
    query text not null,
    created_at timestamptz not null default now(),
    unique (edition_id, user_id, name)
  );
  create index saved_views_user_id on saved_views (user_id);

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
  );
  create index batches_edition_id on batches (edition_id, id);
  create index batches_created_by_id on batches (created_by_id);
  comment on column batches.worked_at is 'when a row of it was done last: one that stands still has lost its worker';

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
  );
  create index batch_items_application_id on batch_items (application_id);
  comment on column batch_items.version is 'the version that the screener saw: a later change refuses the row';
`);
