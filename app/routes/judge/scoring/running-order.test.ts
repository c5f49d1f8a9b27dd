import { expect, it } from "vitest";
import { nextLine, progressOf } from "./running-order.ts";

const order = (...states: ("none" | "draft" | "submitted" | "recused" | "out")[]) =>
  states.map((state, at) => ({ key: String(at + 1), state }));

it.each([
  [["none", "none", "none"], undefined, "1"],
  [["submitted", "recused", "none"], undefined, "3"],
  [["submitted", "draft", "none"], undefined, "2"],
  [["none", "submitted", "none"], "2", "3"],
  [["none", "submitted", "submitted"], "3", "1"],
  [["none", "none", "submitted"], "2", "1"],
  [["submitted", "none", "submitted"], "2", null],
  [["submitted", "recused"], undefined, null],
  [["out", "none", "out"], undefined, "2"],
  [["submitted", "out"], undefined, null],
  [[], undefined, null],
] as const)("of %j after %s comes %s", (states, after, next) => {
  expect(nextLine(order(...states), after)?.key ?? null).toBe(next);
});

it("counts only the projects that appear", () => {
  expect(progressOf(order("submitted", "out", "none", "recused"))).toEqual({ done: 2, entries: 3 });
});
