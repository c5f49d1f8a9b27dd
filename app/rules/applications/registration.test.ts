import { describe, expect, it } from "vitest";
import { registrationAt, registrationTurnsAt } from "./registration.ts";

const opens = new Date("2026-09-01T00:00:00Z");
const closes = new Date("2026-10-31T16:00:00Z");
const edition = { state: "open", applyOpensAt: opens, applyClosesAt: closes };

describe("registration", () => {
  it.each([
    ["2026-08-31T23:59:59.999Z", "before"],
    ["2026-09-01T00:00:00.000Z", "open"],
    ["2026-10-31T15:59:59.999Z", "open"],
    ["2026-10-31T16:00:00.000Z", "closed"],
  ])("at %s is %s", (at, expected) => {
    expect(registrationAt(edition, new Date(at))).toBe(expected);
  });

  it.each([
    [{ ...edition, state: "draft" }, "before"],
    [{ ...edition, state: "archived" }, "closed"],
    [{ ...edition, applyOpensAt: null }, "before"],
    [{ ...edition, applyClosesAt: null }, "open"],
  ])("of %j is %s", (of, expected) => {
    expect(registrationAt(of, new Date("2026-10-01T00:00:00Z"))).toBe(expected);
  });

  it("knows when it turns", () => {
    expect(registrationTurnsAt(edition, new Date("2026-08-01T00:00:00Z"))).toEqual(opens);
    expect(registrationTurnsAt(edition, opens)).toEqual(closes);
    expect(registrationTurnsAt(edition, closes)).toBeNull();
  });
});
