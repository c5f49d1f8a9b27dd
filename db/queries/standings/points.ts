import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/**
 * `whole` units of 0.01 or 0.00000001 divided into `share` parts. PostgreSQL chooses the scale of a quotient by its operands:
 * forty decimals in the dividend make forty in the quotient, rounded.
 */
export const divided = (whole: Sql, unit: "0.01" | "0.00000001", share: Sql): Sql =>
  sql`${whole} * ${sql.lit(unit.padEnd(42, "0"))}::numeric / ${share}`;

/**
 * A value before it is compared or rounded. Forty decimals err by less than 10⁻³⁰ after any sum the rule asks for, so that
 * thirty are right and three thirds are one. Unequal values lie further apart than that: means of a and b sheets by at least
 * 10⁻⁸ ÷ (a × b), sums of means over unequal panels by 10⁻⁸ ÷ (the panels' least common multiples), above 10⁻²⁶ up to 20 judges.
 */
export const settled = (value: Sql): Sql => sql`round(${value}, 30)`;

/** Rounded half-up (away from zero, as PostgreSQL rounds decimals) to `places`; without places as it is. */
export const rounded = (value: Sql, places: Sql): Sql =>
  sql`case when ${places} is null then ${value} else round(${settled(value)}, ${places}) end`;

/** A value that nothing rounds, as it is shown: every digit up to 20 decimals, no trailing zeros. */
export const trimmed = (value: Sql): Sql => sql`trim_scale(round(${settled(value)}, 20))`;

/** The text of a value that was rounded to `places`, or shown in full without them. */
export const written = (value: Sql, places: Sql): Sql =>
  sql`case when ${places} is null then ${trimmed(value)} else round(${value}, ${places}) end::text`;

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
