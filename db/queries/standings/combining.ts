import { type RawBuilder, sql } from "kysely";
import { eachMark, SIDE_BY_SIDE } from "./sheets.ts";

type Sql = RawBuilder<unknown>;

/** How many of `n` values are dropped at one end: the median is the mean of what is left when all but the middle goes. */
const droppedAt = (end: "high" | "low") => sql`case
  when judged.method = 'median' then greatest(n - 1, 0) / 2
  when n >= judged.at_least then judged.${sql.ref(end)} else 0 end`;

/**
 * The values of each group, combined by the rule's method: the sum of the `kept` ones and how many parts it is divided into
 * (`share`), so that nothing is rounded yet. Of equal values it does not matter here which one goes. Where at most one value
 * goes at each end, the extremes are enough; only a deeper trim or median needs the values in order.
 */
const combined = ({ by, extremes, values }: { by: Sql; extremes: Sql; values: Sql }): Sql => sql`
  select counted.*, case judged.method when 'sum' then 1 else n - high - low end as share,
    case when judged.deep then kept_inside
      else added - case high when 1 then highest else 0 end - case low when 1 then lowest else 0 end end as kept
  from (select *, ${droppedAt("high")} as high, ${droppedAt("low")} as low from (${extremes}) extremes) counted
    left join (
      select ${by}, sum(value) as kept_inside
      from (
        select *, row_number() over (partition by ${by} order by value) as rising, count(*) over (partition by ${by}) as n
        from (${values}) value where judged.deep
      ) placed
      where rising > ${droppedAt("low")} and rising <= n - ${droppedAt("high")}
      group by ${by}
    ) inside using (${by})
`;

/** The sheet totals of each entry, combined; beside them how many sheets there are, and the head judge's total. */
export const combinedSheets = combined({
  by: sql`entry_id`,
  extremes: sql`
    select entry_id, count(*)::integer as sheets, count(total)::integer as n, sum(total) as added, max(total) as highest,
      min(total) as lowest, max(total) filter (where head) as head_total
    from sheet group by entry_id`,
  values: sql`select entry_id, total as value from sheet where total is not null`,
});

/** The marks of each entry and criterion, combined; a line for every criterion of an entry that has a sheet. */
export const combinedMarks = combined({
  by: sql`entry_id, place`,
  extremes: sql`
    select entry_id, rubric.place, n[place]::integer as n, added[place] as added, highest[place] as highest, lowest[place] as lowest
    from (
      select entry_id, array[${eachMark((mark) => sql`count(${mark})`)}] as n, array[${eachMark((mark) => sql`sum(${mark})`)}] as added,
        array[${eachMark((mark) => sql`max(${mark})`)}] as highest, array[${eachMark((mark) => sql`min(${mark})`)}] as lowest
      from sheet where judged.criteria <= ${sql.lit(SIDE_BY_SIDE)} group by entry_id
    ) ballots cross join rubric
    union all
    select entry_id, place, count(ballot[place])::integer, sum(ballot[place]), max(ballot[place]), min(ballot[place])
    from sheet cross join rubric where judged.criteria > ${sql.lit(SIDE_BY_SIDE)} group by entry_id, place`,
  values: sql`
    select entry_id, place, ballot[place] as value from sheet cross join rubric where ballot[place] is not null`,
});
