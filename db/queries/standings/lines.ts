import { type RawBuilder, sql } from "kysely";
import { divided, settled, trimmed, written } from "./decimals.ts";

/**
 * The points of each entry's criteria: added up, written as JSON, and unrounded for the tie steps that ask for them. Points
 * are rounded at level "criterion" only; at level "sheet" they are for reading, with at least the places they would have.
 * (`offset 0` keeps the planner from writing an expression out again wherever it is used.)
 */
export const points = sql`
  select entry_id, sum(points) filter (where judged.level = 'criterion') as added, bool_or(n < judged.at_least) as untrimmed,
    array_agg(${settled(sql`value`)} order by place) filter (where place = any (judged.step_places)) as criterion_values,
    string_agg(name || coalesce(':{"combined":"'
        || case when judged.places_combined is null then ${trimmed(sql`combined`)} else combined end::text
        || '","points":"'
        || case
          when judged.level = 'criterion' and judged.places_points is not null then points
          when judged.places_combined is null then ${withPlaces(trimmed(sql`points`))}
          else ${withPlaces(sql`points`)} end::text
        || '"}', ':{"combined":null,"points":null}'), ',' order by place) as criteria
  from (
    select *, case
        when judged.level = 'sheet' or judged.places_points is null then combined * factor
        when judged.places_combined is null then round(${settled(sql`combined * factor`)}, judged.places_points)
        else round(combined * factor, judged.places_points) end as points
    from (
      select *, case when judged.places_combined is null then value else round(value, judged.places_combined) end as combined
      from (
        select entries.id as entry_id, rubric.place, rubric.name, rubric.factor, by_criterion.n,
          ${divided(sql`by_criterion.kept`, "0.01", sql`by_criterion.share`)} as value
        from entries cross join rubric
          left join by_criterion on by_criterion.entry_id = entries.id and by_criterion.place = rubric.place
        where entries.round_id = judged.id
        offset 0
      ) mean
      offset 0
    ) rounded
    offset 0
  ) weighted
  group by entry_id
`;

/** At least the rubric's places, more where the value needs them. */
function withPlaces(value: RawBuilder<unknown>) {
  return sql`round(${value}, greatest(min_scale(${value}), judged.places_points))`;
}

/** All lines of the round as one JSON array: ranked entries in order, then those without a total. */
export const lines = sql`
  select '[' || coalesce(string_agg(
      '{"rank":' || coalesce(ranked.rank::text, 'null')
      || ',"shared":' || coalesce(ranked.shared, false)
      || ',"entry":' || to_json(totals.key)::text
      || ',"title":' || to_json(totals.title)::text
      || ',"group":' || coalesce(to_json(totals.group_key)::text, 'null')
      || ',"total":' || coalesce('"' || ${written(sql`-totals.below`, sql`judged.places_total`)} || '"', 'null')
      || ',"sheets":' || coalesce(totals.sheets, 0)
      || ',"counted":' || coalesce(
        case when judged.level = 'sheet' and judged.method = 'trimmed-mean' then n - high - low else n end, 0)
      || ',"dropped":[' || coalesce(dropped.list, '')
      || case when judged.method = 'trimmed-mean' and case judged.level
          when 'sheet' then totals.n between 1 and judged.at_least - 1
          else totals.criterion_untrimmed end then '],"untrimmed":true' else ']' end
      || ',"partedBy":' || coalesce(to_json(ranked.parted_by)::text, 'null')
      || ',"criteria":{' || coalesce(totals.criteria, '') || '}}',
      ',' order by case when judged.separate then totals.group_key end collate "C" nulls first,
        ranked.rank, totals.running_order, totals.key collate "C"), '') || ']' as lines
  from totals
    left join (select id, rank, shared, parted_by from ranked) ranked on ranked.id = totals.id
    left join dropped on dropped.entry_id = totals.id
`;
