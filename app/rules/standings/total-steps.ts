import { byCodePoint } from "~/primitives/code-points.ts";
import {
  compare,
  type Fraction,
  fraction,
  minus,
  parseDecimal,
  parseNumber,
  print,
  printed,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";
import { carriedTotals, carryFigures, overallTotal } from "./carry.ts";
import { hallFigures, hallPartOf, hallScores } from "./hall.ts";
import { type JudgedEntry, judgedBy, type StepValue } from "./judged-entries.ts";
import { type Entry, type JudgedRound, type JudgedSheet, printCriteria } from "./judged-round.ts";
import { coefficients, type Panels, panelFigures } from "./panel-coefficient.ts";
import { type Placed, placingsOf, printPlaced } from "./placings.ts";
import { roundAt } from "./rounding.ts";
import { hasJudgeValues, type Place, type Rule } from "./rule.ts";
import type { RoundFigures, SheetValue, Standing } from "./standing.ts";
import { belowThresholds, isUnranked } from "./thresholds.ts";
import { tieValue } from "./tie-values.ts";

/**
 * The eleven steps in which a total is made (docs/standings.md), exactly; each does nothing where the rule has no setting for it.
 * Steps 1 to 4, what the judges gave, are `judgedBy`; here follow 5 the panel coefficient, 6 parts, 7 adjustments, 8 bounds,
 * 9 the round's own total, 10 the carry (carry.ts) and 11 thresholds (thresholds.ts).
 */

type Line = Omit<Standing, "rank" | "shared" | "entry" | "title" | "group" | "total" | "partedBy">;

/** An entry with its total and what the tie steps see in it, unrounded but for what the rule rounds. */
export interface Scored {
  entry: Entry;
  /** The total that ranks: the overall one where the rule carries. More is better, so places have their sign turned. */
  total: Fraction | null;
  /** A threshold keeps it from having a rank. */
  unranked: boolean;
  ties: (Fraction | null)[];
  line: Line;
}

/** Every entry's total, and what is said of the round as a whole. Every vote counts. */
export function score(judged: JudgedRound): { scored: Scored[]; figures: RoundFigures } {
  const { rule } = judged;
  const sheets = sheetsByEntry(judged);
  const { entries, flat } = judgedBy(judged, sheets);
  const panels = coefficients(rule, entries);
  const placed = rule.placings ? placingsOf(judged, rule.placings.method, entries) : null;
  const round = { ...judged, panels, placed, uses: usesOf(judged), ...byEntryKey(judged) };
  return {
    scored: entries.map((each) => totalOf(round, each)),
    figures: {
      ...(flat && { flat }),
      ...(panels && panelFigures(panels, rule)),
      ...(hallPartOf(rule) && { hall: hallFigures(judged.hall ?? []) }),
      ...carryFigures(judged),
    },
  };
}

function sheetsByEntry({ judges, sheets }: JudgedRound): Map<string, JudgedSheet[]> {
  const seated = new Set(judges.map((each) => each.key));
  return Map.groupBy(
    sheets.filter((each) => seated.has(each.judge)),
    (each) => each.entry,
  );
}

function byEntryKey(judged: JudgedRound) {
  const { parts = [], adjustments = [] } = judged;
  const voted = hallScores(judged);
  return {
    partsOf: Map.groupBy([...parts, ...voted], (each) => each.entry),
    votesOf: new Map(voted.map(({ entry, votes }) => [entry, votes])),
    adjustmentsOf: Map.groupBy(adjustments, (each) => each.entry),
  };
}

/** Which settings the round has anything of: what decides which keys its standings have. */
interface Uses {
  panels: boolean;
  values: boolean;
  panelPoints: boolean;
  adjustments: boolean;
  lacks: boolean;
}

function usesOf({ rule, entries, revisions = [], adjustments = [] }: JudgedRound): Uses {
  const { normalise, kinds, coefficient, parts, floor, ceiling, carry, places, placings } = rule;
  const isRevised = revisions.length > 0 && hasJudgeValues(rule);
  const values = normalise !== undefined || kinds !== undefined || isRevised || placings !== undefined;
  const bounded = floor !== undefined || ceiling !== undefined;
  const judged = values || places.judged !== undefined || coefficient !== undefined;
  return {
    panels: coefficient !== undefined || entries.some(({ panel }) => panel != null),
    values,
    panelPoints:
      !placings && (judged || parts !== undefined || adjustments.length > 0 || bounded || carry !== undefined),
    adjustments: adjustments.length > 0,
    lacks: kinds !== undefined || parts !== undefined || carry !== undefined,
  };
}

type Round = JudgedRound &
  ReturnType<typeof byEntryKey> & { panels: Panels | null; placed: Map<string, Placed> | null; uses: Uses };

/** Steps 5 to 11 of one entry. */
function totalOf(judged: Round, { entry, sheets, values, criteria, kinds, points, line }: JudgedEntry): Scored {
  const { rule, panels, uses } = judged;
  const factor = panels ? (panels.means.get(entry.panel ?? "")?.coefficient ?? null) : null;
  const scaled = panels ? points && factor && roundAt(times(points, factor), rule, "scaled") : points;
  const parts = partsOf(judged, entry);
  const adjustments = judged.adjustmentsOf.get(entry.key) ?? [];
  const exact =
    scaled &&
    bounded(
      rule,
      sum([
        scaled,
        ...parts.map(({ points }) => roundAt(points, rule, "points")),
        ...adjustments.map(({ amount }) => fraction(amount, 100)),
      ]),
    );
  const own = exact && roundAt(exact, rule, "total");
  const carried = carriedTotals(judged, entry.key);
  const overall = rule.carry ? overallTotal(rule, own, carried) : exact;
  const total = overall && roundAt(overall, rule, rule.carry ? "overall" : "total");
  const placing = judged.placed?.get(entry.key);
  const below = belowThresholds(rule, own, criteria);
  return {
    entry,
    total: judged.placed ? (placing?.total ? minus(zero, placing.total) : null) : total,
    unranked: isUnranked(rule, below),
    ties: rule.ties.map((step) =>
      tieValue(step, { judged, entry, values, criteria, scaled, parts, adjustments, overall, own, carried }),
    ),
    line: {
      sheets,
      ...line,
      criteria: printCriteria(criteria, rule),
      ...(uses.panels && { panel: entry.panel ?? null }),
      ...(uses.values && { values: printValues(values, rule) }),
      ...(rule.kinds && {
        kinds: Object.fromEntries(kinds.map(({ key, value }) => [key, printed(value, rule.places.kind)])),
      }),
      ...(uses.panelPoints && { panelPoints: printed(scaled, rule.places[shownTo(rule)]) }),
      ...(panels && { coefficient: printed(factor, rule.places.coefficient) }),
      ...(rule.parts && {
        parts: Object.fromEntries(
          parts.map(({ key, points }) => [key, printed(roundAt(points, rule, "points"), rule.places.points)]),
        ),
      }),
      ...(hallPartOf(rule) && { hall: judged.votesOf.get(entry.key) ?? null }),
      ...(uses.adjustments && {
        adjustments: adjustments.map(({ amount, article, reason }) => ({
          amount: print(fraction(amount, 100), 2),
          article,
          reason,
        })),
      }),
      ...(rule.carry && {
        own: printed(own, rule.places.total),
        carried: Object.fromEntries(carried.map(({ round, text }) => [round, text])),
      }),
      ...(rule.thresholds && { below }),
      ...(uses.lacks && {
        lacks: [
          ...kinds.flatMap(({ key, value }) => (value === null ? [`kind:${key}`] : [])),
          ...parts.flatMap(({ key, lacks }) => (lacks ? [`part:${key}`] : [])),
          ...carried.flatMap(({ round, text }) => (text === null ? [`carried:${round}`] : [])),
        ],
      }),
      ...(rule.placings && printPlaced(placing, rule.placings.method)),
    },
  };
}

/** The place to which the value of the panel is shown: that of the last step of the panel's that the rule has. */
function shownTo(rule: Rule): Place {
  if (rule.coefficient) return "scaled";
  return rule.level === "criterion" && rule.places.judged === undefined ? "points" : "judged";
}

/** Step 6: each part × its weight, unrounded; one that nobody entered counts 0. */
function partsOf({ rule, partsOf }: Round, entry: Entry) {
  const given = partsOf.get(entry.key) ?? [];
  return (rule.parts ?? []).map(({ key, weight }) => {
    const score = given.find((each) => each.part === key)?.score;
    return {
      key,
      lacks: score === undefined,
      points: score === undefined ? zero : times(parseNumber(weight), parseDecimal(score)),
    };
  });
}

/** Step 8: not below the floor, not above the ceiling. */
function bounded({ floor, ceiling }: Rule, value: Fraction): Fraction {
  if (floor !== undefined && compare(value, parseNumber(floor)) < 0) return parseNumber(floor);
  return ceiling !== undefined && compare(value, parseNumber(ceiling)) > 0 ? parseNumber(ceiling) : value;
}

function printValues(values: readonly StepValue[], { places, normalise, kinds }: Rule): SheetValue[] {
  return [...values]
    .sort((a, b) => byCodePoint(a.judge, b.judge))
    .map(({ judge, sheet, normalised, revised, kind }) => ({
      judge,
      sheet: print(sheet, places.sheet),
      ...(normalised && { normalised: print(normalised, places.normalised) }),
      ...(revised && { revised: print(revised, normalise ? places.normalised : places.sheet) }),
      ...(kinds && kind !== null && { kind }),
    }));
}
