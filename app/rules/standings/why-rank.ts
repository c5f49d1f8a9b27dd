import { compare, type ExactFigure, exactFigure, type Fraction, magnitude, minus } from "~/primitives/fraction.ts";
import type { JudgedRound } from "./judged-round.ts";
import type { RankPlace } from "./ranks-and-ties.ts";
import type { TieStep } from "./rule.ts";
import { type RankedEntry, ranked, rankings } from "./scoring.ts";

/** Why an entry stands where it stands, from the exact figures that ranked it. */
export interface WhyRank {
  entry: string;
  rank: number;
  /** The entries of the place next above and next below; null where there is none. */
  above: Against | null;
  below: Against | null;
  /** The others on the same place. */
  sharedWith: string[];
}

/** What sets an entry apart from those next to it: its total, or the first tie step that sees a difference. */
export type Against =
  /** How far the totals lie apart, above zero. */
  | { entries: string[]; by: ExactFigure }
  /** What the step sees in both; null where it sees nothing. A vote's figure is the place that it gave. */
  | { entries: string[]; step: TieStep; own: ExactFigure | null; theirs: ExactFigure | null };

/** Entries with equal totals, in the order in which the tie steps put them. */
export interface TieLadder {
  /** The first entry's group where groups are ranked by themselves; null otherwise. */
  group: string | null;
  /** The steps that were needed, in the rule's order. */
  steps: TieStep[];
  entries: {
    entry: string;
    rank: number;
    shared: boolean;
    partedBy: TieStep | null;
    /** By step; null where the entry stood alone before it came to that. */
    seen: ({ figure: ExactFigure | null } | null)[];
  }[];
}

type Placed = RankedEntry & { total: Fraction; place: RankPlace };

/** One for every entry with a rank, in the order of the standings. */
export function whyRanks(judged: JudgedRound): WhyRank[] {
  return rankingsOf(judged).flatMap((ranking) => {
    const circles = [...Map.groupBy(ranking, ({ place }) => place.rank).values()];
    return circles.flatMap((circle, at) =>
      circle.map((each) => ({
        entry: each.entry.key,
        rank: each.place.rank,
        above: against(each, circles[at - 1], judged),
        below: against(each, circles[at + 1], judged),
        sharedWith: circle.filter((other) => other !== each).map(({ entry }) => entry.key),
      })),
    );
  });
}

/** Every circle of entries with equal totals, and how far down the steps each of them had to go. */
export function tieLadders(judged: JudgedRound): TieLadder[] {
  const { rule } = judged;
  return rankingsOf(judged).flatMap((ranking) =>
    equalTotals(ranking).map((equals): TieLadder => {
      const needed = (each: Placed, step: number) =>
        equals.some((other) => other !== each && firstDifference(each, other, step) === null);
      const count = rule.ties.findLastIndex((_, step) => equals.some((each) => needed(each, step))) + 1;
      const steps = rule.ties.slice(0, count);
      return {
        group: rule.groups === "separate" ? (equals[0]?.entry.group ?? null) : null,
        steps,
        entries: equals.map((each) => ({
          entry: each.entry.key,
          rank: each.place.rank,
          shared: each.place.shared,
          partedBy: each.place.partedBy,
          seen: steps.map((step, at) => (needed(each, at) ? { figure: seen(each, at, step) } : null)),
        })),
      };
    }),
  );
}

function rankingsOf(judged: JudgedRound): Placed[][] {
  const placed = ranked(judged).filter((each): each is Placed => each.total !== null && each.place.rank !== null);
  return rankings(placed, judged.rule);
}

function equalTotals(ranking: readonly Placed[]): Placed[][] {
  const circles = Map.groupBy(ranking, ({ total }) => `${total.over}/${total.under}`);
  return [...circles.values()].filter((circle) => circle.length > 1);
}

function against(each: Placed, circle: readonly Placed[] | undefined, { rule }: JudgedRound): Against | null {
  const [other] = circle ?? [];
  if (!circle || !other) return null;
  const entries = circle.map(({ entry }) => entry.key);
  const apart = minus(each.total, other.total);
  if (apart.over !== 0n) return { entries, by: exactFigure({ ...apart, over: magnitude(apart.over) }) };
  const at = firstDifference(each, other, rule.ties.length);
  const step = at === null ? undefined : rule.ties[at];
  if (at === null || step === undefined) throw new Error("equal in everything and yet on different places");
  return { entries, step, own: seen(each, at, step), theirs: seen(other, at, step) };
}

/** The number of the first of so many steps that sees a difference; null where none does. */
function firstDifference(a: Placed, b: Placed, steps: number): number | null {
  for (let at = 0; at < steps; at++) {
    // Passed over for both: up to here they are of one circle
    if (a.place.passed?.includes(at)) continue;
    const one = a.ties[at] ?? null;
    const other = b.ties[at] ?? null;
    if (one === null || other === null ? one !== other : compare(one, other) !== 0) return at;
  }
  return null;
}

function seen(each: Placed, at: number, step: TieStep): ExactFigure | null {
  const value = each.ties[at] ?? null;
  if (value === null) return null;
  return step === "vote" ? { value: String(-value.over), exact: true } : exactFigure(value);
}
