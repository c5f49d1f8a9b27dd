import { type RawBuilder, sql } from "kysely";
import { divided, settled, trimmed } from "./decimals.ts";

/**
 * What the sums of marks are worth: combined, weighted and written. Points are rounded at level "criterion" only; at level
 * "sheet" they are for reading, with at least the places they would have. Marks come in steps, so that equal sums are common,
 * and each different one is worked out once. (`offset 0` keeps the planner from repeating an expression wherever it is used.)
 */
export const worth = sql`
  select *, case when judged.places_combined is null then ${trimmed(sql`combined`)} else combined end || ' ' || case
      when judged.level = 'criterion' and judged.places_points is not null then points
      when judged.places_combined is null then ${withPlaces(trimmed(sql`points`))}
      else ${withPlaces(sql`points`)} end as text
  from (
    select *, case
        when judged.level = 'sheet' or judged.places_points is null then combined * factor
        when judged.places_combined is null then round(${settled(sql`combined * factor`)}, judged.places_points)
        else round(combined * factor, judged.places_points) end as points
    from (
      select *, case when judged.places_combined is null then value else round(value, judged.places_combined) end as combined
      from (
        select place, factor, kept, share, ${divided(sql`kept`, "0.01", sql`share`)} as value
        from (select distinct place, kept, share from by_criterion where n > 0) sums join rubric using (place)
        offset 0
      ) mean
      offset 0
    ) rounded
    offset 0
  ) weighted
`;

/**
 * Each entry's criteria: the points added up, "combined points" of each criterion in the rubric's order ("- -" where it has
 * no value), and the unrounded values that tie steps ask for.
 */
export const points = sql`
  select entry_id, sum(points) filter (where judged.level = 'criterion') as added,
    bool_or(n between 1 and judged.at_least - 1) as untrimmed,
    array_agg(${settled(sql`value`)} order by place) filter (where place = any (judged.step_places)) as criterion_values,
    string_agg(coalesce(text, '- -'), ' ' order by place) as criteria
  from by_criterion left join worth using (place, kept, share)
  group by entry_id
`;

/** At least the places of the rule, more where the value needs them. */
function withPlaces(value: RawBuilder<unknown>) {
  return sql`round(${value}, greatest(min_scale(${value}), judged.places_points))`;
}
