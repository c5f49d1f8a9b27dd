import { expect, test } from "vitest";
import { type Action, can, type Grant, placesWith, roles } from "./access.ts";

const here = { editionId: 1, roundId: 10 };
const who = (...grants: Grant[]) => ({ grants });

/** Every action and the roles that may: a change of rights shows here. */
const table: Record<Action, string> = {
  screen: "organizer screener",
  "release-mail": "organizer",
  "move-data": "organizer",
  "set-up": "organizer",
  "see-scores": "organizer scorer supervisor",
  "see-trail": "organizer supervisor",
  "keep-scores": "scorer",
  "keep-run-sheet": "organizer scorer",
  "confirm-redraw": "supervisor",
  conduct: "conductor organizer scorer",
  "see-health": "conductor organizer scorer supervisor",
  rehearse: "organizer scorer",
  judge: "judge",
  "recuse-judges": "organizer scorer supervisor",
  "confirm-reopening": "supervisor",
  "check-paper": "scorer supervisor",
  "confirm-inputs": "supervisor",
  "propose-release": "scorer",
  "confirm-release": "supervisor",
  "publish-release": "organizer",
  "confirm-appointment": "supervisor",
  "waive-signing-wait": "supervisor",
  "void-release": "organizer scorer supervisor",
  "withdraw-release": "organizer supervisor",
  "see-objections": "organizer supervisor",
  "handle-objections": "supervisor",
  "see-landing": "organizer supervisor",
  "track-landing": "organizer",
  "see-diligence": "organizer supervisor",
  "examine-finalists": "organizer",
  "grant-awards": "organizer",
};

test.each(Object.entries(table))("%s: %s", (action, allowed) => {
  const may = roles.filter((role) => can(who({ role, editionId: 1, roundId: null }), action as Action, here));
  expect(may.sort().join(" ")).toBe(allowed);
});

test.each<[string, Grant, boolean]>([
  ["everywhere", { role: "organizer", editionId: null, roundId: null }, true],
  ["for the edition", { role: "organizer", editionId: 1, roundId: null }, true],
  ["for another edition", { role: "organizer", editionId: 2, roundId: null }, false],
  ["for the round", { role: "organizer", editionId: null, roundId: 10 }, true],
  ["for another round", { role: "organizer", editionId: null, roundId: 11 }, false],
])("a grant %s", (_where, grant, may) => {
  expect(can(who(grant), "set-up", here)).toBe(may);
});

test("a grant for one round says nothing about the whole edition, and no grant says nothing at all", () => {
  expect(can(who({ role: "organizer", editionId: null, roundId: 10 }), "screen", { editionId: 1 })).toBe(false);
  expect(can(who(), "see-scores", here)).toBe(false);
});

test("where somebody may do something is everywhere, or the editions and rounds of the grants that allow it", () => {
  const edition = { role: "supervisor", editionId: 1, roundId: null } as const;
  const round = { role: "supervisor", editionId: null, roundId: 10 } as const;
  const scorer = { role: "scorer", editionId: 2, roundId: null } as const;
  expect(placesWith(who(edition, round, scorer), "see-trail")).toEqual({
    everywhere: false,
    editionIds: [1],
    roundIds: [10],
  });
  expect(placesWith(who({ role: "organizer", editionId: null, roundId: null }), "see-trail")?.everywhere).toBe(true);
  expect(placesWith(who(scorer), "see-trail")).toBeNull();
});

test("whoever is recused from a round may do nothing there, and everything elsewhere", () => {
  const supervisor = { ...who({ role: "supervisor", editionId: 1, roundId: null }), recusedRoundIds: [10] };
  expect(can(supervisor, "confirm-release", here)).toBe(false);
  expect(can(supervisor, "see-scores", here)).toBe(false);
  expect(can(supervisor, "confirm-release", { editionId: 1, roundId: 11 })).toBe(true);
  expect(can(supervisor, "see-trail", { editionId: 1 })).toBe(true);
});
