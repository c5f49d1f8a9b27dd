import { type Kysely, sql } from "kysely";

/** Certificates of published results, by serial numbers that anybody can look up, and the words of an edition's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table certificate_templates (
      edition_id integer primary key references editions (id),
      title text not null check (title <> ''),
      title_en text check (title_en <> ''),
      body text not null check (body <> ''),
      body_en text check (body_en <> ''),
      issuer text not null check (issuer <> ''),
      issuer_en text check (issuer_en <> ''),
      edited_by_id text not null references users (id),
      edited_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table certificate_templates is 'without a row the product''s own words'`.execute(db);
  await sql`create index certificate_templates_edited_by_id on certificate_templates (edited_by_id)`.execute(db);
  await sql`
    create table certificates (
      id integer generated always as identity primary key,
      release_id integer not null references releases (id),
      entry_id integer not null references entries (id),
      serial text not null unique check (serial ~ '^[0-9A-HJ-NPQRTUWXY]{12}$'),
      award text not null check (award <> ''),
      award_en text check (award_en <> ''),
      issued_by_id text not null references users (id),
      issued_at timestamptz not null default now(),
      unique (release_id, entry_id)
    )`.execute(db);
  await sql`comment on table certificates is 'holds no name: who won is read from the application, as long as that may be kept'`.execute(
    db,
  );
  await sql`create index certificates_entry_id on certificates (entry_id)`.execute(db);
  await sql`create index certificates_issued_by_id on certificates (issued_by_id)`.execute(db);
  await sql`
    create function certificates_guard() returns trigger language plpgsql as $$
    begin
      if not exists (
        select from releases
          join entries on entries.round_id = releases.round_id
        where releases.id = new.release_id and releases.state = 'published' and entries.id = new.entry_id
      ) then
        raise exception 'a certificate is of a published result' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before insert on certificates
    for each row execute function certificates_guard()`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on certificates
    for each statement execute function refuse_change()`.execute(db);
}
