import { expect, test } from "vitest";
import { flawOfChoice, isCountOf, whyNotConfirmVote } from "./hall-ballot.ts";

const votesOf = (...votes: number[]) => votes.map((each, at) => ({ entry: String(at + 1), votes: each }));

test.each([
  [10, 1, votesOf(4, 6), true],
  [10, 1, votesOf(4, 5), false],
  [10, 1, votesOf(4, 7), false],
  [10, 2, votesOf(10, 6), true],
  [10, 2, votesOf(11, 6), false],
  [0, 1, votesOf(0, 0), true],
])("%i ballots of up to %i: whether %j can be their count is %s", (ballots, choices, hall, is) => {
  expect(isCountOf({ ballots, choices }, hall)).toBe(is);
});

test.each([
  [[], "nothing-chosen"],
  [["1"], null],
  [["1", "2"], null],
  [["1", "2", "3"], "too-many-chosen"],
  [["1", "1"], "unknown-entry"],
  [["9"], "unknown-entry"],
])("of three known entries, two to choose, %j is %s", (chosen, flaw) => {
  expect(flawOfChoice(chosen, { choices: 2, known: new Set(["1", "2", "3"]) })).toBe(flaw);
});

test("the hall's vote is confirmed by another person than the one who closed it", () => {
  const closed = { state: "closed", closedById: "conductor" };
  expect(whyNotConfirmVote(closed, "supervisor")).toBe(null);
  expect(whyNotConfirmVote(closed, "conductor")).toBe("same-person");
  for (const vote of [undefined, { ...closed, state: "open" }, { ...closed, state: "confirmed" }])
    expect(whyNotConfirmVote(vote, "conductor")).toBe("hall-vote-fixed");
});
