import { expect, test } from "vitest";
import { ruleSchema } from "./rule.ts";
import { type JudgedRound, standingsAndFigures } from "./scoring.ts";
import type { Standing } from "./standing.ts";

/** Judges' places by entry, as marks that give them: the smaller place has the higher mark; null where the judge has no sheet. */
function judgedBy(
  method: "sum" | "majority",
  places: Record<string, (number | null)[]>,
  more: Partial<JudgedRound> = {},
  ties: string[] = [],
): Standing[] {
  const entries = Object.keys(places);
  const judges = Array.from({ length: places[entries[0] ?? ""]?.length ?? 0 }, (_, at) => `J${at + 1}`);
  return standingsAndFigures({
    criteria: [{ key: "all", max: 100_000, step: 1, factor: "1" }],
    judges: judges.map((key) => ({ key, head: false })),
    entries: entries.map((key) => ({ key, title: key, group: null })),
    sheets: entries.flatMap((entry) =>
      judges.flatMap((judge, at) => {
        const place = places[entry]?.[at] ?? null;
        return place === null ? [] : [{ entry, judge, marks: { all: Math.round(50_000 - place * 100) } }];
      }),
    ),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "trimmed-mean", high: 1, low: 1 },
      missing: "skip",
      places: { total: 2 },
      ties,
      placings: { method },
    }),
    ...more,
  }).standings;
}

const totals = (standings: Standing[]) => Object.fromEntries(standings.map(({ entry, total }) => [entry, total]));
const ranks = (standings: Standing[]) => Object.fromEntries(standings.map(({ entry, rank }) => [entry, rank]));

/** Columns of judges as rows of entries: the tables below are printed either way. */
function turned(judges: number[][], keys: string[]): Record<string, number[]> {
  return Object.fromEntries(keys.map((key, at) => [key, judges.map((places) => places[at] ?? 0)]));
}

test.each([
  [
    "rule 5, a majority for each place",
    turned(
      [
        [1, 4, 3, 2, 5, 6],
        [1, 2, 3, 4, 6, 5],
        [1, 2, 3, 5, 4, 6],
        [2, 1, 5, 4, 3, 6],
        [1, 2, 4, 3, 5, 6],
      ],
      ["51", "52", "53", "54", "55", "56"],
    ),
  ],
  [
    "rule 6, the greater of several majorities",
    turned(
      [
        [1, 6, 2, 3, 4, 5],
        [1, 2, 4, 3, 5, 6],
        [2, 1, 3, 5, 6, 4],
        [1, 5, 3, 2, 4, 6],
        [4, 2, 6, 1, 3, 5],
        [2, 1, 3, 5, 6, 4],
        [1, 2, 3, 4, 5, 6],
      ],
      ["61", "62", "63", "64", "65", "66"],
    ),
  ],
  [
    "rule 7, equal majorities by the sum of their places, then by the next place",
    turned(
      [
        [3, 2, 1, 5, 4, 6],
        [1, 2, 5, 4, 6, 3],
        [6, 1, 4, 2, 3, 5],
        [1, 5, 2, 4, 3, 6],
        [1, 3, 2, 6, 5, 4],
        [2, 1, 6, 5, 4, 3],
        [1, 3, 2, 4, 6, 5],
      ],
      ["71", "72", "73", "74", "75", "76"],
    ),
  ],
])(
  "the skating system's published table of %s (Tabulating DanceSport Competition Marks, dancepartner.com) comes out as printed",
  (_, places) => {
    expect(Object.values(totals(judgedBy("majority", places)))).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(judgedBy("majority", places).map(({ entry }) => entry)).toEqual(Object.keys(places));
  },
);

