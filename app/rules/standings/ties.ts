import { compare, type Fraction } from "~/primitives/fraction.ts";
import type { TieStep } from "./rule.ts";

/** An entry with a total, and what each tie step of the rule sees in it: more is better, `null` loses to anything. */
export interface RankedContender {
  total: Fraction;
  ties: (Fraction | null)[];
}

export interface RankPlace {
  rank: number;
  shared: boolean;
  partedBy: TieStep | null;
  /** Numbers of the steps that were passed over for it and its equals, where there are any. */
  passed?: number[];
}

/**
 * Ranks the contenders of one ranking by total, highest first; equal totals are parted by `steps` in order, and what stays
 * equal shares its place: 1, 2, 2, 4. `partedBy` is the last step that narrowed the circle of those equal to a contender.
 * `lacking`: whether who has no value in a step comes last there, or the step is passed over for these equals.
 */
export function rank<T extends RankedContender>(
  contenders: readonly T[],
  steps: readonly TieStep[],
  lacking: "last" | "skip" = "last",
): Map<T, RankPlace> {
  const places = new Map<T, RankPlace>();
  const settle = (equals: T[], rank: number, step: number, partedBy: TieStep | null, passed: number[]): void => {
    if (step === steps.length || equals.length === 1) {
      const place = { rank, shared: equals.length > 1, partedBy, ...(passed.length > 0 && { passed }) };
      for (const each of equals) places.set(each, place);
      return;
    }
    const skips = lacking === "skip" && equals.some((each) => (each.ties[step] ?? null) === null);
    const circles = skips ? [equals] : split(equals, (a, b) => compareTies(a.ties[step] ?? null, b.ties[step] ?? null));
    let next = rank;
    for (const circle of circles) {
      const by = circles.length > 1 ? (steps[step] ?? null) : partedBy;
      settle(circle, next, step + 1, by, skips ? [...passed, step] : passed);
      next += circle.length;
    }
  };
  let next = 1;
  for (const equals of split(contenders, (a, b) => compare(a.total, b.total))) {
    settle(equals, next, 0, null, []);
    next += equals.length;
  }
  return places;
}

/** The contenders in circles of equals, the best circle first. */
function split<T>(contenders: readonly T[], better: (a: T, b: T) => number): T[][] {
  const circles: T[][] = [];
  for (const each of [...contenders].sort((a, b) => better(b, a))) {
    const last = circles.at(-1);
    if (last?.[0] !== undefined && better(last[0], each) === 0) last.push(each);
    else circles.push([each]);
  }
  return circles;
}

function compareTies(a: Fraction | null, b: Fraction | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return compare(a, b);
}

/** The panel's vote on a tie: who was present, and in which order each of them wants the entries to stand. */

/** One member's order: the place that they give each entry, 1 the best; every place once. */
export type Ballot = Readonly<Record<string, number>>;

/** Why a member's order is none; null where it is one. `places`: of the entries asked for, each place once. */
export function flawOfBallot(ballot: Ballot, entries: readonly string[]): "places" | null {
  const given = entries.map((entry) => ballot[entry] ?? 0).sort((a, b) => a - b);
  const whole = entries.every((_, at) => given[at] === at + 1);
  return whole && Object.keys(ballot).length === entries.length ? null : "places";
}

/** Whether both are the same entries, in whatever order: whether a vote was held on that tie. */
export function areSameEntries(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}

/**
 * The places that the votes give: an entry stands before another when more members put it there than the other way round,
 * and by the number of entries that it stands before so, less those that stand before it. What is equal then shares its
 * place (1, 1, 3): the vote has not parted it. Of two entries this is the plain majority.
 */
export function placesOfVote(ballots: readonly Ballot[], entries: readonly string[]): Record<string, number> {
  const wins = (one: string, other: string) =>
    Math.sign(ballots.reduce((sum, ballot) => sum + Math.sign((ballot[other] ?? 0) - (ballot[one] ?? 0)), 0));
  const scores = entries.map((one) => entries.reduce((sum, other) => sum + (one === other ? 0 : wins(one, other)), 0));
  return Object.fromEntries(
    entries.map((entry, at) => [entry, 1 + scores.filter((score) => score > (scores[at] ?? 0)).length]),
  );
}
