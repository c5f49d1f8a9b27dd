import { byCodePoint } from "~/primitives/code-points.ts";
import {
  type Fraction,
  fraction,
  minus,
  over,
  parseNumber,
  roundSurd,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";
import { roundAt, roundingAt } from "./rounding.ts";
import type { Rule } from "./rule.ts";

/** Step 2: what each judge's totals say beside that judge's own mean and spread, over all counting sheets of the round. */

/** A counting sheet's total. */
export interface SheetTotal {
  entry: string;
  judge: string;
  total: Fraction;
}

interface Spread {
  mean: Fraction;
  /** The sample variance (n − 1), and its root where that is rounded: then it is the root that counts. */
  variance: Fraction;
  root: Fraction | null;
}

export interface Normalised {
  /** The value of a total of that judge. */
  valueAt: (judge: string, total: Fraction) => Fraction;
  /** Judges who tell nothing apart, by key: too few counting sheets, or all alike. */
  flat: string[];
}

/** How totals are normalised; null where the rule does not. `judges`: all who sit on the panel. */
export function normaliser(rule: Rule, judges: readonly string[], sheets: readonly SheetTotal[]): Normalised | null {
  const { normalise, places } = rule;
  if (!normalise || places.normalised === undefined) return null;
  const byJudge = Map.groupBy(sheets, (sheet) => sheet.judge);
  const least = normalise.atLeast ?? 2;
  const spreads = new Map<string, Spread>();
  for (const judge of judges) {
    const totals = (byJudge.get(judge) ?? []).map((sheet) => sheet.total);
    const spread = totals.length < least ? null : spreadOf(totals, rule);
    if (spread && (spread.root ?? spread.variance).over !== 0n) spreads.set(judge, spread);
  }
  const target =
    normalise.method === "standard-score"
      ? {
          mean: parseNumber(normalise.mean),
          variance: square(parseNumber(normalise.sd)),
          root: parseNumber(normalise.sd),
        }
      : poolOf(
          sheets.map((sheet) => sheet.total),
          rule,
        );
  const found = new Map<string, Fraction>();
  const valueAt = (judge: string, total: Fraction): Fraction => {
    const key = `${total.over}/${total.under} ${judge}`;
    const known = found.get(key);
    if (known) return known;
    const value = normalisedAt(total, spreads.get(judge), target, rule);
    found.set(key, value);
    return value;
  };
  return { valueAt, flat: judges.filter((judge) => !spreads.has(judge)).sort(byCodePoint) };
}

/** mean + spread × (total − the judge's mean) ÷ the judge's spread, at the rule's places: right in every case. */
function normalisedAt(total: Fraction, own: Spread | undefined, target: Spread, rule: Rule): Fraction {
  const { places } = rule;
  if (!own || places.normalised === undefined) return roundAt(target.mean, rule, "normalised");
  const distance = minus(total, own.mean);
  if (own.root && target.root)
    return roundAt(sum([target.mean, over(times(target.root, distance), own.root)]), rule, "normalised");
  const variance = target.root ? square(target.root) : target.variance;
  const below = own.root ? square(own.root) : own.variance;
  const surd = {
    base: target.mean,
    square: over(times(variance, square(distance)), below),
    sign: distance.over < 0n ? -1 : 1,
  } as const;
  return roundSurd(surd, places.normalised, roundingAt(rule, "normalised"));
}

/** Mean and spread of at least two values, rounded as the rule says. */
function spreadOf(values: readonly Fraction[], rule: Rule): Spread {
  const count = values.length;
  const exact = over(sum(values), fraction(count));
  const squares = sum(values.map((each) => square(minus(each, exact))));
  const variance = over(squares, fraction(count - 1));
  const { judgeSd } = rule.places;
  const root =
    judgeSd === undefined
      ? null
      : roundSurd({ base: zero, square: variance, sign: 1 }, judgeSd, roundingAt(rule, "judgeSd"));
  return { mean: roundAt(exact, rule, "judgeMean"), variance, root };
}

/** The spread of all counting sheets. Of fewer than two nobody's sheet is normalised: any spread does. */
function poolOf(values: readonly Fraction[], rule: Rule): Spread {
  if (values.length > 1) return spreadOf(values, rule);
  return { mean: roundAt(values[0] ?? zero, rule, "judgeMean"), variance: zero, root: null };
}

function square(value: Fraction): Fraction {
  return times(value, value);
}
