import fc from "fast-check";
import { expect, test } from "vitest";
import { ruleSchema } from "./rule.ts";
import { type JudgedRound, standingsAndFigures } from "./scoring.ts";
import type { Standing } from "./standing.ts";

type Places = Record<string, readonly (readonly (number | null)[])[]>;

/** By criterion, the places that each judge (a row) gives the entries (columns), as marks that give them; null where the judge has no sheet. */
function judgedBy(dances: Places, keys: readonly string[], more: Partial<JudgedRound> = {}): Standing[] {
  const criteria = Object.keys(dances);
  const judges = (dances[criteria[0] ?? ""] ?? []).map((_, at) => `J${at + 1}`);
  return standingsAndFigures({
    criteria: criteria.map((key) => ({ key, max: 100_000, step: 1, factor: "1" })),
    judges: judges.map((key) => ({ key, head: false })),
    entries: keys.map((key) => ({ key, title: key, group: null })),
    sheets: keys.flatMap((entry, at) =>
      judges.flatMap((judge, row) => {
        const places = criteria.map((key): [string, number | null] => [key, dances[key]?.[row]?.[at] ?? null]);
        if (places.some(([, place]) => place === null)) return [];
        const marks = places.map(([key, place]) => [key, Math.round(50_000 - (place ?? 0) * 100)]);
        return [{ entry, judge, marks: Object.fromEntries(marks) }];
      }),
    ),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      placings: { method: "skating" },
    }),
    ...more,
  }).standings;
}

const found = (standings: Standing[], of: (line: Standing) => unknown) =>
  Object.fromEntries(standings.map((line) => [line.entry, of(line)]));
const totals = (standings: Standing[]) => found(standings, ({ total }) => total);
const rules = (standings: Standing[]) => found(standings, ({ skating }) => skating?.rule);

/** Rows of entries as a single judge's places in each criterion: then these are the entries' places there. */
function byOneJudge(rows: Record<string, number[]>): [Places, string[]] {
  const keys = Object.keys(rows);
  const count = Object.values(rows)[0]?.length ?? 0;
  const dances = Array.from({ length: count }, (_, at) => [`d${at + 1}`, [keys.map((key) => rows[key]?.[at] ?? 0)]]);
  return [Object.fromEntries(dances), keys];
}

// The tables of "Tabulating DanceSport Competition Marks" by N. Schmidt (dancepartner.com/articles/dancesport-skating-system.asp),
// as rubys/showcase has them in test/models/heat_test.rb; of 103 and 104 by the article's rule: the smaller sum of equal counts.
test.each([
  [
    "9",
    {
      "91": [1, 1, 1, 1, 1],
      "92": [4, 2, 2, 2, 2],
      "93": [2, 3, 3, 3, 3],
      "94": [5, 5, 6, 4, 5],
      "95": [3, 4, 5, 7, 7],
      "96": [6, 7, 4, 5, 6],
      "97": [7, 6, 7, 6, 4],
      "98": [8, 8, 8, 8, 8],
    },
    [9, 9, 9, 9, 9, 9, 9, 9],
  ],
  [
    "10a",
    { "101": [1, 1, 3], "102": [2, 2, 1], "103": [6, 4, 2], "104": [5, 3, 4], "105": [4, 5, 5], "106": [3, 6, 6] },
    [10, 10, 10, 10, 9, 9],
  ],
  [
    "10b",
    {
      "101": [1, 6, 4, 1],
      "102": [6, 2, 2, 2],
      "103": [2, 1, 6, 3],
      "104": [3, 4, 1, 4],
      "105": [5, 3, 5, 5],
      "106": [4, 5, 3, 6],
    },
    [10, 10, 10, 10, 10, 10],
  ],
])("the published table of rule %s comes out as printed", (_, rows, expected) => {
  const standings = judgedBy(...byOneJudge(rows));
  expect(Object.entries(totals(standings))).toEqual(Object.keys(rows).map((key, at) => [key, String(at + 1)]));
  expect(Object.values(rules(standings))).toEqual(expected);
});

