import { expect, it } from "vitest";
import { checkMark, markOf, stepped } from "./stepping.ts";

const half = { max: 3000, step: 50 };

it.each([
  ["8.5", 1, "9"],
  ["8.5", -1, "8"],
  ["0", -1, "0"],
  ["30", 1, "30"],
  ["", 1, "0.5"],
  ["", -1, "30"],
  ["8.3", 1, "8.5"],
  ["8.3", -1, "8"],
  ["x", 1, "0.5"],
] as const)("from %j a step of %i leads to %s", (from, direction, to) => {
  expect(stepped(from, direction, half)).toBe(to);
});

it("walks a scale of tenths without drifting", () => {
  let mark = "0";
  for (let taps = 0; taps < 57; taps++) mark = stepped(mark, 1, { max: 1000, step: 10 });
  expect(mark).toBe("5.7");
});

it("stays on the step where the maximum is off it", () => {
  expect(stepped("9", 1, { max: 1000, step: 300 })).toBe("9");
});

it.each([
  ["", null],
  ["12.5", null],
  ["30", null],
  ["30.5", "tooBig"],
  ["12.3", "offStep"],
  ["12.", "notANumber"],
  ["-1", "notANumber"],
  ["ten", "notANumber"],
] as const)("%j is judged %s", (text, expected) => {
  expect(checkMark(text, half)).toBe(expected);
});

it("reads a mark as hundredths, and nothing that is none", () => {
  expect(["12.5", "0", "", "12.3", "31", "x"].map((text) => markOf(text, half))).toEqual([
    1250,
    0,
    null,
    null,
    null,
    null,
  ]);
});
