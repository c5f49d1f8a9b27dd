import { expect, test } from "vitest";
import { maySign, rolesThatSign, signsFrom } from "./signing-wait.ts";

const since = new Date("2026-12-01T01:00:00Z");
const later = (hours: number) => new Date(since.getTime() + hours * 3_600_000);

test.each([
  ["an hour after the appointment", { waitHours: 24, waived: false }, 1, false],
  ["a millisecond before the day is over", { waitHours: 24, waived: false }, 24 - 1 / 3_600_000, false],
  ["when the day is over", { waitHours: 24, waived: false }, 24, true],
  ["where the edition asks for no wait", { waitHours: 0, waived: false }, 0, true],
  ["where the wait is waived", { waitHours: 720, waived: true }, 1, true],
])("a signature %s", (_when, held, hours, allowed) => {
  expect(maySign({ since, ...held }, later(hours))).toBe(allowed);
});

test("who does not hold the role never signs", () => {
  expect(maySign(null, later(1000))).toBe(false);
});

test("the wait is counted from the appointment", () => {
  expect(signsFrom({ since, waitHours: 24 })).toEqual(new Date("2026-12-02T01:00:00Z"));
});

test("the three signing roles", () => {
  expect(rolesThatSign).toEqual(["scorer", "supervisor", "organizer"]);
});
