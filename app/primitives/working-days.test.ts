import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayAfter,
  isKnownYear,
  isWorkingDay,
  knownWorkingDaysBetween,
  workingDayAfter,
  workingDayAfterAtLeast,
  workingDaysBetween,
} from "./working-days.ts";

describe("a day of the calendar", () => {
  test.each([
    ["2024-02-09", true, "除夕 of 2024 was worked"],
    ["2024-02-12", false, "Spring Festival"],
    ["2024-02-18", true, "a Sunday made up for it"],
    ["2024-04-07", true, "a Sunday after Qingming"],
    ["2024-05-11", true, "a Saturday after Labour Day"],
    ["2024-09-14", true, "a Saturday before Mid-Autumn"],
    ["2024-10-07", false, "the last of National Day"],
    ["2024-10-12", true, "a Saturday made up for it"],
    ["2025-01-01", false, "New Year, alone"],
    ["2025-01-02", true, "the day after"],
    ["2025-01-26", true, "a Sunday before Spring Festival"],
    ["2025-02-04", false, "its eighth day"],
    ["2025-02-05", true, "the day after"],
    ["2025-02-08", true, "a Saturday made up for it"],
    ["2025-10-08", false, "National Day with Mid-Autumn, the eighth"],
    ["2025-10-11", true, "a Saturday made up for it"],
    ["2026-01-02", false, "New Year"],
    ["2026-01-04", true, "a Sunday made up for it"],
    ["2026-02-14", true, "a Saturday before Spring Festival"],
    ["2026-02-23", false, "its ninth day"],
    ["2026-02-28", true, "a Saturday made up for it"],
    ["2026-09-20", true, "a Sunday before National Day"],
    ["2026-10-10", true, "a Saturday after it"],
    ["2026-11-28", false, "a plain Saturday"],
    ["2026-11-27", true, "a plain Friday"],
  ])("%s: %s (%s)", (day, worked) => {
    expect(isWorkingDay(day)).toBe(worked);
  });

  test.each([
    ["2027-01-01", false, "New Year, a Friday"],
    ["2027-02-05", false, "the eve of the lunar new year, a Friday"],
    ["2027-02-08", false, "its third day"],
    ["2027-02-09", true, "its fourth day, which only an arrangement moves"],
    ["2030-02-05", false, "the third day of the lunar year of 2030"],
    ["2030-02-06", true, "the fourth, a Wednesday"],
    ["2027-04-05", false, "Qingming"],
    ["2028-04-04", false, "Qingming of a leap year"],
    ["2028-05-01", false, "Labour Day"],
    ["2028-05-02", false, "the day after it"],
    ["2027-06-09", false, "Dragon Boat"],
    ["2027-09-15", false, "Mid-Autumn"],
    ["2027-10-01", false, "National Day"],
    ["2029-10-03", false, "its third day"],
    ["2029-10-04", true, "its fourth day"],
    ["2027-01-04", true, "a plain Monday"],
  ])("%s, of a year whose arrangement is not out: %s (%s)", (day, worked) => {
    expect(isWorkingDay(day)).toBe(worked);
    const other = worked ? { off: [day], work: [] } : { off: [], work: [day] };
    expect(isWorkingDay(day, other)).toBe(!worked);
  });

  test.each([
    ["2024", 251],
    ["2025", 248],
    ["2026", 248],
  ])("of %s there are as many working days as its arrangement leaves", (year, days) => {
    expect(workingDaysBetween(`${Number(year) - 1}-12-31`, `${year}-12-31`)).toBe(days);
  });
});

