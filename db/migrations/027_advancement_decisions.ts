import { type Kysely, sql } from "kysely";

/** A decision of the panel on equals is kept whole; whoever leaves a final comes back to it as they left it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepDecisions(db);
  await keepDepartures(db);
}

/** What was recorded in one act becomes one decision. */
async function keepDecisions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table advancement_decisions (
      id integer generated always as identity primary key,
      recorded_by_id text not null references users (id),
      recorded_at timestamptz not null default now()
    )`.execute(db);
  await sql`comment on table advancement_decisions is 'the panel''s decisions on entries of heats that share a line or a free place'`.execute(
    db,
  );
  await sql`create index advancement_decisions_recorded_by_id on advancement_decisions (recorded_by_id)`.execute(db);
  await sql`
    create table advancement_decision_places (
      decision_id integer not null references advancement_decisions (id),
      entry_id integer not null references entries (id),
      place smallint not null check (place > 0),
      primary key (decision_id, entry_id)
    )`.execute(db);
  await sql`comment on column advancement_decision_places.place is 'the smaller place is the better one'`.execute(db);
  await sql`create index advancement_decision_places_entry_id on advancement_decision_places (entry_id)`.execute(db);
  await sql`
    insert into advancement_decisions (recorded_by_id, recorded_at)
    select distinct recorded_by_id, recorded_at from advancement_votes order by recorded_at, recorded_by_id`.execute(
    db,
  );
  await sql`
    insert into advancement_decision_places (decision_id, entry_id, place)
    select decisions.id, votes.entry_id, votes.place
    from advancement_votes votes join advancement_decisions decisions using (recorded_by_id, recorded_at)`.execute(db);
  await sql`drop table advancement_votes`.execute(db);
  for (const table of ["advancement_decisions", "advancement_decision_places"])
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
}

async function keepDepartures(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table final_departures (
      round_id integer not null references rounds (id),
      entry_id integer not null references entries (id),
      key text not null,
      ticket text not null,
      kept jsonb not null,
      left_at timestamptz not null default now(),
      primary key (round_id, entry_id),
      unique (round_id, key)
    )`.execute(db);
  await sql`comment on table final_departures is 'who was taken out of a final: their key there is nobody else''s'`.execute(
    db,
  );
  await sql`comment on column final_departures.entry_id is 'of the heat'`.execute(db);
  await sql`comment on column final_departures.kept is 'declared ties and sign-in, as rows: they come back with the entry'`.execute(
    db,
  );
  await sql`create index final_departures_entry_id on final_departures (entry_id)`.execute(db);
}