test.each([
  [
    "a clear majority",
    [
      [1, 1, 2, 2, 3],
      [2, 2, 1, 1, 2],
      [3, 3, 3, 3, 1],
    ],
    ["2", "1", "3"],
  ],
  [
    "several majorities for one place",
    [
      [1, 1, 1, 5, 2],
      [2, 3, 3, 1, 1],
      [3, 2, 2, 2, 5],
      [4, 4, 5, 3, 3],
      [5, 5, 4, 4, 4],
    ],
    ["1", "2", "3", "4", "5"],
  ],
  [
    "equal majorities and sums",
    [
      [1, 1, 1, 2, 5],
      [2, 4, 5, 1, 2],
      [5, 2, 2, 5, 1],
      [3, 3, 3, 3, 3],
      [4, 5, 4, 4, 4],
    ],
    ["1", "2", "3", "4", "5"],
  ],
  [
    "places that are shared, and a winner without any first place",
    [
      [1, 1, 3, 3, 4],
      [2, 2, 2, 2, 2],
      [3, 3, 4, 1, 1],
      [4, 4, 1, 4, 3],
    ],
    ["2.5", "1", "2.5", "4"],
  ],
])("the example of %s in Wikipedia's article on the skating system comes out as printed", (_, rows, expected) => {
  const found = totals(judgedBy("majority", Object.fromEntries(rows.map((row, at) => [`${at + 11}`, row]))));
  expect(Object.values(found).length).toBe(expected.length);
  expect(rows.map((_, at) => found[`${at + 11}`])).toEqual(expected);
});

test.each([
  [
    "7b",
    [
      [5, 3, 5, 4, 6, 5, 2],
      [3, 1, 4, 3, 5, 1, 1],
      [1, 4, 2, 2, 2, 3, 4],
      [2, 2, 3, 1, 4, 2, 3],
      [4, 5, 1, 5, 1, 4, 6],
      [6, 6, 6, 6, 3, 6, 5],
    ],
    ["5", "3", "2", "1", "4", "6"],
  ],
  [
    "8",
    [
      [4, 3, 5, 3, 2],
      [3, 2, 2, 4, 1],
      [2, 1, 1, 5, 4],
      [5, 4, 3, 2, 3],
      [1, 5, 4, 1, 6],
      [6, 6, 6, 6, 5],
    ],
    ["3.5", "2", "1", "3.5", "5", "6"],
  ],
])("the example of rule %s at tadance.ru (article 14) comes out as printed", (_, rows, expected) => {
  const found = totals(judgedBy("majority", Object.fromEntries(rows.map((row, at) => [`${at + 1}`, row]))));
  expect(rows.map((_, at) => found[`${at + 1}`])).toEqual(expected);
});

test("Friedman's test in the Six Sigma Glossary (micquality.com): equals share the mean of their places, and the sums give its 4.6", () => {
  const found = judgedBy("sum", {
    relaxed: [110, 140, 100, 130],
    normal: [115, 150, 105, 135],
    intense: [117, 155, 100, 135],
  });
  expect(found.map(({ placings }) => Object.values(placings ?? {}))).toEqual([
    ["1", "1", "1.5", "1"],
    ["2", "2", "3", "2.5"],
    ["3", "3", "1.5", "2.5"],
  ]);
  expect(found.map(({ total }) => total)).toEqual(["4.5", "9.5", "10"]);
  const squares = found.reduce((all, { total }) => all + Number(total) ** 2, 0);
  expect((12 / (4 * 3 * 4)) * squares - 3 * 4 * 4).toBeCloseTo(4.625, 12);
});

test("what combine would drop is not dropped, and an entry says its places, its majority and their sum", () => {
  const [first] = judgedBy("majority", { a: [1, 1, 2], b: [2, 3, 1], c: [3, 2, 3] });
  expect(first).toMatchObject({
    entry: "a",
    rank: 1,
    total: "1",
    counted: 3,
    dropped: [],
    placings: { J1: "1", J2: "1", J3: "2" },
    majority: { place: 1, judges: 2, sum: "2" },
  });
  expect(first).not.toHaveProperty("panelPoints");
});

test("nobody gains or loses by a judge who recused: two entries are compared by those who judged both", () => {
  const found = judgedBy("sum", { x: [null, 1, 2], y: [1, 2, 1], z: [2, 3, 3] });
  expect(totals(found)).toEqual({ x: "4.5", y: "4.5", z: "9" });
  expect(ranks(found)).toEqual({ x: 1, y: 1, z: 3 });
  expect(found.find(({ entry }) => entry === "x")?.placings).toEqual({ J2: "1", J3: "2" });
});

