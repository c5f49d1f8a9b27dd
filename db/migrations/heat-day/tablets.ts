import { type Kysely, sql } from "kysely";

export async function keepTablets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pairing_codes (
      id integer generated always as identity primary key,
      round_id integer not null,
      judge_id integer not null,
      code_digest text not null unique,
      issued_by_id text not null references users (id),
      issued_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
    )`.execute(db);
  await sql`comment on column pairing_codes.code_digest is 'the code itself is shown once and kept nowhere'`.execute(
    db,
  );
  await sql`create index pairing_codes_judge_id on pairing_codes (judge_id)`.execute(db);
  await sql`create index pairing_codes_round_id on pairing_codes (round_id, judge_id)`.execute(db);
  await sql`create index pairing_codes_issued_by_id on pairing_codes (issued_by_id)`.execute(db);
  await sql`
    create table pairing_tries (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      client_digest text not null,
      paired boolean not null,
      round_id integer references rounds (id)
    )`.execute(db);
  await sql`comment on column pairing_tries.client_digest is 'of the address that tried, keyed'`.execute(db);
  await sql`create index pairing_tries_round_id on pairing_tries (round_id)`.execute(db);
  await sql`create index pairing_tries_at on pairing_tries (at)`.execute(db);
  await sql`
    create table tablets (
      id integer generated always as identity primary key,
      round_id integer not null,
      judge_id integer not null,
      token_digest text not null unique,
      means text not null default 'paired' check (means in ('paired', 'account')),
      name text not null default '',
      paired_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      revoked_by_id text references users (id),
      seen_at timestamptz,
      unsent smallint check (unsent >= 0),
      battery_percent smallint check (battery_percent between 0 and 100),
      charging boolean,
      app_version text,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade,
      check (revoked_by_id is null or revoked_at is not null)
    )`.execute(db);
  await sql`create index tablets_judge_id on tablets (judge_id)`.execute(db);
  await sql`create index tablets_round_id on tablets (round_id, judge_id)`.execute(db);
  await sql`create index tablets_revoked_by_id on tablets (revoked_by_id)`.execute(db);
  await sql`comment on column tablets.means is 'paired: the token is the whole right of the device; account: a judge who signed in by themselves, listed for the signs of life'`.execute(
    db,
  );
  // Signs of life come every few seconds and are no change of the round: those who watch the tablets hear of them apart
  await sql`
    create function announce_tablet() returns trigger language plpgsql as $$
    begin
      perform pg_notify('tablets_changed', new.round_id::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce after insert or update on tablets
    for each row execute function announce_tablet()`.execute(db);
}
