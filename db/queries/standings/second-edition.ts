import { type Kysely, sql } from "kysely";
import type { Rule, TieStep } from "~/rules/standings/rule.ts";
import type { Majority, RoundFigures, SheetValue, Standing } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import type { CarriedRounds } from "./carried.ts";
import { printedAt, printedInFull } from "./exact.ts";
import { combinedMarks, dropped, type KnownStandings } from "./first-edition.ts";
import { isPlaced, orders, placed, placings } from "./later-placings.ts";
import { laterRanked } from "./later-ranking.ts";
import {
  adjusted,
  carriedTotals,
  entryCriteria,
  entrySheets,
  judgedEntries,
  panelMeans,
  panels,
  partPoints,
  scaledText,
  totals,
} from "./later-totals.ts";
import {
  byKind,
  combinedKinds,
  criterionValues,
  criterionWorth,
  judgeSpreads,
  kinds,
  normalised,
  seats,
  sheetTotals,
  target,
  values,
} from "./later-values.ts";
import { judged } from "./rule.ts";
import { rubric, sheet } from "./sheets.ts";

/**
 * The standings of those rounds of these whose rule or inputs go beyond the first edition: two queries.
 * `rules/standings/total-steps.ts` says the same a second time.
 */
export async function findLaterStandings(
  db: Kysely<DB>,
  roundIds: readonly number[],
  carried: CarriedRounds,
): Promise<KnownStandings[]> {
  const steps = await findLongestLadder(db, roundIds);
  const { rows } = await sql<Row>`
    with judged as materialized (${judged(roundIds, "second")})
    select judged.id, judged.slug, judged.state, judged.rule, judged.settings, judged.judge_keys, judged.criterion_keys, standings.*
    from judged cross join lateral (
      with rubric as materialized (${rubric}),
        kind as materialized (${kinds}),
        seat as materialized (${seats}),
        panel as not materialized (select id, head, place from seat),
        sheet as materialized (${sheet}),
        sheet_total as materialized (${sheetTotals}),
        judge_spread as materialized (${judgeSpreads}),
        target as materialized (${target}),
        normalised as materialized (${normalised}),
        value as materialized (${values}),
        by_kind as materialized (${byKind}),
        combined_kinds as materialized (${combinedKinds}),
        by_criterion as materialized (${combinedMarks}),
        worth as materialized (${criterionWorth}),
        criterion as materialized (${criterionValues}),
        dropped as not materialized (select * from (${dropped}) dropped where judged.level = 'criterion'),
        entry_sheets as materialized (${entrySheets}),
        entry_criteria as materialized (${entryCriteria}),
        judged_entry as materialized (${judgedEntries}),
        panel_mean as materialized (${panelMeans}),
        panel_factor as materialized (${panels}),
        part_points as materialized (${partPoints}),
        adjusted as materialized (${adjusted}),
        carried as materialized (${carriedTotals(carried.totals)}),
        placed as materialized (${placed}),
        placing_order as materialized (${orders}),
        by_places as materialized (${placings}),
        judged_total as materialized (${totals}),
        ranked as materialized (${laterRanked(steps)})
      select (${lines}) as lines,
        (select json_agg(judge order by judge) from judge_spread where flat) as flat,
        (select json_agg(json_build_array(panel, ${printedAt(sql`mean`, "panelMean")}, ${printedAt(sql`factor`, "coefficient")},
          ${printedAt(sql`overall`, "panelMean")}) order by panel collate "C") from panel_factor) as panels,
        exists (select from revisions join seat on seat.id = revisions.judge_id) and judged.level = 'sheet' as is_revised,
        exists (select from adjustments where adjustments.round_id = judged.id) as is_adjusted,
        exists (select from entries where entries.round_id = judged.id and panel is not null) as has_panels
    ) standings
    order by judged.asked
  `.execute(db);
  return rows.map((row) => standingsOf(row, carried));
}

/** So many tie steps are written into the query. One query. */
async function findLongestLadder(db: Kysely<DB>, roundIds: readonly number[]): Promise<number> {
  const { longest } = await db
    .selectFrom("tieSteps")
    .select((eb) => eb.fn.coalesce(eb.fn.max("position"), sql<number>`-1`).as("longest"))
    .where("roundId", "in", [...roundIds])
    .executeTakeFirstOrThrow();
  return longest + 1;
}

/** Ranked entries in order, then who has no rank by a threshold, then who has no total. */
const lines = sql`
  select json_agg(json_build_array(ranked.rank, coalesce(ranked.shared, false), total.key, total.title, total.group_key,
      case when ${isPlaced} then ${printedInFull(sql`total.total`)} when total.carries then ${printedAt(sql`total.total`, "overall")} else ${printedAt(sql`total.total`, "total")} end,
      total.sheets, total.counted, total.dropped::json, coalesce(total.untrimmed, false), ranked.parted_by, total.criteria,
      json_build_object('panel', total.panel, 'values', total.values, 'kinds', total.kinds, 'panelPoints', ${scaledText},
        'coefficient', ${printedAt(sql`total.factor`, "coefficient")}, 'parts', total.parts, 'adjustments', total.adjustments,
        'own', ${printedAt(sql`total.own`, "total")}, 'carried', total.carried, 'placings', total.places, 'majority', total.majority, 'below', total.all_below,
        'lacks', coalesce(total.lacks, '{}') || coalesce(total.part_lacks, '{}') || coalesce(total.carried_lacks, '{}')))
    order by case when judged.separate then total.group_key end collate "C" nulls first, ranked.rank,
      case when ranked.rank is null then total.total end desc nulls last, total.running_order, total.key collate "C")
  from judged_total total left join ranked on ranked.id = total.id
`;

