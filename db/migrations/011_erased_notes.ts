import { type Kysely, sql } from "kysely";

/**
 * A judge's private note on a submitted sheet goes with the personal data of its application, and nothing else of the
 * sheet does: marks, state and times stay locked.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function sheets_guard_changed() returns trigger language plpgsql as $$
    begin
      if exists (
        select from before left join after on after.id = before.id
        where before.state = 'submitted' and (
          after.note is null
          and to_jsonb(after) - 'note' = to_jsonb(before) - 'note'
          and exists (
            select from entries join applications on applications.id = entries.application_id
            where entries.id = before.entry_id and applications.erased_at is not null
          )
        ) is not true
      ) then
        raise exception 'a submitted sheet is locked' using errcode = 'CD003';
      end if;
      return null;
    end $$`.execute(db);
  await sql`drop trigger guard_submitted_update on sheets`.execute(db);
  await sql`
    create trigger guard_submitted_update after update on sheets
    referencing old table as before new table as after
    for each statement execute function sheets_guard_changed()`.execute(db);
}
