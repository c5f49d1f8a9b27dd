import { expect, test } from "vitest";
import { defaultSessionAges, isUseDue, sessionEnd, worksAtDesk } from "./session-age.ts";

const begun = new Date("2026-12-01T00:00:00Z");
const after = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);
const hour = 60;
const day = 24 * hour;

test.each([
  ["staff who have not done anything since", true, 0, hour],
  ["staff who did something after half an hour", true, 30, 90],
  ["staff at work until the evening", true, 11.5 * hour, 12 * hour],
  ["an applicant who never came back", false, 0, 30 * day],
  ["an applicant who comes every day", false, 29 * day, 30 * day],
])("the session of %s ends", (_who, staff, used, end) => {
  const session = { createdAt: begun, usedAt: after(used), expiresAt: after(400 * day) };
  expect(sessionEnd(session, staff, defaultSessionAges)).toEqual(after(end));
});

test("no session outlives what it was given when it was begun", () => {
  const session = { createdAt: begun, usedAt: begun, expiresAt: after(5) };
  expect(sessionEnd(session, false, defaultSessionAges)).toEqual(after(5));
});

test.each([
  ["organizer", true],
  ["screener", true],
  ["scorer", true],
  ["supervisor", true],
  ["conductor", true],
  ["judge", false],
] as const)("a %s works at the desk: %s", (role, works) => {
  expect(worksAtDesk({ grants: [{ role, editionId: 1, roundId: null }] })).toBe(works);
});

test("a use is written down once a minute of staff, once an hour of others", () => {
  expect([0.9, 1].map((minutes) => isUseDue(begun, true, after(minutes)))).toEqual([false, true]);
  expect([59, 60].map((minutes) => isUseDue(begun, false, after(minutes)))).toEqual([false, true]);
});