test("a total of thirds is exact: two judges of three put one before the other", () => {
  const found = judgedBy("sum", { a: [1, 1, 2, null], b: [2, 2, 1, 1] });
  // 4 × (1 + 1 ÷ 3) and 4 × (1 + 2 ÷ 3)
  expect(totals(found)).toEqual({ a: "5.33333333333333333333", b: "6.66666666666666666667" });
});

test("in the majority a judge who left an entry out counts for none, and without a whole order there is no total", () => {
  const found = judgedBy("majority", { a: [1, 1, 2], b: [2, 2, 1], c: [null, 3, 3] });
  expect(totals(found)).toEqual({ a: "1.5", b: "1.5", c: "3" });
  expect(found[0]?.placings).toEqual({ J2: "1", J3: "2" });
  const none = judgedBy("majority", { a: [1, null], b: [null, 1] });
  expect(none).toMatchObject([
    { total: null, rank: null, placings: {}, majority: null },
    { total: null, rank: null },
  ]);
});

test("a penalty comes off every judge's points before they become places", () => {
  const places = { a: [1, 1, 1], b: [1.5, 1.5, 3] };
  expect(totals(judgedBy("sum", places))).toEqual({ a: "3", b: "6" });
  const found = judgedBy("sum", places, { adjustments: [{ entry: "a", amount: -100, article: "7", reason: "超时" }] });
  expect(totals(found)).toEqual({ a: "5", b: "4" });
});

test("equal sums are parted by the tie steps, points before places among them", () => {
  const found = judgedBy("sum", { a: [1, 2], b: [4, 1] }, {}, ["sum-of-sheets"]);
  expect(found).toMatchObject([
    { entry: "a", rank: 1, total: "3", partedBy: "sum-of-sheets" },
    { entry: "b", rank: 2, total: "3" },
  ]);
});

test("groups that are ranked by themselves have orders of their own", () => {
  const entries = ["a", "b", "c"].map((key) => ({ key, title: key, group: key === "c" ? "two" : "one" }));
  const places = { a: [2, 2], b: [1, 3], c: [3, 1] };
  const rule = ruleSchema.parse({
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    groups: "separate",
    placings: { method: "sum" },
  });
  expect(totals(judgedBy("sum", places, { entries, rule }))).toEqual({ a: "3", b: "3", c: "2" });
});

const plain = { level: "sheet", combine: { method: "mean" }, missing: "skip", placings: { method: "sum" } };

test.each([
  ["placings", { level: "criterion" }],
  ["normalise", { normalise: { method: "to-pool" }, places: { normalised: 2 } }],
  ["kinds", { kinds: [{ key: "a", label: "a", weight: 1 }] }],
  ["coefficient", { coefficient: { of: "entries" } }],
  ["parts", { parts: [{ key: "a", label: "a", max: 1, step: 1 }] }],
  ["floor", { floor: 0 }],
  ["ceiling", { ceiling: 100 }],
  ["carry", { carry: [{ round: "early", weight: 1 }] }],
  ["thresholds", { thresholds: { total: 60, below: "unranked" } }],
  ["ties.0", { ties: ["unrounded-total"] }],
  ["ties.0", { ties: ["panel-points"] }],
])("%s has no meaning with places and is refused by name", (path, more) => {
  const paths = ruleSchema.safeParse({ ...plain, ...more }).error?.issues.map((issue) => issue.path.join("."));
  expect(paths).toContain(path);
  expect(ruleSchema.safeParse(plain).success).toBe(true);
});

test("the table of docs/standings.md is what both methods give", () => {
  const places = { "11": [1, 1, 3, 3, 4], "12": [2, 2, 2, 2, 2], "13": [3, 3, 4, 1, 1], "14": [4, 4, 1, 4, 3] };
  expect(totals(judgedBy("majority", places))).toEqual({ "11": "2.5", "12": "1", "13": "2.5", "14": "4" });
  expect(totals(judgedBy("sum", places))).toEqual({ "11": "12", "12": "10", "13": "12", "14": "16" });
  expect(judgedBy("majority", places).map(({ majority }) => majority)).toEqual([
    { place: 2, judges: 5, sum: "10" },
    { place: 3, judges: 4, sum: "8" },
    { place: 3, judges: 4, sum: "8" },
    { place: 4, judges: 5, sum: "16" },
  ]);
});
