import { expect, test } from "vitest";
import { ruleSchema } from "~/rules/standings/rule.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound, seenBy } from "~db/testing/judged-rounds.ts";
import { findStandings } from "./standings.ts";

const database = testDatabase();

/** One judge whose sheets come to these points, normalised so. */
function roundOf(points: number[], more: { mean: number; sd: number; places: number; cut?: "truncate" }): StoredRound {
  const { mean, sd, places, cut } = more;
  return {
    criteria: [{ key: "all", max: 10000, step: 1, factor: "1" }],
    judges: [{ key: "J1", head: false }],
    entries: points.map((_, at) => ({ key: String(at + 1), title: "项目", group: null })),
    sheets: points.map((mark, at) => ({ entry: String(at + 1), judge: "J1", marks: { all: mark * 100 } })),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      places: { normalised: places },
      normalise: { method: "standard-score", mean, sd },
      ...(cut && { rounding: cut }),
    }),
  };
}

test.each([
  ["on a half", [1, 2, 3], { mean: 50, sd: 10.05, places: 1 }, ["40.0", "50.0", "60.1"]],
  ["on a half below zero", [1, 2, 3], { mean: -50, sd: 10.05, places: 1 }, ["-60.1", "-50.0", "-40.0"]],
  ["cut off", [1, 2, 3], { mean: 50, sd: 10.05, places: 1, cut: "truncate" as const }, ["39.9", "50.0", "60.0"]],
  [
    "cut off below zero",
    [1, 2, 3],
    { mean: -50, sd: 10.09, places: 1, cut: "truncate" as const },
    ["-60.0", "-50.0", "-39.9"],
  ],
  [
    "on a whole number, cut off",
    [1, 2, 3],
    { mean: 50, sd: 10, places: 0, cut: "truncate" as const },
    ["40", "50", "60"],
  ],
])("a standard score %s is rounded as the rule says", async (_, points, how, expected) => {
  expect(await valuesOf(roundOf(points, how))).toEqual(expected);
});

/**
 * Where p² − 2 q² is 1 or −1, p ÷ √2 lies within 1 ÷ 4q of q, above it or below. Of two sheets one point apart the values are
 * mean ± sd ÷ √2: with an sd of p ten-thousand-millionths they lie less than 10⁻²⁵ beside q of them.
 */
test.each([
  // 423859315570607² − 2 × 299713796309065² = −1
  ["below a half", { mean: 0, sd: 42385.9315570607, places: 9 }, ["-29971.379630906", "29971.379630906"]],
  [
    "below, cut off",
    { mean: 0, sd: 42385.9315570607, places: 10, cut: "truncate" as const },
    ["-29971.3796309064", "29971.3796309064"],
  ],
  // 175568277047523² − 2 × 124145519261542² = 1; the mean moves it to a half
  ["above a half", { mean: 0.0000000003, sd: 17556.8277047523, places: 9 }, ["-12414.551926154", "12414.551926155"]],
  [
    "above, cut off",
    { mean: 0, sd: 17556.8277047523, places: 10, cut: "truncate" as const },
    ["-12414.5519261542", "12414.5519261542"],
  ],
])("a standard score less than 10⁻²⁵ %s falls on the right side", async (_, how, expected) => {
  expect(await valuesOf(roundOf([1, 2], how))).toEqual(expected);
});

test("a judge's mean and spread are rounded first where the rule says so, and the pool's alike", async () => {
  // 1, 2, 4: mean 7/3 → 2.33, spread √(7/3) → 1.53
  const marks = [1, 2, 4];
  const round = roundOf(marks, { mean: 50, sd: 10, places: 3 });
  const places = { normalised: 3, judgeMean: 2, judgeSd: 2 };
  expect(await valuesOf({ ...round, rule: { ...round.rule, places } })).toEqual(["41.307", "47.843", "60.915"]);
  const pool = { ...round.rule, places, normalise: { method: "to-pool" as const } };
  expect(await valuesOf({ ...round, rule: pool })).toEqual(["1.000", "2.000", "4.000"]);
});

async function valuesOf(round: StoredRound): Promise<(string | undefined)[]> {
  const [id = 0] = await insertJudgedRounds(database.db, `edge-${Math.random().toString(36).slice(2)}`, [round]);
  const [query] = await findStandings(database.db, [id]);
  const own = standings(seenBy(round));
  expect(query?.standings).toEqual(own);
  return own.toSorted((a, b) => Number(a.entry) - Number(b.entry)).map(({ values }) => values?.[0]?.normalised);
}
