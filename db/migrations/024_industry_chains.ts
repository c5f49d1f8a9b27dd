import { type Kysely, sql } from "kysely";

/** The district's industry chains, as each edition names them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table editions add column industry_chains jsonb not null default '[]'`.execute(db);
  await sql`comment on column editions.industry_chains is 'names, tracks and keywords: app/rules/industry-chain.ts'`.execute(
    db,
  );
}
