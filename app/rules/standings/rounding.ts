import { type Fraction, type RoundingMode, round, truncate } from "~/primitives/fraction.ts";
import type { Place, Rule } from "./rule.ts";

/** Where and how figures are rounded: to the rule's `places`, half up unless its `rounding` cuts off (docs/standings.md). */

/** Rounds a value as the rule says at that place; a place left out means not rounded. */
export function roundAt(value: Fraction, rule: Rule, place: Place): Fraction {
  const places = rule.places[place];
  if (places === undefined) return value;
  return roundingAt(rule, place) === "truncate" ? truncate(value, places) : round(value, places);
}

/** How the rule rounds at that place: half up where it says nothing. */
export function roundingAt({ rounding = "half-up" }: Pick<Rule, "rounding">, place: Place): RoundingMode {
  return typeof rounding === "string" ? rounding : (rounding[place] ?? "half-up");
}
