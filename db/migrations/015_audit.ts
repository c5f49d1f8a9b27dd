import { statements } from "./statements.ts";

/**
 * What every command leaves behind, sealed in batches, each into a digest that holds the one before. What people gave as a
 * reason lies beside its entry, which keeps a salted digest: it can be erased, and the seal holds.
 */
export const up = statements(`
  create table audit_entries (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    command text not null,
    actor_id text references users (id),
    edition_id integer references editions (id),
    round_id integer references rounds (id),
    application_id integer references applications (id),
    facts jsonb not null default '{}'
  );
  create index audit_entries_actor_id on audit_entries (actor_id, at, id);
  create index audit_entries_edition_id on audit_entries (edition_id, at, id);
  create index audit_entries_round_id on audit_entries (round_id, at, id);
  create index audit_entries_application_id on audit_entries (application_id, at, id);
  create index audit_entries_at on audit_entries (at, id);
  create index audit_entries_command on audit_entries (command, at, id);
  comment on table audit_entries is 'keys, digests and decisions; no personal data in clear';

  create table audit_reasons (
    entry_id bigint primary key references audit_entries (id),
    reason text not null check (length(trim(reason)) > 0),
    salt text not null check (salt ~ '^[0-9a-f]{32}$')
  );
  comment on table audit_reasons is 'what people wrote of an act; the entry holds the SHA-256 of salt and reason';

  create table audit_seals (
    number integer primary key check (number > 0),
    previous_digest text unique nulls not distinct,
    entries integer not null check (entries > 0),
    settled_to bigint not null check (settled_to >= 0),
    digest text not null check (digest ~ '^[0-9a-f]{64}$') unique,
    sealed_at timestamptz not null,
    signature text check (signature ~ '^[0-9a-f]{128}$'),
    public_key text check (public_key ~ '^[0-9a-f]{64}$'),
    check ((signature is null) = (public_key is null)),
    foreign key (previous_digest) references audit_seals (digest),
    check ((number = 1) = (previous_digest is null))
  );
  comment on column audit_seals.settled_to is 'whatever has an id up to this one is in this seal or an earlier one: no transaction was left that could bring another';
  comment on column audit_seals.signature is 'Ed25519 over the digest, by a key that lies outside of the database; null where the installation had none';

  create table audit_seal_entries (
    entry_id bigint primary key references audit_entries (id),
    seal_number integer not null references audit_seals (number),
    position integer not null check (position > 0),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    link text not null check (link ~ '^[0-9a-f]{64}$'),
    unique (seal_number, position)
  );
  comment on column audit_seal_entries.digest is 'of the entry itself';
  comment on column audit_seal_entries.link is 'of the link before (at first: of the seal before) and the digest';
`);