describe("N working days after a day", () => {
  test.each([
    ["2026-11-23", 5, "2026-11-30", "an ordinary week"],
    ["2026-11-27", 5, "2026-12-04", "from a Friday"],
    ["2026-11-28", 5, "2026-12-04", "from a Saturday"],
    ["2026-02-12", 5, "2026-02-26", "over Spring Festival, with its Saturday"],
    ["2026-02-25", 3, "2026-02-28", "that ends on a Saturday which is worked"],
    ["2024-02-05", 5, "2024-02-18", "that ends on a Sunday which is worked"],
    ["2025-09-26", 5, "2025-10-10", "over National Day, with the Sunday before"],
    ["2026-09-24", 6, "2026-10-10", "over Mid-Autumn and National Day"],
    ["2024-12-31", 1, "2025-01-02", "into the next year"],
  ])("%s + %i = %s: %s", (from, count, day) => {
    expect(workingDayAfter(from, count)).toEqual({ ok: true, day });
  });

  test("is not to be said where a year is not known, unless the edition knows it", () => {
    expect(workingDayAfter("2026-12-30", 5)).toEqual({ ok: false, unknownYear: "2027" });
    expect(workingDayAfter("2023-12-20", 2)).toEqual({ ok: false, unknownYear: "2023" });
    const festival = ["05", "06", "07", "08", "09", "10", "11", "12", "13"].map((day) => `2027-02-${day}`);
    const own = { off: ["2027-01-01", ...festival], work: ["2027-01-03"] };
    expect(workingDayAfter("2026-12-30", 3, own)).toEqual({ ok: true, day: "2027-01-04" });
    expect(workingDayAfter("2027-02-03", 5, own)).toEqual({ ok: true, day: "2027-02-18" });
    expect([isKnownYear("2027"), isKnownYear("2027", own), isKnownYear("2028", own)]).toEqual([false, true, false]);
    expect(workingDayAfterAtLeast("2026-12-30", 2)).toBe("2027-01-04");
  });

  test("is not to be said of a year of which only some of the days off are entered", () => {
    const some = { off: ["2027-01-01"], work: ["2027-01-03"] };
    expect(workingDayAfter("2027-02-03", 5, some)).toEqual({ ok: false, unknownYear: "2027" });
    // What the law has off is off, whatever is entered
    expect(isWorkingDay("2027-10-01", { off: ["2027-01-01"], work: [] })).toBe(false);
    const nine = Array.from({ length: 9 }, (_, at) => `2027-02-0${at + 1}`);
    for (const off of [nine, [...nine, nine[0] ?? ""], [...nine, "2028-01-01"]])
      expect(isKnownYear("2027", { off, work: ["2027-02-20", "2027-02-21"] })).toBe(false);
    expect(isKnownYear("2027", { off: [...nine, "2027-02-10"], work: [] })).toBe(true);
  });

  const known = fc.integer({ min: 0, max: 1000 }).map((days) => {
    const at = Date.UTC(2024, 0, 1) + days * 24 * 3_600_000;
    return new Date(at).toISOString().slice(0, 10);
  });

  test("is a working day, with exactly N of them up to it, and later than N − 1", () => {
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 15 }), (from, count) => {
        const found = workingDayAfter(from, count);
        if (!found.ok) throw new Error(`${from} + ${count}: the year ${found.unknownYear} is known`);
        expect(isWorkingDay(found.day)).toBe(true);
        expect(workingDaysBetween(from, found.day)).toBe(count);
        expect(found.day > (count === 1 ? from : workingDayAfterAtLeast(from, count - 1))).toBe(true);
      }),
    );
  });

  test("adds up: M days after N days are M + N days", () => {
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), (from, first, then) => {
        const between = workingDayAfterAtLeast(from, first);
        expect(workingDayAfterAtLeast(between, then)).toBe(workingDayAfterAtLeast(from, first + then));
      }),
    );
  });

  test("how many there are between two days is said only where every year between them is known", () => {
    expect(knownWorkingDaysBetween("2025-12-30", "2026-01-05")).toBe(workingDaysBetween("2025-12-30", "2026-01-05"));
    expect(knownWorkingDaysBetween("2026-12-30", "2027-01-04")).toBeNull();
    // Asked day by day, this would hold everybody up
    expect(knownWorkingDaysBetween("2026-12-30", "9999-12-31", { off: ["9999-12-31"], work: [] })).toBeNull();
  });

  test("own days win over the arrangement, and the day after is the next of the calendar", () => {
    expect(isWorkingDay("2026-02-28", { off: ["2026-02-28"], work: [] })).toBe(false);
    expect(isWorkingDay("2026-11-28", { off: [], work: ["2026-11-28"] })).toBe(true);
    expect([dayAfter("2024-02-28"), dayAfter("2024-02-29"), dayAfter("2026-12-31")]).toEqual([
      "2024-02-29",
      "2024-03-01",
      "2027-01-01",
    ]);
  });
});
