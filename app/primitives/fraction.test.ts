import { expect, test } from "vitest";
import { byCodePoint } from "./code-points.ts";
import {
  add,
  compare,
  decimalPlaces,
  fraction,
  isSameDecimal,
  minus,
  parseDecimal,
  parseNumber,
  print,
  round,
  sum,
} from "./fraction.ts";

test.each([
  ["2.875", 2, "2.88"],
  ["-0.125", 2, "-0.13"],
  ["0.125", 2, "0.13"],
  ["2.8749999999", 2, "2.87"],
  ["-0.004", 2, "0.00"],
  ["0.5", 0, "1"],
  ["-0.5", 0, "-1"],
  ["9.999", 2, "10.00"],
  ["3", 3, "3.000"],
  ["91.5", undefined, "91.5"],
  ["10", undefined, "10"],
  ["-0.10", undefined, "-0.1"],
])("%s to %s places is %s", (text, places, expected) => {
  expect(print(round(parseDecimal(text), places), places)).toBe(expected);
});

test("an unrounded value is written in full up to 20 decimals, and rounded half-up there", () => {
  expect(print(fraction(1, 2n ** 20n), undefined)).toBe("0.00000095367431640625");
  expect(print(fraction(1, 3), undefined)).toBe("0.33333333333333333333");
  expect(print(fraction(-2, 3), undefined)).toBe("-0.66666666666666666667");
  expect(print(parseDecimal("25.2"), undefined, 2)).toBe("25.20");
  expect(print(parseDecimal("25.213"), undefined, 2)).toBe("25.213");
  expect(print(fraction(-1, 10n ** 30n), undefined)).toBe("0");
});

test("thirds add up to one, and a half of a digit is never lost", () => {
  const third = fraction(1, 3);
  expect(compare(sum([third, third, third]), fraction(1))).toBe(0);
  expect(add(fraction(1, -2), fraction(2, 4))).toEqual(fraction(0));
  expect(compare(fraction(333, 1000), third)).toBe(-1);
});

test.each(["", "1.", ".5", "1e3", "+1", " 1", "0x1"])("%j is no decimal", (text) => {
  expect(() => parseDecimal(text)).toThrow(RangeError);
});

test("a number is the decimal that JavaScript writes for it, whatever its size", () => {
  expect(parseNumber(0.1)).toEqual(fraction(1, 10));
  expect(parseNumber(-1.5e-7)).toEqual(fraction(-15, 10n ** 8n));
  expect(parseNumber(1e21)).toEqual(fraction(10n ** 21n));
  expect(parseNumber(-0)).toEqual(fraction(0));
  expect(() => parseNumber(Number.NaN)).toThrow(RangeError);
});

test("what is taken away from itself leaves nothing", () => {
  expect(minus(fraction(5, 6), fraction(1, 3))).toEqual(fraction(1, 2));
  expect(minus(fraction(-1, 3), fraction(-1, 3))).toEqual(fraction(0));
});

test.each([
  ["2.00", 0],
  ["0.0250", 3],
  ["1e-7", 7],
  ["1.5e+21", 0],
  ["0.000", 0],
])("%s needs %i decimals", (text, places) => {
  expect(decimalPlaces(text)).toBe(places);
});

test.each([
  ["1.50", "15e-1", true],
  ["-0", "0.0", true],
  ["1e400", "10e399", true],
  ["9007199254740993", "9007199254740992", false],
  ["1", "-1", false],
])("%s and %s are the same number: %s", (a, b, same) => {
  expect(isSameDecimal(a, b)).toBe(same);
});

test("keys are ordered by code point, also beyond the basic plane", () => {
  expect(["𠀀", "\uFF5E", "b", "a10", "a9", "a"].sort(byCodePoint)).toEqual(["a", "a10", "a9", "b", "\uFF5E", "𠀀"]);
});
