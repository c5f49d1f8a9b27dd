import { expect, test } from "vitest";
import { type Rule, ruleSchema } from "./rule.ts";
import { type JudgedRound, standings } from "./scoring.ts";

const places = { sheet: 2, combined: 2, points: 2, total: 2 };
const trimmed = { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 } as const;

/** A round with one criterion of factor 1: per entry the points of each judge, J1 (head), J2 …; `null` means no sheet. */
function oneMark(points: Record<string, (number | null)[]>, rule: object, more: Partial<JudgedRound> = {}) {
  const panel = Math.max(...Object.values(points).map((each) => each.length));
  return standings({
    criteria: [{ key: "a", max: 10000, step: 1, factor: "1" }],
    judges: Array.from({ length: panel }, (_, i) => ({ key: `J${i + 1}`, head: i === 0 })),
    entries: Object.keys(points).map((key) => ({ key, title: key, group: null })),
    sheets: Object.entries(points).flatMap(([entry, marks]) =>
      marks.flatMap((mark, i) =>
        mark === null ? [] : [{ entry, judge: `J${i + 1}`, marks: { a: Math.round(mark * 100) } }],
      ),
    ),
    rule: whole(rule),
    ...more,
  });
}

function whole(rule: object): Rule {
  return ruleSchema.parse({ level: "sheet", combine: { method: "mean" }, missing: "skip", ...rule });
}

const columns = (lines: ReturnType<typeof standings>, ...names: (keyof ReturnType<typeof standings>[number])[]) =>
  lines.map((line) => names.map((name) => line[name]));

test.each([
  ["mean", { method: "mean" }, [2, 3, 3, 3.5], "2.88"],
  ["median of an odd count", { method: "median" }, [9, 1, 5], "5.00"],
  ["median of an even count", { method: "median" }, [9, 1, 5, 6], "5.50"],
  ["sum", { method: "sum" }, [1.25, 2.5], "3.75"],
  ["trimmed mean", trimmed, [10, 80, 70, 99], "75.00"],
  ["trimmed mean of equal values", trimmed, [80, 80, 80, 80], "80.00"],
  ["trimmed mean below atLeast", trimmed, [10, 80, 99], "63.00"],
  ["one judge", { method: "median" }, [42], "42.00"],
])("%s", (_, combine, points, total) => {
  expect(oneMark({ x: points }, { combine, places: { total: 2 } })[0]?.total).toBe(total);
});

test("rounding goes half-up away from zero, at the sheet and at the total", () => {
  const round = (factor: string, mark: number, sheet?: number) =>
    oneMark({ x: [mark] }, { places: { sheet, total: 2 } }, { criteria: [{ key: "a", max: 1000, step: 1, factor }] })[0]
      ?.total;
  expect(round("0.5", 5.75)).toBe("2.88");
  expect(round("-0.5", 0.25)).toBe("-0.13");
  expect(round("0.349", 0.5, 1)).toBe("0.20");
});

test("of equal values the judge whose key sorts last is named as dropped, the highs going first", () => {
  const [line] = oneMark({ x: [80, 80, 80, 80, 80] }, { combine: { ...trimmed, high: 1, low: 2 }, places });
  expect(line).toMatchObject({ sheets: 5, counted: 2 });
  expect(line?.dropped).toEqual([
    { judge: "J5", value: "80.00", why: "high" },
    { judge: "J3", value: "80.00", why: "low" },
    { judge: "J4", value: "80.00", why: "low" },
  ]);
});

test("seven sheets less one high and one low count five", () => {
  const [line] = oneMark({ x: [88, 90, 91.5, 85, 86, 87, 85] }, { combine: trimmed, places });
  expect(line).toMatchObject({ total: "87.20", sheets: 7, counted: 5 });
  expect(line?.dropped).toEqual([
    { judge: "J3", value: "91.50", why: "high" },
    { judge: "J7", value: "85.00", why: "low" },
  ]);
  expect(line).not.toHaveProperty("untrimmed");
});

test("below atLeast nothing is dropped and the standing says so", () => {
  const lines = oneMark({ few: [80, 90, 100], none: [null, null, null] }, { combine: trimmed, places });
  expect(lines[0]).toMatchObject({ total: "90.00", counted: 3, dropped: [], untrimmed: true });
  expect(lines[1]).not.toHaveProperty("untrimmed");
});

test("equal totals share a place and the next one is skipped: 1, 2, 2, 4", () => {
  const lines = oneMark({ a: [70], b: [80], c: [90], d: [80] }, { places });
  expect(columns(lines, "rank", "shared", "entry")).toEqual([
    [1, false, "c"],
    [2, true, "b"],
    [2, true, "d"],
    [4, false, "a"],
  ]);
});

