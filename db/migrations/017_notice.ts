import { type Kysely, sql } from "kysely";

/** The public notice of results, and the objections that people raise to them while it is open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await settle(db);
  await keepObjections(db);
  await keepWhatBelongsToThem(db);
}

async function settle(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table editions
      add column notice_contact text,
      add column notice_contact_en text,
      add column discipline_line text,
      add column discipline_line_en text,
      add column notice_working_days smallint not null default 5 check (notice_working_days between 1 and 30),
      add column objection_working_days smallint not null default 10 check (objection_working_days between 1 and 60),
      add column own_days jsonb not null default '{"off": [], "work": []}'`.execute(db);
  await sql`comment on column editions.discipline_line is 'how the discipline office is reached; stands in every notice'`.execute(
    db,
  );
  await sql`comment on column editions.own_days is 'days off and days worked that the built-in arrangement lacks: { off, work }'`.execute(
    db,
  );
}

/** Who objects is sealed, and so is what they write; keys, states and times are not. */
async function keepObjections(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table objections (
      id integer generated always as identity primary key,
      receipt text not null unique check (receipt ~ '^YY-[2-9A-HJ-NP-Z]{6}$'),
      form_digest text not null unique check (form_digest ~ '^[0-9a-f]{64}$'),
      link_digest text not null unique check (link_digest ~ '^[0-9a-f]{64}$'),
      round_id integer not null references rounds (id),
      release_id integer not null references releases (id),
      entry_id integer references entries (id),
      kind text not null check (kind in ('person', 'unit')),
      locale text not null check (locale in ('zh-CN', 'en')),
      objector text,
      words text,
      key_name text,
      filed_at timestamptz not null,
      due_on date not null,
      state text not null default 'received' check (state in ('received', 'assigned', 'upheld', 'dismissed', 'inadmissible')),
      handler_id text references users (id),
      assigned_at timestamptz,
      decided_by_id text references users (id),
      decided_at timestamptz,
      decision_reason text,
      corrected_release_id integer references releases (id),
      erased_at timestamptz,
      check (num_nonnulls(objector, words, key_name) in (0, 3)),
      check ((objector is null) = (erased_at is not null)),
      check ((handler_id is null) = (assigned_at is null)),
      check (state = 'received' or handler_id is not null),
      check ((state in ('upheld', 'dismissed', 'inadmissible')) = (decided_at is not null)),
      check ((decided_at is null) = (decided_by_id is null)),
      check ((decided_at is null) = (decision_reason is null)),
      check (length(trim(decision_reason)) > 0),
      check (corrected_release_id is null or state = 'upheld')
    )`.execute(db);
  await sql`comment on column objections.form_digest is 'SHA-256 of the key of the form: sent twice, it is one objection'`.execute(
    db,
  );
  await sql`comment on column objections.link_digest is 'SHA-256 of the secret in the private link'`.execute(db);
  await sql`comment on column objections.objector is 'sealed: name, contact and the secret of the private link'`.execute(
    db,
  );
  await sql`comment on column objections.words is 'sealed: the facts and the grounds'`.execute(db);
  for (const column of ["round_id", "release_id", "entry_id", "handler_id", "decided_by_id", "corrected_release_id"])
    await sql`create index ${sql.id(`objections_${column}`)} on objections (${sql.id(column)})`.execute(db);
  await sql`create index objections_open on objections (due_on) where decided_at is null`.execute(db);
  await sql`
    create function objections_guard() returns trigger language plpgsql as $$
    begin
      if (new.receipt, new.form_digest, new.link_digest, new.round_id, new.release_id, new.entry_id, new.kind, new.filed_at, new.due_on)
        is distinct from
        (old.receipt, old.form_digest, old.link_digest, old.round_id, old.release_id, old.entry_id, old.kind, old.filed_at, old.due_on)
        or (old.decided_at is not null and ((new.state, new.handler_id, new.decided_by_id, new.decided_at)
          is distinct from (old.state, old.handler_id, old.decided_by_id, old.decided_at)
          or (new.decision_reason is distinct from old.decision_reason and new.erased_at is null)))
        or (old.erased_at is not null and new.erased_at is distinct from old.erased_at)
        or (old.corrected_release_id is not null and new.corrected_release_id is distinct from old.corrected_release_id) then
        raise exception 'an objection keeps what was filed, and its decision' using errcode = 'CD016';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on objections
    for each row execute function objections_guard()`.execute(db);
  await sql`
    create trigger kept before delete or truncate on objections
    for each statement execute function refuse_change()`.execute(db);
}

async function keepWhatBelongsToThem(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table objection_files (
      id integer generated always as identity primary key,
      objection_id integer not null references objections (id),
      kind text not null check (kind in ('letter', 'evidence')),
      type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
      size integer not null check (size > 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      store_key text not null unique,
      brought_at timestamptz not null,
      erased_at timestamptz,
      unique (objection_id, sha256)
    )`.execute(db);
  await sql`comment on table objection_files is 'without the names that people gave them, which say whose they are'`.execute(
    db,
  );
  await sql`
    create table objection_reveals (
      id integer generated always as identity primary key,
      objection_id integer not null references objections (id),
      revealed_by_id text not null references users (id),
      reason text not null check (length(trim(reason)) >= 4),
      revealed_at timestamptz not null
    )`.execute(db);
  await sql`create index objection_reveals_objection_id on objection_reveals (objection_id)`.execute(db);
  await sql`create index objection_reveals_revealed_by_id on objection_reveals (revealed_by_id)`.execute(db);
  await sql`alter table mails add column objection_id integer references objections (id)`.execute(db);
  await sql`comment on column mails.objection_id is 'whose address is sealed there, and in no mail'`.execute(db);
  await sql`create index mails_objection_id on mails (objection_id)`.execute(db);
}
