import { expect, test } from "vitest";
import { scoreTable, type TableRows } from "./score-table.ts";

const judges = [1, 2, 3].map((id) => ({ id }));
const entries = [10, 20].map((id) => ({ id }));
const submitted = (entry: number, judge: number, total: string, source = "tablet") => ({
  entry,
  judge,
  total,
  source,
  state: "submitted",
});
type Id = { id: number; out?: boolean };
const table = (given: Partial<TableRows<Id, Id>>) =>
  scoreTable({
    judges,
    entries,
    sheets: [],
    recusals: [],
    asked: null,
    papers: [],
    reopenings: [],
    late: [],
    checks: [],
    ...given,
  });
const plain = {
  total: null,
  reason: null,
  paper: null,
  late: false,
  reopening: null,
  check: null,
  z: null,
  standsOut: false,
};

test("every judge has a cell at every entry, in the order given, and what is missing is counted", () => {
  const { rows, counts, missing } = table({
    sheets: [
      submitted(10, 3, "81.50"),
      submitted(10, 1, "90.00"),
      { entry: 20, judge: 1, state: "draft", source: "tablet", total: null },
    ],
    recusals: [{ entry: 10, judge: 2, reason: "师生关系" }],
  });
  expect(rows).toEqual([
    {
      entry: { id: 10 },
      cells: [
        { ...plain, judge: 1, state: "submitted", total: "90.00" },
        { ...plain, judge: 2, state: "recused", reason: "师生关系" },
        { ...plain, judge: 3, state: "submitted", total: "81.50" },
      ],
      spread: "8.50",
      missing: 0,
    },
    {
      entry: { id: 20 },
      cells: [
        { ...plain, judge: 1, state: "draft" },
        { ...plain, judge: 2, state: "none" },
        { ...plain, judge: 3, state: "none" },
      ],
      spread: null,
      missing: 3,
    },
  ]);
  expect(counts).toEqual({ none: 2, draft: 1, submitted: 2, recused: 1 });
  expect(missing).toBe(3);
});

test("the spread is exact and compares numbers, not words; equal totals have none, one sheet has no spread", () => {
  const spreadOf = (...totals: string[]) =>
    table({
      entries: [{ id: 10 }],
      sheets: totals.map((total, at) => submitted(10, at + 1, total)),
    }).rows[0]?.spread;
  expect(spreadOf("100.00", "99.90", "9.80")).toBe("90.20");
  expect(spreadOf("0.3", "0.1")).toBe("0.2");
  expect(spreadOf("-1.5", "2")).toBe("3.5");
  expect(spreadOf("80.25", "80.25")).toBe("0.00");
  expect(spreadOf("80.25")).toBeNull();
});

test("a round without judges or entries is an empty table with nothing missing", () => {
  expect(table({ entries: [] })).toMatchObject({ rows: [], missing: 0 });
  expect(table({ judges: [] })).toMatchObject({ missing: 0 });
});

test("in a review only who is assigned has a cell, and only their sheets are waited for", () => {
  const { rows, missing, assigned } = table({
    asked: [
      { entry: 10, judge: 3 },
      { entry: 10, judge: 1 },
      { entry: 20, judge: 2 },
    ],
    sheets: [submitted(10, 1, "90.00")],
    recusals: [{ entry: 20, judge: 2, reason: "师生关系" }],
  });
  expect(rows.map(({ cells }) => cells.map(({ judge, state }) => [judge, state]))).toEqual([
    [
      [1, "submitted"],
      [3, "none"],
    ],
    [[2, "recused"]],
  ]);
  expect(missing).toBe(1);
  expect(assigned).toBe(true);
});

test("of an entry that does not appear nothing is waited for", () => {
  const { missing, counts, rows } = table({ entries: [{ id: 10, out: true }, { id: 20 }] });
  expect([missing, counts.none, rows[0]?.missing, rows[1]?.missing]).toEqual([3, 3, 0, 3]);
});

test("a cell tells of paper, of what came late, of reopenings and of requests to check", () => {
  const at = (judge: number) => ({ entry: 10, judge });
  const draft = { state: "draft", source: "tablet", total: null };
  const cells = (given: Partial<TableRows<Id, Id>>) => table({ entries: [{ id: 10 }], ...given }).rows[0]?.cells;
  expect(
    cells({
      sheets: [submitted(10, 1, "80", "paper"), { ...at(2), ...draft }],
      papers: [{ ...at(2), state: "entered" }],
      late: [at(3), at(1)],
    }),
  ).toMatchObject([
    { state: "submitted", paper: "checked", late: false },
    { state: "draft", paper: "entered", late: false },
    { state: "none", paper: null, late: true },
  ]);
  expect(
    cells({
      sheets: [submitted(10, 1, "80"), { ...at(2), ...draft }, submitted(10, 3, "81")],
      reopenings: [
        { ...at(1), state: "asked" },
        { ...at(2), state: "confirmed" },
        { ...at(3), state: "confirmed" },
      ],
      checks: [
        { ...at(1), answer: null },
        { ...at(2), answer: null },
        { ...at(3), answer: "mend" },
      ],
    }),
  ).toMatchObject([
    { reopening: "asked", check: "asked" },
    { reopening: "confirmed", check: null },
    { reopening: null, check: "mend" },
  ]);
});

test("a total far from its judge's own level stands out where the others see nothing special", () => {
  const entries = [1, 2, 3, 4, 5].map((id) => ({ id }));
  const ofJudge = (judge: number, totals: number[]) =>
    totals.map((total, at) => submitted(at + 1, judge, total.toFixed(2)));
  const { rows } = table({
    entries,
    judges: [{ id: 1 }, { id: 2 }],
    sheets: [...ofJudge(1, [78, 80, 80, 82, 60]), ...ofJudge(2, [82, 84, 82, 84, 83])],
  });
  expect(rows.map(({ cells }) => cells.map((cell) => cell.standsOut))).toEqual([
    ...Array.from({ length: 4 }, () => [false, false]),
    [true, false],
  ]);
  expect(rows[4]?.cells[0]?.z).toBeCloseTo(-20 / Math.sqrt(8 / 3), 12);
  expect(table({ entries: entries.slice(1), sheets: ofJudge(1, [1, 80, 80, 82]) }).rows[0]?.cells[0]?.z).toBeNull();
});
