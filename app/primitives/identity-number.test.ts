import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IdentityKind } from "./identity-number.ts";
import {
  birthInNumber,
  birthOfNumber,
  genderInNumber,
  guessIdentityKind,
  isIdentityNumber,
  maskIdentity,
  normalisedNumber,
} from "./identity-number.ts";

const today = "2026-11-24";
/** The example of GB 11643-1999, and one made up with the same sum. */
const woman = "11010519491231002X";
const man = "440524188001010014";

describe("the number of an identity document", () => {
  it.each<[IdentityKind, string, string, boolean]>([
    ["resident-id", woman, "中国", true],
    ["resident-id", man, "中国", true],
    ["resident-id", "110105194912310021", "中国", false],
    ["resident-id", "11010519491231002", "中国", false],
    ["resident-id", "010105194912310020", "中国", false],
    ["resident-id", "110105491231002", "中国", false],
    ["resident-id", withCheck("11010520240230001"), "中国", false],
    ["resident-id", withCheck("11010520240229001"), "中国", true],
    ["resident-id", withCheck("11010520261124001"), "中国", true],
    ["resident-id", withCheck("11010520261125001"), "中国", false],
    ["resident-id", withCheck("81000019900101001"), "中国", true],
    ["resident-id", withCheck("99010519900101001"), "中国", false],
    ["passport", "E12345678", "中国", true],
    ["passport", "EA1234567", "Chinese", true],
    ["passport", "EI1234567", "中国", false],
    ["passport", "X1", "中国", false],
    ["passport", "K12345678", "中国香港", true],
    ["passport", "C01X00T47", "德国", true],
    ["passport", "AB12", "Germany", false],
    ["passport", "ABCDEFG", "Germany", false],
    ["passport", "YA1234567", "Italy", true],
    ["permit", "H12345678", "", true],
    ["permit", "M1234567800", "", true],
    ["permit", "12345678", "", true],
    ["permit", "H123456789", "", false],
    ["permit", "A12345678", "", false],
    ["permit", "HA1234567", "英国", true],
    ["permit", "MA1234567", "Portugal", true],
    ["permit", "HB1234567", "英国", false],
    ["permit", "HA12345678", "英国", false],
    ["residence-permit", "ITA110080010101", "Italy", true],
    ["residence-permit", "ITA110080023001", "Italy", false],
    ["residence-permit", "ITA11008001010", "Italy", false],
    ["residence-permit", withCheck("91138019800101001"), "Italy", true],
    ["residence-permit", withCheck("11138019800101001"), "Italy", false],
    ["residence-permit", "911380198001010010", "Italy", withCheck("91138019800101001") === "911380198001010010"],
  ])("%s %s of %s: %s", (kind, number, nationality, valid) => {
    expect(isIdentityNumber(kind, number, { today, nationality })).toBe(valid);
  });

  it("holds birth and gender where it is the long form", () => {
    expect([birthInNumber("resident-id", woman), genderInNumber("resident-id", woman)]).toEqual([
      "1949-12-31",
      "female",
    ]);
    expect([birthInNumber("resident-id", man), genderInNumber("resident-id", man)]).toEqual(["1880-01-01", "male"]);
    expect([birthInNumber("passport", woman), genderInNumber("permit", "H12345678")]).toEqual([null, null]);
  });

  it.each([
    ["resident-id", "11010519880229002X", "1988-02-29"],
    ["resident-id", " 110105 19880229 002x ", "1988-02-29"],
    ["", "11010519880229002X", "1988-02-29"],
    // Not whole yet, a wrong check digit, and kinds that hold no whole date
    ["resident-id", "11010519880229002", null],
    ["resident-id", "110105198802290021", null],
    ["passport", "E12345678", null],
    ["", "", null],
  ])("surely holds a birth date only when it checks: %s %s", (kind, typed, birth) => {
    expect(birthOfNumber(kind, typed, "2026-12-01")).toBe(birth);
  });

  it("is one whatever way it was typed", () => {
    expect(normalisedNumber(" 110105 1949-1231 ００２ｘ ")).toBe(woman);
    expect(normalisedNumber("\u202d110105\u200b19491231002X\u202c")).toBe(woman);
  });

  it.each([
    [woman, "resident-id"],
    ["H12345678", "permit"],
    ["EA1234567", "passport"],
    ["ITA110080010101", "residence-permit"],
    ["HA1234567", "permit"],
  ])("%s looks like %s", (number, kind) => expect(guessIdentityKind(number)).toBe(kind));

  it.each([
    [woman, "1101************2X"],
    ["E12345678", "E12****78"],
    ["12345", "1***5"],
    ["1", "1"],
  ])("%s is shown as %s", (number, masked) => expect(maskIdentity(number)).toBe(masked));

  it("never shows its birth date, whatever the digits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{17}[\dX]$/), (number) => {
        expect(maskIdentity(number).slice(4, 16)).toBe("************");
      }),
    );
  });

  it("with one digit changed no longer checks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, more) => {
        const digit = (Number(woman.charAt(at)) + more) % 10;
        const changed = woman.slice(0, at) + digit + woman.slice(at + 1);
        expect(isIdentityNumber("resident-id", changed, { today, nationality: "中国" })).toBe(false);
      }),
    );
  });
});

/** The 17 digits with the check digit of GB 11643, written a second time: ISO 7064 MOD 11-2. */
function withCheck(digits: string): string {
  let rest = 0;
  for (const digit of digits) rest = ((rest + Number(digit)) * 2) % 11;
  const check = (12 - rest) % 11;
  return digits + (check === 10 ? "X" : String(check));
}