test("an entry without a counting sheet has no total and no rank and comes last", () => {
  const lines = oneMark({ a: [null, null], b: [1, 2] }, { places });
  expect(lines[1]).toEqual({
    rank: null,
    shared: false,
    entry: "a",
    title: "a",
    group: null,
    total: null,
    sheets: 0,
    counted: 0,
    dropped: [],
    partedBy: null,
    criteria: { a: { combined: null, points: null } },
  });
});

test("each tie step parts, and the last step that narrowed the circle is named", () => {
  const trim = { combine: trimmed, places };
  const untrimmed = oneMark(
    { a: [10, 50, 50, 60], b: [20, 50, 50, 60], c: [0, 40, 40, 50] },
    { ...trim, ties: ["untrimmed-mean"] },
  );
  expect(columns(untrimmed, "rank", "entry", "partedBy")).toEqual([
    [1, "b", "untrimmed-mean"],
    [2, "a", "untrimmed-mean"],
    [3, "c", null],
  ]);
  const head = oneMark({ a: [50, 60, null], b: [60, 50, null], c: [null, 50, 60] }, { places, ties: ["head-judge"] });
  expect(columns(head, "entry", "partedBy")).toEqual([
    ["b", "head-judge"],
    ["a", "head-judge"],
    ["c", "head-judge"],
  ]);
  const highest = oneMark({ a: [50, 60], b: [45, 65] }, { places, ties: ["untrimmed-mean", "highest-sheet"] });
  expect(columns(highest, "entry", "rank", "partedBy")).toEqual([
    ["b", 1, "highest-sheet"],
    ["a", 2, "highest-sheet"],
  ]);
  const vote = oneMark({ a: [50], b: [50], c: [50] }, { places, ties: ["vote"] }, { votes: { b: 2, c: 1 } });
  expect(columns(vote, "rank", "entry")).toEqual([
    [1, "c"],
    [2, "b"],
    [3, "a"],
  ]);
});

test("a later step parts only those that the earlier ones left equal", () => {
  const lines = oneMark(
    { a: [50, 50], b: [60, 40], c: [60, 40], d: [40, 60] },
    { places, ties: ["head-judge", "vote"] },
    { votes: { c: 1, b: 2 } },
  );
  expect(columns(lines, "rank", "entry", "partedBy")).toEqual([
    [1, "c", "vote"],
    [2, "b", "vote"],
    [3, "a", "head-judge"],
    [4, "d", "head-judge"],
  ]);
});

test("one criterion parts by its unrounded value: thirds are exact", () => {
  const lines = standings({
    criteria: ["a", "b"].map((key) => ({ key, max: 1000, step: 1, factor: "1" })),
    judges: ["J1", "J2", "J3"].map((key) => ({ key, head: false })),
    entries: ["x", "y"].map((key) => ({ key, title: key, group: null })),
    sheets: [
      ...["J1", "J2", "J3"].map((judge, i) => ({ entry: "x", judge, marks: { a: i === 0 ? 101 : 100, b: 100 } })),
      ...["J1", "J2", "J3"].map((judge, i) => ({ entry: "y", judge, marks: { a: 100, b: i === 0 ? 101 : 100 } })),
    ],
    rule: whole({ places: { combined: 2, total: 2 }, ties: ["criterion:b"] }),
  });
  expect(columns(lines, "entry", "total", "partedBy")).toEqual([
    ["y", "2.00", "criterion:b"],
    ["x", "2.00", "criterion:b"],
  ]);
});

test("at level criterion thirds sum to a whole where nothing rounds them", () => {
  const lines = standings({
    criteria: ["a", "b", "c"].map((key) => ({ key, max: 100, step: 1, factor: "1" })),
    judges: ["J1", "J2", "J3"].map((key) => ({ key, head: false })),
    entries: ["x", "y"].map((key) => ({ key, title: key, group: null })),
    sheets: [
      { entry: "x", judge: "J1", marks: { a: 100, b: 100, c: 100 } },
      { entry: "x", judge: "J2", marks: { a: 0, b: 0, c: 0 } },
      { entry: "x", judge: "J3", marks: { a: 0, b: 0, c: 0 } },
      { entry: "y", judge: "J1", marks: { a: 100 } },
    ],
    rule: whole({ level: "criterion" }),
  });
  expect(columns(lines, "rank", "shared", "total", "counted")).toEqual([
    [1, true, "1", 3],
    [1, true, "1", 1],
  ]);
  expect(lines[0]?.criteria.a).toEqual({ combined: "0.33333333333333333333", points: "0.33333333333333333333" });
  expect(lines[1]?.criteria.b).toEqual({ combined: null, points: null });
});