test("the published table of rule 11 comes out as printed, and whom rule 11 left does not go back to who stands behind", () => {
  const keys = ["111", "112", "113", "114", "115", "116", "117", "118"];
  const standings = judgedBy(
    {
      waltz: [
        [2, 6, 8, 7, 1, 4, 5, 3],
        [5, 8, 3, 4, 1, 2, 7, 6],
        [6, 1, 2, 3, 5, 4, 8, 7],
        [6, 5, 8, 3, 2, 1, 7, 4],
        [4, 7, 8, 2, 6, 1, 3, 5],
      ],
      tango: [
        [3, 7, 8, 6, 1, 5, 2, 4],
        [6, 8, 5, 3, 1, 2, 7, 4],
        [5, 3, 4, 1, 2, 6, 7, 8],
        [5, 8, 6, 3, 4, 2, 7, 1],
        [4, 7, 8, 3, 5, 2, 1, 6],
      ],
    },
    keys,
  );
  const placesIn = (key: string) =>
    keys.map((entry) => found(standings, (s) => s.skating?.criteria[key]?.place)[entry]);
  expect(placesIn("waltz")).toEqual(["4", "6", "8", "3", "2", "1", "7", "5"]);
  expect(placesIn("tango")).toEqual(["5", "8", "6", "3", "1", "2", "7", "4"]);
  expect(keys.map((key) => totals(standings)[key])).toEqual(["4", "6", "7", "3", "1", "2", "8", "5"]);
  // 112, 113 and 117 all have 14; by rule 10 alone, 117 would have been before 113 at the 7th place
  expect(rules(standings)).toEqual({ 111: 11, 112: 11, 113: 11, 114: 9, 115: 11, 116: 11, 117: 10, 118: 11 });
  expect(found(standings, ({ skating }) => skating?.sum)).toMatchObject({ "112": "14", "113": "14", "117": "14" });
});

// The tables of BallroomSkatingSystem.jl, test/runtests.jl, whose rules follow the DTV's TSO, Anhang 2 (A. Dawson's booklet).
test.each([
  [
    "10a and 10b",
    {
      "17": [1, 1, 2, 5],
      "27": [3, 3, 1, 2],
      "37": [2, 5, 4, 4],
      "47": [4, 2, 3, 6],
      "57": [6, 6, 5, 1],
      "67": [5, 4, 6, 3],
    },
    ["1", "2", "4", "3", "6", "5"],
  ],
  [
    "10b, first part, and 10d",
    {
      "18": [3, 1, 1, 1, 1],
      "28": [2, 2, 3, 2, 6],
      "38": [1, 4, 2, 5, 3],
      "48": [4, 5, 6, 4, 2],
      "58": [5, 3, 5, 3, 5],
      "68": [6, 6, 4, 6, 4],
    },
    ["1", "2", "3", "4", "5", "6"],
  ],
  [
    "10c, four with one sum, a place at a time",
    {
      "20": [2, 1, 5, 3, 2],
      "30": [1, 2, 2, 6, 6],
      "40": [6, 6, 1, 1, 3],
      "50": [4, 4, 4, 4, 1],
      "60": [5, 3, 3, 2, 4],
      "70": [3, 5, 6, 5, 5],
    },
    ["1", "2", "3", "4", "5", "6"],
  ],
])("the published example of rule %s comes out as printed", (_, rows, expected) => {
  const standings = judgedBy(...byOneJudge(rows));
  expect(Object.keys(rows).map((key) => totals(standings)[key])).toEqual(expected);
});

test.each([
  [
    "11a to 11c",
    ["25", "35", "45", "55", "65", "75"],
    [
      ["124365", "125364", "253614", "521346", "351642"],
      ["153426", "231456", "213456", "321456", "423156"],
      ["135246", "123645", "213654", "216354", "321465"],
      ["215364", "216345", "523164", "152364", "523641"],
      ["213546", "652143", "214563", "652134", "124365"],
    ],
    ["2", "1", "3", "4", "6", "5"],
  ],
  [
    "11b",
    ["26", "36", "46", "56", "66", "76"],
    [
      ["123465", "123564", "256314", "523146", "356142"],
      ["154326", "234156", "214356", "324156", "421356"],
      ["123456", "134526", "145623", "156234", "162345"],
      ["152346", "162354", "235146", "521346", "235614"],
      ["132564", "526134", "142536", "526143", "241356"],
    ],
    ["1", "2", "3", "4", "5", "6"],
  ],
  [
    "11b, further down",
    ["27", "37", "47", "57", "67", "77"],
    [
      ["234165", "235164", "563214", "231546", "561342"],
      ["132465", "215463", "235461", "315462", "435162"],
      ["123456", "134526", "145623", "156234", "162345"],
      ["314526", "315624", "124356", "354216", "621354"],
      ["241653", "645312", "261354", "635412", "162543"],
    ],
    ["1", "2", "3", "4", "5", "6"],
  ],
])("the published example of rule %s comes out as printed", (_, keys, tables, expected) => {
  const dances = tables.map((rows, at) => [`d${at + 1}`, rows.map((row) => [...row].map(Number))]);
  const standings = judgedBy(Object.fromEntries(dances), keys);
  expect(keys.map((key) => totals(standings)[key])).toEqual(expected);
  expect(Object.values(rules(standings))).toContain(11);
});

