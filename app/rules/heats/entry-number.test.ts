import fc from "fast-check";
import { expect, test } from "vitest";
import { entryNumber, hasNumbers, noNumber, numbered } from "./entry-number.ts";

test.each<[string, (number | null)[], string[]]>([
  ["nobody has a number: all go by their keys", [null, null, null], ["1", "2", "3"]],
  ["everybody has one", [3, 1, 2], ["3", "1", "2"]],
  ["one has none, whose key another has drawn", [2, null, 1], ["2", noNumber, "1"]],
])("%s", (_, places, names) => {
  const entries = places.map((place, at) => ({ key: String(at + 1), place }));
  expect(numbered(entries)).toEqual(names.map((number, at) => ({ key: String(at + 1), number })));
});

test("no two entries of a round are called by the same number", () => {
  const rounds = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.tuple(
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, at) => at + 1),
        { minLength: count },
      ),
      fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    ),
  );
  fc.assert(
    fc.property(rounds, ([places, out]) => {
      const entries = places.map((place, at) => ({ key: String(at + 1), place: out[at] ? null : place }));
      const names = numbered(entries).map(({ number }) => number);
      const shown = names.filter((name) => name !== noNumber);
      expect(new Set(shown).size).toBe(shown.length);
    }),
  );
});

test("an entry alone is told whether others have numbers", () => {
  expect(entryNumber(undefined, "7", false)).toBe("7");
  expect(entryNumber(undefined, "7", true)).toBe(noNumber);
  expect(hasNumbers([{ number: null }, {}])).toBe(false);
  expect(hasNumbers([{}, { number: 1 }])).toBe(true);
});
