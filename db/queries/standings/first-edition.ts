import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Rule } from "~/rules/standings/rule.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import { lines, type StandingsRow, standingOf } from "./lines.ts";
import { points, trimmed, worth, written } from "./points.ts";
import { ranked, totals } from "./ranking.ts";
import { judged } from "./rule.ts";
import { eachMark, panel, rubric, SIDE_BY_SIDE, sheet } from "./sheets.ts";
import { type Slot, storedStatements } from "./stored-statements.ts";

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

const asked: Slot = Symbol("asked");

const statement = storedStatements(
  (): RawBuilder<Row> => sql<Row>`
    with judged as materialized (${judged(asked)})
    select judged.id, judged.slug, judged.state, judged.rule, judged.lacking, judged.judge_keys, judged.criterion_keys, standings.lines
    from judged cross join lateral (
      with rubric as materialized (${rubric}),
        panel as materialized (${panel}),
        sheet as materialized (${sheet}),
        by_sheet as not materialized (${combinedSheets}),
        by_criterion as materialized (${combinedMarks}),
        worth as not materialized (${worth}),
        points as not materialized (${points}),
        dropped as not materialized (${dropped}),
        totals as materialized (${totals}),
        ranked as not materialized (${ranked})
      ${lines}
    ) standings
    order by judged.asked
  `,
);

/**
 * The standings of those rounds of these that need nothing of the second edition, by one query.
 *
 * Each round is computed by itself in a lateral join, so that the rule's settings are constants in it: what a rule does not
 * ask for is not computed, and one plan serves a heat of twenty as well as a contest of ten thousand.
 */
export async function findFirstStandings(db: Kysely<DB>, roundIds: readonly number[]): Promise<KnownStandings[]> {
  const rows = await statement(db, null, new Map([[asked, roundIds]]));
  return rows.map(({ id, slug, state, rule, lacking, judgeKeys, criterionKeys, lines }) => ({
    id,
    round: slug,
    state,
    rule: lacking === null ? rule : { ...rule, lacking },
    standings: (JSON.parse(lines) as StandingsRow[]).map((line) => standingOf(line, judgeKeys, criterionKeys)),
  }));
}

/** A round's standings beside its id, by which they are put in order. */
export type KnownStandings = RoundStandings & { id: number };

interface Row {
  id: number;
  slug: string;
  state: string;
  rule: Rule;
  lacking: Rule["lacking"] | null;
  judgeKeys: string[];
  criterionKeys: string[];
  /** A JSON array of `Line`. */
  lines: string;
}
