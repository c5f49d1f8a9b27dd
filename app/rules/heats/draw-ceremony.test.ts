import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ceremonyRecipe, commitmentDigest, drawByHall, hallWord, secretPattern, seedOfHall } from "./draw.ts";

const secret = "0f".repeat(32);
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

const someSecret = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
const someWord = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const someKeys = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 });

test("the drawn order is what anyone computes from secret, word and keys", () => {
  fc.assert(
    fc.property(someKeys, someSecret, someWord, (keys, anySecret, word) => {
      // Said again, with another SHA-256 and another way of sorting
      const seed = sha256(`${anySecret}\n${word}`).slice(0, 32);
      const byDigest = new Map(keys.map((key) => [sha256(`${seed}\n${key}`), key]));
      const again = [...byDigest.keys()].sort().map((digest) => byDigest.get(digest));
      expect(drawByHall(keys, anySecret, word)).toEqual(again);
      expect(commitmentDigest(anySecret)).toBe(sha256(anySecret));
    }),
  );
});

test("another word in the hall makes another seed, whatever the secret", () => {
  fc.assert(
    fc.property(someSecret, someWord, someWord, (anySecret, one, other) => {
      expect(seedOfHall(anySecret, one) === seedOfHall(anySecret, other)).toBe(one === other);
    }),
  );
});

test("the lines that are shown compute digest and order in a shell", () => {
  const keys = ["A02", "项目丁", "it's", "12", "A01"];
  const word = "吴兴's 42";
  const output = execFileSync("bash", ["-c", ceremonyRecipe({ secret, word, keys })], {
    cwd: mkdtempSync(join(tmpdir(), "draw-")),
    encoding: "utf8",
  });
  const [digest, ...lines] = output.trim().split("\n");
  expect(digest?.slice(0, 64)).toBe(commitmentDigest(secret));
  expect(lines.map((line) => line.slice(65))).toEqual(drawByHall(keys, secret, word));
});

test.each([
  ["  吴兴 ", "吴兴"],
  ["42", "42"],
  ["cafe\u0301", "café"],
])("the word %o counts as %o", (typed, kept) => {
  expect(hallWord.parse(typed)).toBe(kept);
});

test.each(["", "  ", "two\nlines", "nul\0", "字".repeat(61)])("the word %o is refused", (typed) => {
  expect(hallWord.safeParse(typed).success).toBe(false);
});

test("a secret is 64 hex digits", () => {
  expect(secretPattern.test(secret)).toBe(true);
  expect(secretPattern.test(secret.slice(1))).toBe(false);
});
