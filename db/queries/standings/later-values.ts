import { sql } from "kysely";
import {
  decidedAt,
  nearRoot,
  placesOf,
  printedAt,
  quotient,
  roundedAt,
  type Sql,
  settled,
  shortened,
} from "./exact.ts";
import { entriesOfRound } from "./sheets.ts";

/** Steps 1 to 4 of the second edition: from the sheets to what an entry's judges make of it (rules/standings/judged-entries.ts). */

/** The judges who sit on the panel now, numbered by key; `kind`: the place of theirs among the rule's kinds, 0 without kinds. */
export const seats = sql`
  select id, key, head, panel, row_number() over (order by key collate "C")::integer as place,
    case when judged.settings -> 'kinds' is null then 0 else (select place from kind where kind.key = panel_members.kind) end as kind,
    panel_members.kind as kind_key
  from panel_members where panel_members.round_id = judged.id and removed_at is null
`;

/** How each kind of judges is combined; without kinds one line, 0, for all of them. Of an order of places nothing is dropped. */
export const kinds = sql`
  select place::integer as place, kind ->> 'key' as key, (kind ->> 'weight')::numeric as weight,
    coalesce(how ->> 'method', judged.method) as method,
    case when how is null then judged.high else coalesce((how ->> 'high')::integer, 0) end as high,
    case when how is null then judged.low else coalesce((how ->> 'low')::integer, 0) end as low,
    case when how is null then judged.at_least else coalesce((how ->> 'atLeast')::integer,
      coalesce((how ->> 'high')::integer, 0) + coalesce((how ->> 'low')::integer, 0) + 1) end as at_least
  from jsonb_array_elements(judged.settings -> 'kinds') with ordinality kinds (kind, place)
    cross join lateral (select kind -> 'combine' as how) how
  union all
  select 0, null, 1, judged.method, judged.high, judged.low, judged.at_least
    where judged.settings -> 'kinds' is null and judged.settings -> 'placings' is null
  union all
  select 0, null, 1, 'sum', 0, 0, 1 where judged.settings -> 'placings' is not null
`;

/** Step 1: the total of each counting sheet. */
export const sheetTotals = sql`
  select sheet.entry_id, seat.place as judge, seat.id as judge_id, seat.head, seat.panel, seat.kind, seat.kind_key,
    ${roundedAt(sql`sheet.exact * 0.00000001`, "sheet")} as total
  from sheet join seat on seat.place = sheet.judge
  where sheet.exact is not null
`;

/** n, Σt and n Σt² − (Σt)², which is n (n − 1) times the variance; exact. */
const spread = sql`count(total) as n, coalesce(sum(total), 0) as added,
  coalesce(count(total) * sum(total * total) - sum(total) * sum(total), 0) as area`;
const meanOf = sql`case when n > 0 then ${roundedAt(quotient(sql`added`, sql`n`), "judgeMean")} end`;
const rootOf = sql`case when ${placesOf("judgeSd")} is not null and n > 1 then ${decidedAt(
  nearRoot(sql`area`, sql`(n * (n - 1))`),
  "judgeSd",
  (edge) => sql`sign(area - ${edge} * ${edge} * n * (n - 1))`,
)} end`;

/** Of each judge, over all counting sheets of the round; `flat` who tells nothing apart. */
export const judgeSpreads = sql`
  select *, n < coalesce((judged.settings -> 'normalise' ->> 'atLeast')::integer, 2) or coalesce(root, area) = 0 as flat
  from (
    select *, ${meanOf} as mean, ${rootOf} as root
    from (
      select seat.place as judge, ${spread} from seat left join sheet_total on sheet_total.judge = seat.place
      where judged.settings -> 'normalise' is not null group by seat.place
    ) summed
    offset 0
  ) spread
`;

