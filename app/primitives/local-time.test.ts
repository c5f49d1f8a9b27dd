import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, isTimeZone, localTime } from "./local-time.ts";

test.each([
  ["Beijing", "2026-11-23T14:00", "Asia/Shanghai", "2026-11-23T06:00:00.000Z"],
  ["Berlin in winter", "2026-01-05T09:30", "Europe/Berlin", "2026-01-05T08:30:00.000Z"],
  ["Berlin in summer", "2026-07-05T09:30", "Europe/Berlin", "2026-07-05T07:30:00.000Z"],
  ["the hour that Berlin has twice", "2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["half an hour off", "2026-03-01T00:00", "Asia/Kolkata", "2026-02-28T18:30:00.000Z"],
])("%s", (_, local, zone, instant) => {
  expect(instantOf(local, zone)?.toISOString()).toBe(instant);
});

test.each([
  ["the hour that Berlin skips", "2026-03-29T02:30", "Europe/Berlin"],
  ["a day that is none", "2026-02-30T10:00", "Asia/Shanghai"],
  ["a month that is none", "2026-13-01T10:00", "Asia/Shanghai"],
  ["words", "tomorrow", "Asia/Shanghai"],
])("%s is no instant", (_, local, zone) => {
  expect(instantOf(local, zone)).toBeNull();
});

test("every minute in Shanghai comes back as itself", () => {
  fc.assert(
    fc.property(fc.integer({ min: 29_000_000, max: 33_000_000 }), (minutes) => {
      const instant = new Date(minutes * 60_000);
      expect(instantOf(localTime(instant, "Asia/Shanghai"), "Asia/Shanghai")).toEqual(instant);
    }),
  );
});

test("a time zone is one that the runtime knows", () => {
  expect([isTimeZone("Asia/Shanghai"), isTimeZone("Huzhou")]).toEqual([true, false]);
});
