import { statements } from "./statements.ts";

/** Mail: an edition's own words, decisions that wait to be announced, and what became of each mail. */
export const up = statements(`
  create table mail_releases (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    kind text not null check (kind in ('decisions', 'announcement', 'heat-invitation')),
    released_by_id text not null references users (id),
    released_at timestamptz not null default now()
  );
  create index mail_releases_edition_id on mail_releases (edition_id, id);
  create index mail_releases_released_by_id on mail_releases (released_by_id);
  comment on table mail_releases is 'mails that one person let go at once; their states are its progress';

  create table mails (
    id bigint generated always as identity primary key,
    template text not null,
    recipient text not null,
    locale text not null check (locale in ('zh-CN', 'en')),
    props jsonb not null default '{}',
    application_id integer references applications (id),
    state text not null default 'queued'
      check (state in ('pending', 'void', 'queued', 'sent', 'failed', 'held')),
    attempts smallint not null default 0,
    provider_key text,
    error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    edition_id integer references editions (id),
    release_id integer references mail_releases (id),
    announces text
      check (announces in ('submitted', 'returned', 'waiting', 'qualified', 'ineligible')),
    delivery text check (delivery in ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'failed')),
    delivery_detail text,
    delivery_at timestamptz,
    objection_id integer references objections (id),
    landing_id integer references landings (id),
    news text check (news in ('result', 'advancement', 'final-invitation', 'award')),
    round_id integer references rounds (id),
    check ((state = 'sent') = (sent_at is not null)),
    check ((news is null) = (round_id is null)),
    check (state <> 'pending' or (num_nonnulls(announces, news) = 1 and application_id is not null and edition_id is not null))
  );
  create index mails_application_id on mails (application_id);
  create index mails_created_at on mails (created_at desc, id desc);
  create index mails_queued on mails (created_at) where state = 'queued';
  create index mails_failed on mails (id) where state = 'failed';
  create index mails_edition_id on mails (edition_id, state);
  create index mails_release_id on mails (release_id, state);
  create index mails_provider_key on mails (provider_key);
  create unique index mails_one_pending on mails (application_id) where state = 'pending' and announces is not null;
  create unique index mails_one_pending_news on mails (application_id, round_id, news) where state = 'pending';
  create index mails_objection_id on mails (objection_id);
  create index mails_landing_id on mails (landing_id);
  create index mails_round_id on mails (round_id, news);
  comment on column mails.state is 'pending: a decision not announced yet; void: replaced or taken back before it was; held: no provider, shown at /outbox, never sent';
  comment on column mails.created_at is 'when it was written; of a decision, when it was released';
  comment on column mails.announces is 'a decision: the state of the application that the mail tells; it counts for the applicant once the mail is released';
  comment on column mails.delivery is 'what the provider reported last';
  comment on column mails.objection_id is 'whose address is sealed there, and in no mail';
  comment on column mails.landing_id is 'whose owner it reminds';
  comment on column mails.news is 'what it tells a contestant of the round after screening; it waits for its release as a decision does, and changes nothing';

  create table mail_texts (
    edition_id integer not null references editions (id),
    template text not null,
    locale text not null check (locale in ('zh-CN', 'en')),
    subject text not null check (subject <> ''),
    body text not null check (body <> ''),
    edited_by_id text not null references users (id),
    edited_at timestamptz not null default now(),
    primary key (edition_id, template, locale)
  );
  create index mail_texts_edited_by_id on mail_texts (edited_by_id);
  comment on table mail_texts is 'subject and text of an edition in place of the product''s own';

  create table mail_events (
    id text primary key check (length(id) between 1 and 200),
    mail_id bigint references mails (id),
    provider_key text,
    kind text not null check (kind in ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'failed', 'other')),
    at timestamptz not null,
    received_at timestamptz not null default now()
  );
  create index mail_events_mail_id on mail_events (mail_id);
  create index mail_events_provider_key on mail_events (provider_key);
  comment on table mail_events is 'the provider''s reports by their own id: one that came before changes nothing';
  comment on column mail_events.provider_key is 'the mail by the provider''s name: a report can come before we know it';

  create table mail_reminders (
    edition_id integer not null references editions (id),
    reminded_on date not null,
    primary key (edition_id, reminded_on)
  );
  comment on table mail_reminders is 'the days on which the organizers were told that mails wait for their release';

  create table mail_pace (
    one boolean primary key default true check (one),
    next_at timestamptz not null default now()
  );
  insert into mail_pace default values;
  comment on table mail_pace is 'when the next mail may be handed to the provider, whichever instance does it';
`);
