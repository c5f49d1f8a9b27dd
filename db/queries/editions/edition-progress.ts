import { type Kysely, sql } from "kysely";
import type { EditionSetup } from "~/rules/editions/next-edition-step.ts";
import type { DB } from "~db/schema.ts";

/** How far the set-up of these editions has got, by their ids. One query. */
export async function findEditionSetups(db: Kysely<DB>, ids: readonly number[]): Promise<Map<number, EditionSetup>> {
  const { rows } = await sql<EditionSetup & { id: number }>`
    select id, state, apply_opens_at, apply_closes_at, retention_on,
      jsonb_array_length(eligibility) as eligibility,
      (select count(*)::integer from tracks where edition_id = editions.id) as tracks,
      (select count(*)::integer from groups where edition_id = editions.id) as groups,
      (
        (select count(*) from role_grants where edition_id = editions.id and role = 'screener')
        + (
          select count(*) from invitations
          where edition_id = editions.id and role = 'screener' and accepted_at is null and revoked_at is null
        )
      )::integer as screeners,
      (select count(*)::integer from applications where edition_id = editions.id and state = 'submitted') as waiting,
      exists (select from award_grants where edition_id = editions.id and revoked_at is null) as awarded
    from editions where id = any (${[...ids]}::integer[])`.execute(db);
  return new Map(rows.map(({ id, ...setup }) => [id, setup]));
}
