import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { randomAdvancement } from "~db/testing/random-advancement.ts";
import { planAdvancement } from "./plan-advancement.ts";

test("a rule without shares, quotas, caps, ladder and reserves gives the plans of before, byte for byte", () => {
  // The digest was made by the rule book as it was before it knew of any of them
  const plans = fc.sample(randomAdvancement, { seed: 20261201, numRuns: 1500 }).map((input) => planAdvancement(input));
  const bytes = JSON.stringify(plans, (_, value) => (value instanceof Map ? [...value] : value));
  expect(plans.flatMap(({ lines }) => lines).length).toBeGreaterThan(3000);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(
    "378c5659a0dbe433cd16e5d8cad67db6c6f6903183ffa6cd896f46c9aa601140",
  );
});
