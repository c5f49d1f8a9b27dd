import { expect, test } from "vitest";
import { markTable } from "~/testing/mark-tables.ts";
import { excludedEntries } from "./excluded-entries.ts";

const nothing = { sheets: [], recusals: [], asked: null, out: [] };
const sheet = (entry: string, judge: string) => ({ entry, judge, total: "80", lacking: 1, paper: false });

test("each entry that lacks a judge's mark is told with who lacks and why; whole ones are not", () => {
  const table = markTable([
    [80, 90, 70],
    [80, null, null],
    [null, 90, null],
    [null, null, null],
  ]);
  const found = excludedEntries(table, {
    ...nothing,
    sheets: [sheet("2", "J2"), sheet("1", "J1")],
    recusals: [{ entry: "2", judge: "J3" }],
    out: ["4"],
  });
  expect([...found]).toEqual([
    ["2", { out: false, gaps: { incomplete: ["J2"], recused: ["J3"] } }],
    ["3", { out: false, gaps: { missing: ["J1", "J3"] } }],
    ["4", { out: true, gaps: { missing: ["J1", "J2", "J3"] } }],
  ]);
});

test("a judge who scores nobody leaves nobody out", () => {
  expect([
    ...excludedEntries(
      markTable([
        [80, null],
        [70, null],
      ]),
      nothing,
    ),
  ]).toEqual([]);
});

test("in a review a judge who is not assigned is told from one who has not handed in", () => {
  const asked = [
    { entry: "1", judge: "J1" },
    { entry: "2", judge: "J2" },
    { entry: "3", judge: "J1" },
  ];
  const found = excludedEntries(
    markTable([
      [80, null],
      [null, 70],
      [null, null],
    ]),
    { ...nothing, asked },
  );
  expect(found.get("1")?.gaps).toEqual({ unassigned: ["J2"] });
  expect(found.get("3")?.gaps).toEqual({ missing: ["J1"], unassigned: ["J2"] });
});
