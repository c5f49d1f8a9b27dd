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