/** Where the values are moved to: the mean as top ÷ bottom, and the spread as its square or, where that is rounded, its root. */
export const target = sql`
  select case when standard then (norm ->> 'mean')::numeric when ${placesOf("judgeMean")} is null then added else mean end as target_top,
    case when standard or ${placesOf("judgeMean")} is not null or n = 0 then 1 else n end as target_bottom,
    case when standard then (norm ->> 'sd')::numeric else root end as target_root,
    area as target_area, greatest(n * (n - 1), 1) as target_pairs,
    case when standard then (norm ->> 'mean')::numeric when ${placesOf("judgeMean")} is null and n > 0 then ${quotient(sql`added`, sql`n`)}
      else mean end as target_mean
  from (
    select judged.settings -> 'normalise' as norm, judged.settings -> 'normalise' ->> 'method' = 'standard-score' as standard,
      n, added, area, coalesce(${meanOf}, 0) as mean, ${rootOf} as root
    from (select ${spread} from sheet_total where judged.settings -> 'normalise' is not null) summed
    offset 0
  ) pool
  where norm is not null
`;

const mean = sql`target_mean`;
/** (value − mean)² as over ÷ under, whole numbers in the end: the distance from the judge's own mean is top ÷ bottom. */
const over = sql`(coalesce(target_root * target_root, target_area) * top * top * own_n * (own_n - 1))`;
const under = sql`(case when target_root is null then target_pairs else 1 end * bottom * bottom * own_area)`;
const beyond = (edge: Sql) => sql`(${edge} * target_bottom - target_top)`;
/** Signed squares lie as their numbers do. */
const side = (edge: Sql) =>
  sql`sign(sign(top) * ${over} * target_bottom * target_bottom - sign(${beyond(edge)}) * ${beyond(edge)} * ${beyond(edge)} * ${under})`;

/** Step 2: the value of each different total of a judge. */
export const normalised = sql`
  select judge, total, case
      when flat then ${roundedAt(mean, "normalised")}
      when own_root is not null then ${roundedAt(sql`${mean} + ${quotient(sql`target_root * top`, sql`(bottom * own_root)`)}`, "normalised")}
      else ${decidedAt(sql`near`, "normalised", side)} end as value
  from (
    select *, case when not flat and own_root is null
        then ${mean} + sign(top) * ${nearRoot(over, under)} end as near
    from (
      select given.judge, given.total, spread.flat, spread.n as own_n, spread.area as own_area, spread.root as own_root,
        case when ${placesOf("judgeMean")} is null then spread.n * given.total - spread.added else given.total - spread.mean end as top,
        case when ${placesOf("judgeMean")} is null then spread.n else 1 end as bottom
      from (select distinct judge, total from sheet_total) given join judge_spread spread on spread.judge = given.judge
      offset 0
    ) measured
      cross join target
    offset 0
  ) near
`;

/** Whether a judge has one value of an entry, which may be changed after conferring. */
export const hasJudgeValues = sql`(judged.level = 'sheet' and judged.settings -> 'placings' ->> 'method' is distinct from 'skating')`;

/** Steps 2 and 3: each counting sheet with what became of it; `value` goes on. */
export const values = sql`
  select sheet_total.*, normalised.value as normalised, revised.score as revised,
    coalesce(revised.score, normalised.value, sheet_total.total) as value
  from sheet_total
    left join normalised on normalised.judge = sheet_total.judge and normalised.total = sheet_total.total
    left join (select * from revisions where revisions.round_id = judged.id and ${hasJudgeValues}) revised
      on revised.entry_id = sheet_total.entry_id and revised.judge_id = sheet_total.judge_id
`;

/** How many of the values of a kind are dropped at one end; the median is the mean of what is left when all but the middle goes. */
const droppedAt = (end: "high" | "low") => sql`case when method = 'median' then greatest(n - 1, 0) / 2
  when n >= at_least then ${sql.ref(end)} else 0 end`;

const valuePlaces = (value: Sql) =>
  sql`case when judged.settings -> 'normalise' is not null then ${printedAt(value, "normalised")} else ${printedAt(value, "sheet")} end`;

