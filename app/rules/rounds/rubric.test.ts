import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultRubric, fullScore, type RubricInput, rubricFormValues, rubricSchema } from "./rubric.ts";

const criterion = { key: "tech", label: "技术与产品", max: "30", step: "0.5" };

test("a criterion as people write it becomes hundredths, with the factor 1 and no bands unless given", () => {
  expect(rubricSchema.parse([criterion])).toEqual([
    { key: "tech", label: "技术与产品", labelEn: null, max: 3000, step: 50, factor: "1", bands: [] },
  ]);
});

test.each<[string, object, string, string]>([
  ["no label", { label: " " }, "label", "too_small"],
  ["a maximum that is no number", { max: "dreißig" }, "max", "not-points"],
  ["a maximum of zero", { max: "0.00" }, "max", "not-points"],
  ["a negative step", { step: "-1" }, "step", "not-points"],
  ["a third decimal", { step: "0.005" }, "step", "not-points"],
  ["an exponent", { max: "1e2" }, "max", "not-points"],
  ["a step that does not divide the maximum", { step: "0.7" }, "step", "off-max"],
  ["a step above the maximum", { step: "31" }, "step", "off-max"],
  ["a factor of zero", { factor: "-0.0" }, "factor", "not-a-factor"],
  ["a factor with seven decimals", { factor: "0.1234567" }, "factor", "not-a-factor"],
  ["a key with spaces", { key: "the tech" }, "key", "invalid_format"],
  [
    "bands that leave low marks without one",
    { bands: [{ floorPercent: 60, label: "良" }] },
    "bands.0.floorPercent",
    "no-lowest-band",
  ],
  [
    "two bands with one floor",
    {
      bands: [
        { floorPercent: 0, label: "差" },
        { floorPercent: 0, label: "中" },
      ],
    },
    "bands.1.floorPercent",
    "twice",
  ],
  ["a band above everything", { bands: [{ floorPercent: 100, label: "优" }] }, "bands.0.floorPercent", "too_big"],
])("%s is refused at its place", (_, flaw, path, reason) => {
  expect(faults([{ ...criterion, ...flaw }])).toContainEqual([`0.${path}`, reason]);
});

test("two criteria with one key are refused", () => {
  expect(faults([criterion, { ...criterion, label: "other" }])).toEqual([["1.key", "twice"]]);
});

test("an empty rubric is refused", () => {
  expect(faults([])).toEqual([["", "too_small"]]);
});

test("a key left empty is made, beside those that are there", () => {
  const keys = ["", "c1", "", "tech"].map((key) => ({ ...criterion, key }));
  expect(rubricSchema.parse(keys).map((each) => each.key)).toEqual(["c2", "c1", "c3", "tech"]);
});

test("bands come out from the highest floor down", () => {
  const bands = [0, 85, 55].map((floorPercent) => ({ floorPercent, label: `${floorPercent}` }));
  expect(rubricSchema.parse([{ ...criterion, bands }])[0]?.bands.map((each) => each.floorPercent)).toEqual([85, 55, 0]);
});

test.each<[string, { max: number; factor: string }[], string]>([
  [
    "the maxima",
    [
      { max: 3000, factor: "1" },
      { max: 50, factor: "1" },
    ],
    "30.5",
  ],
  [
    "each maximum times its factor",
    [
      { max: 1000, factor: "0.15" },
      { max: 1000, factor: "2.5" },
    ],
    "26.5",
  ],
  [
    "nothing for a criterion that takes points away",
    [
      { max: 10000, factor: "1" },
      { max: 500, factor: "-1" },
    ],
    "100",
  ],
])("the full score adds %s", (_, criteria, full) => {
  expect(fullScore(criteria)).toBe(full);
});

test("the default rubric is the contest's sheet of 100 points, valid as it stands", () => {
  expect(defaultRubric.map(({ label, max }) => [label, max / 100])).toEqual([
    ["技术与产品", 30],
    ["行业与市场", 20],
    ["商业模式及实施方案", 20],
    ["创业团队", 20],
    ["落地可行性与产业契合", 10],
  ]);
  expect(fullScore(defaultRubric)).toBe("100");
  expect(rubricSchema.parse(rubricFormValues(defaultRubric))).toEqual(defaultRubric);
  for (const { bands } of defaultRubric) expect(bands.map((band) => band.floorPercent)).toEqual([85, 70, 55, 0]);
});

test("what is written is read back the same", () => {
  const points = fc.integer({ min: 1, max: 400 });
  const anyRubric = fc.array(
    fc.record({ step: points, steps: points, factor: fc.constantFrom("1", "0.15", "-2", "3.000001") }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(anyRubric, (rows) => {
      const rubric = rows.map(({ step, steps, factor }, at) => ({
        key: `k${at}`,
        label: "x",
        labelEn: null,
        bands: [],
        step,
        max: step * steps,
        factor,
      }));
      expect(rubricSchema.parse(rubricFormValues(rubric))).toEqual(rubric);
    }),
  );
});

function faults(rubric: unknown): [string, unknown][] {
  const read = rubricSchema.safeParse(rubric as RubricInput);
  return (read.error?.issues ?? []).map((issue) => [
    issue.path.join("."),
    issue.code === "custom" ? issue.params?.reason : issue.code,
  ]);
}
