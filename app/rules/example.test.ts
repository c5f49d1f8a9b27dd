import { expect, test } from "vitest";
import { defaultRubric } from "./default-rubric.ts";
import { sampleCriteria, sampleMarks, sampleStandings } from "./example.ts";
import { rulePresets } from "./rule-presets.ts";

test("the sample marks fit their criteria", () => {
  for (const step of [1, 50, 700]) {
    const criteria = defaultRubric.map((each) => ({ ...each, step }));
    for (const entry of sampleMarks(criteria)) {
      for (const [at, marks] of entry.entries()) {
        for (const mark of marks) {
          expect((mark ?? 0) % step).toBe(0);
          expect(mark ?? 0).toBeLessThanOrEqual(criteria[at]?.max ?? 0);
        }
      }
    }
  }
});

test("by the common rule the sample shows a drop, a tie with what parted it, and a sheet that does not count", () => {
  const criteria = sampleCriteria(defaultRubric, rulePresets.trimmed.ties);
  expect(criteria.map((each) => each.key)).toEqual(["tech", "market"]);
  const [first, second, third] = sampleStandings(criteria, sampleMarks(criteria), rulePresets.trimmed);
  expect([first?.entry, first?.rank, first?.partedBy]).toEqual(["乙", 1, "untrimmed-mean"]);
  expect([second?.entry, second?.rank, second?.partedBy]).toEqual(["甲", 2, "untrimmed-mean"]);
  expect(first?.total).toBe(second?.total);
  expect(first?.dropped).toEqual([
    { judge: "J1", value: "49.00", why: "high" },
    { judge: "J5", value: "35.00", why: "low" },
  ]);
  expect([third?.sheets, third?.counted]).toEqual([7, 4]);
});

test("criteria that part ties stand in the example first", () => {
  expect(sampleCriteria(defaultRubric, ["vote", "criterion:team"]).map((each) => each.key)).toEqual(["tech", "team"]);
});
