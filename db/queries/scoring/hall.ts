import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/**
 * Makes the votes of the hall count in these rounds: the scores of the part that it votes on, for every entry
 * (`rules/standings/hall.ts` says the same a second time). One statement.
 */
export async function countHallVotes(db: Kysely<DB>, roundIds: readonly number[]): Promise<void> {
  await sql`
    insert into part_scores (round_id, entry_id, part, score)
    select round_id, id, part, coalesce(case when truncates then div(100 * most_points * votes, divisor)
      else div(200 * most_points * votes + divisor, 2 * divisor) end, 0) * 0.01
    from (
      select entries.round_id, entries.id, part ->> 'key' as part, (part ->> 'max')::numeric as most_points, coalesce(votes, 0) as votes,
        coalesce(settings -> 'rounding' ->> 'points', settings ->> 'rounding') = 'truncate' as truncates,
        nullif(case part -> 'hall' ->> 'of' when 'most' then max(votes) over (partition by entries.round_id)
          else sum(votes) over (partition by entries.round_id) end, 0) as divisor
      from rules join entries on entries.round_id = rules.round_id
        cross join jsonb_array_elements(settings -> 'parts') of_rule (part)
        left join hall_counts on hall_counts.entry_id = entries.id
      where rules.round_id = any (${[...roundIds]}::integer[]) and part ? 'hall'
    ) voted`.execute(db);
}
