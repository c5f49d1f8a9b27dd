import { compare, type Fraction, parseNumber } from "~/primitives/fraction.ts";
import type { CombinedCriterion } from "./judged-round.ts";
import type { Rule } from "./rule.ts";

/**
 * Step 11: the thresholds (分数线) that the entry does not reach: strictly below the own total, or a criterion's rounded
 * value; one that is null is not compared.
 */
export function belowThresholds(
  { thresholds }: Rule,
  own: Fraction | null,
  criteria: readonly CombinedCriterion[],
): string[] {
  if (!thresholds) return [];
  const isBelow = (value: Fraction | null, least: number | undefined) =>
    value !== null && least !== undefined && compare(value, parseNumber(least)) < 0;
  const { total, criteria: least = {} } = thresholds;
  return [
    ...(isBelow(own, total) ? ["total"] : []),
    ...criteria.flatMap(({ key, rounded }) =>
      Object.hasOwn(least, key) && isBelow(rounded, least[key]) ? [`criterion:${key}`] : [],
    ),
  ];
}

/** Whether a threshold keeps whoever is below it from having a rank, or only marks it. */
export function isUnranked({ thresholds }: Rule, below: readonly string[]): boolean {
  return thresholds?.below === "unranked" && below.length > 0;
}
