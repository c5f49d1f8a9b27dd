import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";
import type { LaterPlaces } from "./rule.ts";

/**
 * What of the second edition any of these rounds needs: the query is written without the rest, which PostgreSQL then
 * neither plans nor sets up. Of several rounds it is all that one of them needs; a step that a rule does not use does nothing.
 */
export interface LaterShape extends LaterPlaces {
  /** So many tie steps has the longest ladder. */
  steps: number;
  /** Whether a tie step depends on who is equal until then. */
  climbs: boolean;
  byCriterion: boolean;
  /** Whether a rule, or a kind of judges in it, leaves out any value: all but means and sums may. */
  trims: boolean;
  normalises: boolean;
  scales: boolean;
  hasParts: boolean;
  carries: boolean;
  ranksByPlaces: boolean;
  /** By the places in each criterion. */
  skates: boolean;
  hasThresholds: boolean;
}

/** The shape of these rounds, by their rules alone, which stand still from the first submitted sheet on. One query. */
export async function findLaterShape(db: Kysely<DB>, roundIds: readonly number[]): Promise<LaterShape> {
  const ids = sql`any (${[...roundIds]}::integer[])`;
  const { rows } = await sql<LaterShape>`
    select coalesce(bool_or(level = 'criterion'), false) as by_criterion,
      coalesce(bool_or(method not in ('mean', 'sum') or exists (
        select from jsonb_array_elements(settings -> 'kinds') kind where kind -> 'combine' ->> 'method' not in ('mean', 'sum')
      )), false) as trims,
      coalesce(bool_or(settings ? 'normalise'), false) as normalises,
      coalesce(bool_or(settings ? 'thresholds'), false) as has_thresholds,
      coalesce(bool_or(settings ? 'coefficient'), false) as scales,
      coalesce(bool_or(settings ? 'parts'), false) as has_parts,
      coalesce(bool_or(settings ? 'carry'), false) as carries,
      coalesce(bool_or(settings ? 'placings'), false) as ranks_by_places,
      coalesce(bool_or(settings -> 'placings' ->> 'method' = 'skating'), false) as skates,
      coalesce(bool_or(settings ? 'rounding'), false) as rounds,
      array(
        select distinct jsonb_object_keys(settings -> 'places') as place
        from rules where round_id = ${ids} order by place
      ) as places,
      coalesce(bool_or(settings ->> 'lacking' = 'skip'), false)
        or exists (select from tie_steps where round_id = ${ids} and step = 'vote') as climbs,
      (select coalesce(max(position) + 1, 0) from tie_steps where round_id = ${ids})::integer as steps
    from rules where round_id = ${ids}`.execute(db);
  const [shape] = rows;
  if (!shape) throw new Error("an aggregate without a row");
  return shape;
}

/** In place of what a shape leaves out, each with the columns that others read of it. */
export const nobodySpread = sql`select null::integer as judge, null::boolean as flat where false`;
export const nothingNormalised = sql`select null::integer as judge, null::numeric as total, null::numeric as value where false`;
export const nothingDropped = sql`select null::integer as entry_id, null::text as list where false`;
export const noPanelMeans = sql`select null::text as panel, null::numeric as mean, null::numeric as overall where false`;
export const noPartPoints = sql`
  select null::integer as entry_id, null::numeric as added, null::json as texts, null::text[] as lacks, null::json as exact,
    null::integer as hall where false
`;
export const nobodyPlaced = sql`select null::integer as entry_id where false`;
export const nothingByPlaces = sql`
  select null::integer as entry_id, null::numeric as placed_total, null::json as places, null::json as majority, null::json as skating where false
`;
export const nothingCarried = sql`
  select null::integer as entry_id, null::numeric as added, null::boolean as whole, null::json as texts, null::text[] as lacks where false
`;
