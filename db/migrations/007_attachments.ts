import { type Kysely, sql } from "kysely";

/** Files of an application. Half an upload is no attachment: it becomes one, with its digest, when all of it is there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const kinds = sql`('business-plan', 'deck', 'identity', 'degree', 'patent', 'licence', 'finance', 'statement')`;
  await sql`
    create table uploads (
      id text primary key check (id ~ '^[0-9a-f]{32}$'),
      application_id integer not null references applications (id),
      kind text not null check (kind in ${kinds}),
      redacted_of_id integer,
      name text not null check (name <> ''),
      size bigint not null check (size > 0),
      uploader_id text not null references users (id),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db);
  await sql`comment on table uploads is 'uploads under way; how far each has come is for the store to say'`.execute(db);
  await sql`create index uploads_application_id on uploads (application_id)`.execute(db);
  await sql`create index uploads_uploader_id on uploads (uploader_id)`.execute(db);
  await sql`create index uploads_expires_at on uploads (expires_at)`.execute(db);
  await sql`
    create table attachments (
      id integer generated always as identity primary key,
      application_id integer not null references applications (id),
      kind text not null check (kind in ${kinds}),
      redacted_of_id integer references attachments (id),
      name text not null check (name <> ''),
      type text not null check (type in ('application/pdf',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'image/jpeg', 'image/png')),
      size bigint not null check (size > 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      store_key text not null unique,
      uploader_id text not null references users (id),
      attached_at timestamptz not null default now(),
      removed_at timestamptz,
      erased_at timestamptz,
      unique (application_id, id),
      foreign key (application_id, redacted_of_id) references attachments (application_id, id),
      check (redacted_of_id <> id)
    )`.execute(db);
  await sql`comment on column attachments.removed_at is 'taken out by the applicant; kept while a submission names it'`.execute(
    db,
  );
  await sql`comment on column attachments.redacted_of_id is 'the attachment of which this is the copy for blind review'`.execute(
    db,
  );
  await sql`create index attachments_application_id on attachments (application_id, kind)`.execute(db);
  await sql`create index attachments_redacted_of_id on attachments (redacted_of_id)`.execute(db);
  await sql`create index attachments_uploader_id on attachments (uploader_id)`.execute(db);
  await sql`
    alter table uploads add foreign key (application_id, redacted_of_id) references attachments (application_id, id)`.execute(
    db,
  );
  await sql`create index uploads_redacted_of_id on uploads (redacted_of_id)`.execute(db);
}
