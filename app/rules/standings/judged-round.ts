import { byCodePoint } from "~/primitives/code-points.ts";
import { type Fraction, fraction, parseDecimal, print, sum, times, zero } from "~/primitives/fraction.ts";
import { type Combined, combine, type Value } from "./means-and-trimming.ts";
import { roundAt } from "./rounding.ts";
import type { Rule } from "./rule.ts";
import type { Dropped, Standing } from "./standing.ts";

/** A judged round as plain data. The order of criteria is the rubric's; that of everything else means nothing, but for adjustments of one entry. */
export interface JudgedRound {
  /** `max` and `step` in hundredths of a point; `factor` is a decimal string. */
  criteria: { key: string; max: number; step: number; factor: string }[];
  /** `panel`: the one that the judge sits on, where the round has several. */
  judges: { key: string; head: boolean; kind?: string | null; panel?: string | null }[];
  /** `order` is the running order, where there is one. */
  entries: { key: string; title: string; group: string | null; order?: number | null; panel?: string | null }[];
  /** The submitted sheets of the judges in `judges`; marks in hundredths, a lacking one left out. */
  sheets: { entry: string; judge: string; marks: Record<string, number> }[];
  rule: Rule;
  /** The panel's recorded decision: the smaller place is the better one. */
  votes?: Record<string, number>;
  /** The entries that each vote was held on: its places count for exactly that tie. A place of no such vote always counts. */
  votedOn?: string[][];
  /** Values that judges gave after conferring; decimals. */
  revisions?: { entry: string; judge: string; score: string; reason: string }[];
  /** Points that no judge gives; decimals. */
  parts?: { entry: string; part: string; score: string }[];
  /** What the hall voted, once it counts: points of the rule's part with `hall`, which then has no scores in `parts`. */
  hall?: { entry: string; votes: number }[];
  /** Penalties (below 0) and bonuses, in hundredths. */
  adjustments?: { entry: string; amount: number; article: string; reason: string }[];
  /** By the slug of an earlier round: where its totals are from, and each entry's there, as printed. */
  carried?: Record<string, Carried>;
}

export interface Carried {
  /** "release 1", or "closed" where nothing is published. */
  from: string;
  totals: Record<string, string>;
}

export type Entry = JudgedRound["entries"][number];
export type JudgedSheet = JudgedRound["sheets"][number];

export interface CombinedCriterion extends Combined {
  key: string;
  /** Rounded to `places.combined`. */
  rounded: Fraction | null;
  /** factor × rounded, itself not yet rounded. */
  points: Fraction | null;
}

/** The marks of an entry, combined criterion by criterion. */
export function combineCriteria(
  { criteria, rule }: JudgedRound,
  counting: readonly JudgedSheet[],
): CombinedCriterion[] {
  return criteria.map(({ key, factor }): CombinedCriterion => {
    const whole = combine(
      counting.flatMap((sheet) => markOf(sheet, key, rule)),
      rule.combine,
    );
    const rounded = whole.value && roundAt(whole.value, rule, "combined");
    return { ...whole, key, rounded, points: rounded && times(parseDecimal(factor), rounded) };
  });
}

/** At level "sheet" a sheet that lacks a mark counts only where lacking means 0; at level "criterion" one mark is enough. */
export function countsAtAll(sheet: JudgedSheet, { rule, criteria }: JudgedRound): boolean {
  if (rule.missing === "zero") return true;
  const has = (criterion: { key: string }) => Object.hasOwn(sheet.marks, criterion.key);
  return rule.level === "sheet" ? criteria.every(has) : criteria.some(has);
}

/** A sheet's total, Σ factor × mark, as the rule rounds and people read it. */
export function printSheetTotal(sheet: JudgedSheet, judged: Pick<JudgedRound, "rule" | "criteria">): string {
  return print(sheetTotal(sheet, judged), judged.rule.places.sheet);
}

/** Σ factor × mark, rounded to `places.sheet`. */
export function sheetTotal(sheet: JudgedSheet, { rule, criteria }: Pick<JudgedRound, "rule" | "criteria">): Fraction {
  const points = criteria.map(({ key, factor }) => times(parseDecimal(factor), markIn(sheet, key) ?? zero));
  return roundAt(sum(points), rule, "sheet");
}

function markOf(sheet: JudgedSheet, criterion: string, rule: Rule): Value[] {
  const mark = markIn(sheet, criterion);
  if (mark === null && rule.missing === "skip") return [];
  return [{ judge: sheet.judge, value: mark ?? zero }];
}

/** In points; null where it is lacking. */
export function markIn(sheet: JudgedSheet, criterion: string): Fraction | null {
  return Object.hasOwn(sheet.marks, criterion) ? fraction(sheet.marks[criterion] ?? 0, 100) : null;
}

/** Highs first, then lows, each by judge key. */
export function droppedOf({ high, low }: Combined, places: number | undefined): Dropped[] {
  const named = (values: Value[], why: Dropped["why"]) =>
    [...values]
      .sort((a, b) => byCodePoint(a.judge, b.judge))
      .map(({ judge, value }): Dropped => ({ judge, value: print(value, places), why }));
  return [...named(high, "high"), ...named(low, "low")];
}

/** At level "sheet" for reading only: the points stay unrounded, with at least the places that they would have. */
export function printCriteria(combined: CombinedCriterion[], rule: Rule): Standing["criteria"] {
  const points = (value: Fraction) =>
    rule.level === "sheet"
      ? print(value, undefined, rule.places.points)
      : print(roundAt(value, rule, "points"), rule.places.points);
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
