import { expect, test } from "vitest";
import { standsOut, zsAgainstOthers } from "./outliers.ts";

/** z of the first against the others. */
const zOf = (total: number, others: number[]) =>
  zsAgainstOthers([total, ...others].map((each) => BigInt(Math.round(each * 100))))[0];

test("z is the distance from the mean of the judge's other sheets in their sample standard deviations", () => {
  // Mean 80, squares 4 + 0 + 0 + 4 = 8 over 3
  expect(zOf(70, [78, 80, 80, 82])).toBeCloseTo(-10 / Math.sqrt(8 / 3), 12);
  expect(zOf(80, [78, 80, 80, 82])).toBe(0);
  expect(zOf(85, [78, 80, 80, 82])).toBeCloseTo(5 / Math.sqrt(8 / 3), 12);
});

test("every sheet is held against all but itself", () => {
  // Without the 78: mean 78, squares 64 + 4 + 4 + 16 = 88 over 3
  expect(zsAgainstOthers([70n, 78n, 80n, 80n, 82n])[1]).toBeCloseTo(0, 12);
  expect(zsAgainstOthers([70n, 78n, 80n, 80n, 82n])[4]).toBeCloseTo(5 / Math.sqrt(68 / 3), 12);
});

test("a judge with fewer than four other sheets has no level, nor has one whose other sheets are all the same", () => {
  expect(zsAgainstOthers([])).toEqual([]);
  expect(zsAgainstOthers([70n])).toEqual([null]);
  expect(zOf(70, [78, 80, 82])).toBeNull();
  expect(zOf(70, [80, 80, 80, 80])).toBeNull();
  expect(zOf(80, [80, 80, 80, 80])).toBeNull();
});

test.each<[string, number | null, (number | null)[], boolean]>([
  ["far from the own level while the panel is near its own", -2.4, [0.1, -0.3, 0.4], true],
  ["far above as well", 2, [0, 0, -0.1], true],
  ["not far enough", -1.99, [0.5, 0.2, 0.1], false],
  ["far, and so is the panel: the project is what is outstanding", 2.6, [2.1, 1.9, 2.4], false],
  ["far, the panel only half as far", 4.2, [2.1, 1.9, 2.2], true],
  ["far the other way than the panel", -2.1, [2.3, 2.2, 1.8], true],
  ["far, with nobody else to compare with", 2.5, [null, null], true],
  ["of an even number the middle of the two counts", 2.5, [0, 1], true],
  ["without a level nothing stands out", null, [0, 0], false],
])("a sheet is worth asking about when it is %s", (_, z, rest, expected) => {
  expect(standsOut(z, rest)).toBe(expected);
});
