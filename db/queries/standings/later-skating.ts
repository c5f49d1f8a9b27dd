import { sql } from "kysely";
import { printedInFull } from "./exact.ts";

/** Ranking by the places in each criterion (rules/standings/skating.ts): the whole skating system, a criterion being a dance. */

/**
 * The judges' places in each criterion, over the judges whose order is whole. Adjustments are spread evenly over the criteria.
 */
const danced = sql`
  select entry_id, ranking, judge, criterion, entries, whole_judges, rank() over (partition by ranking, judge, criterion order by points desc)
    + (count(*) over (partition by ranking, judge, criterion, points) - 1) * 0.5 as place
  from (
    select sheet.entry_id, ranking, sheet.judge, mark.criterion, placing_order.entries, whole_judges,
      judged.criteria * rubric.factor * mark.hundredths * 0.01 + coalesce(adjusted.added, 0) as points
    from sheet join entries on entries.id = sheet.entry_id
      join placing_order on placing_order.judge = sheet.judge
        and ranking = case when judged.separate then coalesce(entries.group_id, 0) else 0 end
      cross join lateral unnest(sheet.ballot) with ordinality mark (hundredths, criterion)
      join rubric on rubric.place = mark.criterion
      left join adjusted on adjusted.entry_id = sheet.entry_id
    where is_whole and sheet.exact is not null and judged.settings -> 'placings' ->> 'method' = 'skating'
  ) given
`;

/** Of each entry, criterion and place, how many judges put it there or better, and the sum of these places. */
const columns = sql`
  select entry_id, ranking, criterion, entries, whole_judges, column_place,
    sum(sum(judges)) over upwards as judges, sum(sum(added)) over upwards as added
  from (
    select entry_id, ranking, criterion, entries, whole_judges, ceil(place)::integer as column_place, 1 as judges, place as added from danced
    union all
    select entry_id, ranking, criterion, entries, whole_judges, column_place, 0, 0
    from (select distinct entry_id, ranking, criterion, entries, whole_judges from danced) each_criterion
      cross join lateral generate_series(1, entries) column_place
  ) there
  group by entry_id, ranking, criterion, entries, whole_judges, column_place
  window upwards as (partition by entry_id, criterion order by column_place)
`;

/** Rules 5 to 8: the place in each criterion. */
const criterionPlaces = sql`
  select entry_id, ranking, entries, criterion, first, ladder[first][2] as added, -ladder[first][1] as judges,
    rank() over (partition by ranking, criterion order by first, ladder[first:])
      + (count(*) over (partition by ranking, criterion, first, ladder[first:]) - 1) * 0.5 as place
  from (
    select entry_id, ranking, entries, criterion, min(column_place) filter (where 2 * judges > whole_judges) as first,
      array_agg(array[-judges, added] order by column_place) as ladder
    from danced_column
    group by entry_id, ranking, entries, criterion
  ) laddered
`;

/** Rule 9, and what rules 10 (own places) and 11 (all judges' places) count from each place on. */
const skaters = sql`
  select own.entry_id, own.ranking, own.summed, own.columns as tenth, pooled.ladder as eleventh, pooled.first
  from (
    select entry_id, ranking, max(summed) as summed, array_agg(array[-judges, added] order by column_place) as columns
    from (
      select entry_id, ranking, column_place, sum(place) as summed, count(*) filter (where place <= column_place) as judges,
        coalesce(sum(place) filter (where place <= column_place), 0) as added
      from criterion_place cross join lateral generate_series(1, entries) column_place
      group by entry_id, ranking, column_place
    ) counted
    group by entry_id, ranking
  ) own
    join (
      select entry_id, min(column_place) filter (where 2 * judges > whole_judges * judged.criteria) as first,
        array_agg(array[-judges, added] order by column_place) as ladder
      from (
        select entry_id, column_place, whole_judges, sum(judges) as judges, sum(added) as added
        from danced_column
        group by entry_id, column_place, whole_judges
      ) counted
      group by entry_id
    ) pooled using (entry_id)
`;

