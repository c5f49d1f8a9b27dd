import { type Kysely, sql } from "kysely";

/** The release of results by several hands, and what every command leaves behind: audit, mail, idempotency, invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table releases (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      version smallint not null check (version > 0),
      state text not null default 'proposed'
        check (state in ('proposed', 'confirmed', 'published', 'voided', 'withdrawn')),
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
      unique (round_id, version),
      check (confirmed_by_id <> proposed_by_id),
      check ((confirmed_by_id is null) = (confirmed_at is null)),
      check ((published_by_id is null) = (published_at is null)),
      check (state <> 'confirmed' or confirmed_at is not null),
      check (published_at is null or confirmed_at is not null),
      check (state <> 'published' or published_at is not null),
      check (state <> 'withdrawn' or published_at is not null),
      check ((state in ('voided', 'withdrawn')) = (ended_at is not null and length(trim(ended_reason)) > 0))
    )`.execute(db);
  await sql`comment on column releases.digest is 'sha-256 of the canonical JSON of standings: what each person signs'`.execute(
    db,
  );
  await sql`create unique index releases_one_live on releases (round_id) where state in ('proposed', 'confirmed', 'published')`.execute(
    db,
  );
  for (const column of ["proposed_by_id", "confirmed_by_id", "published_by_id", "ended_by_id"]) {
    await sql`create index ${sql.id(`releases_${column}`)} on releases (${sql.id(column)})`.execute(db);
  }
  await sql`
    create function releases_guard() returns trigger language plpgsql as $$
    begin
      if (new.round_id, new.version, new.standings, new.digest, new.proposed_by_id, new.proposed_at)
        is distinct from (old.round_id, old.version, old.standings, old.digest, old.proposed_by_id, old.proposed_at)
        or (old.confirmed_at is not null and (new.confirmed_by_id, new.confirmed_at) is distinct from (old.confirmed_by_id, old.confirmed_at))
        or (old.published_at is not null and (new.published_by_id, new.published_at) is distinct from (old.published_by_id, old.published_at))
        or (old.ended_at is not null) then
        raise exception 'a release keeps what was signed' using errcode = 'CD006';
      end if;
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'proposed>confirmed', 'proposed>voided', 'confirmed>published', 'confirmed>voided', 'published>withdrawn'
      ])) then
        raise exception 'a release cannot go from % to %', old.state, new.state using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on releases
    for each row execute function releases_guard()`.execute(db);
  await sql`
    create function releases_guard_round() returns trigger language plpgsql as $$
    begin
      if new.state <> 'proposed' then
        raise exception 'a release begins with a proposal' using errcode = 'CD006';
      end if;
      perform from rounds where id = new.round_id and state = 'closed' for update;
      if not found then
        raise exception 'only a closed round can be released' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_round before insert on releases
    for each row execute function releases_guard_round()`.execute(db);
  await sql`
    create function rounds_guard_release() returns trigger language plpgsql as $$
    begin
      if exists (select from releases where round_id = new.id and state in ('proposed', 'confirmed', 'published')) then
        raise exception 'round % is being released', new.slug using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_release before update of state on rounds
    for each row when (old.state = 'closed' and new.state <> 'closed')
    execute function rounds_guard_release()`.execute(db);

  await sql`
    create table audit_entries (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      command text not null,
      actor_id text references users (id),
      edition_id integer references editions (id),
      round_id integer references rounds (id),
      application_id integer references applications (id),
      facts jsonb not null default '{}'
    )`.execute(db);
  await sql`comment on table audit_entries is 'keys, digests and decisions; no personal data in clear'`.execute(db);
  for (const column of ["actor_id", "edition_id", "round_id", "application_id"]) {
    await sql`create index ${sql.id(`audit_entries_${column}`)} on audit_entries (${sql.id(column)})`.execute(db);
  }
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% only grows', tg_table_name using errcode = 'CD007';
    end $$`.execute(db);
  await sql`
    create trigger kept before delete or truncate on releases
    for each statement execute function refuse_change()`.execute(db);
  for (const table of ["audit_entries", "screening_decisions", "draws"]) {
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }

  await sql`
    create table mails (
      id bigint generated always as identity primary key,
      template text not null,
      recipient text not null,
      locale text not null check (locale in ('zh-CN', 'en')),
      props jsonb not null default '{}',
      application_id integer references applications (id),
      state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'held')),
      attempts smallint not null default 0,
      provider_key text,
      error text,
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      check ((state = 'sent') = (sent_at is not null))
    )`.execute(db);
  await sql`comment on column mails.state is 'held: demo mode, shown at /outbox, never sent'`.execute(db);
  await sql`create index mails_application_id on mails (application_id)`.execute(db);
  await sql`create index mails_created_at on mails (created_at desc, id desc)`.execute(db);
  await sql`create index mails_queued on mails (created_at) where state = 'queued'`.execute(db);

  await sql`
    create table idempotency_keys (
      actor_id text not null references users (id),
      key text not null check (length(key) between 8 and 200),
      command text not null,
      input_digest text not null,
      answer jsonb not null,
      created_at timestamptz not null default now(),
      primary key (actor_id, key)
    )`.execute(db);
  await sql`create index idempotency_keys_created_at on idempotency_keys (created_at)`.execute(db);

  await sql`
    create table invitations (
      id integer generated always as identity primary key,
      email text not null check (email = lower(email)),
      name text not null,
      locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
      role text not null check (role in ('organizer', 'scorer', 'supervisor', 'judge')),
      edition_id integer references editions (id),
      round_id integer references rounds (id),
      panel_member_id integer references panel_members (id) on delete cascade,
      expires_at timestamptz not null,
      invited_by_id text not null references users (id),
      invited_at timestamptz not null default now(),
      accepted_by_id text references users (id),
      accepted_at timestamptz,
      revoked_at timestamptz,
      check (num_nonnulls(edition_id, round_id) = 1),
      check ((accepted_by_id is null) = (accepted_at is null))
    )`.execute(db);
  for (const column of ["edition_id", "round_id", "panel_member_id", "invited_by_id", "accepted_by_id"]) {
    await sql`create index ${sql.id(`invitations_${column}`)} on invitations (${sql.id(column)})`.execute(db);
  }
  await announcePublicChanges(db);
}

/** Whatever a public page can show tells every instance, in the moment of its commit, to forget the pages it keeps. */
async function announcePublicChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function announce_public_change() returns trigger language plpgsql as $$
    begin
      perform pg_notify('public_changed', '');
      return null;
    end $$`.execute(db);
  for (const table of ["editions", "tracks", "groups", "rounds", "releases"]) {
    await sql`
      create trigger announce_public_change after insert or update or delete or truncate on ${sql.id(table)}
      for each statement execute function announce_public_change()`.execute(db);
  }
}
