import { type Kysely, sql } from "kysely";

/**
 * The audit trail is sealed in batches, each into a digest that holds the one before. What people gave as a reason lies
 * beside its entry, which keeps a salted digest: it can be erased, and the seal holds.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepReasonsApart(db);
  await nameEditions(db);
  await moveWhatIsThere(db);
  await keepSeals(db);
  await findEntries(db);
}

const digest = sql.raw("text not null check (digest ~ '^[0-9a-f]{64}$')");

async function keepReasonsApart(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_reasons (
      entry_id bigint primary key references audit_entries (id),
      reason text not null check (length(trim(reason)) > 0),
      salt text not null check (salt ~ '^[0-9a-f]{32}$')
    )`.execute(db);
  await sql`comment on table audit_reasons is 'what people wrote of an act; the entry holds the SHA-256 of salt and reason'`.execute(
    db,
  );
  await sql`
    create function audit_reason_may_go(entry audit_entries) returns boolean language sql stable as $$
      select exists (select from editions where id = entry.edition_id and erased_at is not null)
        or exists (select from rounds where id = entry.round_id and wiped_at is not null)
        or exists (select from applications where id = entry.application_id and erased_at is not null)
        or exists (
          select from entries join applications on applications.id = entries.application_id
          where entries.round_id = entry.round_id and entries.key = entry.facts ->> 'entry'
            and applications.erased_at is not null
        )
    $$`.execute(db);
  await sql`
    create function audit_reasons_guard() returns trigger language plpgsql as $$
    begin
      if not (select audit_reason_may_go(audit_entries) from audit_entries where id = old.entry_id) then
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end if;
      return old;
    end $$`.execute(db);
  await sql`
    create trigger guard_delete before delete on audit_reasons
    for each row execute function audit_reasons_guard()`.execute(db);
  await sql`
    create trigger append_only before update or truncate on audit_reasons
    for each statement execute function refuse_change()`.execute(db);
}

/** An entry about a round or an application is one of its edition's, whether or not it was said. */
async function nameEditions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function audit_entries_name_edition() returns trigger language plpgsql as $$
    begin
      select coalesce(
        (select edition_id from rounds where id = new.round_id),
        (select edition_id from applications where id = new.application_id)
      ) into new.edition_id;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger name_edition before insert on audit_entries
    for each row when (new.edition_id is null and num_nonnulls(new.round_id, new.application_id) > 0)
    execute function audit_entries_name_edition()`.execute(db);
}

/** Before the first seal: entries from before get their editions, and their reasons go where reasons are. */
async function moveWhatIsThere(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into audit_reasons (entry_id, reason, salt)
    select id, facts ->> 'reason', replace(gen_random_uuid()::text, '-', '') from audit_entries
    where jsonb_typeof(facts -> 'reason') = 'string' and length(trim(facts ->> 'reason')) > 0`.execute(db);
  await sql`alter table audit_entries disable trigger append_only`.execute(db);
  await sql`
    update audit_entries
    set facts = facts - 'reason' || jsonb_build_object(
      'saltedReason', encode(sha256(convert_to(audit_reasons.salt || audit_reasons.reason, 'UTF8')), 'hex'))
    from audit_reasons where audit_reasons.entry_id = audit_entries.id`.execute(db);
  await sql`
    update audit_entries
    set edition_id = coalesce(
      (select edition_id from rounds where id = round_id), (select edition_id from applications where id = application_id))
    where edition_id is null and num_nonnulls(round_id, application_id) > 0`.execute(db);
  await sql`alter table audit_entries enable trigger append_only`.execute(db);
}

async function keepSeals(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_seals (
      number integer primary key check (number > 0),
      previous_digest text unique nulls not distinct,
      entries integer not null check (entries > 0),
      settled_to bigint not null check (settled_to >= 0),
      digest ${digest} unique,
      sealed_at timestamptz not null,
      foreign key (previous_digest) references audit_seals (digest),
      check ((number = 1) = (previous_digest is null))
    )`.execute(db);
  await sql`comment on column audit_seals.settled_to is 'whatever has an id up to this one is in this seal or an earlier one: no transaction was left that could bring another'`.execute(
    db,
  );
  await sql`
    create table audit_seal_entries (
      entry_id bigint primary key references audit_entries (id),
      seal_number integer not null references audit_seals (number),
      position integer not null check (position > 0),
      digest ${digest},
      link text not null check (link ~ '^[0-9a-f]{64}$'),
      unique (seal_number, position)
    )`.execute(db);
  await sql`comment on column audit_seal_entries.digest is 'of the entry itself'`.execute(db);
  await sql`comment on column audit_seal_entries.link is 'of the link before (at first: of the seal before) and the digest'`.execute(
    db,
  );
  for (const table of ["audit_seals", "audit_seal_entries"])
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
}

/** The trail is read by time, the latest first, under any of its filters. */
async function findEntries(db: Kysely<unknown>): Promise<void> {
  for (const column of ["actor_id", "edition_id", "round_id", "application_id"]) {
    const name = sql.id(`audit_entries_${column}`);
    await sql`drop index ${name}`.execute(db);
    await sql`create index ${name} on audit_entries (${sql.id(column)}, at, id)`.execute(db);
  }
  await sql`create index audit_entries_at on audit_entries (at, id)`.execute(db);
  await sql`create index audit_entries_command on audit_entries (command, at, id)`.execute(db);
}
