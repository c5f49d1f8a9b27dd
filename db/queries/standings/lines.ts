import { sql } from "kysely";
import { divided, rounded, settled, written } from "./decimals.ts";

/** Points are rounded at level "criterion" only; at level "sheet" they are for reading. */
const pointPlaces = sql`case judged.level when 'criterion' then judged.places_points end`;

/** The points of each entry's criteria: added up, written as JSON, and unrounded for the tie steps that ask for them. */
export const points = sql`
  select entry_id, sum(points) as added, bool_or(n < judged.at_least) as untrimmed,
    array_agg(case when place = any (judged.step_places) then ${settled(sql`value`)} end order by place) as criterion_values,
    string_agg(
      name || ':{"combined":' || coalesce('"' || ${written(sql`combined`, sql`judged.places_combined`)} || '"', 'null')
        || ',"points":' || coalesce('"' || case judged.level
          when 'criterion' then ${written(sql`points`, sql`judged.places_points`)}
          else ${atLeastPlaces()} end || '"', 'null') || '}',
      ',' order by place) as criteria
  from (
    select *, ${rounded(sql`combined * factor`, pointPlaces)} as points
    from (
      select *, ${rounded(sql`value`, sql`judged.places_combined`)} as combined
      from (
        select entries.id as entry_id, rubric.place, rubric.name, rubric.factor, by_criterion.n,
          ${divided(sql`by_criterion.kept`, "0.01", sql`by_criterion.share`)} as value
        from entries cross join rubric
          left join by_criterion on by_criterion.entry_id = entries.id and by_criterion.criterion_id = rubric.id
        where entries.round_id = judged.id
      ) mean
    ) rounded
  ) weighted
  group by entry_id
`;

/** Unrounded points, written with at least the places that rounded ones would have. */
function atLeastPlaces() {
  const whole = sql`round(${settled(sql`points`)}, 20)`;
  return sql`round(${whole}, greatest(min_scale(${whole}), coalesce(judged.places_points, 0)))::text`;
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
