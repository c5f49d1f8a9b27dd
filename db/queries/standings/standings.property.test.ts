import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { standings } from "~/rules/standings/scoring.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound, seenBy } from "~db/testing/judged-rounds.ts";
import { completed, randomRound } from "~db/testing/random-rounds.ts";
import { findStandings } from "./standings.ts";

const database = testDatabase();

const BATCHES = 7;
const ROUNDS_PER_BATCH = 300;

test("the query and the rule book agree in every digit and rank on 2,100 random rounds, in whatever order their rows come", async () => {
  for (let batch = 0; batch < BATCHES; batch++) {
    const seed = (Number(process.env.STANDINGS_SEED ?? Date.now()) + batch) % 2 ** 31;
    const rounds = fc.sample(roundTwice, { seed, numRuns: ROUNDS_PER_BATCH });
    const wrong = (await disagreements(rounds))[0];
    if (wrong === undefined) continue;
    // The same round again, alone, so that fast-check can shrink it before it reports.
    const property = fc.asyncProperty(roundTwice, async (round) => {
      const still = (await disagreements([round]))[0];
      if (still) throw new Error(inspect(still, { depth: null, breakLength: 140 }));
    });
    await fc.assert(property, { seed, path: String(rounds.indexOf(wrong.rounds)), numRuns: 1 });
    expect.fail(`seed ${seed}: ${inspect(wrong, { depth: null })}`);
  }
}, 120_000);

test("random rounds hold what the rule has to cope with", () => {
  const lines = fc.sample(randomRound, { seed: 1, numRuns: 1000 }).flatMap((round) => standings(seenBy(round)));
  const share = (is: (line: (typeof lines)[number]) => boolean) => lines.filter(is).length / lines.length;
  expect(share((line) => line.shared)).toBeGreaterThan(0.05);
  expect(share((line) => line.total === null)).toBeGreaterThan(0.05);
  expect(share((line) => line.dropped.length > 0)).toBeGreaterThan(0.1);
  expect(share((line) => line.untrimmed === true)).toBeGreaterThan(0.02);
  for (const step of ["untrimmed-mean", "head-judge", "highest-sheet", "vote", "criterion:tech"]) {
    expect(
      share((line) => line.partedBy === step),
      step,
    ).toBeGreaterThan(0.001);
  }
});

type Twice = [StoredRound, StoredRound];

/** A round, and the same with the rows of its judges, entries and sheets in another order. */
const roundTwice: fc.Arbitrary<Twice> = randomRound.chain((round) =>
  fc
    .record({ judges: shuffled(round.judges), entries: shuffled(round.entries), sheets: shuffled(round.sheets) })
    .map((other): Twice => [round, { ...round, ...other }]),
);

function shuffled<T>(list: T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray(list, { minLength: list.length });
}

let inserted = 0;

/** The rounds of which the two statements of the rule, or the two orders of rows, do not say the same. */
async function disagreements(rounds: Twice[]) {
  const ids = await insertJudgedRounds(database.db, `random-${++inserted}`, rounds.flat());
  const answers = await findStandings(database.db, ids);
  return rounds.flatMap((twice, i) => {
    const one = answers[2 * i];
    const other = answers[2 * i + 1];
    const expected = standings(seenBy(twice[0]));
    const right =
      isDeepStrictEqual(one?.standings, expected) &&
      isDeepStrictEqual(other?.standings, expected) &&
      isDeepStrictEqual(standings(seenBy(twice[1])), expected) &&
      isDeepStrictEqual(one?.rule, completed(twice[0].rule));
    return right
      ? []
      : [{ rounds: twice, expected, query: one?.standings, permuted: other?.standings, rule: one?.rule }];
  });
}
