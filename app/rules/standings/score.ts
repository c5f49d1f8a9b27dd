import { byCodePoint } from "~/primitives/code-points.ts";
import {
  compare,
  type Fraction,
  fraction,
  parseDecimal,
  print,
  round,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";
import { type Rule, type TieStep, trimming } from "./rule.ts";
import type { Dropped, Standing } from "./standing.ts";

/** A judged round as plain data. The order of criteria is the rubric's; that of everything else means nothing. */
export interface JudgedRound {
  /** `max` and `step` in hundredths of a point; `factor` is a decimal string. */
  criteria: { key: string; max: number; step: number; factor: string }[];
  judges: { key: string; head: boolean }[];
  /** `order` is the running order, where there is one. */
  entries: { key: string; title: string; group: string | null; order?: number | null }[];
  /** The submitted sheets of the judges in `judges`; marks in hundredths, a lacking one left out. */
  sheets: { entry: string; judge: string; marks: Record<string, number> }[];
  rule: Rule;
  /** The panel's recorded decision: the smaller place is the better one. */
  votes?: Record<string, number>;
  /** The entries that each vote was held on: its places count for exactly that tie. A place of no such vote always counts. */
  votedOn?: string[][];
}

type Entry = JudgedRound["entries"][number];
type Sheet = JudgedRound["sheets"][number];
type Line = Pick<Standing, "sheets" | "counted" | "dropped" | "untrimmed" | "criteria">;

/** An entry with its total and what the tie steps see in it, unrounded but for what the rule rounds. */
export interface Scored {
  entry: Entry;
  total: Fraction | null;
  ties: (Fraction | null)[];
  line: Line;
}

interface CombinedCriterion extends Combined {
  key: string;
  /** Rounded to `places.combined`. */
  rounded: Fraction | null;
  /** factor × rounded, itself not yet rounded. */
  points: Fraction | null;
}

/** The total of one entry, from its own sheets, and all that its line says beside the rank. Every vote counts. */
export function score(judged: JudgedRound, entry: Entry, sheets: Sheet[]): Scored {
  const { rule, criteria } = judged;
  const counting = sheets.filter((sheet) => countsAtAll(sheet, judged));
  const totals = counting.map((sheet) => ({ judge: sheet.judge, value: sheetTotal(sheet, judged) }));
  const combined = criteria.map(({ key, factor }): CombinedCriterion => {
    const whole = combine(
      counting.flatMap((sheet) => markOf(sheet, key, rule)),
      rule,
    );
    const rounded = whole.value && round(whole.value, rule.places.combined);
    return { ...whole, key, rounded, points: rounded && times(parseDecimal(factor), rounded) };
  });
  const ties = rule.ties.map((step) => tieValue(step, judged, entry, totals, combined));
  if (rule.level === "sheet") {
    const whole = combine(totals, rule);
    return {
      entry,
      total: whole.value && round(whole.value, rule.places.total),
      ties,
      line: {
        sheets: sheets.length,
        counted: whole.kept.length,
        dropped: dropped(whole, rule.places.sheet),
        ...(whole.untrimmed ? { untrimmed: true } : {}),
        // For reading only at this level: the points stay unrounded, with at least the places that they would have.
        criteria: printCriteria(combined, rule, (points) => print(points, undefined, rule.places.points)),
      },
    };
  }
  const points = combined.flatMap((each) => (each.points ? [round(each.points, rule.places.points)] : []));
  return {
    entry,
    total: points.length === 0 ? null : round(sum(points), rule.places.total),
    ties,
    line: {
      sheets: sheets.length,
      counted: counting.length,
      dropped: combined.flatMap((each) =>
        dropped(each, undefined).map((item): Dropped => ({ ...item, criterion: each.key })),
      ),
      ...(combined.some((each) => each.untrimmed) ? { untrimmed: true } : {}),
      criteria: printCriteria(combined, rule, (value) => print(value, rule.places.points)),
    },
  };
}

/** At level "sheet" a sheet that lacks a mark counts only where lacking means 0; at level "criterion" one mark is enough. */
export function countsAtAll(sheet: Sheet, { rule, criteria }: JudgedRound): boolean {
  if (rule.missing === "zero") return true;
  const has = (criterion: { key: string }) => Object.hasOwn(sheet.marks, criterion.key);
  return rule.level === "sheet" ? criteria.every(has) : criteria.some(has);
}

/** A sheet's total, Σ factor × mark, as the rule rounds and people read it. */
export function printSheetTotal(sheet: Sheet, judged: Pick<JudgedRound, "rule" | "criteria">): string {
  return print(sheetTotal(sheet, judged), judged.rule.places.sheet);
}

/** Σ factor × mark, rounded to `places.sheet`. */
function sheetTotal(sheet: Sheet, { rule, criteria }: Pick<JudgedRound, "rule" | "criteria">): Fraction {
  const points = criteria.map(({ key, factor }) => times(parseDecimal(factor), markIn(sheet, key) ?? zero));
  return round(sum(points), rule.places.sheet);
}

function markOf(sheet: Sheet, criterion: string, rule: Rule): Value[] {
  const mark = markIn(sheet, criterion);
  if (mark === null && rule.missing === "skip") return [];
  return [{ judge: sheet.judge, value: mark ?? zero }];
}

function markIn(sheet: Sheet, criterion: string): Fraction | null {
  return Object.hasOwn(sheet.marks, criterion) ? fraction(sheet.marks[criterion] ?? 0, 100) : null;
}

function tieValue(
  step: TieStep,
  { judges, votes = {} }: JudgedRound,
  entry: Entry,
  totals: Value[],
  combined: CombinedCriterion[],
): Fraction | null {
  if (step === "untrimmed-mean") return mean(totals.map((each) => each.value));
  if (step === "highest-sheet") return totals.map((each) => each.value).sort((a, b) => compare(b, a))[0] ?? null;
  if (step === "head-judge") {
    const head = judges.find((judge) => judge.head)?.key;
    return totals.find((each) => each.judge === head)?.value ?? null;
  }
  if (step === "vote") {
    return Object.hasOwn(votes, entry.key) ? fraction(-(votes[entry.key] ?? 0)) : null;
  }
  return combined.find((each) => `criterion:${each.key}` === step)?.value ?? null;
}

/** Highs first, then lows, each by judge key. */
function dropped({ high, low }: Combined, places: number | undefined): Dropped[] {
  const named = (values: Value[], why: Dropped["why"]) =>
    [...values]
      .sort((a, b) => byCodePoint(a.judge, b.judge))
      .map(({ judge, value }): Dropped => ({ judge, value: print(value, places), why }));
  return [...named(high, "high"), ...named(low, "low")];
}

function printCriteria(combined: CombinedCriterion[], rule: Rule, points: (value: Fraction) => string) {
  return Object.fromEntries(
    combined.map((each): [string, { combined: string | null; points: string | null }] => [
      each.key,
      {
        combined: each.rounded && print(each.rounded, rule.places.combined),
        points: each.points && points(each.points),
      },
    ]),
  );
}

/** What one judge gave: a sheet's total or a criterion's mark. */
export interface Value {
  judge: string;
  value: Fraction;
}

/** The one number that many values become, unrounded (`null` without values), and what was left out on the way. */
export interface Combined {
  value: Fraction | null;
  kept: Value[];
  high: Value[];
  low: Value[];
  /** The rule trims, but fewer than `atLeast` values were there, so nothing was dropped. */
  untrimmed: boolean;
}

/** Combines the values of one entry, or of one criterion of it, by the rule's method. */
function combine(values: readonly Value[], rule: Rule): Combined {
  const { kept, high, low } = trim(values, rule);
  const numbers = kept.map((each) => each.value);
  return {
    value: numbers.length === 0 ? null : combineNumbers(numbers, rule.combine.method),
    kept,
    high,
    low,
    untrimmed: rule.combine.method === "trimmed-mean" && values.length > 0 && values.length < trimming(rule).atLeast,
  };
}

/** The plain mean; `null` of no values. */
function mean(values: readonly Fraction[]): Fraction | null {
  return values.length === 0 ? null : times(sum(values), fraction(1, values.length));
}

/** The highest go first, then the lowest of what remains; of equal values the judge whose key sorts last goes. */
function trim(values: readonly Value[], rule: Rule): { kept: Value[]; high: Value[]; low: Value[] } {
  const { high, low, atLeast } = trimming(rule);
  if (values.length < atLeast) return { kept: [...values], high: [], low: [] };
  const lastKeyFirst = (a: Value, b: Value) => byCodePoint(b.judge, a.judge);
  const downwards = [...values].sort((a, b) => compare(b.value, a.value) || lastKeyFirst(a, b));
  const upwards = downwards.slice(high).sort((a, b) => compare(a.value, b.value) || lastKeyFirst(a, b));
  return { high: downwards.slice(0, high), low: upwards.slice(0, low), kept: upwards.slice(low) };
}

function combineNumbers(values: readonly Fraction[], method: Rule["combine"]["method"]): Fraction | null {
  switch (method) {
    case "sum":
      return sum(values);
    case "median":
      return mean(middle(values));
    case "mean":
    case "trimmed-mean":
      return mean(values);
  }
}

/** The middle value, or the middle two of an even count. */
function middle(values: readonly Fraction[]): Fraction[] {
  const sorted = [...values].sort(compare);
  const half = Math.floor((sorted.length - 1) / 2);
  return sorted.slice(half, sorted.length - half);
}
