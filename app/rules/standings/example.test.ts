import { expect, test } from "vitest";
import { defaultRubric } from "../rounds/rubric.ts";
import {
  extraFieldNames,
  marksOfTexts,
  readSampleExtras,
  readSampleTexts,
  sampleCriteria,
  sampleFieldName,
  sampleMarks,
  sampleSheetTotals,
  sampleStandings,
  sampleTexts,
} from "./example.ts";
import { laterPresets } from "./later-presets.ts";
import { type Rule, rulePresets } from "./rule.ts";

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
  const [first, second, third] = sampleStandings(criteria, sampleMarks(criteria), rulePresets.trimmed).standings;
  expect([first?.entry, first?.rank, first?.partedBy]).toEqual(["B", 1, "untrimmed-mean"]);
  expect([second?.entry, second?.rank, second?.partedBy]).toEqual(["A", 2, "untrimmed-mean"]);
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

test("the totals of sheets are those that the standings drop by", () => {
  const criteria = sampleCriteria(defaultRubric, []);
  const totals = sampleSheetTotals(criteria, sampleMarks(criteria), rulePresets.trimmed);
  expect(totals[1]).toEqual(["49.00", "43.00", "42.00", "44.00", "35.00", "41.00", "40.00"]);
  expect(totals[2]?.at(-1)).toBeNull();
  const zero = sampleSheetTotals(criteria, sampleMarks(criteria), {
    ...rulePresets.trimmed,
    missing: "zero",
    places: {},
  });
  expect(zero[2]?.at(-1)).toBe("24.5");
});

test("marks written into the fields are read back, and what is no mark is a blank", () => {
  const criteria = sampleCriteria(defaultRubric, []);
  expect(marksOfTexts(criteria, sampleTexts(criteria))).toEqual(sampleMarks(criteria));
  const form = new FormData();
  const sent = ["30.5", "0.3", "x", "", "-1", " 12.5 ", ...Array.from({ length: 15 }, () => "10")];
  for (const text of sent) form.append(sampleFieldName("tech"), text);
  const texts = readSampleTexts(form, criteria);
  expect(texts.market).toEqual(sampleTexts(criteria).market);
  expect(marksOfTexts(criteria, texts)[0]?.[0]).toEqual([null, null, null, null, null, 1250, 1000]);
});

test("the example computes every step of the second edition, and its boxes are read back", () => {
  const rule: Rule = {
    ...laterPresets.carried,
    kinds: [...laterPresets.kinds.kinds],
    coefficient: laterPresets.panels.coefficient,
    parts: [{ key: "base", label: "基础项目", min: 0, max: 30, step: 0.5, weight: 1 }],
    ceiling: 120,
  };
  const criteria = sampleCriteria(defaultRubric, []);
  const form = new FormData();
  for (const text of ["", "-0.2", "200"]) form.append(extraFieldNames.adjustment, text);
  for (const text of ["27", "x", "3"]) form.append(extraFieldNames.part("base"), text);
  const extras = readSampleExtras(form, rule);
  expect(extras.carried).toEqual({ preliminary: ["84.60", "82.10", "86.35"] });
  const { standings, panels } = sampleStandings(criteria, sampleMarks(criteria), rule, extras);
  expect(Object.keys(panels ?? {})).toEqual(["A", "B"]);
  const of = (entry: string) => standings.find((line) => line.entry === entry);
  expect(of("A")).toMatchObject({ parts: { base: "27" }, adjustments: [], carried: { preliminary: "84.60" } });
  expect(of("B")).toMatchObject({ adjustments: [{ amount: "-0.20" }], lacks: ["part:base"] });
  expect(of("C")?.own).toBe("120.00");
  expect(Object.keys(of("C")?.kinds ?? {})).toEqual(["expert", "public"]);
});
