import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { draw, drawDigest, whyNotConfirmRedraw } from "./draw.ts";

const seed = "000102030405060708090a0b0c0d0e0f";

test("the order is what sha256sum and sort answer", () => {
  // By the recipe in draw.ts, with GNU coreutils.
  const order = [
    "a4db80da5bdf50d1d628fa401975ea873ad6b3615540cb7c2add80696950f15e A02",
    "b3331c076342849e368f2a64c66b4547d0bf1d52e70730d15c00be842c0f3048 项目丁",
    "cf1d1bc3c01191854e314c0d5892f80d77b65fed174b2c96c265df4594b1c124 A03",
    "eae2f0746ac4dd5b7782f34d5d1345afb0b9aafb9bbde60968ccaedfb4712734 A01",
    "f117735dde1e396e7331196291f571f63ebfd32ac6d7d5b74d3107c0a7fb528c 12",
  ];
  const drawn = draw(["A01", "A02", "A03", "项目丁", "12"], seed);
  expect(drawn.map(({ digest, key }) => `${digest} ${key}`)).toEqual(order);
  expect(drawDigest(drawn.map((each) => each.key))).toBe(
    "c5f67abec222812bdba45bb6eef604fe1bb7599d0771cacc06bbcd4d63fe47b8",
  );
});

test("SHA-256 is SHA-256", () => {
  // FIPS 180-2, appendix B
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }),
  );
});

const someKeys = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 });
const someSeed = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });

test("every entry is drawn once, and the order of the list means nothing", () => {
  fc.assert(
    fc.property(someKeys, someSeed, (keys, anySeed) => {
      const drawn = draw(keys, anySeed);
      expect(drawn.map((each) => each.key).sort()).toEqual([...keys].sort());
      expect(draw([...keys].reverse(), anySeed)).toEqual(drawn);
    }),
  );
});

test("over many seeds every entry comes first about as often", () => {
  const keys = ["A01", "A02", "A03", "A04"];
  const first = new Map<string, number>();
  for (let throwNo = 0; throwNo < 4000; throwNo++) {
    const winner = draw(keys, sha256Hex(String(throwNo)).slice(0, 32))[0]?.key ?? "";
    first.set(winner, (first.get(winner) ?? 0) + 1);
  }
  // Four standard deviations of a fair draw are 110 of 1000.
  for (const key of keys) expect(Math.abs((first.get(key) ?? 0) - 1000)).toBeLessThan(110);
});

test("that it is drawn again another person confirms than the one who asked for it", () => {
  const open = { id: 4, committedById: "scorer", reason: "again", confirmedAt: null };
  const why = (
    change: Partial<Omit<typeof open, "confirmedAt" | "reason">> & { confirmedAt?: Date; reason?: null },
    confirmedBy = "supervisor",
  ) => whyNotConfirmRedraw({ ...open, ...change }, { commitment: 4, confirmedBy });
  expect(why({})).toBe(null);
  expect(why({}, "scorer")).toBe("same-person");
  expect(why({ id: 5 }, "scorer")).toBe("stale-version");
  expect(why({ reason: null })).toBe("nothing-to-confirm");
  expect(why({ confirmedAt: new Date(0) })).toBe("nothing-to-confirm");
});