test("the table of docs/standings.md is what the method gives", () => {
  const standings = judgedBy(
    {
      tech: [
        [1, 2, 4, 3],
        [1, 2, 4, 3],
        [2, 1, 4, 3],
      ],
      team: [
        [1, 4, 2, 3],
        [2, 4, 1, 3],
        [1, 3, 2, 4],
      ],
    },
    ["11", "12", "13", "14"],
  );
  const said = standings.map(({ entry, total, skating }) => {
    const { criteria = {}, sum, rule, count } = skating ?? {};
    return [entry, criteria.tech?.place, criteria.team?.place, sum, rule, count, total];
  });
  expect(said).toEqual([
    ["11", "1", "1", "2", 9, null, "1"],
    ["12", "2", "4", "6", 11, { place: 3, places: 4, sum: "8" }, "2"],
    ["13", "4", "2", "6", 11, { place: 4, places: 6, sum: "17" }, "3"],
    ["14", "3", "3", "6", 10, { place: 2, places: 0, sum: "0" }, "4"],
  ]);
});

test("equals in everything share the mean of their places, and the next goes on behind them", () => {
  const standings = judgedBy({ a: [[1, 1, 3]], b: [[1, 1, 3]] }, ["x", "y", "z"]);
  expect(totals(standings)).toEqual({ x: "1.5", y: "1.5", z: "3" });
  expect(standings[0]?.skating).toEqual({
    criteria: {
      a: { place: "1.5", placings: { J1: "1.5" }, majority: { place: 2, judges: 1, sum: "1.5" } },
      b: { place: "1.5", placings: { J1: "1.5" }, majority: { place: 2, judges: 1, sum: "1.5" } },
    },
    sum: "3",
    rule: 11,
    count: { place: 2, places: 2, sum: "3" },
  });
  expect(standings[0]).not.toHaveProperty("placings");
  expect(standings[0]).not.toHaveProperty("panelPoints");
});

test("a judge who left an entry out counts for none, and without a whole order there is no total", () => {
  const dances = { a: [[1, 2, null] as const, [2, 1, 3] as const], b: [[1, 2, null] as const, [2, 1, 3] as const] };
  const standings = judgedBy(dances, ["x", "y", "z"]);
  expect(totals(standings)).toEqual({ y: "1", x: "2", z: "3" });
  expect(standings[0]?.skating?.criteria.a?.placings).toEqual({ J2: "1" });
  const none = judgedBy({ a: [[1, null], [null, 1]] }, ["x", "y"]); // biome-ignore format: a small table
  expect(none).toMatchObject([
    { total: null, rank: null, skating: null },
    { total: null, rank: null },
  ]);
});

test("a penalty is spread evenly over the criteria, so that a judge's points come to the adjusted total", () => {
  // y stands one point behind in each; 2 points of penalty are one in each of two
  const dances = { a: [[1, 2]], b: [[1, 2]] };
  const penalty = (amount: number) => ({ adjustments: [{ entry: "x", amount, article: "7", reason: "超时" }] });
  expect(totals(judgedBy(dances, ["x", "y"], penalty(-199)))).toEqual({ x: "1", y: "2" });
  expect(totals(judgedBy(dances, ["x", "y"], penalty(-200)))).toEqual({ x: "1.5", y: "1.5" });
  expect(totals(judgedBy(dances, ["x", "y"], penalty(-201)))).toEqual({ y: "1", x: "2" });
});

test("however many points a criterion has, it counts like any other, and a judge's changed total does nothing", () => {
  const dances = { a: [[1, 2, 3]], b: [[2, 1, 3]], c: [[2, 1, 3]] };
  const keys = ["x", "y", "z"];
  const plain = judgedBy(dances, keys);
  expect(totals(plain)).toEqual({ y: "1", x: "2", z: "3" });
  const revisions = [{ entry: "z", judge: "J1", score: "9999", reason: "复议" }];
  expect(judgedBy(dances, keys, { revisions })).toEqual(plain);
});

test("the places are whole: with or without ties they add up to those of n entries, and a better entry everywhere is before", () => {
  const table = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([entries, judges, criteria]) => {
      const row = fc.array(fc.integer({ min: 1, max: entries }), { minLength: entries, maxLength: entries });
      const dance = fc.array(row, { minLength: judges, maxLength: judges });
      return fc.array(dance, { minLength: criteria, maxLength: criteria });
    });
  fc.assert(
    fc.property(table, (dances) => {
      const keys = (dances[0]?.[0] ?? []).map((_, at) => `e${at}`);
      const standings = judgedBy(Object.fromEntries(dances.map((rows, at) => [`d${at}`, rows])), keys);
      const all = standings.reduce((sum, { total }) => sum + Number(total), 0);
      expect(all).toBe((keys.length * (keys.length + 1)) / 2);
      const [first] = standings;
      for (const { entry, total } of standings) {
        const isBetter = dances
          .flat()
          .every((row) => (row[keys.indexOf(entry)] ?? 0) < (row[keys.indexOf(first?.entry ?? "")] ?? 0));
        expect(isBetter && Number(total) > 1).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
