import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  type ExactFigure,
  exactFigure,
  type Fraction,
  fraction,
  parseDecimal,
  times,
  zero,
} from "~/primitives/fraction.ts";
import { seenBy } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import type { JudgedRound } from "./judged-round.ts";
import type { TieStep } from "./rule.ts";
import { countingVotes, standings, tiesToVoteOn } from "./scoring.ts";
import { score } from "./total-steps.ts";
import { tieLadders, type WhyRank, whyRanks } from "./why-rank.ts";

/** Whether the figure says that value: to the digit where it claims so, else to its last decimal. */
function says({ value, exact }: ExactFigure, fact: Fraction): boolean {
  const said = parseDecimal(value);
  if (exact) return compare(said, fact) === 0;
  const error = add(said, times(fact, fraction(-1)));
  const size = error.over < 0n ? times(error, fraction(-1)) : error;
  const unit = fraction(1, 10n ** BigInt(value.split(".")[1]?.length ?? 0));
  return size.over !== 0n && compare(size, unit) < 0;
}

/** Every entry's own exact figures, by key, worked out from its sheets alone. */
function factsOf(judged: JudgedRound) {
  const { scored } = score({ ...judged, votes: countingVotes(judged) });
  return new Map(scored.map((each) => [each.entry.key, each]));
}

function same(a: Fraction | null | undefined, b: Fraction | null | undefined): boolean {
  return a == null || b == null ? (a ?? null) === (b ?? null) : compare(a, b) === 0;
}

/** What of the explanation is not so; empty where all of it is true. */
function falseClaims(judged: JudgedRound): string[] {
  const facts = factsOf(judged);
  const lines = new Map(standings(judged).map((line) => [line.entry, line]));
  const separate = judged.rule.groups === "separate";
  /** Whether the step is passed over for those that are equal to the entry until then. */
  const isPassed = (step: number, entry: string): boolean => {
    if (judged.rule.lacking !== "skip") return false;
    const own = facts.get(entry);
    const before = judged.rule.ties.slice(0, step).flatMap((_, i) => (isPassed(i, entry) ? [] : [i]));
    const equals = [...facts].filter(
      ([other, fact]) =>
        (!separate || lines.get(other)?.group === lines.get(entry)?.group) &&
        same(fact.total, own?.total) &&
        before.every((i) => same(fact.ties[i], own?.ties[i])),
    );
    return equals.some(([, fact]) => (fact.ties[step] ?? null) === null);
  };
  const wrong: string[] = [];
  const claim = (holds: boolean, what: string) => {
    if (!holds) wrong.push(what);
  };
  const said = whyRanks(judged);
  claim(
    said.map(({ entry }) => entry).join() ===
      [...lines.values()]
        .filter(({ rank }) => rank !== null)
        .map(({ entry }) => entry)
        .join(),
    "who is explained",
  );
  for (const why of said) {
    const rivals = [...lines.values()].filter(
      (line) =>
        line.rank !== null && line.entry !== why.entry && (!separate || line.group === lines.get(why.entry)?.group),
    );
    const at = (rank: number | undefined) => rivals.filter((line) => line.rank === rank).map(({ entry }) => entry);
    const ranks = rivals.map(({ rank }) => rank ?? 0);
    claim(why.rank === lines.get(why.entry)?.rank, "rank");
    claim(at(why.rank).sort().join() === [...why.sharedWith].sort().join(), "shared with");
    const next = {
      above: ranks.filter((rank) => rank < why.rank).sort((a, b) => b - a)[0],
      below: ranks.filter((rank) => rank > why.rank).sort((a, b) => a - b)[0],
    };
    for (const side of ["above", "below"] as const) {
      claim(at(next[side]).sort().join() === [...(why[side]?.entries ?? [])].sort().join(), `who is ${side}`);
      for (const other of why[side]?.entries ?? [])
        claim(isTrueOf(why, side, facts, other, { steps: judged.rule.ties, isPassed }), `${side} ${other}`);
    }
    for (const other of why.sharedWith) {
      const a = facts.get(why.entry);
      const b = facts.get(other);
      const isEqualIn = (i: number) => isPassed(i, why.entry) || same(a?.ties[i], b?.ties[i]);
      claim(same(a?.total, b?.total) && judged.rule.ties.every((_, i) => isEqualIn(i)), "all equal");
    }
  }
  return wrong;
}

