import { type Kysely, sql } from "kysely";

/** A second factor for those who sign results, what each hand signs with it, and published results that are corrected. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepFactors(db);
  await digestSheets(db);
  await keepReleaseSignatures(db);
  await correctReleases(db);
  await guardHands(db);
}

/** Keys are sealed, recovery codes digested, and no code passes twice: PostgreSQL holds to the last part itself. */
async function keepFactors(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table second_factors (
      id integer generated always as identity primary key,
      user_id text not null references users (id) on delete cascade,
      sealed text not null,
      key_name text not null,
      begun_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_step integer,
      check ((confirmed_at is null) = (last_step is null))
    )`.execute(db);
  await sql`comment on column second_factors.sealed is 'the key of the authenticator app, under the key of personal data'`.execute(
    db,
  );
  await sql`comment on column second_factors.last_step is 'the last time step (30 s since 1970) whose code was accepted'`.execute(
    db,
  );
  await sql`create unique index second_factors_one_begun on second_factors (user_id) where confirmed_at is null`.execute(
    db,
  );
  await sql`create unique index second_factors_one_confirmed on second_factors (user_id) where confirmed_at is not null`.execute(
    db,
  );
  await sql`
    create function second_factors_guard() returns trigger language plpgsql as $$
    begin
      if old.confirmed_at is not null
        and (new.user_id <> old.user_id or new.confirmed_at is distinct from old.confirmed_at or new.last_step < old.last_step
          or (new.last_step = old.last_step and new.sealed = old.sealed)) then
        raise exception 'a code passes once' using errcode = 'CD015';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on second_factors
    for each row execute function second_factors_guard()`.execute(db);
  await sql`
    create table recovery_codes (
      id integer generated always as identity primary key,
      user_id text not null references users (id) on delete cascade,
      digest text not null,
      made_at timestamptz not null default now(),
      used_at timestamptz,
      unique (user_id, digest)
    )`.execute(db);
  await sql`comment on column recovery_codes.digest is 'keyed; the code itself is shown once and kept nowhere'`.execute(
    db,
  );
  await sql`
    create function recovery_codes_guard() returns trigger language plpgsql as $$
    begin
      if old.used_at is not null or new.used_at is null
        or (new.user_id, new.digest, new.made_at) is distinct from (old.user_id, old.digest, old.made_at) then
        raise exception 'a recovery code passes once' using errcode = 'CD015';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on recovery_codes
    for each row execute function recovery_codes_guard()`.execute(db);
}

/** What is signed holds the sheets as well as what follows from them; their digest is salted, for it is shown to all. */
async function digestSheets(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table rounds
      add column table_salt text not null default replace(gen_random_uuid()::text, '-', '')`.execute(db);
  await sql`comment on column rounds.table_salt is 'stands in the digest of the sheets, so that nobody finds single marks by trying'`.execute(
    db,
  );
  await sql`
    alter table releases
      add column sheets_digest text check (sheets_digest ~ '^[0-9a-f]{64}$')`.execute(db);
  await sql`comment on column releases.digest is 'sha-256 of the canonical JSON of standings with the digest of the sheets: what each person signs'`.execute(
    db,
  );
  await sql`comment on column releases.sheets_digest is 'null in releases of before: their digest is of the standings alone'`.execute(
    db,
  );
}

async function keepReleaseSignatures(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table release_signatures (
      id integer generated always as identity primary key,
      release_id integer not null references releases (id),
      step text not null check (step in ('propose', 'confirm', 'publish')),
      role text not null check (role in ('scorer', 'supervisor', 'organizer')),
      signed_by_id text not null references users (id),
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      factor text check (factor in ('totp', 'recovery')),
      signed_at timestamptz not null default now(),
      unique (release_id, step),
      check (step = 'propose' or factor is not null)
    )`.execute(db);
  await sql`comment on column release_signatures.factor is 'what was shown besides the session: always to confirm and to publish'`.execute(
    db,
  );
  await sql`create index release_signatures_signed_by_id on release_signatures (signed_by_id)`.execute(db);
  await sql`
    create function release_signatures_guard() returns trigger language plpgsql as $$
    begin
      if not exists (
        select from releases
        where id = new.release_id and digest = new.digest
          and state = case new.step when 'publish' then 'confirmed' else 'proposed' end
          and (new.step <> 'propose' or proposed_by_id = new.signed_by_id)
      ) then
        raise exception 'what is signed is not what is released' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before insert on release_signatures
    for each row execute function release_signatures_guard()`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on release_signatures
    for each statement execute function refuse_change()`.execute(db);
}

