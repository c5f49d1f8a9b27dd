import { type Kysely, sql } from "kysely";

/** While a version is public the panel may vote again, for its correction; only what waits for its publication is fixed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function panel_votes_guard_release() returns trigger language plpgsql as $$
    begin
      if exists (select from releases where round_id = new.round_id and state = 'confirmed') then
        raise exception 'the result of round % is confirmed', new.round_id using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
}
