import { type Kysely, sql } from "kysely";

/** Preliminary review: which judge reviews which application, from whom what is hidden, and who must not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table review_settings (
      round_id integer primary key references rounds (id),
      reviews_per_entry smallint not null check (reviews_per_entry between 1 and 9),
      blind_fields text[] not null default '{}',
      same_employer boolean not null default true,
      same_school boolean not null default false,
      same_recommender boolean not null default true
    )`.execute(db);
  await sql`comment on column review_settings.blind_fields is 'fields of the application that judges do not see'`.execute(
    db,
  );
  await sql`
    alter table panel_members
      add column employer text,
      add column school text,
      add column recommender_id integer references recommenders (id),
      add column most_reviews smallint check (most_reviews > 0)`.execute(db);
  await sql`create index panel_members_recommender_id on panel_members (recommender_id)`.execute(db);
  await sql`
    create table panel_member_tracks (
      panel_member_id integer not null references panel_members (id) on delete cascade,
      track_id integer not null references tracks (id),
      primary key (panel_member_id, track_id)
    )`.execute(db);
  await sql`create index panel_member_tracks_track_id on panel_member_tracks (track_id)`.execute(db);
  await sql`
    create table assignments (
      round_id integer not null,
      entry_id integer not null,
      judge_id integer not null,
      origin text not null check (origin in ('computed', 'hand')),
      assigned_by_id text not null references users (id),
      assigned_at timestamptz not null default now(),
      primary key (entry_id, judge_id),
      foreign key (round_id, entry_id) references entries (round_id, id) on delete cascade,
      foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
    )`.execute(db);
  await sql`create index assignments_judge_id on assignments (judge_id)`.execute(db);
  await sql`create index assignments_round_id on assignments (round_id, entry_id)`.execute(db);
  await sql`create index assignments_round_judge on assignments (round_id, judge_id)`.execute(db);
  await sql`create index assignments_assigned_by_id on assignments (assigned_by_id)`.execute(db);
  // Where judges are assigned, nobody else writes a sheet
  await sql`
    create function sheets_guard_assigned() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join review_settings using (round_id)
        where not exists (
          select from assignments
          where assignments.entry_id = touched.entry_id and assignments.judge_id = touched.judge_id
        )
      ) then
        raise exception 'the judge is not assigned to this entry' using errcode = 'CD008';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_assigned after insert on sheets referencing new table as touched
    for each statement execute function sheets_guard_assigned()`.execute(db);
  await sql`
    create function assignments_guard_sheets() returns trigger language plpgsql as $$
    begin
      if exists (select from touched join sheets using (entry_id, judge_id)) then
        raise exception 'the judge has begun the sheet' using errcode = 'CD008';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger guard_sheets after delete on assignments referencing old table as touched
    for each statement execute function assignments_guard_sheets()`.execute(db);
}
