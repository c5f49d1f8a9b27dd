import { type RawBuilder, sql } from "kysely";
import { type Place, placeNames } from "~/rules/standings/rule.ts";
import type { Slot } from "./stored-statements.ts";

/** Sheet totals are whole numbers of this many decimals: marks have two, factors six. */
export const SHEET_PLACES = 8;

/** Whether the standings of a round have any key, or their computation any step, that the first edition's query does not know. */
const isOfSecondEdition = sql`(
  coalesce(rules.settings - 'lacking' <> '{}', false)
  or exists (select from revisions where revisions.round_id = rounds.id)
  or exists (select from adjustments where adjustments.round_id = rounds.id)
  or exists (select from entries where entries.round_id = rounds.id and entries.panel is not null)
)`;

const firstPlaces: Partial<Record<Place, RawBuilder<unknown>>> = {
  sheet: sql`rules.places_sheet`,
  combined: sql`rules.places_combined`,
  points: sql`rules.places_points`,
  total: sql`rules.places_total`,
};

/** Of the second edition: the places that any of the rounds rounds at, and whether any rule says how. */
export interface LaterPlaces {
  places: readonly string[];
  rounds: boolean;
}

/** The settings of the second edition as columns: the places and whether each is cut off, kinds and parts as they stand. */
const laterColumns = ({ places, rounds }: LaterPlaces) =>
  sql`, ${sql.join([
    sql`coalesce(rules.settings, '{}') as settings`,
    ...placeNames.flatMap((name) => [
      ...(firstPlaces[name] || places.includes(name)
        ? [
            sql`coalesce(${firstPlaces[name] ?? sql`null`}, (rules.settings -> 'places' ->> ${sql.lit(name)})::integer) as ${sql.ref(`to_${name}`)}`,
          ]
        : []),
      ...(rounds
        ? [
            sql`coalesce(case jsonb_typeof(rules.settings -> 'rounding') when 'string' then rules.settings ->> 'rounding'
            else rules.settings -> 'rounding' ->> ${sql.lit(name)} end = 'truncate', false) as ${sql.ref(`cut_${name}`)}`,
          ]
        : []),
    ]),
  ])}`;

/** The columns that `laterColumns` leaves out, as constants: the planner drops what hangs on them. */
export const constantColumns = ({ places, rounds }: LaterPlaces): RawBuilder<unknown> =>
  sql.join([
    sql`judged.*`,
    ...placeNames.flatMap((name) => [
      ...(firstPlaces[name] || places.includes(name) ? [] : [sql`null::integer as ${sql.ref(`to_${name}`)}`]),
      ...(rounds ? [] : [sql`false as ${sql.ref(`cut_${name}`)}`]),
    ]),
  ]);

/**
 * The asked rounds, each with its state and its rule: once as the contract's object, once as the constants that the
 * computation reads. The ids come through array(…), which hides their number from the planner: else a plan made for any
 * ids would look dearer to it than one made again each time.
 */
export const judged = (roundIds: readonly number[] | Slot, later?: LaterPlaces): RawBuilder<unknown> => sql`
  select rounds.id, rounds.slug, array_position(${sql.val(roundIds)}::integer[], rounds.id) as asked,
    coalesce(releases.state, rounds.state) as state,
    ${ruleObject} as rule, rules.settings ->> 'lacking' as lacking, coalesce(rules.settings ->> 'lacking' = 'skip', false) as skips,
    rules.level, rules.method, rules.missing = 'zero' as lacking_is_zero, rules.groups = 'separate' as separate,
    rules.trim_high::integer as high, rules.trim_low::integer as low, rules.trim_at_least::integer as at_least,
    (rules.method = 'median' and members.count > 4) or rules.trim_high > 1 or rules.trim_low > 1 as deep,
    rules.places_sheet::integer, rules.places_combined::integer, rules.places_points::integer, rules.places_total::integer,
    coalesce(10::numeric ^ greatest(${sql.lit(SHEET_PLACES)} - rules.places_sheet, 0), 1)::bigint as sheet_grain,
    rubric.keys as criterion_keys, members.keys as judge_keys, rubric.count as criteria, coalesce(ladder.steps, '{}') as steps, coalesce(ladder.keys, '{}') as step_keys,
    ladder.places as step_places, ladder.slots as step_slots,
    exists (select from tie_votes where tie_votes.round_id = rounds.id and tie_votes.vote_id is not null) as has_votes, 0 as none${later ? laterColumns(later) : sql``}
  from rounds
    join rules on rules.round_id = rounds.id
    left join lateral (
      select releases.state from releases
      where releases.round_id = rounds.id and rounds.state = 'closed' and releases.state in ('proposed', 'confirmed', 'published')
      order by releases.version desc limit 1
    ) releases on true
    cross join lateral (
      select count(*)::integer, coalesce(json_agg(key order by position, id), '[]') as keys
      from criteria where criteria.round_id = rounds.id
    ) rubric
    cross join lateral (
      select count(*), coalesce(json_agg(key order by key collate "C"), '[]') as keys
      from panel_members where panel_members.round_id = rounds.id and removed_at is null
    ) members
    cross join lateral (
      select array_agg(step order by position) as steps, array_agg(step_key order by position) as keys,
        array_agg(place order by position) as places, array_agg(slot order by position) as slots
      from (
        select tie_steps.position, tie_steps.step, tie_steps.step || coalesce(':' || coalesce(criteria.key, tie_steps.named), '') as step_key,
          criteria.place, dense_rank() over (order by criteria.place)::integer as slot
        from tie_steps
          left join (
            select id, key, row_number() over (order by position, id)::integer as place
            from criteria where criteria.round_id = rounds.id
          ) criteria on criteria.id = tie_steps.criterion_id
        where tie_steps.round_id = rounds.id
      ) step
    ) ladder
  where rounds.id = any (array(select unnest(${sql.val(roundIds)}::integer[])))
    and ${later ? sql`` : sql`not`} ${isOfSecondEdition}
`;

/** The contract's rule object; a place left out is a key left out. */
const ruleObject = sql`json_build_object(
  'level', rules.level,
  'combine', case rules.method
    when 'trimmed-mean' then json_build_object(
      'method', rules.method, 'high', rules.trim_high, 'low', rules.trim_low, 'atLeast', rules.trim_at_least)
    else json_build_object('method', rules.method) end,
  'missing', rules.missing,
  'places', json_strip_nulls(json_build_object(
    'sheet', rules.places_sheet, 'combined', rules.places_combined,
    'points', rules.places_points, 'total', rules.places_total)),
  'ties', coalesce(to_json(ladder.keys), '[]'),
  'groups', rules.groups
)`;