/** Step 4 of each entry and kind that has any value; dropped as in standings.ts. */
export const byKind = sql`
  select entry_id, kind, n, method = 'trimmed-mean' and n < at_least as untrimmed, count(*) filter (where is_counted or method <> 'trimmed-mean')::integer as counted,
    case when method = 'sum' then sum(value) filter (where is_counted)
      else ${quotient(sql`sum(value) filter (where is_counted)`, sql`count(*) filter (where is_counted)`)} end as value,
    string_agg('[' || judge || ',"' || ${valuePlaces(sql`value`)} || case when from_top <= high then '",0,0]' else '",1,0]' end,
      ',' order by from_top > high, judge) filter (where not is_counted and method = 'trimmed-mean') as dropped
  from (
    select *, from_top > high and n - tied_to + from_top - tied_from + 1
        - greatest(least(tied_to, high) - tied_from + 1, 0) > low as is_counted
    from (
      select entry_id, kind, judge, value, n, method, at_least, from_top, tied_from, tied_to,
        ${droppedAt("high")} as high, ${droppedAt("low")} as low
      from (
        select value.entry_id, value.kind, judge, value, kind.method, kind.high, kind.low, kind.at_least,
          row_number() over (partition by entry_id, kind.place order by value desc, judge desc) as from_top,
          rank() over equals as tied_from, count(*) over equals as tied_to,
          count(*) over (partition by entry_id, kind.place)::integer as n
        from value join kind on kind.place = value.kind
        where judged.level = 'sheet'
        window equals as (partition by entry_id, kind.place order by value desc)
      ) downwards
    ) placed
  ) chosen
  group by entry_id, kind, n, method, at_least
`;

/** The same where every value counts: means and sums alone. */
export const byKindPlain = sql`
  select entry_id, value.kind, count(*)::integer as n, false as untrimmed, count(*)::integer as counted,
    case when kind.method = 'sum' then sum(value) else ${quotient(sql`sum(value)`, sql`count(*)`)} end as value, null::text as dropped
  from value join kind on kind.place = value.kind
  where judged.level = 'sheet'
  group by entry_id, value.kind, kind.method
`;

/** What the judges of an entry make of it together, at level "sheet"; null where a kind has no value. */
export const combinedKinds = sql`
  select id as entry_id, case when count(value) = count(*) then ${roundedAt(shortened(sql`sum(weight * value)`), "judged")} end as points,
    coalesce(sum(counted), 0)::integer as counted, bool_or(untrimmed) as untrimmed, coalesce(bool_or(n > 0), false) as has_any,
    string_agg(dropped, ',' order by place) as dropped,
    json_object_agg(key, ${printedAt(sql`value`, "kind")} order by place) filter (where place > 0) as kinds,
    array_agg('kind:' || key order by place) filter (where place > 0 and value is null) as lacks
  from (
    select entries.id, kind.place, kind.key, kind.weight, by_kind.counted, by_kind.untrimmed, by_kind.n, by_kind.dropped,
      case when kind.place = 0 then by_kind.value else ${roundedAt(sql`by_kind.value`, "kind")} end as value
    from ${entriesOfRound} cross join kind left join by_kind on by_kind.entry_id = entries.id and by_kind.kind = kind.place
  ) each_kind
  group by id
`;

/** What the sums of marks are worth: combined, weighted and written. Each different sum is worked out once. */
export const criterionWorth = sql`
  select place, kept, share, ${settled(sql`value`)} as value, combined, points,
    ${printedAt(sql`combined`, "combined")} as combined_text,
    case when judged.level = 'criterion' then ${printedAt(sql`points`, "points")}
      else round(plain, greatest(min_scale(plain), ${placesOf("points")}))::text end as points_text
  from (
    select *, trim_scale(round(${settled(sql`points`)}, 20)) as plain
    from (
      select *, case when judged.level = 'criterion' then ${roundedAt(sql`combined * factor`, "points")} else ${shortened(sql`combined * factor`)} end as points
      from (
        select *, ${roundedAt(sql`value`, "combined")} as combined
        from (
          select place, kept, share, rubric.factor, ${quotient(sql`kept * 0.01`, sql`share`)} as value
          from (select distinct place, kept, share from by_criterion where n > 0) sums join rubric using (place)
          offset 0
        ) mean
        offset 0
      ) rounded
      offset 0
    ) weighted
    offset 0
  ) written
`;

/** The marks of each entry and criterion; a line for every criterion of an entry that has a sheet. */
export const criterionValues = sql`
  select by_criterion.entry_id, place, by_criterion.n, worth.value, worth.combined, worth.points, worth.combined_text, worth.points_text
  from by_criterion left join worth using (place, kept, share)
`;
