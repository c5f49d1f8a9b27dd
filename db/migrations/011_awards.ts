import { statements } from "./statements.ts";

/**
 * What is looked into before a provisional rank becomes an award, the awards that were granted, and certificates by serial
 * numbers that anybody can look up.
 */
export const up = statements(`
  create table diligence_checklists (
    edition_id integer primary key references editions (id),
    items jsonb not null check (jsonb_typeof(items) = 'array' and jsonb_array_length(items) between 1 and 40),
    edited_by_id text not null references users (id),
    edited_at timestamptz not null
  );
  create index diligence_checklists_edited_by_id on diligence_checklists (edited_by_id);
  comment on table diligence_checklists is 'app/rules/diligence/diligence.ts; without a row the product''s own; stands from the first finding on';

  create table diligence_findings (
    entry_id integer not null references entries (id),
    item smallint not null check (item > 0),
    finding text not null check (finding in ('met', 'unmet', 'inapplicable')),
    note text check (note <> ''),
    found_by_id text not null references users (id),
    found_at timestamptz not null,
    primary key (entry_id, item)
  );
  create index diligence_findings_found_by_id on diligence_findings (found_by_id);
  comment on column diligence_findings.item is 'its place in the checklist, from 1';

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
  );
  create unique index diligence_files_once on diligence_files (entry_id, sha256) where erased_at is null;
  create index diligence_files_brought_by_id on diligence_files (brought_by_id);
  comment on table diligence_files is 'without the names that people gave them, which say whose they are';

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
  );
  create unique index diligence_decisions_standing on diligence_decisions (entry_id) where revoked_at is null;
  create index diligence_decisions_decided_by_id on diligence_decisions (decided_by_id);
  create index diligence_decisions_revoked_by_id on diligence_decisions (revoked_by_id);

  create table award_settings (
    edition_id integer primary key references editions (id),
    move_up boolean not null,
    levels jsonb not null check (jsonb_typeof(levels) = 'array'),
    edited_by_id text not null references users (id),
    edited_at timestamptz not null
  );
  create index award_settings_edited_by_id on award_settings (edited_by_id);
  comment on table award_settings is 'app/rules/awards/awards.ts; without a row nobody moves up, and the levels are the final''s prizes of the edition''s page';

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
  );
  create unique index award_grants_standing on award_grants (edition_id) where revoked_at is null;
  create index award_grants_release_id on award_grants (release_id);
  create index award_grants_granted_by_id on award_grants (granted_by_id);
  create index award_grants_revoked_by_id on award_grants (revoked_by_id);

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
  );
  create index awards_entry_id on awards (entry_id);
  comment on column awards.yuan is 'whole yuan; null for an award without money';
  comment on column awards.rank is 'the provisional one, of the published result';

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
  );
  create index certificate_templates_edited_by_id on certificate_templates (edited_by_id);
  comment on table certificate_templates is 'without a row the product''s own words';

  create table certificates (
    id integer generated always as identity primary key,
    release_id integer not null references releases (id),
    entry_id integer not null references entries (id),
    serial text not null unique check (serial ~ '^[0-9A-HJ-NPQRTUWXY]{12}$'),
    award text not null check (award <> ''),
    award_en text check (award_en <> ''),
    issued_by_id text not null references users (id),
    issued_at timestamptz not null default now(),
    grant_id integer references award_grants (id),
    unique nulls not distinct (release_id, entry_id, grant_id)
  );
  create index certificates_entry_id on certificates (entry_id);
  create index certificates_issued_by_id on certificates (issued_by_id);
  create index certificates_grant_id on certificates (grant_id);
  comment on table certificates is 'holds no name: who won is read from the application, as long as that may be kept';
  comment on column certificates.grant_id is 'the grant that gave the award; null where it went by the rank alone';
`);
