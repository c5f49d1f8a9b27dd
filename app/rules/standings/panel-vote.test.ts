import fc from "fast-check";
import { expect, test } from "vitest";
import { flawOfBallot, placesOfVote } from "./panel-vote.ts";

test.each([2, 9, 10, 11, 100])(
  "an order of %i entries is one, and with a place twice or left out it is none",
  (count) => {
    const entries = Array.from({ length: count }, (_, at) => `E${at + 1}`);
    const order = Object.fromEntries(entries.map((entry, at) => [entry, count - at]));
    expect(flawOfBallot(order, entries)).toBeNull();
    expect(flawOfBallot({ ...order, E1: 1 }, entries)).toBe("places");
    expect(flawOfBallot({ ...order, E1: count + 1 }, entries)).toBe("places");
  },
);

test("of two entries the majority decides, and an even vote parts nobody", () => {
  const first = { A: 1, B: 2 };
  const second = { A: 2, B: 1 };
  expect(placesOfVote([first, first, second], ["A", "B"])).toEqual({ A: 1, B: 2 });
  expect(placesOfVote([first, second], ["A", "B"])).toEqual({ A: 1, B: 1 });
});

test("of three, who is put before the others by more members stands first; a circle of equals shares", () => {
  const abc = { A: 1, B: 2, C: 3 };
  const bca = { A: 3, B: 1, C: 2 };
  const cab = { A: 2, B: 3, C: 1 };
  expect(placesOfVote([abc, abc, bca], ["A", "B", "C"])).toEqual({ A: 1, B: 2, C: 3 });
  expect(placesOfVote([abc, bca, cab], ["A", "B", "C"])).toEqual({ A: 1, B: 1, C: 1 });
});

test("who is before everyone on every ballot is first, on any ballots", () => {
  const entries = ["A", "B", "C", "D"];
  const order = fc.shuffledSubarray(entries.slice(1), { minLength: 3 });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 7 }), (orders) => {
      const ballots = orders.map((rest) => Object.fromEntries(["A", ...rest].map((entry, at) => [entry, at + 1])));
      const places = placesOfVote(ballots, entries);
      expect(places.A).toBe(1);
      expect(Object.values(places).filter((place) => place === 1)).toHaveLength(1);
      expect(ballots.every((ballot) => flawOfBallot(ballot, entries) === null)).toBe(true);
    }),
  );
});

test("an order names every entry of the tie and each place once", () => {
  expect(flawOfBallot({ A: 1, B: 2 }, ["A", "B"])).toBeNull();
  for (const flawed of [{ A: 1, B: 1 }, { A: 1 }, { A: 0, B: 1 }, { A: 2, B: 3 }, { A: 1, B: 2, C: 3 }])
    expect(flawOfBallot(flawed as Record<string, number>, ["A", "B"])).toBe("places");
});
