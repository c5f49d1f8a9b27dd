import type { Check, HealthThing } from "./health.ts";

/** What was told last of a thing. */
export interface ReportedAlarm {
  thing: HealthThing;
  /** That it is bad has been told, and not yet that it is well again. */
  open: boolean;
  /** When it was last told that it is bad. */
  reportedAt: Date;
}

export interface Alarm {
  thing: HealthThing;
  turn: "bad" | "over";
}

/** That a thing is bad is told once in so long, however often it turns. */
export const alarmPauseMs = 3_600_000;

/** What is to be told now: what has turned bad, and what was told to be bad and is so no more. */
export function alarmsDue(checks: readonly Check[], told: readonly ReportedAlarm[], at: Date): Alarm[] {
  return checks.flatMap(({ thing, level }): Alarm[] => {
    const last = told.find((each) => each.thing === thing);
    if (level !== "bad") return last?.open ? [{ thing, turn: "over" }] : [];
    if (last?.open) return [];
    const early = last !== undefined && at.getTime() - last.reportedAt.getTime() < alarmPauseMs;
    return early ? [] : [{ thing, turn: "bad" }];
  });
}
