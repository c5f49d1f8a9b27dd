import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AttendanceState,
  arrivalOf,
  countAttendance,
  isAbsentOrLate,
  type LateRule,
  swapped,
  whoIsDrawn,
} from "./attendance.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 1, minute));
const arrival = (key: string, state: AttendanceState | null, minute = 0) => ({
  key,
  attendance: state && { state, at: at(minute) },
});

test.each<[AttendanceState | null, LateRule, boolean]>([
  [null, "out", false],
  [null, "last", false],
  ["present", "out", false],
  ["present", "last", false],
  ["late", "out", true],
  ["late", "last", false],
  ["absent", "out", true],
  ["absent", "last", true],
])("sign-in %s, late is %s: out is %s", (state, rule, out) => {
  expect(isAbsentOrLate(state, rule)).toBe(out);
});

test("late is who was not among those present when they were drawn", () => {
  expect(arrivalOf("A1", null)).toBe("present");
  expect(arrivalOf("A1", { among: "present", keys: ["A1"] })).toBe("present");
  expect(arrivalOf("A2", { among: "present", keys: ["A1"] })).toBe("late");
  expect(arrivalOf("A2", { among: "all", keys: ["A1"] })).toBe("present");
});

test("before the day everybody is drawn", () => {
  expect(whoIsDrawn([arrival("A1", null), arrival("A2", null)], "out")).toEqual({
    among: "all",
    keys: ["A1", "A2"],
    following: [],
  });
});

test("on the day those present are drawn; the late follow in order of arrival where late goes last, else they are out", () => {
  const arrivals = [
    arrival("A1", "late", 9),
    arrival("A2", "present"),
    arrival("A3", null),
    arrival("A4", "absent"),
    arrival("A5", "late", 7),
    arrival("A6", "present"),
  ];
  expect(whoIsDrawn(arrivals, "last")).toEqual({ among: "present", keys: ["A2", "A6"], following: ["A5", "A1"] });
  expect(whoIsDrawn(arrivals, "out")).toEqual({ among: "present", keys: ["A2", "A6"], following: [] });
});

test("nobody is counted twice, and nobody who is out is drawn", () => {
  const someArrivals = fc.uniqueArray(
    fc.record({ key: fc.string({ minLength: 1 }), state: fc.constantFrom("present", "late", "absent", null) }),
    { selector: ({ key }) => key },
  );
  fc.assert(
    fc.property(someArrivals, fc.constantFrom<LateRule>("out", "last"), (given, rule) => {
      const { keys, following } = whoIsDrawn(
        given.map(({ key, state }, minute) => arrival(key, state, minute)),
        rule,
      );
      const appearing = [...keys, ...following];
      expect(new Set(appearing).size).toBe(appearing.length);
      for (const { key, state } of given) if (isAbsentOrLate(state, rule)) expect(appearing).not.toContain(key);
      const counts = countAttendance(given.map(({ state }) => state));
      expect(counts.present + counts.late + counts.absent + counts.waiting).toBe(counts.all);
    }),
  );
});

test("a swap changes two places and no other; done twice it is undone", () => {
  expect(swapped(["A", "B", "C", "D"], "A", "C")).toEqual(["C", "B", "A", "D"]);
  expect(swapped(swapped(["A", "B", "C"], "A", "C"), "C", "A")).toEqual(["A", "B", "C"]);
});
