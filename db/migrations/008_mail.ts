import { type Kysely, sql } from "kysely";

/** Mail of an edition: its own words, decisions that wait to be announced, what became of each mail, reminders. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mail_texts (
      edition_id integer not null references editions (id),
      template text not null,
      locale text not null check (locale in ('zh-CN', 'en')),
      subject text not null check (subject <> ''),
      body text not null check (body <> ''),
      edited_by_id text not null references users (id),
      edited_at timestamptz not null default now(),
      primary key (edition_id, template, locale)
    )`.execute(db);
  await sql`comment on table mail_texts is 'subject and text of an edition in place of the product''s own'`.execute(db);
  await sql`create index mail_texts_edited_by_id on mail_texts (edited_by_id)`.execute(db);
  await sql`
    create table mail_releases (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      kind text not null check (kind in ('decisions', 'announcement', 'heat-invitation')),
      released_by_id text not null references users (id),
      released_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table mail_releases is 'mails that one person let go at once; their states are its progress'`.execute(
    db,
  );
  await sql`create index mail_releases_edition_id on mail_releases (edition_id, id)`.execute(db);
  await sql`create index mail_releases_released_by_id on mail_releases (released_by_id)`.execute(db);
  await sql`
    alter table mails
      add column edition_id integer references editions (id),
      add column release_id integer references mail_releases (id),
      add column announces text
        check (announces in ('submitted', 'returned', 'waiting', 'qualified', 'ineligible')),
      add column delivery text check (delivery in ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'failed')),
      add column delivery_detail text,
      add column delivery_at timestamptz,
      drop constraint mails_state_check`.execute(db);
  await sql`
    alter table mails
      add constraint mails_state_check check (state in ('pending', 'void', 'queued', 'sent', 'failed', 'held'))`.execute(
    db,
  );
  await sql`comment on column mails.state is 'pending: a decision not announced yet; void: replaced or taken back before it was; held: no provider, shown at /outbox, never sent'`.execute(
    db,
  );
  await sql`alter table mails add check (state <> 'pending' or (announces is not null and application_id is not null and edition_id is not null))`.execute(
    db,
  );
  await sql`comment on column mails.announces is 'a decision: the state of the application that the mail tells; it counts for the applicant once the mail is released'`.execute(
    db,
  );
  await sql`comment on column mails.created_at is 'when it was written; of a decision, when it was released'`.execute(
    db,
  );
  await sql`
    update mails set template = case props ->> 'decision' when 'qualify' then 'qualified' else 'ineligible' end
    where template = 'screening-decision'`.execute(db);
  await sql`comment on column mails.delivery is 'what the provider reported last'`.execute(db);
  await sql`
    update mails set edition_id = applications.edition_id
    from applications where applications.id = mails.application_id`.execute(db);
  await sql`create index mails_edition_id on mails (edition_id, state)`.execute(db);
  await sql`create index mails_release_id on mails (release_id, state)`.execute(db);
  await sql`create index mails_provider_key on mails (provider_key)`.execute(db);
  await sql`create unique index mails_one_pending on mails (application_id) where state = 'pending'`.execute(db);
  await sql`
    create table mail_events (
      id text primary key check (length(id) between 1 and 200),
      mail_id bigint references mails (id),
      provider_key text,
      kind text not null check (kind in ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'failed', 'other')),
      at timestamptz not null,
      received_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table mail_events is 'the provider''s reports by their own id: one that came before changes nothing'`.execute(
    db,
  );
  await sql`comment on column mail_events.provider_key is 'the mail by the provider''s name: a report can come before we know it'`.execute(
    db,
  );
  await sql`create index mail_events_mail_id on mail_events (mail_id)`.execute(db);
  await sql`create index mail_events_provider_key on mail_events (provider_key)`.execute(db);
  await sql`
    create table mail_pace (
      one boolean primary key default true check (one),
      next_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table mail_pace is 'when the next mail may be handed to the provider, whichever instance does it'`.execute(
    db,
  );
  await sql`insert into mail_pace default values`.execute(db);
  await sql`
    create table draft_reminders (
      application_id integer not null references applications (id),
      days_before smallint not null check (days_before in (7, 3, 1)),
      reminded_at timestamptz not null default now(),
      primary key (application_id, days_before)
    )`.execute(db);
}