/** The equals of a tie at the place under review: `best` is 1 of those whom rule 10 puts there, `top` of whom of these rule 11. */
const reviewed = sql`
  select entry_id, best, count(*) filter (where best = 1) over () as bests,
    rank() over (partition by best order by greatest(first, tie.place), eleventh[greatest(first, tie.place):]) as top
  from (
    select skater.*, rank() over (order by tenth[tie.place:tie.place]) as best
    from unnest(tie.members) member (entry_id) join skater using (entry_id)
  ) compared
`;

/**
 * Who is left to be parted, with the place under review, the rule that left them and the place that this rule reviewed. Each
 * step gives at least one of them a place; there are no more steps than equals.
 */
const ties = sql`
  select ranking, members, 1 + coalesce(sum(cardinality(members)) over (
    partition by ranking order by summed rows between unbounded preceding and 1 preceding), 0)::integer as place, 9 as rule, 0 as from_place
  from (select ranking, summed, array_agg(entry_id) as members from skater group by ranking, summed) equals
  union all
  select tie.ranking, next.members, next.place::integer, next.rule, tie.place
  from tie
    cross join lateral (
      select array_agg(entry_id) filter (where best = 1 and top > 1) as rest, array_agg(entry_id) filter (where best > 1) as others,
        count(*) filter (where best = 1 and top = 1) as tops, max(bests) as bests
      from (${reviewed}) reviewed
    ) split
    cross join lateral (values (split.rest, tie.place + split.tops, 11), (split.others, tie.place + split.bests, 10)) next (members, place, rule)
  where cardinality(tie.members) > 1 and next.members is not null
`;

/** The place of each, the rule that gave it, and the place at which that rule counted. */
const decided = sql`
  select first_of.entry_id, tie.place + (first_of.tops - 1) * 0.5 as total,
    case when cardinality(members) = 1 then tie.rule when first_of.bests = 1 then 10 else 11 end as rule,
    case when cardinality(members) = 1 then from_place else tie.place end as counted_at
  from tie
    cross join lateral (
      select entry_id, bests, count(*) over () as tops from (${reviewed}) reviewed where best = 1 and top = 1
    ) first_of
`;

/** Of each entry, its criteria with the judges' places there. */
const listed = sql`
  select entry_id, json_object_agg(judged.criterion_keys ->> (criterion - 1)::integer, json_build_object('place', ${printedInFull(sql`criterion_place.place`)},
    'placings', given.places, 'majority', json_build_object('place', first, 'judges', judges, 'sum', ${printedInFull(sql`added`)})) order by criterion) as list
  from criterion_place join (
    select entry_id, criterion, json_object_agg(judged.judge_keys ->> (judge - 1), ${printedInFull(sql`place`)} order by judge) as places
    from danced group by entry_id, criterion
  ) given using (entry_id, criterion)
  group by entry_id
`;

const figure = sql`case decided.rule when 10 then tenth[counted_at:counted_at] when 11 then eleventh[greatest(first, counted_at):greatest(first, counted_at)] end`;

/** Of every entry whose place came so: its total, less being better, and how it came about. */
export const skated = sql`
  select * from (
    with recursive danced as materialized (${danced}),
      danced_column as materialized (${columns}),
      criterion_place as materialized (${criterionPlaces}),
      skater as materialized (${skaters}),
      tie as (${ties}),
      decided as materialized (${decided}),
      listed as materialized (${listed})
    select entry_id, decided.total, json_build_object('criteria', listed.list, 'sum', ${printedInFull(sql`summed`)}, 'rule', decided.rule,
      'count', case when decided.rule > 9 then json_build_object('place', case decided.rule when 10 then counted_at else greatest(first, counted_at) end,
        'places', -(${figure})[1][1], 'sum', ${printedInFull(sql`(${figure})[1][2]`)}) end) as skating
    from decided join skater using (entry_id) join listed using (entry_id)
  ) skated
`;
