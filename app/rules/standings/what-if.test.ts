import fc from "fast-check";
import { expect, test } from "vitest";
import { seenBy } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { type JudgedRound, standings } from "./scoring.ts";
import { supposed, type WhatIf } from "./what-if.ts";

const asItIs: WhatIf = { rule: null, without: null, untrimmed: false };

const judged: JudgedRound = {
  criteria: [{ key: "tech", max: 10_000, step: 50, factor: "1" }],
  judges: ["J1", "J2", "J3", "J4"].map((key) => ({ key, head: false })),
  entries: ["A", "B"].map((key) => ({ key, title: `项目${key}`, group: null })),
  sheets: [
    ...[90, 80, 80, 50].map((mark, at) => ({ entry: "A", judge: `J${at + 1}`, marks: { tech: mark * 100 } })),
    ...[79, 79, 79, 79].map((mark, at) => ({ entry: "B", judge: `J${at + 1}`, marks: { tech: mark * 100 } })),
  ],
  rule: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1 },
    missing: "skip",
    places: { sheet: 2, total: 2 },
    ties: [],
    groups: "together",
  },
};

const ranks = (whatIf: Partial<WhatIf>) =>
  supposed(judged, { ...asItIs, ...whatIf }).lines.map(({ entry, is, would, gained }) => [
    entry,
    is.rank,
    is.total,
    would.rank,
    would.total,
    gained,
  ]);

test("without trimming, without a judge, by another rule: totals and places as they would be, in that order", () => {
  expect(ranks({ untrimmed: true })).toEqual([
    ["B", 2, "79.00", 1, "79.00", 1],
    ["A", 1, "80.00", 2, "75.00", -1],
  ]);
  expect(ranks({ without: "J1" })).toEqual([
    ["A", 1, "80.00", 1, "80.00", 0],
    ["B", 2, "79.00", 2, "79.00", 0],
  ]);
  expect(ranks({ rule: "median" }).map(([entry]) => entry)).toEqual(["A", "B"]);
});

test("a vote decides nothing where other entries would be equal than it was held on", () => {
  const marks: Record<string, number[]> = { A: [80, 80, 80, 70], B: [80, 80, 80, 70], C: [80, 80, 80, 60] };
  const tied: JudgedRound = {
    ...judged,
    entries: Object.keys(marks).map((key) => ({ key, title: key, group: null })),
    sheets: Object.entries(marks).flatMap(([entry, row]) =>
      row.map((mark, at) => ({ entry, judge: `J${at + 1}`, marks: { tech: mark * 100 } })),
    ),
    rule: { ...judged.rule, combine: { method: "mean" }, ties: ["vote"] },
    votes: { A: 2, B: 1 },
    votedOn: [["A", "B"]],
  };
  const places = (whatIf: Partial<WhatIf>) =>
    supposed(tied, { ...asItIs, ...whatIf }).lines.map(({ entry, is, would }) => [entry, is.rank, would.rank]);
  expect(places({})).toEqual([
    ["B", 1, 1],
    ["A", 2, 2],
    ["C", 3, 3],
  ]);
  expect(places({ without: "J1" }).map(([entry, , would]) => [entry, would])).toEqual([
    ["B", 1],
    ["A", 2],
    ["C", 3],
  ]);
  expect(places({ without: "J4" }).map(([entry, , would]) => [entry, would])).toEqual([
    ["A", 1],
    ["B", 1],
    ["C", 1],
  ]);
});

test("where nothing is supposed, nothing would change, on any round; and the round itself is left alone", () => {
  fc.assert(
    fc.property(randomRound, (round) => {
      const seen = seenBy(round);
      const before = structuredClone(seen);
      const { lines } = supposed(seen, asItIs);
      expect(lines.every(({ is, would, gained }) => is.total === would.total && (gained ?? 0) === 0)).toBe(true);
      const judge = seen.judges[0]?.key ?? null;
      const without = supposed(seen, { rule: "median", without: judge, untrimmed: true });
      expect(without.rule.groups).toBe(seen.rule.groups);
      expect(without.lines.map(({ is }) => is.rank).sort()).toEqual(
        standings(seen)
          .map(({ rank }) => rank)
          .sort(),
      );
      expect(seen).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
