import { describe, expect, it, test } from "vitest";
import { canonicalJson, digestOf, sha256Hex } from "./canonical-json.ts";

test("a digest is SHA-256 of the canonical JSON in UTF-8, whatever the order of the members", () => {
  // printf '{"a":[1,0.5,null],"b":{"x":"凤栖","y":true},"é":"\\n"}' | sha256sum
  const value = { é: "\n", b: { y: true, x: "凤栖", z: undefined }, a: [1, 0.5, null] };
  expect(digestOf(value)).toBe("a788a5151a9a129f54dc8dad6513714e6f7d9ea960a9a04f88ce03781e606631");
});

test("SHA-256 of bytes and of their text are the same", () => {
  // FIPS 180-2, appendix B; of nothing; of 凤栖吴兴
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256Hex(new TextEncoder().encode("凤栖吴兴"))).toBe(sha256Hex("凤栖吴兴"));
});

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: [true, null, "x"], A: undefined }, '{"a":[true,null,"x"],"b":1}'],
    [{ "\u{20ac}": 1, "\r": 2, "1": 3, "\u{1f600}": 4, ö: 5 }, '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}'],
    ["\u2028 凤栖\n", '"\u2028 凤栖\\n"'],
    [[], "[]"],
    [{ inner: { z: 0, y: -1.5 } }, '{"inner":{"y":-1.5,"z":0}}'],
  ])("of %j", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
  it.each([Number.NaN, 1n, () => 1, undefined])("refuses what JSON cannot hold: %s", (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
  it("is digested by SHA-256", () => {
    // printf '{"a":1,"b":"凤"}' | sha256sum
    expect(digestOf({ b: "凤", a: 1 })).toBe("e4c55335b078563e4bae88a57f63bd06d5544e8288b3f3e87ca256724f0bda5a");
  });
});
