import { describe, expect, test } from "vitest";
import { daysLeft, isNoticeOpen, nextMidnight, noticeClosesAt } from "./notice.ts";

test("a notice closes when its last day is over in Beijing, not a millisecond before or after", () => {
  expect(noticeClosesAt("2026-11-30")).toEqual(new Date("2026-11-30T16:00:00Z"));
  expect(isNoticeOpen("2026-11-30", new Date("2026-11-30T15:59:59.999Z"))).toBe(true);
  expect(isNoticeOpen("2026-11-30", new Date("2026-11-30T16:00:00.000Z"))).toBe(false);
});

describe("days that are left", () => {
  test.each([
    ["2026-11-23T01:00:00Z", "2026-11-30", 8, 6],
    ["2026-11-28T01:00:00Z", "2026-11-30", 3, 1],
    ["2026-11-30T15:59:00Z", "2026-11-30", 1, 1],
    ["2026-11-30T16:00:00Z", "2026-11-30", 0, 0],
    ["2026-11-29T16:30:00Z", "2026-11-30", 1, 1],
    ["2026-02-13T01:00:00Z", "2026-02-28", 16, 7],
  ])("at %s of a notice to %s: %i, of them %i worked", (at, endsOn, days, workingDays) => {
    expect(daysLeft(endsOn, new Date(at))).toEqual({ days, workingDays });
  });

  test("of a year that is not known, the days of the calendar alone", () => {
    expect(daysLeft("2027-01-04", new Date("2026-12-31T01:00:00Z"))).toEqual({ days: 5, workingDays: null });
  });
});

test("what is said changes at Beijing's next midnight", () => {
  expect(nextMidnight(new Date("2026-11-30T15:59:00Z"))).toEqual(new Date("2026-11-30T16:00:00Z"));
  expect(nextMidnight(new Date("2026-11-30T16:00:00Z"))).toEqual(new Date("2026-12-01T16:00:00Z"));
});
