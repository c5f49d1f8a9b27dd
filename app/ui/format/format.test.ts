import { describe, expect, it } from "vitest";
import { formatDate, formatDateRange, formatDateTime, formatTime } from "./date-time.ts";
import { formatDecimal, formatSigned } from "./number.ts";

const at = new Date("2026-11-23T06:00:00Z");

describe("an instant", () => {
  it.each([
    ["zh-CN", undefined, "2026年11月23日 周一 14:00 (北京时间)"],
    ["en", undefined, "23 Nov 2026, 14:00 (Beijing)"],
    ["zh-CN", "Europe/Berlin", "2026年11月23日 周一 07:00 (柏林时间)"],
    ["en", "America/New_York", "23 Nov 2026, 01:00 (New York)"],
    ["en", "Asia/Kathmandu", "23 Nov 2026, 11:45 (GMT+05:45)"],
  ] as const)("in %s and %s reads %s", (locale, zone, expected) => {
    expect(formatDateTime(at, locale, zone)).toBe(expected);
    expect(formatDateTime(at.toISOString(), locale, zone)).toBe(expected);
  });
  it("at midnight is 00:00 of the new day", () => {
    expect(formatDateTime("2026-11-22T16:00:00Z", "zh-CN")).toBe("2026年11月23日 周一 00:00 (北京时间)");
    expect(formatTime("2026-11-22T16:00:00Z")).toBe("00:00");
  });
});

describe("a day", () => {
  it("is the same wherever it is read", () => {
    expect(formatDate("2026-03-01", "zh-CN", "America/New_York")).toBe("2026年3月1日");
    expect(formatDate("2026-03-01", "en")).toBe("1 Mar 2026");
  });
  it.each([
    ["2026-11-23", "2026-11-23", "2026年11月23日", "23 Nov 2026"],
    ["2026-11-23", "2026-11-27", "2026年11月23日至27日", "23–27 Nov 2026"],
    ["2026-11-23", "2026-12-02", "2026年11月23日至12月2日", "23 Nov – 2 Dec 2026"],
    ["2026-12-30", "2027-01-05", "2026年12月30日至2027年1月5日", "30 Dec 2026 – 5 Jan 2027"],
  ])("from %s to %s", (from, to, zh, en) => {
    expect(formatDateRange(from, to, "zh-CN")).toBe(zh);
    expect(formatDateRange(from, to, "en")).toBe(en);
  });
});

describe("a decimal", () => {
  it.each([
    [1.254, 2, "1.25", "+1.25"],
    [-0.8, 2, "−0.80", "−0.80"],
    [-0.001, 2, "0.00", "0.00"],
    [0.001, 2, "0.00", "0.00"],
    [12.26, 1, "12.3", "+12.3"],
  ])("%d with %d places is %s, with its sign %s", (value, places, plain, signed) => {
    expect(formatDecimal(value, places)).toBe(plain);
    expect(formatSigned(value, places)).toBe(signed);
  });
});
