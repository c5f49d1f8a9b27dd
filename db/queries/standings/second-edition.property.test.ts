import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ruleSchema } from "~/rules/standings/rule.ts";
import { standingsAndFigures } from "~/rules/standings/scoring.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound, seenBy } from "~db/testing/judged-rounds.ts";
import { randomLaterRound, randomPlacedRound, randomSkatedRound } from "~db/testing/random-later-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import type { CarriedRounds } from "./carried.ts";
import { findFirstStandings } from "./first-edition.ts";
import { findLaterStandings } from "./second-edition.ts";

const database = testDatabase();

const BATCHES = 12;
const ROUNDS_PER_BATCH = 260;

test("the query and the rule book agree in every field on 3,120 random rounds of every setting and mixture", async () => {
  for (let batch = 0; batch < BATCHES; batch++) {
    const seed = (Number(process.env.STANDINGS_SEED ?? Date.now()) + batch) % 2 ** 31;
    const rounds = fc.sample(randomLaterRound, { seed, numRuns: ROUNDS_PER_BATCH });
    const wrong = (await disagreements(rounds))[0];
    if (wrong === undefined) continue;
    // The same round again, alone, so that fast-check can shrink it before it reports
    const property = fc.asyncProperty(randomLaterRound, async (round) => {
      const still = (await disagreements([round]))[0];
      if (still) throw new Error(inspect(still, { depth: null, breakLength: 140 }));
    });
    await fc.assert(property, { seed, path: String(rounds.indexOf(wrong.round)), numRuns: 1 });
    expect.fail(`seed ${seed}: ${inspect(wrong, { depth: null })}`);
  }
}, 240_000);

test("totals that are equal but for the last of the digits that are carried stand equal, reach a threshold that is the same, and lie in the same order", async () => {
  // With panels of one entry each total is the mean of all: 11 × (10 ÷ 11) and 9 × (10 ÷ 9), neither of which ends
  const round = (below: "marked" | "unranked", total: number): StoredRound => ({
    criteria: [{ key: "c", step: 100, max: 2000, factor: "1" }],
    judges: [{ key: "J1", head: false }],
    entries: [
      { key: "nine", title: "九", group: null, order: 1, panel: "B" },
      { key: "eleven", title: "十一", group: null, order: 2, panel: "A" },
    ],
    sheets: [
      { entry: "eleven", judge: "J1", marks: { c: 1100 } },
      { entry: "nine", judge: "J1", marks: { c: 900 } },
    ],
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      places: { points: 2 },
      ties: [],
      groups: "together",
      coefficient: { of: "entries" },
      thresholds: { total, below },
    }),
  });
  const rounds = [round("marked", 10), round("unranked", 10), round("unranked", 11)];
  expect(await disagreements(rounds)).toEqual([]);
  const lines = rounds.map((each) => standingsAndFigures(seenBy(each)).standings);
  expect(lines.map((each) => each.map(({ entry, rank, total, below }) => ({ entry, rank, total, below })))).toEqual([
    ["nine", "eleven"].map((entry) => ({ entry, rank: 1, total: "10", below: [] })),
    ["nine", "eleven"].map((entry) => ({ entry, rank: 1, total: "10", below: [] })),
    ["nine", "eleven"].map((entry) => ({ entry, rank: null, total: "10", below: ["total"] })),
  ]);
});

test("so do they on 1,560 random rounds that rank by places, whole orders and not, by their sum, by majorities and criterion by criterion", async () => {
  const seed = Number(process.env.STANDINGS_SEED ?? Date.now()) % 2 ** 31;
  const rounds = fc.sample(randomPlacedRound, { seed, numRuns: 6 * ROUNDS_PER_BATCH });
  for (let from = 0; from < rounds.length; from += ROUNDS_PER_BATCH) {
    const [wrong] = await disagreements(rounds.slice(from, from + ROUNDS_PER_BATCH));
    if (wrong) expect.fail(`seed ${seed}: ${inspect(wrong, { depth: null })}`);
  }
}, 240_000);

