import { describe, expect, it, test } from "vitest";
import { codeAt, keyAddress, readStep, stepAt } from "./totp.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** The secret of the RFCs' examples. */
const secret = bytes("12345678901234567890");

describe("a code by the clock", () => {
  // RFC 6238, appendix B, the rows for SHA-1
  it.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("at %i seconds is %s, of eight digits", (seconds, code) => {
    expect(codeAt(secret, stepAt(new Date(seconds * 1000)), 8)).toBe(code);
  });

  // RFC 4226, appendix D
  it("is of six digits otherwise", () => {
    const codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    expect(codes.map((_, step) => codeAt(secret, step))).toEqual(codes);
  });
});

describe("what a code stands for", () => {
  const at = new Date(1_800_000_015_000);
  const now = stepAt(at);
  const read = (step: number, lastStep: number | null = null) =>
    readStep(secret, codeAt(secret, step), { at, lastStep });

  it("is its step, now and one before or after", () => {
    expect([-2, -1, 0, 1, 2].map((by) => read(now + by))).toEqual(["wrong", now - 1, now, now + 1, "wrong"]);
  });
  it("is used up once that step, or a later one, has passed", () => {
    expect([now - 1, now, now + 1].map((last) => read(now, last))).toEqual([now, "used", "used"]);
    expect(read(now + 1, now)).toBe(now + 1);
  });
  it("is nothing where it is no code", () => {
    for (const code of ["", "12345", "1234567", "abcdef"])
      expect(readStep(secret, code, { at, lastStep: null })).toBe("wrong");
  });
});

test("the address for the app names who, for whom and the key", () => {
  const address = keyAddress({ issuer: "凤栖吴兴", account: "a+b@example.org", key: "MZXW6YTBOI" });
  const url = new URL(address);
  expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toEqual([
    "otpauth:",
    "totp",
    "/凤栖吴兴:a+b@example.org",
  ]);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    secret: "MZXW6YTBOI",
    issuer: "凤栖吴兴",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});
