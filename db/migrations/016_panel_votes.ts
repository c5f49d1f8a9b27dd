import { type Kysely, sql } from "kysely";

/**
 * The panel's votes on ties, each with the members who were present, the order that each of them wanted and the places that
 * came of it. The standings go on reading `tie_votes`: its places are those of the vote that stands.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table panel_votes (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      reason text not null check (length(trim(reason)) > 0),
      recorded_by_id text not null references users (id),
      recorded_at timestamptz not null default now(),
      unique (round_id, id)
    )`.execute(db);
  await sql`create index panel_votes_recorded_by_id on panel_votes (recorded_by_id)`.execute(db);
  await sql`
    create table panel_vote_places (
      round_id integer not null,
      vote_id integer not null,
      entry_id integer not null,
      place smallint not null check (place > 0),
      primary key (round_id, vote_id, entry_id),
      foreign key (round_id, vote_id) references panel_votes (round_id, id),
      foreign key (round_id, entry_id) references entries (round_id, id)
    )`.execute(db);
  await sql`create index panel_vote_places_entry_id on panel_vote_places (round_id, entry_id)`.execute(db);
  await sql`
    create table panel_vote_ballots (
      round_id integer not null,
      vote_id integer not null,
      judge_id integer not null,
      entry_id integer not null,
      place smallint not null check (place > 0),
      primary key (round_id, vote_id, judge_id, entry_id),
      unique (round_id, vote_id, judge_id, place),
      foreign key (round_id, vote_id, entry_id) references panel_vote_places (round_id, vote_id, entry_id),
      foreign key (round_id, judge_id) references panel_members (round_id, id)
    )`.execute(db);
  await sql`comment on column panel_vote_ballots.place is 'where this member wants the entry; each place once'`.execute(
    db,
  );
  await sql`create index panel_vote_ballots_judge_id on panel_vote_ballots (round_id, judge_id)`.execute(db);
  await sql`create index panel_vote_ballots_entry_id on panel_vote_ballots (entry_id)`.execute(db);
  await sql`
    alter table tie_votes
      add column vote_id integer,
      add foreign key (round_id, vote_id, entry_id) references panel_vote_places (round_id, vote_id, entry_id)`.execute(
    db,
  );
  await sql`comment on column tie_votes.vote_id is 'the vote that stands; null: the places came without votes'`.execute(
    db,
  );
  await sql`create index tie_votes_vote_id on tie_votes (round_id, vote_id)`.execute(db);
  await keepVotes(db);
  await guardReleases(db);
}

/** A vote is corrected by another one alone. It goes with a rehearsal that is wiped and an imported round that is replaced. */
async function keepVotes(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function panel_votes_guard() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join rounds on rounds.id = touched.round_id
        where tg_op <> 'DELETE' or (rounds.rehearsal_of_id is null and rounds.origin <> 'import')
      ) then
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["panel_votes", "panel_vote_places", "panel_vote_ballots"]) {
    for (const event of ["update", "delete"])
      await sql`
        create trigger ${sql.id(`kept_${event}`)} after ${sql.raw(event)} on ${sql.id(table)} referencing old table as touched
        for each statement execute function panel_votes_guard()`.execute(db);
    await sql`
      create trigger kept_truncate before truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
}

/** Once a second person has confirmed a result no vote changes it any more; the round's row lock orders the two sides. */
async function guardReleases(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function panel_votes_guard_release() returns trigger language plpgsql as $$
    begin
      if exists (select from releases where round_id = new.round_id and state in ('confirmed', 'published')) then
        raise exception 'the result of round % is confirmed', new.round_id using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_release before insert on panel_votes
    for each row execute function panel_votes_guard_release()`.execute(db);
  await sql`
    create trigger guard_release before insert or update on tie_votes
    for each row execute function panel_votes_guard_release()`.execute(db);
}
