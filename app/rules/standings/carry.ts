import { type Fraction, parseDecimal, parseNumber, times } from "~/primitives/fraction.ts";
import { sumOfAll } from "./judged-entries.ts";
import type { JudgedRound } from "./judged-round.ts";
import type { Rule } from "./rule.ts";
import type { RoundFigures } from "./standing.ts";

/** Step 10, the carry (前几轮的得分): what a round adds of an entry's totals in earlier rounds, by weight. */

export interface WeighedTotal {
  round: string;
  weight: Fraction;
  /** In that round; null where the entry has none there. */
  total: Fraction | null;
  /** As it was printed there. */
  text: string | null;
}

/** What the rule carries of an entry, in its order; none where it carries nothing. */
export function carriedTotals({ rule, carried }: JudgedRound, entry: string): WeighedTotal[] {
  return (rule.carry ?? []).map(({ round, weight }) => {
    const text = carried?.[round]?.totals[entry];
    return {
      round,
      weight: parseNumber(weight),
      total: text === undefined ? null : parseDecimal(text),
      text: text ?? null,
    };
  });
}

/** The own total and those that are carried, each × its weight, unrounded; null where one of them is lacking. */
export function overallTotal(rule: Rule, own: Fraction | null, carried: readonly WeighedTotal[]): Fraction | null {
  return sumOfAll([
    own && times(parseNumber(rule.weight ?? 1), own),
    ...carried.map(({ weight, total }) => total && times(weight, total)),
  ]);
}

/** Which result of each earlier round the totals are of. */
export function carryFigures({ rule, carried }: JudgedRound): Pick<RoundFigures, "carriedFrom"> {
  return {
    ...(rule.carry && {
      carriedFrom: Object.fromEntries(rule.carry.map(({ round }) => [round, carried?.[round]?.from ?? "closed"])),
    }),
  };
}