function isTrueOf(
  why: WhyRank,
  side: "above" | "below",
  facts: ReturnType<typeof factsOf>,
  other: string,
  { steps, isPassed }: { steps: readonly TieStep[]; isPassed: (step: number, entry: string) => boolean },
): boolean {
  const own = facts.get(why.entry);
  const theirs = facts.get(other);
  const claimed = why[side];
  if (!claimed || !own?.total || !theirs?.total) return false;
  const [upper, lower] = side === "above" ? [theirs, own] : [own, theirs];
  const gap = add(upper.total ?? zero, times(lower.total ?? zero, fraction(-1)));
  if ("by" in claimed) return gap.over > 0n && says(claimed.by, gap);
  const at = steps.indexOf(claimed.step);
  const tells = (figure: ExactFigure | null, fact: Fraction | null | undefined) => {
    if (figure === null || fact == null) return figure === null && fact == null;
    return says(figure, claimed.step === "vote" ? times(fact, fraction(-1)) : fact);
  };
  const high = upper.ties[at];
  const low = lower.ties[at];
  return (
    gap.over === 0n &&
    !isPassed(at, why.entry) &&
    steps.slice(0, at).every((_, i) => isPassed(i, why.entry) || same(own.ties[i], theirs.ties[i])) &&
    high != null &&
    (low == null || compare(high, low) > 0) &&
    tells(claimed.own, own.ties[at]) &&
    tells(claimed.theirs, theirs.ties[at])
  );
}

