import { dayIn } from "~/primitives/day.ts";
import { type DaysApart, dayAfter, isWorkingDay, knownWorkingDaysBetween } from "./working-days.ts";

/**
 * The public notice (公示) of a published result: it opens with the publication and closes by itself when its last day is
 * over in Beijing.
 */

export const noticeZone = "Asia/Shanghai";

/** The instant at which a notice closes: the end of its last day ("YYYY-MM-DD") in Beijing, whose clocks never change. */
export function noticeClosesAt(endsOn: string): Date {
  return new Date(`${dayAfter(endsOn)}T00:00:00+08:00`);
}

export function isNoticeOpen(endsOn: string, at: Date): boolean {
  return at < noticeClosesAt(endsOn);
}

/** Days that are left of an open notice, today with them; of them working days, null where the year is not known. */
export function daysLeft(endsOn: string, at: Date, own?: DaysApart): { days: number; workingDays: number | null } {
  const today = dayIn(noticeZone, at);
  if (today > endsOn) return { days: 0, workingDays: 0 };
  const days = (Date.parse(endsOn) - Date.parse(today)) / (24 * 3_600_000) + 1;
  const after = knownWorkingDaysBetween(today, endsOn, own);
  return { days, workingDays: after === null ? null : after + (isWorkingDay(today, own) ? 1 : 0) };
}

/** When what a notice says changes next by time alone: at Beijing's next midnight. */
export function nextMidnight(at: Date): Date {
  return noticeClosesAt(dayIn(noticeZone, at));
}
