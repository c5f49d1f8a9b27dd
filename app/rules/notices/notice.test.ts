import { describe, expect, test } from "vitest";
import { knownWorkingDaysBetween } from "~/primitives/working-days.ts";
import { daysLeft, isNoticeOpen, lastDay, nextMidnight, noticeClosesAt, noticeDoubts } from "./notice.ts";

test("a notice closes when its last day is over in Beijing, not a millisecond before or after", () => {
  expect(noticeClosesAt("2026-11-30")).toEqual(new Date("2026-11-30T16:00:00Z"));
  expect(isNoticeOpen("2026-11-30", new Date("2026-11-30T15:59:59.999Z"))).toBe(true);
  expect(isNoticeOpen("2026-11-30", new Date("2026-11-30T16:00:00.000Z"))).toBe(false);
});

describe("days that are left", () => {
  test.each([
    ["2026-11-23T01:00:00Z", "2026-11-23", "2026-11-30", 7, 5],
    ["2026-11-24T01:00:00Z", "2026-11-23", "2026-11-30", 7, 5],
    ["2026-11-28T01:00:00Z", "2026-11-23", "2026-11-30", 3, 1],
    ["2026-11-30T15:59:00Z", "2026-11-23", "2026-11-30", 1, 1],
    ["2026-11-30T16:00:00Z", "2026-11-23", "2026-11-30", 0, 0],
    ["2026-11-29T16:30:00Z", "2026-11-23", "2026-11-30", 1, 1],
    ["2026-11-30T02:00:00Z", "2026-11-30", "2026-11-30", 1, 1],
    ["2026-02-13T01:00:00Z", "2026-02-12", "2026-02-28", 16, 7],
  ])("at %s of a notice from %s to %s: %i, of them %i worked", (at, from, to, days, workingDays) => {
    expect(daysLeft({ from, to }, new Date(at))).toEqual({ days, workingDays });
  });

  test("are on the day of publication as many working days as the notice runs", () => {
    for (const from of ["2026-11-23", "2026-11-28", "2026-09-24", "2026-02-12"]) {
      const { workingDays } = daysLeft({ from, to: "2026-12-04" }, new Date(`${from}T01:00:00Z`));
      expect(workingDays).toBe(knownWorkingDaysBetween(from, "2026-12-04"));
    }
  });

  test("of a year that is not known, the days of the calendar alone", () => {
    const notice = { from: "2026-12-30", to: "2027-01-04" };
    expect(daysLeft(notice, new Date("2026-12-31T01:00:00Z"))).toEqual({ days: 5, workingDays: null });
  });
});

describe("the last day of a notice", () => {
  const settings = { noticeWorkingDays: 5, ownDays: { off: ["2026-12-08"], work: ["2026-12-12"] } };
  test.each([
    ["2026-11-23", 5, "2026-11-30", "a week, less the day of publication and the weekend"],
    ["2026-11-27", 1, "2026-11-30", "published on a Friday"],
    ["2026-12-07", 1, "2026-12-09", "past a day off of the edition's own"],
    ["2026-12-11", 1, "2026-12-12", "on a Saturday that the edition works"],
    ["2026-09-24", 5, "2026-10-09", "past two holidays"],
  ])("published on %s, of %i working days: %s (%s)", (from, workingDays, day) => {
    expect(lastDay(from, workingDays, settings.ownDays)).toEqual({ ok: true, day });
    expect(noticeDoubts({ from, to: day }, { ...settings, noticeWorkingDays: workingDays })).toEqual([]);
  });

  test("is not said where a year on the way is not arranged", () => {
    expect(lastDay("2026-12-30", 3, settings.ownDays)).toEqual({ ok: false, unknownYear: "2027" });
  });

  test.each([
    ["2026-11-23", "2026-11-30", [], "as long as the edition's notices run"],
    ["2026-11-23", "2026-12-02", [], "longer"],
    ["2026-11-23", "2026-11-27", ["short"], "a day too early"],
    ["2026-11-23", "2026-11-29", ["short", "day-off"], "too early, and a Sunday"],
    ["2026-11-23", "2026-12-05", ["day-off"], "a Saturday"],
    ["2026-11-23", "2026-12-08", ["day-off"], "a day off of the edition's own"],
    ["2026-11-23", "2026-12-12", [], "a Saturday that the edition works"],
    ["2026-12-25", "2027-01-01", ["short", "day-off"], "New Year of a year that is not arranged yet"],
    ["2026-12-25", "2027-01-04", [], "the first working day after it"],
    ["2026-11-23", "9999-12-31", [], "as far away as can be"],
  ])("%s to %s: %j (%s)", (from, to, doubts) => {
    expect(noticeDoubts({ from, to }, settings)).toEqual(doubts);
    expect(noticeDoubts({ from, to: null }, settings)).toEqual(["missing"]);
  });
});

test("what is said changes at Beijing's next midnight", () => {
  expect(nextMidnight(new Date("2026-11-30T15:59:00Z"))).toEqual(new Date("2026-11-30T16:00:00Z"));
  expect(nextMidnight(new Date("2026-11-30T16:00:00Z"))).toEqual(new Date("2026-12-01T16:00:00Z"));
});
