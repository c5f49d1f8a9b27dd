import type { RoundState } from "../rounds/round.ts";

/** Who has come to the heat, who is late or absent, and what follows from it for the draw and for the order. */

export const attendanceStates = ["present", "late", "absent"] as const;
export type AttendanceState = (typeof attendanceStates)[number];

/** What becomes of those who come after the draw: they are out, or go last. */
export const lateRules = ["out", "last"] as const;
export type LateRule = (typeof lateRules)[number];

/** Who took part in a draw: everybody on the list, or those who had signed in. */
export type DrawScope = "all" | "present";

/** An entry's sign-in; null until somebody has recorded one. */
export interface Arrival {
  key: string;
  attendance: { state: AttendanceState; at: Date } | null;
}

/** Whether people come to the round now: between screening and closing. */
export function isSignInOpen(state: RoundState): boolean {
  return state === "screening" || state === "ready" || state === "judging";
}

/** Whether the order may be drawn now: before the scoring begins. */
export function canDraw(state: RoundState): boolean {
  return state === "screening" || state === "ready";
}

/** Whether an entry of that sign-in does not appear: absent, or late where late is out. SQL asks this rule (db/queries/stage/stage.ts). */
export function isAbsentOrLate(state: AttendanceState | null, rule: LateRule): boolean {
  return state === "absent" || (state === "late" && rule === "out");
}

/**
 * Present or late: late is who was not there when those present were drawn. Before a draw, and after one among everybody on
 * the list, nobody is late by the clock alone: the desk says so.
 */
export function arrivalOf(
  key: string,
  drawn: { among: DrawScope; keys: readonly string[] } | null,
): "present" | "late" {
  return drawn?.among === "present" && !drawn.keys.includes(key) ? "late" : "present";
}

/**
 * Who is drawn: those present; `following` come after them in order of arrival, the late ones where late goes last. As long
 * as nobody's sign-in is recorded (a draw before the day) it is everybody on the list.
 */
export function whoIsDrawn(
  arrivals: readonly Arrival[],
  rule: LateRule,
): { among: DrawScope; keys: string[]; following: string[] } {
  if (arrivals.every(({ attendance }) => attendance === null))
    return { among: "all", keys: arrivals.map(({ key }) => key), following: [] };
  const of = (state: AttendanceState) => arrivals.filter(({ attendance }) => attendance?.state === state);
  const late = of("late").toSorted((a, b) => (a.attendance?.at.getTime() ?? 0) - (b.attendance?.at.getTime() ?? 0));
  return {
    among: "present",
    keys: of("present").map(({ key }) => key),
    following: rule === "last" ? late.map(({ key }) => key) : [],
  };
}

export interface AttendanceCounts {
  all: number;
  present: number;
  late: number;
  absent: number;
  waiting: number;
}

/** How many have come, are late or absent, and are still waited for. */
export function countAttendance(states: readonly (AttendanceState | null)[]): AttendanceCounts {
  const of = (state: AttendanceState | null) => states.filter((each) => each === state).length;
  return { all: states.length, present: of("present"), late: of("late"), absent: of("absent"), waiting: of(null) };
}

/** The order with those two in each other's places. */
export function swapped(order: readonly string[], first: string, second: string): string[] {
  return order.map((key) => (key === first ? second : key === second ? first : key));
}
