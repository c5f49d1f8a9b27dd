import { type Kysely, sql } from "kysely";

/** Who was taken off an application by hand: no computation brings them back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table unassignments (
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      taken_off_by_id text not null references users (id),
      taken_off_at timestamptz not null default now(),
      primary key (entry_id, judge_id),
      foreign key (round_id, entry_id) references entries (round_id, id) on delete cascade,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
    )`.execute(db);
  await sql`create index unassignments_judge_id on unassignments (judge_id)`.execute(db);
  await sql`create index unassignments_round_id on unassignments (round_id, entry_id)`.execute(db);
  await sql`create index unassignments_round_judge on unassignments (round_id, judge_id)`.execute(db);
  await sql`create index unassignments_taken_off_by_id on unassignments (taken_off_by_id)`.execute(db);
}
