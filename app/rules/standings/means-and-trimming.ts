import { byCodePoint } from "~/primitives/code-points.ts";
import { compare, type Fraction, fraction, sum, times } from "~/primitives/fraction.ts";
import { type Combine, trimming } from "./rule.ts";

/**
 * How the values of several judges become one: mean, sum, median, or the mean without the highest and the lowest
 * (去掉一个最高分和一个最低分). Source: docs/standings.md, "The rule in steps".
 */

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

/** Combines the values of one entry, or of one criterion or kind of judges of it, by the rule's method. */
export function combine(values: readonly Value[], how: Combine): Combined {
  const { kept, high, low } = trim(values, how);
  const numbers = kept.map((each) => each.value);
  return {
    value: numbers.length === 0 ? null : combineNumbers(numbers, how.method),
    kept,
    high,
    low,
    untrimmed: how.method === "trimmed-mean" && values.length > 0 && values.length < trimming({ combine: how }).atLeast,
  };
}

/** The plain mean; `null` of no values. */
export function mean(values: readonly Fraction[]): Fraction | null {
  return values.length === 0 ? null : times(sum(values), fraction(1, values.length));
}

/** The highest go first, then the lowest of what remains; of equal values the judge whose key sorts last goes. */
function trim(values: readonly Value[], how: Combine): { kept: Value[]; high: Value[]; low: Value[] } {
  const { high, low, atLeast } = trimming({ combine: how });
  if (values.length < atLeast) return { kept: [...values], high: [], low: [] };
  const lastKeyFirst = (a: Value, b: Value) => byCodePoint(b.judge, a.judge);
  const downwards = [...values].sort((a, b) => compare(b.value, a.value) || lastKeyFirst(a, b));
  const upwards = downwards.slice(high).sort((a, b) => compare(a.value, b.value) || lastKeyFirst(a, b));
  return { high: downwards.slice(0, high), low: upwards.slice(0, low), kept: upwards.slice(low) };
}

function combineNumbers(values: readonly Fraction[], method: Combine["method"]): Fraction | null {
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
