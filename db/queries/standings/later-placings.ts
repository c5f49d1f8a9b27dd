import { type RawBuilder, sql } from "kysely";
import { printedInFull, quotient } from "./exact.ts";
import { skated } from "./later-skating.ts";

/** Ranking by the judges' orders (rules/standings/placings.ts): every judge's values become places, and the places a total. */

const method = sql`judged.settings -> 'placings' ->> 'method'`;

/** Every counting sheet with its place in the judge's order of the ranking; adjustments are taken off and added first. */
export const placed = sql`
  select entry_id, ranking, judge, rank() over (partition by ranking, judge order by points desc)
    + (count(*) over (partition by ranking, judge, points) - 1) * 0.5 as place
  from (
    select value.entry_id, value.judge, case when judged.separate then coalesce(entries.group_id, 0) else 0 end as ranking,
      value.value + coalesce(adjusted.added, 0) as points
    from value
      join entries on entries.id = value.entry_id
      left join adjusted on adjusted.entry_id = value.entry_id
    where ${method} is not null
  ) given
`;

/** Every judge's order of a ranking: whether it is whole, and beside it what all judges of the ranking have. */
export const orders = sql`
  select *, count(*) over by_ranking as judges, count(*) filter (where is_whole) over by_ranking as whole_judges
  from (
    select ranking, judge, entries, count(*) = entries as is_whole
    from placed join (select ranking, count(distinct entry_id) as entries from placed group by ranking) sizes using (ranking)
    group by ranking, judge, entries
  ) orders
  window by_ranking as (partition by ranking)
`;

/** Of whole orders the sum of places; else each two entries are compared by the judges who have both. */
const sums = sql`
  select entry_id, case when bool_and(judges = whole_judges) then sum(place) else max(judges) * (1 + coalesce(max(behind), (max(entries) - 1) * 0.5)) end as total
  from placed join placing_order using (ranking, judge)
    left join (
      select entry_id, sum(share) + (max(entries) - 1 - count(*)) * 0.5 as behind
      from (
        select one.entry_id, placing_order.entries, ${quotient(
          sql`(count(*) filter (where other.place < one.place) + count(*) filter (where other.place = one.place) * 0.5)`,
          sql`count(*)`,
        )} as share
        from placed one
          join placing_order on placing_order.ranking = one.ranking and placing_order.judge = one.judge and judges > whole_judges
          join placed other on other.ranking = one.ranking and other.judge = one.judge and other.entry_id <> one.entry_id
        group by one.entry_id, placing_order.entries, other.entry_id
      ) pairs
      group by entry_id
    ) compared using (entry_id)
  group by entry_id
`;

/**
 * Rules 5 to 8 of the skating system, over the judges whose order is whole: of each entry and place how many judges put it
 * there or better, and the sum of these places. `first` is the first place at which most judges do.
 */
const columns = sql`
  select *, min(place) filter (where 2 * judges > whole_judges) over (partition by entry_id) as first
  from (
    select entry_id, ranking, whole_judges, column_place as place, count(*) filter (where place <= column_place) as judges,
      coalesce(sum(place) filter (where place <= column_place), 0) as added
    from placed join placing_order using (ranking, judge) cross join lateral generate_series(1, entries) column_place
    where is_whole
    group by entry_id, ranking, whole_judges, column_place
  ) counted
`;

/** The greater majority goes before, then the smaller sum, then the same of the next place; equals share the mean of their places. */
const majorities = sql`
  select entry_id, rank() over (partition by ranking order by first, ladder) + (count(*) over (partition by ranking, first, ladder) - 1) * 0.5 as total,
    json_build_object('place', first, 'judges', judges, 'sum', ${printedInFull(sql`added`)}) as majority
  from (
    select entry_id, ranking, first, array_agg(array[-judges, added] order by place) filter (where place >= first) as ladder,
      max(judges) filter (where place = first) as judges, max(added) filter (where place = first) as added
    from (${columns}) each_column
    group by entry_id, ranking, first
  ) laddered
`;

/** Of every entry with a counting sheet: its total, less being better, and its places in the orders that count. `skates`: some rule makes places of each criterion. */
export const placings = (skates: boolean): RawBuilder<unknown> => sql`
  select entry_id, totals.total as placed_total, totals.majority, places.places, null::json as skating
  from (
    select entry_id, total, null::json as majority from (${sums}) sums where ${method} = 'sum'
    union all
    select * from (${majorities}) majorities where ${method} = 'majority'
  ) totals
    join (
      select entry_id, json_object_agg(judged.judge_keys ->> (judge - 1), ${printedInFull(sql`place`)}) as places
      from placed join placing_order using (ranking, judge)
      where is_whole or ${method} = 'sum'
      group by entry_id
    ) places using (entry_id)
  ${skates ? sql`union all select entry_id, total, null::json, null::json, skating from (${skated}) skated` : sql``}
`;

/** Whether places make the total, whose sign is turned before it is ranked by. */
export const isPlaced: RawBuilder<unknown> = sql`(judged.settings -> 'placings' is not null)`;
