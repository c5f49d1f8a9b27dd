import { type Kysely, sql } from "kysely";

/** Every command leaves an audit entry in its transaction: with its commit all who look at that round hear of it. */
export async function announceRoundChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function announce_round_change() returns trigger language plpgsql as $$
    begin
      perform pg_notify('round_changed', round_id::text)
      from (select distinct round_id from added where round_id is not null) as changed;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce_round_change after insert on audit_entries referencing new table as added
    for each statement execute function announce_round_change()`.execute(db);
}

/** Who follows something live is asked for again when a session of theirs, a right, a seat or a tablet is taken away. */
export async function announceAccessChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function announce_access_change() returns trigger language plpgsql as $$
    begin
      if old.user_id is not null then
        perform pg_notify('access_changed', old.user_id);
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["sessions", "role_grants"])
    await sql`
      create trigger announce_access_change after delete or update on ${sql.id(table)}
      for each row execute function announce_access_change()`.execute(db);
  await sql`
    create trigger announce_access_change after delete or update of user_id, removed_at on panel_members
    for each row execute function announce_access_change()`.execute(db);
  await sql`
    create function announce_tablet_end() returns trigger language plpgsql as $$
    begin
      perform pg_notify('access_changed', user_id) from panel_members where id = new.judge_id and user_id is not null;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger announce_tablet_end after update of revoked_at on tablets
    for each row when (new.revoked_at is not null) execute function announce_tablet_end()`.execute(db);
}
