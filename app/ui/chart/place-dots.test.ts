import { expect, it } from "vitest";
import { placeDots } from "./place-dots.ts";

const levels = (...values: number[]) =>
  placeDots(
    values.map((value) => ({ value })),
    0,
    100,
  ).placed.map(({ level }) => level);

it("leaves dots that stand apart on the line", () => {
  expect(levels(80, 90, 70)).toEqual([0, 0, 0]);
});

it("stacks dots that would cover each other", () => {
  expect(levels(85, 85, 85, 86, 90)).toEqual([0, 1, 2, 3, 0]);
});

it("takes one level for no dots at all", () => {
  expect(placeDots([], 0, 100).levels).toBe(1);
});
