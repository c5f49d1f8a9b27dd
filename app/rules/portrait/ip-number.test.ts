import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCharacterOf, readNumber } from "./ip-number.ts";

// The first two are examples of the standard ZC 0006-2003 and of a granted patent
test.each([
  ["200310100002.X", "invention", 2003, null],
  ["ZL 200410016940.6", "invention", 2004, null],
  ["ＺＬ２００４１００１６９４０．６", "invention", 2004, null],
  ["200410016940", "invention", 2004, null],
  ["ZL200410016940.7", "invention", 2004, "check-character"],
  ["ZL200410016940.6", "design", 2004, "type"],
  ["ZL200410016940.6", "other", 2004, null],
  ["ZL200410016940.6", "", 2004, null],
  ["ZL20041001694.6", "invention", null, "length"],
  ["ZL2004100169400006", "utility-model", null, "length"],
  ["202711234567.9", "invention", null, "year"],
  ["85100001.0", "invention", 1985, null],
  ["85100001.3", "invention", 1985, "check-character"],
  ["CN112345678B", "invention", null, null],
  ["CN112345678B", "utility-model", null, "type"],
  ["CN1234567C", "invention", null, null],
  ["CN 12345", "invention", null, "length"],
  ["2023SR0123456", "software", 2023, null],
  ["2023SR0123456", "invention", 2023, "type"],
  ["软著登字第1234567号", "software", null, null],
  ["BS.215500012", "layout-design", 2021, null],
  ["PCT/CN2022/123456", "invention", 2022, null],
  ["WO2022/123456", "invention", 2022, null],
  ["US 10,123,456 B2", "invention", null, null],
  ["EP1234567", "invention", null, null],
  ["12345678", "trademark", null, null],
  ["申请中", "invention", null, null],
  ["", "invention", null, null],
])("%s of %s: year %s, flaw %s", (number, kind, year, flaw) => {
  expect(readNumber(number, kind, 2026)).toEqual({ year, flaw });
});

test("a number of a year to come, or from before there were any, is flawed and tells no year", () => {
  const number = (year: number) => `${year}10000001`;
  expect(readNumber(number(2027), "invention", 2026)).toEqual({ year: null, flaw: "year" });
  expect(readNumber(number(2026), "invention", 2026)).toEqual({ year: 2026, flaw: null });
  expect(readNumber(number(1984), "invention", 2026)).toEqual({ year: null, flaw: "year" });
});

test("a right number is never called wrong, and one digit mistaken always is", () => {
  const digits = fc
    .tuple(fc.integer({ min: 1985, max: 2026 }), fc.integer({ min: 0, max: 9_999_999 }))
    .map(([year, serial]) => `${year}1${String(serial).padStart(7, "0")}`);
  fc.assert(
    fc.property(digits, fc.integer({ min: 5, max: 11 }), fc.integer({ min: 1, max: 9 }), (number, at, more) => {
      const right = `ZL${number}.${checkCharacterOf(number)}`;
      const mistaken = `${number.slice(0, at)}${(Number(number[at]) + more) % 10}${number.slice(at + 1)}`;
      expect(readNumber(right, "invention", 2026)).toEqual({ year: Number(number.slice(0, 4)), flaw: null });
      const wrong = readNumber(`ZL${mistaken}.${checkCharacterOf(number)}`, "invention", 2026);
      expect(wrong.flaw).toBe("check-character");
    }),
  );
});

test("whatever is written, a year is one that can be", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(ZL|CN|BS|WO)?[0-9X.SR/]{0,18}$/)), (number) => {
      const { year } = readNumber(number, "invention", 2026);
      expect(year === null || (year >= 1985 && year <= 2026)).toBe(true);
    }),
  );
});
