import { expect, test } from "vitest";
import { base32, fromBase32 } from "./base32.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

// RFC 4648, section 10
test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("base32 of %j is %j, there and back", (text, written) => {
  expect(base32(bytes(text))).toBe(written);
  expect(fromBase32(written)).toEqual(bytes(text));
});

test("what is no base32 is refused", () => {
  expect(() => fromBase32("MZXW1")).toThrow(RangeError);
});
