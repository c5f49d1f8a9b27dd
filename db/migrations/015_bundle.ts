import { type Kysely, sql } from "kysely";

/** What the sealed bundle of a released result says, and whether everybody may have it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table editions
      add column bundle_names_judges boolean not null default false,
      add column bundle_public boolean not null default false`.execute(db);
  await sql`comment on column editions.bundle_names_judges is 'false: judges stand in it by their keys alone'`.execute(
    db,
  );
  await sql`comment on column editions.bundle_public is 'true: a published result offers its bundle to everybody'`.execute(
    db,
  );
}
