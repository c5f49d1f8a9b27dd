import { expect, test } from "vitest";
import { digestOf, sha256Hex } from "./canonical-json.ts";

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
