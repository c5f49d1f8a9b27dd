import { type Kysely, sql } from "kysely";

/** What is looked into before a provisional rank becomes an award, what was found, and the awards that were granted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepFindings(db);
  await keepDecisions(db);
  await keepAwards(db);
  await nameGrantsOfCertificates(db);
}

async function keepFindings(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table diligence_checklists (
      edition_id integer primary key references editions (id),
      items jsonb not null check (jsonb_typeof(items) = 'array' and jsonb_array_length(items) between 1 and 40),
      edited_by_id text not null references users (id),
      edited_at timestamptz not null
    )`.execute(db);
  await sql`comment on table diligence_checklists is 'app/rules/diligence.ts; without a row the product''s own; stands from the first finding on'`.execute(
    db,
  );
  await sql`create index diligence_checklists_edited_by_id on diligence_checklists (edited_by_id)`.execute(db);
  await sql`
    create table diligence_findings (
      entry_id integer not null references entries (id),
      item smallint not null check (item > 0),
      finding text not null check (finding in ('met', 'unmet', 'inapplicable')),
      note text check (note <> ''),
      found_by_id text not null references users (id),
      found_at timestamptz not null,
      primary key (entry_id, item)
    )`.execute(db);
  await sql`comment on column diligence_findings.item is 'its place in the checklist, from 1'`.execute(db);
  await sql`create index diligence_findings_found_by_id on diligence_findings (found_by_id)`.execute(db);
  await sql`
    create table diligence_files (
      id integer generated always as identity primary key,
      entry_id integer not null references entries (id),
      item smallint check (item > 0),
      type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
      size integer not null check (size > 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      store_key text not null unique,
      brought_by_id text not null references users (id),
      brought_at timestamptz not null,
      erased_at timestamptz
    )`.execute(db);
  await sql`comment on table diligence_files is 'without the names that people gave them, which say whose they are'`.execute(
    db,
  );
  await sql`create unique index diligence_files_once on diligence_files (entry_id, sha256) where erased_at is null`.execute(
    db,
  );
  await sql`create index diligence_files_brought_by_id on diligence_files (brought_by_id)`.execute(db);
}

async function keepDecisions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table diligence_decisions (
      id integer generated always as identity primary key,
      entry_id integer not null references entries (id),
      outcome text not null check (outcome in ('passed', 'failed', 'withdrawn')),
      reason text not null check (length(trim(reason)) > 0),
      decided_by_id text not null references users (id),
      decided_at timestamptz not null,
      revoked_by_id text references users (id),
      revoked_at timestamptz,
      check ((revoked_at is null) = (revoked_by_id is null))
    )`.execute(db);
  await sql`create unique index diligence_decisions_standing on diligence_decisions (entry_id) where revoked_at is null`.execute(
    db,
  );
  for (const column of ["decided_by_id", "revoked_by_id"])
    await sql`create index ${sql.id(`diligence_decisions_${column}`)} on diligence_decisions (${sql.id(column)})`.execute(
      db,
    );
}

async function keepAwards(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table award_settings (
      edition_id integer primary key references editions (id),
      move_up boolean not null,
      levels jsonb not null check (jsonb_typeof(levels) = 'array'),
      edited_by_id text not null references users (id),
      edited_at timestamptz not null
    )`.execute(db);
  await sql`comment on table award_settings is 'app/rules/awards.ts; without a row nobody moves up, and the levels are the final''s prizes of the edition''s page'`.execute(
    db,
  );
  await sql`create index award_settings_edited_by_id on award_settings (edited_by_id)`.execute(db);
  await sql`
    create table award_grants (
      id integer generated always as identity primary key,
      edition_id integer not null references editions (id),
      release_id integer not null references releases (id),
      move_up boolean not null,
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      granted_by_id text not null references users (id),
      granted_at timestamptz not null,
      revoked_by_id text references users (id),
      revoked_at timestamptz,
      check ((revoked_at is null) = (revoked_by_id is null))
    )`.execute(db);
  await sql`create unique index award_grants_standing on award_grants (edition_id) where revoked_at is null`.execute(
    db,
  );
  for (const column of ["release_id", "granted_by_id", "revoked_by_id"])
    await sql`create index ${sql.id(`award_grants_${column}`)} on award_grants (${sql.id(column)})`.execute(db);
  await sql`
    create table awards (
      grant_id integer not null references award_grants (id),
      entry_id integer not null references entries (id),
      level smallint not null check (level > 0),
      title text not null check (title <> ''),
      title_en text check (title_en <> ''),
      yuan integer check (yuan > 0),
      rank integer not null check (rank > 0),
      awarded_rank integer not null check (awarded_rank between 1 and rank),
      primary key (grant_id, entry_id)
    )`.execute(db);
  await sql`comment on column awards.rank is 'the provisional one, of the published result'`.execute(db);
  await sql`comment on column awards.yuan is 'whole yuan; null for an award without money'`.execute(db);
  await sql`create index awards_entry_id on awards (entry_id)`.execute(db);
  await guardWhatStands(db);
}

async function guardWhatStands(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function awards_stand(entry integer) returns boolean language sql stable as $$
      select exists (
        select from award_grants
          join rounds on rounds.edition_id = award_grants.edition_id
          join entries on entries.round_id = rounds.id
        where entries.id = entry and award_grants.revoked_at is null
      )
    $$`.execute(db);
  await sql`
    create function diligence_checklists_guard() returns trigger language plpgsql as $$
    begin
      if new.items is distinct from old.items and exists (
        select from diligence_findings
          join entries on entries.id = diligence_findings.entry_id
          join rounds on rounds.id = entries.round_id
        where rounds.edition_id = old.edition_id
      ) then
        raise exception 'a checklist stands from the first finding on' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function diligence_findings_guard() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.note is null and (new.entry_id, new.item, new.finding, new.found_by_id, new.found_at)
        is not distinct from (old.entry_id, old.item, old.finding, old.found_by_id, old.found_at) then
        return new;
      end if;
      if exists (select from diligence_decisions where entry_id = new.entry_id and revoked_at is null) then
        raise exception 'findings stand while their decision does' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function diligence_files_guard() returns trigger language plpgsql as $$
    begin
      if (new.entry_id, new.item, new.type, new.size, new.sha256, new.store_key, new.brought_by_id, new.brought_at)
        is distinct from
        (old.entry_id, old.item, old.type, old.size, old.sha256, old.store_key, old.brought_by_id, old.brought_at)
        or (old.erased_at is not null and new.erased_at is distinct from old.erased_at) then
        raise exception 'a file stays as it came, or goes' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function diligence_decisions_guard() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if (new.entry_id, new.outcome, new.decided_by_id, new.decided_at)
          is distinct from (old.entry_id, old.outcome, old.decided_by_id, old.decided_at)
          or (new.reason is distinct from old.reason and new.reason <> '—')
          or (old.revoked_at is not null and (new.revoked_at, new.revoked_by_id)
            is distinct from (old.revoked_at, old.revoked_by_id)) then
          raise exception 'a decision stays as it was made' using errcode = 'CD022';
        end if;
        if new.revoked_at is not distinct from old.revoked_at then
          return new;
        end if;
      end if;
      if awards_stand(new.entry_id) then
        raise exception 'decisions stand while the awards do' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function award_grants_guard() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if (new.edition_id, new.release_id, new.move_up, new.digest, new.granted_by_id, new.granted_at)
          is distinct from
          (old.edition_id, old.release_id, old.move_up, old.digest, old.granted_by_id, old.granted_at)
          or old.revoked_at is not null then
          raise exception 'a grant stays as it was made' using errcode = 'CD022';
        end if;
        return new;
      end if;
      if not exists (
        select from releases join rounds on rounds.id = releases.round_id
        where releases.id = new.release_id and releases.state = 'published' and rounds.kind = 'final'
          and rounds.edition_id = new.edition_id and rounds.rehearsal_of_id is null
      ) then
        raise exception 'awards are granted by the published result of a final' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function awards_guard() returns trigger language plpgsql as $$
    begin
      if not exists (
        select from award_grants
          join releases on releases.id = award_grants.release_id
          join entries on entries.round_id = releases.round_id
          join diligence_decisions on diligence_decisions.entry_id = entries.id
        where award_grants.id = new.grant_id and entries.id = new.entry_id
          and diligence_decisions.revoked_at is null and diligence_decisions.outcome = 'passed'
      ) then
        raise exception 'an award is of a finalist who has passed' using errcode = 'CD022';
      end if;
      return new;
    end $$`.execute(db);
  for (const [table, when] of [
    ["diligence_checklists", "update"],
    ["diligence_findings", "insert or update"],
    ["diligence_files", "update"],
    ["diligence_decisions", "insert or update"],
    ["award_grants", "insert or update"],
    ["awards", "insert"],
  ] as const)
    await sql`
      create trigger guard before ${sql.raw(when)} on ${sql.id(table)}
      for each row execute function ${sql.id(`${table}_guard`)}()`.execute(db);
  for (const table of ["diligence_findings", "diligence_files", "diligence_decisions", "award_grants"])
    await sql`
      create trigger kept before delete or truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on awards
    for each statement execute function refuse_change()`.execute(db);
  for (const table of ["diligence_decisions", "award_grants"])
    await sql`
      create trigger announce_public_change after insert or update on ${sql.id(table)}
      for each statement execute function announce_public_change()`.execute(db);
}

/** A final's certificates before its awards are granted go by the rank, afterwards by the award. */
async function nameGrantsOfCertificates(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table certificates
      add column grant_id integer references award_grants (id),
      drop constraint certificates_release_id_entry_id_key,
      add unique nulls not distinct (release_id, entry_id, grant_id)`.execute(db);
  await sql`comment on column certificates.grant_id is 'the grant that gave the award; null where it went by the rank alone'`.execute(
    db,
  );
  await sql`create index certificates_grant_id on certificates (grant_id)`.execute(db);
}
