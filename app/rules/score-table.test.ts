import { expect, test } from "vitest";
import { scoreTable } from "./score-table.ts";

const judges = [1, 2, 3].map((id) => ({ id }));
const entries = [10, 20].map((id) => ({ id }));
const submitted = (entry: number, judge: number, total: string) => ({
  entry,
  judge,
  state: "submitted",
  total,
});

test("every judge has a cell at every entry, in the order given, and what is missing is counted", () => {
  const table = scoreTable({
    judges,
    entries,
    asked: null,
    sheets: [
      submitted(10, 3, "81.50"),
      submitted(10, 1, "90.00"),
      { entry: 20, judge: 1, state: "draft", total: null },
    ],
    recusals: [{ entry: 10, judge: 2, reason: "师生关系" }],
  });
  expect(table.rows).toEqual([
    {
      entry: { id: 10 },
      cells: [
        { judge: 1, state: "submitted", total: "90.00", reason: null },
        { judge: 2, state: "recused", total: null, reason: "师生关系" },
        { judge: 3, state: "submitted", total: "81.50", reason: null },
      ],
      spread: "8.50",
      missing: 0,
    },
    {
      entry: { id: 20 },
      cells: [
        { judge: 1, state: "draft", total: null, reason: null },
        { judge: 2, state: "none", total: null, reason: null },
        { judge: 3, state: "none", total: null, reason: null },
      ],
      spread: null,
      missing: 3,
    },
  ]);
  expect(table.counts).toEqual({ none: 2, draft: 1, submitted: 2, recused: 1 });
  expect(table.missing).toBe(3);
});

test("the spread is exact and compares numbers, not words; equal totals have none, one sheet has no spread", () => {
  const spreadOf = (...totals: string[]) =>
    scoreTable({
      judges,
      entries: [{ id: 10 }],
      sheets: totals.map((total, at) => submitted(10, at + 1, total)),
      recusals: [],
      asked: null,
    }).rows[0]?.spread;
  expect(spreadOf("100.00", "99.90", "9.80")).toBe("90.20");
  expect(spreadOf("0.3", "0.1")).toBe("0.2");
  expect(spreadOf("-1.5", "2")).toBe("3.5");
  expect(spreadOf("80.25", "80.25")).toBe("0.00");
  expect(spreadOf("80.25")).toBeNull();
});

test("a round without judges or entries is an empty table with nothing missing", () => {
  expect(scoreTable({ judges, entries: [], sheets: [], recusals: [], asked: null })).toMatchObject({
    rows: [],
    missing: 0,
  });
  expect(scoreTable({ judges: [], entries, sheets: [], recusals: [], asked: null })).toMatchObject({ missing: 0 });
});

test("in a review only who is assigned has a cell, and only their sheets are waited for", () => {
  const table = scoreTable({
    judges,
    entries,
    asked: [
      { entry: 10, judge: 3 },
      { entry: 10, judge: 1 },
      { entry: 20, judge: 2 },
    ],
    sheets: [submitted(10, 1, "90.00")],
    recusals: [{ entry: 20, judge: 2, reason: "师生关系" }],
  });
  expect(table.rows.map(({ cells }) => cells.map(({ judge, state }) => [judge, state]))).toEqual([
    [
      [1, "submitted"],
      [3, "none"],
    ],
    [[2, "recused"]],
  ]);
  expect(table.missing).toBe(1);
  expect(table.assigned).toBe(true);
});
