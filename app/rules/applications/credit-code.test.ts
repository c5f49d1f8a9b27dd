import { describe, expect, it } from "vitest";
import { isCreditCode } from "./credit-code.ts";

describe("a unified social credit code", () => {
  it.each([
    // Codes that the public register shows
    ["91110108551385082Q", true],
    ["91330100799655058B", true],
    ["9144030071526726XG", true],
    ["914403001922038216", true],
    // One character off, two swapped, a letter that the standard leaves out, too short, lower case
    ["91110108551385083Q", false],
    ["91330100796955058B", false],
    ["9111010855138508IQ", false],
    ["9111010855138508", false],
    ["9144030071526726xg", false],
    ["", false],
    // The sum holds, but no authority registers under 0, and the region is digits (5.2, 5.4)
    ["000000000000000000", false],
    ["91AAAAAA551385082C", false],
  ])("%s: %s", (code, valid) => {
    expect(isCreditCode(code)).toBe(valid);
  });

  it("never passes with any other last character", () => {
    const passing = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"].filter((last) => isCreditCode(`91110108551385082${last}`));
    expect(passing).toEqual(["Q"]);
  });
});
