import { type Kysely, sql } from "kysely";

/** Who goes on from the heats into the final: the rule, every line that was drawn, and what happened since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table editions
      add column advancement jsonb`.execute(db);
  await sql`comment on column editions.advancement is 'the rule: app/rules/advancement-rule.ts; null until it is settled'`.execute(
    db,
  );
  await keepLines(db);
  await keepChanges(db);
  await sql`
    alter table entries
      add column from_entry_id integer references entries (id),
      add unique (round_id, from_entry_id)`.execute(db);
  await sql`comment on column entries.from_entry_id is 'the entry of the heat from which it went on'`.execute(db);
  await sql`create index entries_from_entry_id on entries (from_entry_id)`.execute(db);
}

/** What was drawn stands as it was drawn; of a place only that its entry moved up is written later, once. */
async function keepLines(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table advancements (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      version smallint not null check (version > 0),
      rule jsonb not null,
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      drawn_by_id text not null references users (id),
      drawn_at timestamptz not null default now(),
      unique (round_id, version)
    )`.execute(db);
  await sql`comment on column advancements.round_id is 'the final'`.execute(db);
  await sql`create index advancements_drawn_by_id on advancements (drawn_by_id)`.execute(db);
  await sql`
    create table advancement_places (
      advancement_id integer not null references advancements (id),
      entry_id integer not null references entries (id),
      release_id integer not null references releases (id),
      standing text not null check (standing in ('advanced', 'wildcard', 'substitute', 'cut')),
      outcome text not null check (outcome in ('advanced', 'wildcard', 'substitute', 'cut', 'withdrawn')),
      reason jsonb not null,
      rank integer,
      total text,
      moved_up_at timestamptz,
      moved_up_by_id text references users (id),
      primary key (advancement_id, entry_id),
      check ((moved_up_at is null) = (moved_up_by_id is null)),
      check (moved_up_at is null or outcome = 'substitute')
    )`.execute(db);
  await sql`comment on table advancement_places is 'the entries of the heats as the line found them, each with the release that its result was published by'`.execute(
    db,
  );
  for (const column of ["entry_id", "release_id", "moved_up_by_id"])
    await sql`create index ${sql.id(`advancement_places_${column}`)} on advancement_places (${sql.id(column)})`.execute(
      db,
    );
  await sql`
    create function advancement_places_guard() returns trigger language plpgsql as $$
    begin
      if old.moved_up_at is not null
        or (new.advancement_id, new.entry_id, new.release_id, new.standing, new.outcome, new.reason, new.rank, new.total)
          is distinct from
          (old.advancement_id, old.entry_id, old.release_id, old.standing, old.outcome, old.reason, old.rank, old.total) then
        raise exception 'a line stands as it was drawn' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on advancement_places
    for each row execute function advancement_places_guard()`.execute(db);
  await sql`
    create trigger kept before delete or truncate on advancement_places
    for each statement execute function refuse_change()`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on advancements
    for each statement execute function refuse_change()`.execute(db);
}

async function keepChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table advancement_withdrawals (
      entry_id integer primary key references entries (id),
      withdrawn_by_id text not null references users (id),
      withdrawn_at timestamptz not null default now(),
      left_key text
    )`.execute(db);
  await sql`comment on column advancement_withdrawals.left_key is 'its key in the final, when it was in it already: nobody else gets that one'`.execute(
    db,
  );
  await sql`comment on column advancement_withdrawals.entry_id is 'of the heat'`.execute(db);
  await sql`create index advancement_withdrawals_withdrawn_by_id on advancement_withdrawals (withdrawn_by_id)`.execute(
    db,
  );
  await sql`
    create table advancement_votes (
      entry_id integer primary key references entries (id),
      place smallint not null check (place > 0),
      recorded_by_id text not null references users (id),
      recorded_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table advancement_votes is 'the panel''s decision on entries of heats that share a line; the smaller place is the better one'`.execute(
    db,
  );
  await sql`create index advancement_votes_recorded_by_id on advancement_votes (recorded_by_id)`.execute(db);
  for (const table of ["advancement_places", "advancement_withdrawals"])
    await sql`
      create trigger announce_public_change after insert or update or delete or truncate on ${sql.id(table)}
      for each statement execute function announce_public_change()`.execute(db);
}