type Line = [
  rank: number | null,
  shared: boolean,
  entry: string,
  title: string,
  group: string | null,
  total: string | null,
  sheets: number,
  counted: number,
  dropped: [judge: number, value: string, end: 0 | 1, criterion: number][] | null,
  untrimmed: boolean,
  partedBy: TieStep | null,
  criteria: [combined: string | null, points: string | null][] | null,
  more: {
    panel: string | null;
    values:
      | [judge: number, sheet: string, normalised: string | null, revised: string | null, kind: string | null][]
      | null;
    kinds: Record<string, string | null> | null;
    panelPoints: string | null;
    coefficient: string | null;
    parts: Record<string, string> | null;
    adjustments: { amount: string; article: string; reason: string }[] | null;
    own: string | null;
    carried: Record<string, string | null> | null;
    below: string[];
    lacks: string[];
    placings: Record<string, string> | null;
    majority: Majority | null;
  },
];

interface Row {
  id: number;
  slug: string;
  state: string;
  rule: Rule;
  settings: Partial<Rule>;
  judgeKeys: string[];
  criterionKeys: string[];
  lines: Line[] | null;
  flat: number[] | null;
  panels: [panel: string, mean: string | null, coefficient: string | null, overall: string | null][] | null;
  isRevised: boolean;
  isAdjusted: boolean;
  hasPanels: boolean;
}

function standingsOf(row: Row, carried: CarriedRounds): KnownStandings {
  const { places, ...settings } = row.settings;
  const rule: Rule = { ...row.rule, ...settings, places: { ...row.rule.places, ...places } };
  const round = { ...row, rule };
  return {
    id: row.id,
    round: row.slug,
    state: row.state,
    rule,
    ...figuresOf(round, carried),
    standings: (row.lines ?? []).map((line) => standingOf(line, round)),
  };
}

function figuresOf({ id, rule, flat, panels, judgeKeys }: Row, carried: CarriedRounds): RoundFigures {
  return {
    ...(rule.normalise && { flat: (flat ?? []).map((judge) => judgeKeys[judge - 1] ?? "") }),
    ...(rule.coefficient && {
      panels: Object.fromEntries((panels ?? []).map(([key, mean, coefficient]) => [key, { mean, coefficient }])),
      allPanels: panels?.[0]?.[3] ?? null,
    }),
    ...(rule.carry && {
      carriedFrom: Object.fromEntries(rule.carry.map(({ round }) => [round, carried.from(id, round)])),
    }),
  };
}

/** A line as the contract has it: of the second edition's keys those that the round has a setting for. */
function standingOf(line: Line, { rule, isRevised, isAdjusted, hasPanels, judgeKeys, criterionKeys }: Row): Standing {
  const [rank, shared, entry, title, group, total, sheets, counted, dropped, untrimmed, partedBy, criteria, more] =
    line;
  const judge = (number: number) => judgeKeys[number - 1] ?? "";
  const { normalise, kinds, coefficient, parts, floor, ceiling, carry, places, placings } = rule;
  const withValues = normalise !== undefined || kinds !== undefined || isRevised || placings !== undefined;
  const bounded = floor !== undefined || ceiling !== undefined;
  const ofPanel = withValues || places.judged !== undefined || coefficient !== undefined;
  return {
    rank,
    shared,
    entry,
    title,
    group,
    total,
    sheets,
    counted,
    dropped: (dropped ?? []).map(([of, value, end, criterion]) => ({
      judge: judge(of),
      value,
      why: end === 0 ? ("high" as const) : ("low" as const),
      ...(criterion > 0 && { criterion: criterionKeys[criterion - 1] }),
    })),
    ...(untrimmed && { untrimmed }),
    partedBy,
    criteria: Object.fromEntries(
      criterionKeys.map((key, at) => [
        key,
        { combined: criteria?.[at]?.[0] ?? null, points: criteria?.[at]?.[1] ?? null },
      ]),
    ),
    ...((coefficient || hasPanels) && { panel: more.panel }),
    ...(withValues && { values: (more.values ?? []).map(([of, ...value]) => sheetValueOf(judge(of), value, rule)) }),
    ...(kinds && { kinds: more.kinds ?? {} }),
    ...(!placings && (ofPanel || parts || isAdjusted || bounded || carry) && { panelPoints: more.panelPoints }),
    ...(coefficient && { coefficient: more.coefficient }),
    ...(parts && { parts: more.parts ?? {} }),
    ...(isAdjusted && { adjustments: more.adjustments ?? [] }),
    ...(carry && { own: more.own, carried: more.carried ?? {} }),
    ...(rule.thresholds && { below: more.below }),
    ...((kinds || parts || carry) && { lacks: more.lacks }),
    ...(placings && { placings: more.placings ?? {} }),
    ...(placings?.method === "majority" && { majority: more.majority }),
  };
}

function sheetValueOf(
  judge: string,
  [sheet, normalised, revised, kind]: [string, string | null, string | null, string | null],
  { kinds }: Rule,
): SheetValue {
  return {
    judge,
    sheet,
    ...(normalised !== null && { normalised }),
    ...(revised !== null && { revised }),
    ...(kinds && kind !== null && { kind }),
  };
}
