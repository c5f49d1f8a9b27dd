import { expect, test } from "vitest";
import { publicStageOf } from "./public-stage.ts";

test.each([
  ["registration", "heat", "registration"],
  ["screening", "heat", "screening"],
  ["screening", "final", "ready"],
  ["judging", "final", "judging"],
  ["proposed", "heat", "closed"],
  ["confirmed", "final", "closed"],
  ["published", "heat", "published"],
] as const)("%s of a %s is shown as %s", (stage, kind, shown) => {
  expect(publicStageOf(stage, kind)).toBe(shown);
});