test("rounds of places hold what places have to cope with", () => {
  const all = fc
    .sample(randomPlacedRound, { seed: 7919, numRuns: 6 * ROUNDS_PER_BATCH })
    .flatMap((round) => standingsAndFigures(seenBy(round)).standings);
  const lines = all.filter(({ skating }) => skating === undefined);
  const skated = all.filter(({ skating }) => skating !== undefined);
  const placesOf = ({ placings = {} }: (typeof lines)[number]) => Object.values(placings);
  const share = (is: (line: (typeof lines)[number]) => boolean) => lines.filter(is).length / lines.length;
  expect(share((line) => placesOf(line).some((place) => place.endsWith(".5")))).toBeGreaterThan(0.1);
  expect(share((line) => line.total?.includes(".3333") ?? false)).toBeGreaterThan(0.005);
  expect(share((line) => (line.majority?.place ?? 0) > 1)).toBeGreaterThan(0.02);
  expect(share((line) => line.majority === null && line.sheets > 0)).toBeGreaterThan(0.02);
  expect(share((line) => line.partedBy !== null)).toBeGreaterThan(0.02);
  const shareOfSkated = (is: (line: (typeof lines)[number]) => boolean) => skated.filter(is).length / skated.length;
  for (const rule of [9, 11]) expect(shareOfSkated(({ skating }) => skating?.rule === rule)).toBeGreaterThan(0.02);
  expect(shareOfSkated(({ skating, sheets }) => skating === null && sheets > 0)).toBeGreaterThan(0.02);
});

test("so do they on 250 rounds in which many have one sum of places, whom rules 10 and 11 part by turns", async () => {
  const seed = Number(process.env.STANDINGS_SEED ?? Date.now()) % 2 ** 31;
  const rounds = fc.sample(randomSkatedRound, { seed, numRuns: 250 });
  const [wrong] = await disagreements(rounds);
  if (wrong) expect.fail(`seed ${seed}: ${inspect(wrong, { depth: null })}`);
}, 120_000);

test("those rounds are parted by rules 10 and 11, by turns too", () => {
  const rounds = fc.sample(randomSkatedRound, { seed: 1, numRuns: 250 });
  const lines = rounds.map((round) => standingsAndFigures(seenBy(round)).standings);
  const rulesOf = (equals: (typeof lines)[number]) => new Set(equals.map(({ skating }) => skating?.rule));
  const circles = lines.flatMap((standings) => [...Map.groupBy(standings, ({ skating }) => skating?.sum).values()]);
  expect(circles.filter((equals) => equals.length > 3 && rulesOf(equals).size === 2).length).toBeGreaterThan(25);
  expect(lines.flat().filter(({ total }) => total?.endsWith(".5")).length).toBeGreaterThan(20);
});

test("random rounds hold what the second edition has to cope with", () => {
  const rounds = fc.sample(randomLaterRound, { seed: 1, numRuns: 1500 });
  const answers = rounds.map((round) => standingsAndFigures(seenBy(round)));
  const lines = answers.flatMap(({ standings }) => standings);
  const share = (is: (line: (typeof lines)[number]) => boolean) => lines.filter(is).length / lines.length;
  expect(share((line) => line.values?.some(({ normalised }) => normalised) ?? false)).toBeGreaterThan(0.1);
  expect(share((line) => line.values?.some(({ revised }) => revised) ?? false)).toBeGreaterThan(0.02);
  expect(share((line) => typeof line.coefficient === "string")).toBeGreaterThan(0.05);
  expect(share((line) => line.rank === null && line.total !== null)).toBeGreaterThan(0.005);
  expect(share((line) => (line.lacks?.length ?? 0) > 0)).toBeGreaterThan(0.1);
  expect(share((line) => (line.hall ?? 0) > 0)).toBeGreaterThan(0.03);
  expect(share((line) => line.hall === null)).toBeGreaterThan(0.02);
  expect(answers.some(({ hall }) => hall?.votes === 0)).toBe(true);
  expect(answers.some(({ flat }) => flat && flat.length > 0)).toBe(true);
  for (const step of ["unrounded-total", "sum-of-sheets", "panel-points", "fewest-penalties", "part:base"])
    expect(
      lines.some((line) => line.partedBy === step),
      step,
    ).toBe(true);
});

