import { type Kysely, sql } from "kysely";

/** What a heat leaves behind only grows, and a rehearsal leaves nothing: it is never released, and can be wiped. */
export async function guardRehearsals(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change_of_real() returns trigger language plpgsql as $$
    begin
      if exists (
        select from touched join rounds on rounds.id = touched.round_id
        where tg_op <> 'DELETE' or rounds.rehearsal_of_id is null
      ) then
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  for (const table of ["stage_steps", "superseded_sheets", "late_sheets", "signatures"]) {
    if (table === "stage_steps")
      await sql`
        create trigger kept_update after update on ${sql.id(table)} referencing old table as touched
        for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_delete after delete on ${sql.id(table)} referencing old table as touched
      for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_truncate before truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
  // Draws were append-only from the beginning (migration 005); those of a rehearsal go with it
  await sql`drop trigger append_only on draws`.execute(db);
  await sql`
    create trigger kept_update after update on draws referencing old table as touched
    for each statement execute function refuse_change_of_real()`.execute(db);
  await sql`
    create trigger kept_delete after delete on draws referencing old table as touched
    for each statement execute function refuse_change_of_real()`.execute(db);
  await sql`
    create trigger kept_truncate before truncate on draws
    for each statement execute function refuse_change()`.execute(db);
  await sql`
    create function releases_guard_rehearsal() returns trigger language plpgsql as $$
    begin
      if exists (select from rounds where id = new.round_id and rehearsal_of_id is not null) then
        raise exception 'a rehearsal has no result' using errcode = 'CD009';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_rehearsal before insert on releases
    for each row execute function releases_guard_rehearsal()`.execute(db);
  await sql`
    create function rounds_guard_rehearsal() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.rehearsal_of_id is distinct from old.rehearsal_of_id then
          raise exception 'a round does not become a rehearsal, nor a rehearsal a round' using errcode = 'CD009';
        end if;
        if old.wiped_at is not null and new is distinct from old then
          raise exception 'the rehearsal % was wiped', old.slug using errcode = 'CD009';
        end if;
      elsif new.rehearsal_of_id is not null and not exists (
        select from rounds as heat
        where heat.id = new.rehearsal_of_id and heat.rehearsal_of_id is null and heat.edition_id = new.edition_id
      ) then
        raise exception 'only a heat of the same edition is rehearsed' using errcode = 'CD009';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_rehearsal before insert or update on rounds
    for each row execute function rounds_guard_rehearsal()`.execute(db);
}
