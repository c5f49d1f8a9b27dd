import {
  fraction,
  minus,
  over,
  parseDecimal,
  print,
  round,
  roundSurd,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";

/** What a judge sees of their own sheets beside the one that they are writing: whether they have been strict so far, or alike. */
export interface OwnFigures {
  /** Sheets that they handed in. */
  count: number;
  /** To two decimals, half-up. */
  mean: string;
  /** The sample standard deviation (n − 1, as where a rule normalises by judge), to two decimals; null of fewer than two sheets. */
  sd: string | null;
}

const places = 2;

/** Mean and spread of a judge's own totals, as decimals, exact until they are rounded; null before the first. */
export function ownFigures(totals: readonly string[]): OwnFigures | null {
  const values = totals.map(parseDecimal);
  const count = values.length;
  if (count === 0) return null;
  const mean = over(sum(values), fraction(count));
  const squares = sum(values.map((each) => times(minus(each, mean), minus(each, mean))));
  const sd =
    count < 2
      ? null
      : roundSurd({ base: zero, square: over(squares, fraction(count - 1)), sign: 1 }, places, "half-up");
  return { count, mean: print(round(mean, places), places), sd: sd && print(sd, places) };
}