test("equals are parted by what they carry from an earlier round, and by their own total here", async () => {
  const roundBy = (step: "own-total" | "carried:first"): StoredRound => ({
    criteria: [{ key: "all", max: 1000, step: 1, factor: "1" }],
    judges: [{ key: "J1", head: false }],
    entries: ["1", "2"].map((key) => ({ key, title: "项目", group: null })),
    sheets: [300, 500].map((all, at) => ({ entry: String(at + 1), judge: "J1", marks: { all } })),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      ties: [step],
      carry: [{ round: "first", weight: 1 }],
    }),
    carried: { first: { from: "closed", totals: { "1": "5.00", "2": "3.00" } } },
  });
  for (const [step, first] of [
    ["own-total", "2"],
    ["carried:first", "1"],
  ] as const) {
    const round = roundBy(step);
    expect(await disagreements([round])).toEqual([]);
    expect(standingsAndFigures(seenBy(round)).standings).toMatchObject([
      { entry: first, total: "8", partedBy: step },
      { total: "8", partedBy: step },
    ]);
  }
});

test("a round of the first edition comes out the same by the query of the second", async () => {
  const rounds = fc.sample(randomRound, { seed: Date.now() % 2 ** 31, numRuns: 200 });
  const ids = await insertJudgedRounds(database.db, "one-way", rounds);
  const first = await findFirstStandings(database.db, ids);
  // A setting that says what is so without it
  const same = rounds.map((round): StoredRound => ({ ...round, rule: { ...round.rule, rounding: "half-up" } }));
  const others = await insertJudgedRounds(database.db, "other-way", same);
  const second = await findLaterStandings(database.db, others, { totals: [], from: () => "none", bySlug: new Map() });
  expect(first).toHaveLength(200);
  expect(second.map(({ standings }) => standings)).toEqual(first.map(({ standings }) => standings));
}, 60_000);

let inserted = 0;

/** The rounds of which the two statements of the rule do not say the same. */
async function disagreements(rounds: StoredRound[]) {
  const ids = await insertJudgedRounds(database.db, `later-${++inserted}`, rounds);
  const answers = new Map(
    (await findLaterStandings(database.db, ids, await carriedBy(rounds, ids))).map((each) => [each.id, each]),
  );
  return rounds.flatMap((round, at) => {
    const { id: _, round: __, state: ___, rule, ...query } = answers.get(ids[at] ?? 0) ?? {};
    const expected = standingsAndFigures(seenBy(round));
    return isDeepStrictEqual(query, expected) ? [] : [{ round, expected, query, rule }];
  });
}

/** The totals of earlier rounds, which these tests make up. */
async function carriedBy(rounds: StoredRound[], ids: number[]): Promise<CarriedRounds> {
  const entries = await database.db
    .selectFrom("entries")
    .select(["id", "roundId", "key"])
    .where("roundId", "in", ids)
    .execute();
  const idOf = new Map(entries.map(({ id, roundId, key }) => [`${roundId} ${key}`, id]));
  return {
    totals: rounds.flatMap(({ rule, carried = {} }, at) =>
      (rule.carry ?? []).flatMap(({ round }, place) =>
        Object.entries(carried[round]?.totals ?? {}).map(([entry, total]) => ({
          id: ids[at] ?? 0,
          entry: idOf.get(`${ids[at]} ${entry}`) ?? 0,
          round: place + 1,
          total,
        })),
      ),
    ),
    from: () => "closed",
    bySlug: new Map(),
  };
}
