import { statements } from "./statements.ts";

/** How projects settle in the district: milestones with their deadlines, what was paid, and who looks after it. */
export const up = statements(`
  create table landings (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    number smallint not null check (number > 0),
    application_id integer unique references applications (id),
    entry_id integer unique references entries (id),
    platform text check (platform in ('high-tech-zone', 'development-zone')),
    owner_id text not null references users (id),
    started_on date not null,
    given_up_at timestamptz,
    added_by_id text not null references users (id),
    added_at timestamptz not null,
    unique (edition_id, number),
    check (num_nonnulls(application_id, entry_id) > 0)
  );
  create index landings_owner_id on landings (owner_id);
  create index landings_added_by_id on landings (added_by_id);
  comment on column landings.entry_id is 'of a round whose result was published: such an entry stays';

  create table landing_milestones (
    landing_id integer not null references landings (id),
    step text not null check (step in ('intention', 'agreement', 'registration', 'capital', 'funds')),
    due_on date not null,
    done_on date,
    amount bigint check (amount > 0),
    note text,
    primary key (landing_id, step),
    check (amount is null or step = 'capital'),
    check (step <> 'capital' or (amount is null) = (done_on is null))
  );
  comment on column landing_milestones.amount is 'yuan; what was paid of the funds stands in landing_payments';

  create table landing_payments (
    id integer generated always as identity primary key,
    landing_id integer not null references landings (id),
    amount bigint not null check (amount > 0),
    paid_on date not null,
    note text,
    recorded_by_id text not null references users (id),
    recorded_at timestamptz not null,
    taken_back_at timestamptz
  );
  create index landing_payments_landing_id on landing_payments (landing_id);
  create index landing_payments_recorded_by_id on landing_payments (recorded_by_id);
  comment on column landing_payments.amount is 'yuan of the funds; an instalment entered by mistake is taken back, not removed';

  create table landing_files (
    id integer generated always as identity primary key,
    landing_id integer not null references landings (id),
    step text not null check (step in ('intention', 'agreement', 'registration', 'capital', 'funds')),
    type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
    size integer not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    store_key text not null unique,
    brought_by_id text not null references users (id),
    brought_at timestamptz not null,
    erased_at timestamptz,
    unique (landing_id, step, sha256)
  );
  create index landing_files_brought_by_id on landing_files (brought_by_id);

  create table landing_reminders (
    landing_id integer not null,
    step text not null check (step in ('intention', 'agreement', 'registration', 'capital', 'funds')),
    due_on date not null,
    days_before smallint not null check (days_before in (30, 7, 1, 0) or days_before < 0 and (days_before + 1) % 7 = 0),
    reminded_at timestamptz not null,
    primary key (landing_id, step, due_on, days_before),
    foreign key (landing_id, step) references landing_milestones (landing_id, step)
  );
  comment on column landing_reminders.days_before is '0: its day has come; -1, -8, -15…: it has passed, a week and another week ago; another deadline is reminded of anew';
`);
