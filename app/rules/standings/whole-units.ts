import { fraction, greatestDivisor, magnitude, parseDecimal } from "~/primitives/fraction.ts";
import type { JudgedRound } from "./judged-round.ts";
import { isOfSecondEdition } from "./rule.ts";

/**
 * Largest whole number that the figures may reach: below it, table programs add, multiply, divide and compare without
 * losing anything, those too that look at no more than twelve digits.
 */
const largestWhole = 10n ** 12n;

/** How a figure is kept as a whole number: so many units make a point. */
type Unit = bigint;

/** Rounding of a whole number to one of a coarser unit: × `times` ÷ `over`, half-up; null where nothing is to round. */
export type Rounding = { times: bigint; over: bigint } | null;

export interface WholeUnits {
  /** Σ of these × mark in hundredths is a sheet's total before it is rounded; in the rubric's order. */
  factors: bigint[];
  sheet: { rounding: Rounding; unit: Unit };
  /** What a sum is multiplied by before it is divided by how many it has, so that nothing is left over. */
  share: { combined: bigint; mean: bigint };
  /** A mean of sheets' totals, and a criterion's combined marks, both unrounded. */
  mean: { unit: Unit };
  marks: { unit: Unit };
  combined: { rounding: Rounding; unit: Unit };
  points: { rounding: Rounding; unit: Unit };
  /** Before and after rounding. */
  total: { exact: Unit; rounding: Rounding; unit: Unit };
}

interface Whole {
  unit: Unit;
  /** No figure is larger, whatever its sign. */
  most: bigint;
}

/**
 * The units in which every figure of the rule is a whole number for every round with that rubric and at most `sheets`
 * sheets an entry: so that a spreadsheet, which knows binary fractions only, computes each figure exactly. Null where a
 * figure may become too large for that.
 */
export function wholeUnits(
  { criteria, rule, revisions = [], adjustments = [] }: Omit<JudgedRound, "judges" | "entries" | "sheets">,
  sheets: number,
): WholeUnits | null {
  // Formulas are written for the first four steps alone
  if (isOfSecondEdition(rule) || revisions.length > 0 || adjustments.length > 0) return null;
  const { places, level } = rule;
  const count = BigInt(Math.max(1, sheets));
  const shares = leastCommon(count);
  const combining = { sum: 1n, median: 2n, mean: shares, "trimmed-mean": shares }[rule.combine.method];
  const decimals = criteria.map(({ factor }) => parseDecimal(factor));
  const tens = decimals.map(({ under }) => powerOfTen(under)).reduce(larger, 1n);
  const factors = decimals.map((each) => (each.over * tens) / each.under);
  let largest = 0n;
  const seen = (whole: Whole, room = 1n): Whole => {
    largest = larger(largest, whole.most * room);
    return whole;
  };
  const rounded = (whole: Whole, to: number | undefined): { rounding: Rounding } & Whole => {
    const unit = to === undefined ? whole.unit : 10n ** BigInt(to);
    if (unit % whole.unit === 0n || to === undefined) return { ...whole, rounding: null };
    const { over: times, under: over } = fraction(unit, whole.unit);
    seen(whole, 2n * times);
    seen({ unit, most: over * 2n });
    return { ...seen({ unit, most: (whole.most * times) / over + 1n }), rounding: { times, over } };
  };
  const combined = ({ unit, most }: Whole): Whole =>
    seen({ unit: unit * combining, most: most * combining * (rule.combine.method === "sum" ? count : 1n) });

  const mostPoints = criteria.reduce((all, { max }, at) => all + BigInt(max) * magnitude(factors[at] ?? 0n), 0n);
  const sheet = rounded(seen({ unit: 100n * tens, most: mostPoints }), places.sheet);
  const mean = { unit: sheet.unit * shares, most: sheet.most * shares };
  if (rule.ties.includes("untrimmed-mean")) seen(mean);
  const marks = combined({ unit: 100n, most: criteria.map(({ max }) => BigInt(max)).reduce(larger, 0n) });
  const ofCriterion = rounded(marks, places.combined);
  const worth = seen({
    unit: ofCriterion.unit * tens,
    most: ofCriterion.most * factors.map(magnitude).reduce(larger, 1n),
  });
  const points = rounded(worth, level === "criterion" ? places.points : undefined);
  const exact =
    level === "sheet"
      ? combined(sheet)
      : seen({ unit: points.unit, most: points.most * BigInt(Math.max(1, criteria.length)) });
  const total = rounded(exact, places.total);
  if (largest > largestWhole) return null;
  return {
    factors,
    sheet,
    share: { combined: combining, mean: shares },
    mean,
    marks,
    combined: ofCriterion,
    points,
    total: { exact: exact.unit, rounding: total.rounding, unit: total.unit },
  };
}

/** The smallest number that 1, 2 … `most` all divide. */
function leastCommon(most: bigint): bigint {
  let all = 1n;
  for (let each = 2n; each <= most && all <= largestWhole; each++) all *= each / greatestDivisor(all, each);
  return all;
}

/** The smallest power of ten that is a multiple of a divisor of one. */
function powerOfTen(divisor: bigint): bigint {
  let tens = 1n;
  while (tens % divisor !== 0n) tens *= 10n;
  return tens;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
