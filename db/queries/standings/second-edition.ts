import { type Kysely, type RawBuilder, sql } from "kysely";
import { type HallFigures, hallPartOf } from "~/rules/standings/hall.ts";
import type { Rule, TieStep } from "~/rules/standings/rule.ts";
import type { Majority, RoundFigures, SheetValue, Skating, Standing } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import type { CarriedRounds } from "./carried.ts";
import { printedAt, printedInFull, type Sql, settled } from "./exact.ts";
import { combinedMarks, dropped, type KnownStandings } from "./first-edition.ts";
import { isPlaced, orders, placed, placings } from "./later-placings.ts";
import { laterRanked } from "./later-ranking.ts";
import {
  findLaterShape,
  type LaterShape,
  nobodyPlaced,
  nobodySpread,
  noPanelMeans,
  noPartPoints,
  nothingByPlaces,
  nothingCarried,
  nothingDropped,
  nothingNormalised,
} from "./later-shape.ts";
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
  byKindPlain,
  combinedKinds,
  criterionValues,
  criterionWorth,
  hasJudgeValues,
  judgeSpreads,
  kinds,
  normalised,
  seats,
  sheetTotals,
  target,
  values,
} from "./later-values.ts";
import { constantColumns, judged } from "./rule.ts";
import { rubric, sheet } from "./sheets.ts";
import { type Slot, storedStatements } from "./stored-statements.ts";

const asked: Slot = Symbol("asked");
const earlierTotals: Slot = Symbol("earlier totals");

/** A step where the shape has it: worked out once, whatever the planner believes of the tables. */
const where = (used: boolean, step: Sql, none: Sql) =>
  used ? sql`materialized (${step})` : sql`not materialized (${none})`;

const statement = storedStatements(
  (shape: LaterShape): RawBuilder<Row> => sql<Row>`
    with judged as materialized (${judged(asked, shape)})
    select judged.id, judged.slug, judged.state, judged.rule, judged.settings, judged.judge_keys, judged.criterion_keys, standings.*
    from (select ${constantColumns(shape)} from judged) judged cross join lateral (
      with rubric as materialized (${rubric}),
        kind as materialized (${kinds}),
        seat as materialized (${seats}),
        panel as not materialized (select id, head, place from seat),
        sheet as materialized (${sheet}),
        sheet_total as materialized (${sheetTotals}),
        judge_spread as ${where(shape.normalises, judgeSpreads, nobodySpread)},
        target as ${where(shape.normalises, target, sql`select`)},
        normalised as ${where(shape.normalises, normalised, nothingNormalised)},
        value as materialized (${values}),
        by_kind as materialized (${shape.trims ? byKind : byKindPlain}),
        combined_kinds as materialized (${combinedKinds}),
        by_criterion as materialized (${combinedMarks}),
        worth as materialized (${criterionWorth}),
        criterion as materialized (${criterionValues}),
        dropped as not materialized (${shape.byCriterion ? sql`select * from (${dropped}) dropped where judged.level = 'criterion'` : nothingDropped}),
        entry_sheets as materialized (${entrySheets}),
        entry_criteria as materialized (${entryCriteria(shape)}),
        judged_entry as materialized (${judgedEntries}),
        panel_mean as ${where(shape.scales, panelMeans, noPanelMeans)},
        panel_factor as materialized (${panels}),
        part_points as ${where(shape.hasParts, partPoints, noPartPoints)},
        adjusted as materialized (${adjusted}),
        carried as ${where(shape.carries, carriedTotals(earlierTotals), nothingCarried)},
         placed as ${where(shape.ranksByPlaces, placed, nobodyPlaced)},
         placing_order as ${where(shape.ranksByPlaces, orders, nobodyPlaced)},
         by_places as ${where(shape.ranksByPlaces, placings(shape.skates), nothingByPlaces)},
        judged_total as materialized (${totals}),
        ranked as materialized (${laterRanked(shape.steps, shape.climbs)})
      select (${lines}) as lines,
        (select json_agg(judge order by judge) from judge_spread where flat) as flat,
        (select json_agg(json_build_array(panel, ${printedAt(sql`mean`, "panelMean")}, ${printedAt(sql`factor`, "coefficient")},
          ${printedAt(sql`overall`, "panelMean")}) order by panel collate "C") from panel_factor) as panels,
        (select json_build_object('votes', sum(hall_votes), 'most', max(hall_votes)) from judged_total having count(hall_votes) > 0) as hall,
        exists (select from revisions join seat on seat.id = revisions.judge_id) and ${hasJudgeValues} as is_revised,
        exists (select from adjustments where adjustments.round_id = judged.id) as is_adjusted,
        exists (select from entries where entries.round_id = judged.id and panel is not null) as has_panels
    ) standings
    order by judged.asked
  `,
);

