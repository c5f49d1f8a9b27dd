import { expect, test } from "vitest";
import { expectedSheets } from "./score-board.ts";

const judges = ["J1", "J2", "J3"].map((key) => ({ key, name: key, head: false }));
const recusals = [
  { entry: "1", judge: "J1" },
  { entry: "3", judge: "J2" },
];

test("every judge owes a sheet for every entry that appears, less the recusals there", () => {
  expect(expectedSheets({ judges, recusals, asked: null, out: [] }, 4)).toBe(10);
  expect(expectedSheets({ judges, recusals, asked: null, out: ["3"] }, 4)).toBe(8);
});

test("in a review only who is assigned owes a sheet", () => {
  const asked = [
    { entry: "1", judge: "J1" },
    { entry: "1", judge: "J2" },
    { entry: "3", judge: "J3" },
  ];
  expect(expectedSheets({ judges, recusals, asked, out: [] }, 4)).toBe(2);
  expect(expectedSheets({ judges, recusals, asked, out: ["3"] }, 4)).toBe(1);
});
