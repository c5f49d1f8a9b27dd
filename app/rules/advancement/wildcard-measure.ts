import {
  compare,
  type Fraction,
  fraction,
  minus,
  parseDecimal,
  print,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";
import type { WildcardMeasure } from "./advancement-rule.ts";

/** The measures that compare entries of different heats. They are exact: nothing is rounded before it is compared. */

/** What a measure found, as it is shown. */
export type Figure =
  | { by: "total"; total: string }
  /** How many of the others of its ranking it left behind. */
  | { by: "percentile"; behind: number; others: number }
  /** z · |z|, as a fraction of two whole numbers: it orders as z does, and is exact where a root is not. */
  | { by: "z-score"; square: string };

export interface MeasuredTotal {
  /** Greater is better. */
  value: Fraction;
  figure: Figure;
}

/** A ranked entry, as far as a measure looks. */
export interface RankedTotal {
  rank: number;
  total: string;
}

/**
 * The measure of one entry among all that were ranked with it; null where it has no meaning: a ranking of one has neither
 * percentile nor spread, and where all totals are equal there is no spread either. `byPlaces`: places make the totals, so
 * that less is better.
 */
export function measure(
  by: WildcardMeasure,
  entry: RankedTotal,
  field: readonly RankedTotal[],
  byPlaces = false,
): MeasuredTotal | null {
  if (by === "total") {
    const total = parseDecimal(entry.total);
    return { value: byPlaces ? minus(zero, total) : total, figure: { by, total: entry.total } };
  }
  const others = field.length - 1;
  if (others < 1) return null;
  if (by === "percentile") {
    const behind = field.filter(({ rank }) => rank > entry.rank).length;
    return { value: fraction(behind, others), figure: { by, behind, others } };
  }
  const totals = field.map(({ total }) => parseDecimal(total));
  const mean = times(sum(totals), fraction(1, field.length));
  const squares = totals.map((total) => minus(total, mean)).map((each) => times(each, each));
  const variance = times(sum(squares), fraction(1, others));
  if (compare(variance, zero) === 0) return null;
  const above = minus(parseDecimal(entry.total), mean);
  const off = byPlaces ? minus(zero, above) : above;
  const square = times(times(off, off), fraction(variance.under, variance.over));
  const value = compare(off, zero) < 0 ? minus(zero, square) : square;
  return { value, figure: { by, square: `${value.over}/${value.under}` } };
}

/** The z-score that `square` stands for, for reading: a number near it. */
export function zOf(square: string): number {
  const [over = "0", under = "1"] = square.split("/");
  const exact = Number(print(fraction(BigInt(over), BigInt(under)), undefined));
  return Math.sign(exact) * Math.sqrt(Math.abs(exact));
}