/**
 * The standings of those rounds of these whose rule or inputs go beyond the first edition, by one query, which holds the
 * steps of their shape alone. `rules/standings/total-steps.ts` says the same a second time.
 */
export async function findLaterStandings(
  db: Kysely<DB>,
  roundIds: readonly number[],
  carried: CarriedRounds,
  known?: LaterShape,
): Promise<KnownStandings[]> {
  const shape = known ?? (await findLaterShape(db, roundIds));
  const given = new Map<Slot, unknown>([
    [asked, roundIds],
    [earlierTotals, JSON.stringify(carried.totals)],
  ]);
  const rows = await statement(db, shape, given);
  return rows.map((row) => standingsOf(row, carried));
}

/** Ranked entries in order, then who has no rank by a threshold, then who has no total. */
const lines = sql`
  select json_agg(json_build_array(ranked.rank, coalesce(ranked.shared, false), total.key, total.title, total.group_key,
      case when ${isPlaced} then ${printedInFull(sql`total.total`)} when total.carries then ${printedAt(sql`total.total`, "overall")} else ${printedAt(sql`total.total`, "total")} end,
      total.sheets, total.counted, total.dropped::json, coalesce(total.untrimmed, false), ranked.parted_by, total.criteria,
      json_build_object('panel', total.panel, 'values', total.values, 'kinds', total.kinds, 'panelPoints', ${scaledText},
        'coefficient', ${printedAt(sql`total.factor`, "coefficient")}, 'parts', total.parts, 'hall', total.hall_votes, 'adjustments', total.adjustments,
        'own', ${printedAt(sql`total.own`, "total")}, 'carried', total.carried, 'placings', total.places, 'majority', total.majority, 'skating', total.skating, 'below', total.all_below,
        'lacks', coalesce(total.lacks, '{}') || coalesce(total.part_lacks, '{}') || coalesce(total.carried_lacks, '{}')))
    order by case when judged.separate then total.group_key end collate "C" nulls first, ranked.rank,
      case when ranked.rank is null then ${settled(sql`total.total`)} end desc nulls last, total.running_order, total.key collate "C")
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
    hall: number | null;
    adjustments: { amount: string; article: string; reason: string }[] | null;
    own: string | null;
    carried: Record<string, string | null> | null;
    below: string[];
    lacks: string[];
    placings: Record<string, string> | null;
    majority: Majority | null;
    skating: Skating | null;
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
  hall: HallFigures | null;
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

function figuresOf({ id, rule, flat, panels, hall, judgeKeys }: Row, carried: CarriedRounds): RoundFigures {
  return {
    ...(rule.normalise && { flat: (flat ?? []).map((judge) => judgeKeys[judge - 1] ?? "") }),
    ...(rule.coefficient && {
      panels: Object.fromEntries((panels ?? []).map(([key, mean, coefficient]) => [key, { mean, coefficient }])),
      allPanels: panels?.[0]?.[3] ?? null,
    }),
    ...(hallPartOf(rule) && { hall }),
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
    ...(hallPartOf(rule) && { hall: more.hall }),
    ...(isAdjusted && { adjustments: more.adjustments ?? [] }),
    ...(carry && { own: more.own, carried: more.carried ?? {} }),
    ...(rule.thresholds && { below: more.below }),
    ...((kinds || parts || carry) && { lacks: more.lacks }),
    ...(placings && placings.method !== "skating" && { placings: more.placings ?? {} }),
    ...(placings?.method === "majority" && { majority: more.majority }),
    ...(placings?.method === "skating" && { skating: more.skating }),
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
