import { fraction, over, parseNumber, print, round, times, truncate } from "~/primitives/fraction.ts";
import { roundingAt } from "./rounding.ts";
import type { Rule, RulePart } from "./rule.ts";

/** The vote of the hall: how its votes become the points of a part (docs/standings.md). */

/** An entry's votes once they count; in a round whose vote counts, an entry that is not named has none. */
export interface HallVotes {
  entry: string;
  votes: number;
}

/** All votes of a round, and those of the entry with the most. */
export interface HallFigures {
  votes: number;
  most: number;
}

export type HallPart = RulePart & { hall: NonNullable<RulePart["hall"]> };

/** The most votes that an entry can have: more than any hall holds. */
export const MOST_VOTES = 1_000_000;

/** The part that the hall votes on; undefined where it does not vote. */
export function hallPartOf({ parts = [] }: Pick<Rule, "parts">): HallPart | undefined {
  return parts.find((part): part is HallPart => part.hall !== undefined);
}

/** Null while no votes count. */
export function hallFigures(hall: readonly HallVotes[]): HallFigures | null {
  if (hall.length === 0) return null;
  const votes = hall.map((each) => each.votes);
  return { votes: votes.reduce((all, each) => all + each, 0), most: Math.max(...votes) };
}

/** max × votes ÷ all votes (or the most votes), at two decimals, rounded as the rule rounds points; without any vote 0. */
export function hallScore({ votes, figures, rule }: { votes: number; figures: HallFigures; rule: Rule }): string {
  const part = hallPartOf(rule);
  const divisor = part?.hall.of === "most" ? figures.most : figures.votes;
  if (!part || divisor === 0) return "0";
  const exact = over(times(parseNumber(part.max), fraction(votes)), fraction(divisor));
  const rounded = roundingAt(rule, "points") === "truncate" ? truncate(exact, 2) : round(exact, 2);
  return print(rounded, undefined);
}

/** What the votes of the hall give to every entry, as scores of its part; nothing while no votes count. */
export function hallScores({
  rule,
  entries,
  hall = [],
}: {
  rule: Rule;
  entries: readonly { key: string }[];
  hall?: readonly HallVotes[];
}): { entry: string; part: string; score: string; votes: number }[] {
  const part = hallPartOf(rule);
  const figures = hallFigures(hall);
  if (!part || !figures) return [];
  const votesOf = new Map(hall.map(({ entry, votes }) => [entry, votes]));
  return entries.map(({ key }) => {
    const votes = votesOf.get(key) ?? 0;
    return { entry: key, part: part.key, votes, score: hallScore({ votes, figures, rule }) };
  });
}