describe("why an entry stands where it stands", () => {
  test("is true of the exact figures on any round", () => {
    fc.assert(
      fc.property(randomRound, (round) => {
        expect(falseClaims(seenBy(round))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("the random rounds part entries by totals and by every step, and leave some equal", () => {
    const whys = fc.sample(randomRound, { seed: 7, numRuns: 600 }).flatMap((round) => whyRanks(seenBy(round)));
    const steps = new Set(whys.flatMap(({ above }) => (above && "step" in above ? [above.step.split(":")[0]] : [])));
    expect([...steps].sort()).toEqual(["criterion", "head-judge", "highest-sheet", "untrimmed-mean", "vote"]);
    expect(whys.some(({ above }) => above && "by" in above && !above.by.exact)).toBe(true);
    expect(whys.some(({ sharedWith }) => sharedWith.length > 1)).toBe(true);
  });

  test("goes by the total as it is rounded, and by the unrounded figures of the steps", () => {
    const judged = heat({ A: [[9, 8, 8]], B: [[8, 8, 9]], C: [[8, 8, 8]] }, ["head-judge", "vote"]);
    expect(whyRanks(judged)).toEqual([
      {
        entry: "A",
        rank: 1,
        above: null,
        sharedWith: [],
        below: {
          entries: ["B"],
          step: "head-judge",
          own: { value: "9.00", exact: true },
          theirs: { value: "8.00", exact: true },
        },
      },
      {
        entry: "B",
        rank: 2,
        sharedWith: [],
        above: {
          entries: ["A"],
          step: "head-judge",
          own: { value: "8.00", exact: true },
          theirs: { value: "9.00", exact: true },
        },
        below: { entries: ["C"], by: { value: "0.33", exact: true } },
      },
      {
        entry: "C",
        rank: 3,
        above: { entries: ["B"], by: { value: "0.33", exact: true } },
        below: null,
        sharedWith: [],
      },
    ]);
  });
});

describe("who broke which tie", () => {
  test("each step is shown to those who were still equal when it came to it", () => {
    const judged = heat({ A: [[9, 7, 8]], B: [[8, 8, 8]], C: [[8, 7, 9]], D: [[1, 1, 1]] }, [
      "head-judge",
      "highest-sheet",
      "vote",
    ]);
    expect(tieLadders(judged)).toMatchObject([
      {
        group: null,
        steps: ["head-judge", "highest-sheet"],
        entries: [
          { entry: "A", rank: 1, partedBy: "head-judge", seen: [{ figure: { value: "9.00" } }, null] },
          {
            entry: "C",
            rank: 2,
            partedBy: "highest-sheet",
            seen: [{ figure: { value: "8.00" } }, { figure: { value: "9.00" } }],
          },
          {
            entry: "B",
            rank: 3,
            partedBy: "highest-sheet",
            seen: [{ figure: { value: "8.00" } }, { figure: { value: "8.00" } }],
          },
        ],
      },
    ]);
  });

  test("agrees with the standings on any round: who is shared, and the last step that was of use", () => {
    fc.assert(
      fc.property(randomRound, (round) => {
        const judged = seenBy(round);
        const lines = new Map(standings(judged).map((line) => [line.entry, line]));
        const ladders = tieLadders(judged);
        const tied = ladders.flatMap(({ entries }) => entries);
        for (const { entry, rank, shared, partedBy } of tied)
          expect(lines.get(entry)).toMatchObject({ rank, shared, partedBy });
        const inLadder = new Set(tied.map(({ entry }) => entry));
        for (const line of lines.values())
          if (line.shared || line.partedBy) expect(inLadder.has(line.entry)).toBe(true);
        for (const { entries, steps } of ladders) {
          expect(entries.length).toBeGreaterThan(1);
          for (const { partedBy } of entries) if (partedBy) expect(steps).toContain(partedBy);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a tie that the panel may vote on", () => {
  const tied = { A: [[8, 8, 8]], B: [[8, 8, 8]], C: [[9, 9, 9]] };

  test("is what is equal in the total and in every step before the vote", () => {
    expect(tiesToVoteOn(heat(tied, ["head-judge", "vote"]))).toEqual([{ rank: 2, entries: ["A", "B"] }]);
    expect(tiesToVoteOn(heat({ ...tied, B: [[7, 8, 9]] }, ["head-judge", "vote"]))).toEqual([]);
    expect(tiesToVoteOn(heat({ ...tied, B: [[7, 8, 9]] }, ["vote", "head-judge"]))).toEqual([
      { rank: 2, entries: ["A", "B"] },
    ]);
  });

  test("is none without the step, and stays one after the vote, which may be corrected", () => {
    expect(tiesToVoteOn(heat(tied, ["head-judge"]))).toEqual([]);
    expect(tiesToVoteOn({ ...heat(tied, ["vote"]), votes: { A: 2, B: 1 } })).toEqual([
      { rank: 2, entries: ["A", "B"] },
    ]);
  });
});

test("a figure without an end says so, and is never nothing", () => {
  expect(exactFigure(fraction(1, 3))).toEqual({ value: "0.3333", exact: false });
  expect(exactFigure(fraction(1, 3n * 10n ** 6n))).toEqual({ value: "0.00000033", exact: false });
  expect(exactFigure(fraction(5, 2))).toEqual({ value: "2.50", exact: true });
});

/** A heat with one criterion: each entry's marks by judges J1 (head), J2, J3; the plain mean to two places. */
function heat(marks: Record<string, number[][]>, ties: TieStep[]): JudgedRound {
  const judges = ["J1", "J2", "J3"];
  return {
    criteria: [{ key: "tech", max: 1000, step: 100, factor: "1" }],
    judges: judges.map((key) => ({ key, head: key === "J1" })),
    entries: Object.keys(marks).map((key) => ({ key, title: key, group: null })),
    sheets: Object.entries(marks).flatMap(([entry, [row = []]]) =>
      row.map((mark, at) => ({ entry, judge: judges[at] ?? "", marks: { tech: mark * 100 } })),
    ),
    rule: {
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      places: { sheet: 2, total: 2 },
      ties,
      groups: "together",
    },
  };
}
