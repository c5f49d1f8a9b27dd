import { type RawBuilder, sql } from "kysely";
import type { TieStep } from "~/rules/standings/rule.ts";
import type { Dropped, Standing } from "~/rules/standings/standing.ts";
import { written } from "./points.ts";

/** What the database sends of an entry: much text is spared on the way by leaving out the names of things. */
export type StandingsRow = [
  rank: number | null,
  shared: boolean,
  entry: string,
  title: string,
  group: string | null,
  total: string | null,
  sheets: number,
  counted: number,
  dropped: [judge: number, value: string, end: 0 | 1, criterion: number][],
  untrimmed: boolean,
  partedBy: TieStep | null,
  criteria: string | null,
];

/** All lines of the round as one JSON array: ranked entries in order, then those without a total. */
export const lines = sql`
  select '[' || coalesce(string_agg(${list(
    sql`coalesce(rank::text, 'null')`,
    sql`coalesce(shared, false)`,
    sql`to_json(totals.key)::text`,
    sql`to_json(totals.title)::text`,
    sql`coalesce(to_json(totals.group_key)::text, 'null')`,
    sql`coalesce('"' || ${written(sql`-totals.below`, sql`judged.places_total`)} || '"', 'null')`,
    sql`coalesce(totals.sheets, 0)`,
    sql`coalesce(case when judged.level = 'sheet' and judged.method = 'trimmed-mean' then n - high - low else n end, 0)`,
    sql`coalesce(dropped.list, '[]')`,
    sql`case when judged.method <> 'trimmed-mean' then false
      when judged.level = 'sheet' then coalesce(n between 1 and judged.at_least - 1, false)
      else coalesce(totals.criterion_untrimmed, false) end`,
    sql`coalesce(to_json(ranked.parted_by)::text, 'null')`,
    sql`coalesce('"' || totals.criteria || '"', 'null')`,
  )}, ',' order by case when judged.separate then totals.group_key end collate "C" nulls first,
    rank, totals.running_order, totals.key collate "C"), '') || ']' as lines
  from totals
    left join (select id, rank, shared, parted_by from ranked) ranked on ranked.id = totals.id
    left join dropped on dropped.entry_id = totals.id
`;

function list(...items: RawBuilder<unknown>[]) {
  return sql`'[' || ${sql.join(items, sql` || ',' || `)} || ']'`;
}

/** A line as the contract has it; `judges` and `criteria` are the keys that its numbers stand for. */
export function standingOf(line: StandingsRow, judges: string[], criteria: string[]): Standing {
  const [rank, shared, entry, title, group, total, sheets, counted, dropped, untrimmed, partedBy, written] = line;
  const cells = written?.split(" ");
  return {
    rank,
    shared,
    entry,
    title,
    group,
    total,
    sheets,
    counted,
    dropped: dropped.map(([judge, value, end, criterion]): Dropped => {
      const item = { judge: judges[judge - 1] ?? "", value, why: end === 0 ? ("high" as const) : ("low" as const) };
      return criterion === 0 ? item : { ...item, criterion: criteria[criterion - 1] };
    }),
    ...(untrimmed ? { untrimmed } : {}),
    partedBy,
    criteria: Object.fromEntries(
      criteria.map((key, i) => [key, { combined: shown(cells?.[2 * i]), points: shown(cells?.[2 * i + 1]) }]),
    ),
  };
}

function shown(cell: string | undefined): string | null {
  return cell === undefined || cell === "-" ? null : cell;
}