test("a lacking mark takes the sheet out, or is zero", () => {
  const round = (missing: string) =>
    standings({
      criteria: ["a", "b"].map((key) => ({ key, max: 1000, step: 1, factor: "1.5" })),
      judges: ["J1", "J2"].map((key) => ({ key, head: false })),
      entries: [{ key: "x", title: "x", group: null }],
      sheets: [
        { entry: "x", judge: "J1", marks: { a: 500, b: 300 } },
        { entry: "x", judge: "J2", marks: { a: 700 } },
      ],
      rule: whole({ missing, places }),
    })[0];
  expect(round("skip")).toMatchObject({ total: "12.00", sheets: 2, counted: 1 });
  expect(round("zero")).toMatchObject({ total: "11.25", sheets: 2, counted: 2 });
  expect(round("zero")?.criteria).toEqual({
    a: { combined: "6.00", points: "9.00" },
    b: { combined: "1.50", points: "2.25" },
  });
});

test("points at level sheet keep every digit and at least their places", () => {
  const [line] = oneMark(
    { x: [8.01, 8.02] },
    { places: { combined: 2, points: 2 } },
    { criteria: [{ key: "a", max: 1000, step: 1, factor: "1.25" }] },
  );
  expect(line?.criteria.a).toEqual({ combined: "8.02", points: "10.025" });
  expect(oneMark({ x: [25.2] }, { places })[0]?.criteria.a).toEqual({ combined: "25.20", points: "25.20" });
});

test("groups are ranked together, or each by itself with those of no group first", () => {
  const points = { a: [70], b: [80], c: [90], d: [80], e: [70] };
  const group = { a: "team", b: "company", c: "team", d: null, e: null } as Record<string, string | null>;
  const entries = Object.keys(points).map((key) => ({ key, title: key, group: group[key] ?? null }));
  expect(columns(oneMark(points, { places }, { entries }), "rank", "entry")).toEqual([
    [1, "c"],
    [2, "b"],
    [2, "d"],
    [4, "a"],
    [4, "e"],
  ]);
  const separate = oneMark(points, { places, groups: "separate" }, { entries });
  expect(columns(separate, "group", "rank", "shared", "entry")).toEqual([
    [null, 1, false, "d"],
    [null, 2, false, "e"],
    ["company", 1, false, "b"],
    ["team", 1, false, "c"],
    ["team", 2, false, "a"],
  ]);
});

test("those who share a place stand in running order, then by key", () => {
  const entries = ["a", "b", "c", "d"].map((key, i) => ({
    key,
    title: key,
    group: null,
    order: [null, 2, 1, null][i],
  }));
  const lines = oneMark({ a: [1], b: [1], c: [1], d: [1] }, { places }, { entries });
  expect(lines.map((line) => line.entry)).toEqual(["c", "b", "a", "d"]);
});

test("a sheet of a judge who is no longer on the panel does not count", () => {
  const [line] = oneMark({ x: [80, 20] }, { places }, { judges: [{ key: "J1", head: true }] });
  expect(line).toMatchObject({ total: "80.00", sheets: 1, counted: 1 });
});

test("figure skating: nine judges, one high and one low dropped, half-up at each step", () => {
  const marks = [800, 800, 750, 825, 750, 775, 800, 800, 825];
  const [line] = standings({
    criteria: [{ key: "SS", max: 1000, step: 25, factor: "1.2" }],
    judges: marks.map((_, i) => ({ key: `J${i + 1}`, head: false })),
    entries: [{ key: "13", title: "13", group: null }],
    sheets: marks.map((SS, i) => ({ entry: "13", judge: `J${i + 1}`, marks: { SS } })),
    rule: whole({
      level: "criterion",
      combine: { method: "trimmed-mean", high: 1, low: 1 },
      places: { combined: 2, points: 2, total: 2 },
    }),
  });
  expect(line).toMatchObject({
    total: "9.52",
    sheets: 9,
    counted: 9,
    criteria: { SS: { combined: "7.93", points: "9.52" } },
  });
  expect(line?.dropped).toEqual([
    { judge: "J9", value: "8.25", why: "high", criterion: "SS" },
    { judge: "J5", value: "7.5", why: "low", criterion: "SS" },
  ]);
});
