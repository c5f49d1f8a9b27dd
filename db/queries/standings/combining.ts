import { type RawBuilder, sql } from "kysely";
import { written } from "./decimals.ts";

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
const combined = ({ from, by, value, also }: { from: Sql; by: Sql; value: Sql; also: Sql }): Sql => sql`
  select counted.*, case judged.method when 'sum' then 1 else n - high - low end as share,
    case when judged.deep then kept_inside
      else added - case high when 1 then highest else 0 end - case low when 1 then lowest else 0 end end as kept
  from (
    select *, ${droppedAt("high")} as high, ${droppedAt("low")} as low
    from (
      select ${by}, count(${value})::integer as n, sum(${value}) as added, max(${value}) as highest, min(${value}) as lowest
        ${also}
      from ${from} group by ${by}
    ) extremes
  ) counted
  left join (
    select ${by}, sum(value) as kept_inside
    from (
      select ${by}, ${value} as value, row_number() over (partition by ${by} order by ${value}) as rising,
        count(*) over (partition by ${by}) as n
      from ${from} where judged.deep and ${value} is not null
    ) placed
    where rising > ${droppedAt("low")} and rising <= n - ${droppedAt("high")}
    group by ${by}
  ) inside using (${by})
`;

/** The marks of each entry and criterion, combined. */
export const combinedMarks = combined({
  from: sql`marked`,
  by: sql`entry_id, place`,
  value: sql`mark`,
  also: sql``,
});

/** The sheet totals of each entry, combined; beside them how many sheets there are, and the head judge's total. */
export const combinedSheets = combined({
  from: sql`sheet`,
  by: sql`entry_id`,
  value: sql`total`,
  also: sql`, count(*)::integer as sheets, max(total) filter (where head) as head_total`,
});

/**
 * The values that a trimming rule drops, as the JSON of each entry's list. The highest go first, then the lowest of what
 * remains; of equal values the judge whose key sorts last goes. At level "criterion" each criterion has its own.
 */
export const dropped = sql`
  select entry_id, string_agg(
      '{"judge":' || panel.name || ',"value":"' || case judged.level
        when 'sheet' then ${written(sql`value * 0.00000001`, sql`judged.places_sheet`)}
        else trim_scale(value * 0.01)::text end
      || case when from_top <= judged.high then '","why":"high"' else '","why":"low"' end
      || coalesce(',"criterion":' || rubric.name, '') || '}',
      ',' order by rubric.place, from_top > judged.high, judge) as list
  from (
    select *, row_number() over (
        partition by entry_id, criterion order by from_top <= judged.high, value, judge desc) as from_bottom
    from (
      select *, row_number() over (partition by entry_id, criterion order by value desc, judge desc) as from_top,
        count(*) over (partition by entry_id, criterion) as n
      from (
        select entry_id, 0 as criterion, judge, total as value
        from sheet where total is not null and judged.level = 'sheet' and judged.high + judged.low > 0
        union all
        select entry_id, place, judge, mark
        from marked where judged.level = 'criterion' and judged.high + judged.low > 0
      ) value
    ) downwards
  ) placed
    join panel on panel.place = placed.judge
    left join rubric on rubric.place = placed.criterion
  where n >= judged.at_least and (from_top <= judged.high or from_bottom <= judged.low)
  group by entry_id
`;
