import { sql } from "kysely";
import { trimmed, written } from "./points.ts";

/**
 * The values that a trimming rule drops, each entry's as a JSON list of [judge's number, value, 0 high or 1 low, criterion's
 * number]. The highest go first, then the lowest of what remains; of equal values the judge whose key sorts last goes. At
 * level "criterion" each criterion has its own.
 *
 * One order serves both ends: downwards by value, among equals from the last key. `tied_from` and `tied_to` are the first and
 * last place of a value's equals. From the bottom come first those below the equals, then, of the equals that are not among
 * the highest, the ones with the last keys.
 */
export const dropped = sql`
  select entry_id, '[' || string_agg(
      '[' || judge || ',"' || case judged.level
        when 'sheet' then ${written(sql`value * 0.00000001`, sql`judged.places_sheet`)}
        else ${trimmed(sql`value * 0.01`)}::text end
      || case when from_top <= judged.high then '",0,' else '",1,' end || criterion || ']',
      ',' order by criterion, from_top > judged.high, judge) || ']' as list
  from (
    select *, n - tied_to + from_top - tied_from + 1
      - greatest(least(tied_to, judged.high) - tied_from + 1, 0) as from_bottom
    from (
      select *, row_number() over (partition by entry_id, criterion order by value desc, judge desc) as from_top,
        rank() over equals as tied_from, count(*) over equals as tied_to,
        count(*) over (partition by entry_id, criterion) as n
      from (
        select entry_id, 0 as criterion, judge, total as value
        from sheet where judged.level = 'sheet' and judged.high + judged.low > 0 and total is not null
        union all
        select entry_id, rubric.place, judge, ballot[rubric.place]
        from sheet cross join rubric
        where judged.level = 'criterion' and judged.high + judged.low > 0 and ballot[rubric.place] is not null
      ) value
      window equals as (partition by entry_id, criterion order by value desc)
    ) downwards
  ) placed
  where n >= judged.at_least and (from_top <= judged.high or from_bottom <= judged.low)
  group by entry_id
`;