/** A published version stays as it is; its correction is the next version, which takes its place in the moment of publishing. */
async function correctReleases(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add column corrects_id integer references releases (id),
      add column correction_reason text,
      add column voided_by_change boolean not null default false,
      add constraint releases_correction
        check ((corrects_id is null) = (correction_reason is null) and length(trim(correction_reason)) > 0),
      add constraint releases_voided_by_change check (not voided_by_change or state = 'voided'),
      drop constraint releases_state_check,
      add constraint releases_state_check
        check (state in ('proposed', 'confirmed', 'published', 'superseded', 'voided', 'withdrawn')),
      add constraint releases_superseded check (state <> 'superseded' or published_at is not null)`.execute(db);
  await sql`comment on column releases.corrects_id is 'the published version that this one is to replace'`.execute(db);
  await sql`comment on column releases.voided_by_change is 'nobody voided it: the table had changed, and no signature was taken any more'`.execute(
    db,
  );
  await sql`create index releases_corrects_id on releases (corrects_id)`.execute(db);
  await sql`drop index releases_one_live`.execute(db);
  await sql`create unique index releases_one_open on releases (round_id) where state in ('proposed', 'confirmed')`.execute(
    db,
  );
  await sql`create unique index releases_one_published on releases (round_id) where state = 'published'`.execute(db);
  // As in migration 005, with what was added since, and nothing of a published version but its end
  await sql`
    create or replace function releases_guard() returns trigger language plpgsql as $$
    begin
      if (new.round_id, new.version, new.standings, new.digest, new.sheets_digest, new.proposed_by_id, new.proposed_at, new.corrects_id, new.correction_reason)
        is distinct from (old.round_id, old.version, old.standings, old.digest, old.sheets_digest, old.proposed_by_id, old.proposed_at, old.corrects_id, old.correction_reason)
        or (old.confirmed_at is not null and (new.confirmed_by_id, new.confirmed_at) is distinct from (old.confirmed_by_id, old.confirmed_at))
        or (old.published_at is not null and (new.published_by_id, new.published_at, new.notice_ends_on) is distinct from (old.published_by_id, old.published_at, old.notice_ends_on))
        or (old.ended_at is not null) or old.state = 'superseded' then
        raise exception 'a release keeps what was signed' using errcode = 'CD006';
      end if;
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'proposed>confirmed', 'proposed>voided', 'confirmed>published', 'confirmed>voided', 'published>withdrawn'
      ])) and not (old.state = 'published' and new.state = 'superseded' and pg_trigger_depth() > 1) then
        raise exception 'a release cannot go from % to %', old.state, new.state using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create or replace function releases_guard_round() returns trigger language plpgsql as $$
    begin
      if new.state <> 'proposed' then
        raise exception 'a release begins with a proposal' using errcode = 'CD006';
      end if;
      perform from rounds where id = new.round_id and state = 'closed' for update;
      if not found then
        raise exception 'only a closed round can be released' using errcode = 'CD006';
      end if;
      -- Waits for whoever changes which hands may be the same, and lets them wait
      perform from editions join rounds on rounds.edition_id = editions.id
      where rounds.id = new.round_id for share of editions;
      if new.corrects_id is distinct from (select id from releases where round_id = new.round_id and state = 'published') then
        raise exception 'while a version is published, the next one corrects it and says why' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function releases_supersede() returns trigger language plpgsql as $$
    begin
      update releases set state = 'superseded' where id = new.corrects_id and state = 'published';
      return new;
    end $$`.execute(db);
  await sql`
    create trigger supersede before update of state on releases
    for each row when (old.state = 'confirmed' and new.state = 'published') execute function releases_supersede()`.execute(
    db,
  );
  // A round whose results are published may be opened again: its public results stand until their correction is published
  await sql`
    create or replace function rounds_guard_release() returns trigger language plpgsql as $$
    begin
      if exists (select from releases where round_id = new.id and state in ('proposed', 'confirmed')) then
        raise exception 'round % is being released', new.slug using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
}

/** Who proposes never confirms; who publishes is a third person, unless the edition lets two of the roles fall together. */
async function guardHands(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table editions
      add column roles_may_fall_together text not null default 'none'
        check (roles_may_fall_together in ('none', 'confirm-and-publish', 'propose-and-publish'))`.execute(db);
  await sql`
    create function editions_guard_hands() returns trigger language plpgsql as $$
    begin
      if exists (
        select from releases join rounds on rounds.id = releases.round_id
        where rounds.edition_id = new.id and releases.state in ('proposed', 'confirmed')
      ) then
        raise exception 'a release of edition % is under way', new.slug using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_hands before update on editions
    for each row when (old.roles_may_fall_together is distinct from new.roles_may_fall_together)
    execute function editions_guard_hands()`.execute(db);
  await sql`
    create function releases_guard_hands() returns trigger language plpgsql as $$
    declare
      together text;
    begin
      if new.state = 'published' then
        select roles_may_fall_together into together
        from editions join rounds on rounds.edition_id = editions.id where rounds.id = new.round_id;
        if (new.published_by_id = new.proposed_by_id and together <> 'propose-and-publish')
          or (new.published_by_id = new.confirmed_by_id and together <> 'confirm-and-publish') then
          raise exception 'a third person publishes' using errcode = 'CD014';
        end if;
      end if;
      if 2 + (new.state = 'published')::integer <> (
        select count(*) from release_signatures as signed
        where signed.release_id = new.id and signed.digest = new.digest and signed.signed_by_id = case signed.step
          when 'propose' then new.proposed_by_id when 'confirm' then new.confirmed_by_id else new.published_by_id end
      ) then
        raise exception 'not everybody has signed' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_hands before update of state on releases
    for each row when (old.state is distinct from new.state and new.state in ('confirmed', 'published'))
    execute function releases_guard_hands()`.execute(db);
}
