import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import {
  type Counted,
  type DaysApart,
  dayAfter,
  isWorkingDay,
  knownWorkingDaysBetween,
  workingDayAfter,
  workingDayAfterAtLeast,
} from "~/primitives/working-days.ts";

/** What an edition says in its notices, and how long notices and objections run, in working days. */

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((value) => value || null);
const days = (most: number) => z.number().int().min(1).max(most);
const calendar = z.array(z.iso.date()).max(60);

const ownDaysSchema = z.object({ off: calendar, work: calendar });

export const noticeSettingsSchema = z.object({
  noticeContact: line(300),
  noticeContactEn: line(500),
  disciplineLine: line(300),
  disciplineLineEn: line(500),
  noticeWorkingDays: days(30),
  objectionWorkingDays: days(60),
  ownDays: ownDaysSchema,
});
export type NoticeSettings = z.output<typeof noticeSettingsSchema>;

/** Whom people turn to during a notice, in Chinese and where there is one in English; null where nobody is named. */
export interface NoticeLines {
  contact: string | null;
  contactEn: string | null;
  discipline: string | null;
  disciplineEn: string | null;
}

/** The lines of every notice of the edition, on pages, on paper and to programs; its own contact where notices have none. */
export function noticeLines(
  edition: Pick<NoticeSettings, "noticeContact" | "noticeContactEn" | "disciplineLine" | "disciplineLineEn"> & {
    contact: string | null;
  },
): NoticeLines {
  const { contact, noticeContact, noticeContactEn, disciplineLine, disciplineLineEn } = edition;
  return {
    contact: noticeContact ?? contact,
    contactEn: noticeContactEn,
    discipline: disciplineLine,
    disciplineEn: disciplineLineEn,
  };
}

/** The edition's own days as the database keeps them; what cannot be read is left out. */
export function readStoredOwnDays(stored: unknown): DaysApart {
  const whole = ownDaysSchema.safeParse(stored);
  return whole.success ? whole.data : { off: [], work: [] };
}

/**
 * The public notice (公示) of a published result: it opens with the publication and closes by itself when its last day is
 * over in Beijing.
 */

/**
 * The last day of a notice that is published on `from` and runs so many working days, of which that day is none (民法典
 * 第二百零一条). Not to be said where a year on the way is not known: then people name it.
 */
export function lastDay(from: string, workingDays: number, ownDays?: DaysApart): Counted {
  return workingDayAfter(from, workingDays, ownDays);
}

/** The instant at which a notice closes: the end of its last day ("YYYY-MM-DD") in Beijing, whose clocks never change. */
export function noticeClosesAt(endsOn: string): Date {
  return new Date(`${dayAfter(endsOn)}T00:00:00+08:00`);
}

export function isNoticeOpen(endsOn: string, at: Date): boolean {
  return at < noticeClosesAt(endsOn);
}

/**
 * Days that are left of an open notice that began on `from`; of them working days, null where the year is not known. They are
 * the same days as its whole length counts: today among them, but not the day of its publication (民法典 第二百零一条).
 */
export function daysLeft(
  { from, to }: { from: string; to: string },
  at: Date,
  own?: DaysApart,
): { days: number; workingDays: number | null } {
  const today = dayIn(homeZone, at);
  if (today > to) return { days: 0, workingDays: 0 };
  const counted = today > from || from === to;
  const days = (Date.parse(to) - Date.parse(today)) / (24 * 3_600_000) + (counted ? 1 : 0);
  const after = knownWorkingDaysBetween(today, to, own);
  return { days, workingDays: after === null ? null : after + (counted && isWorkingDay(today, own) ? 1 : 0) };
}

/** Why a notice, or having none, needs a reason on record. */
export type NoticeDoubt = "missing" | "short" | "day-off";

/**
 * What speaks against that last day of a notice that begins on `from`: it has fewer working days than the edition's notices
 * run, or it is a day off; null is no notice at all. Of a year whose arrangement is not known, weekends and holidays by law are the days off.
 */
export function noticeDoubts(
  { from, to }: { from: string; to: string | null },
  { noticeWorkingDays, ownDays }: Pick<NoticeSettings, "noticeWorkingDays" | "ownDays">,
): NoticeDoubt[] {
  if (to === null) return ["missing"];
  const doubts: NoticeDoubt[] = [];
  if (to < workingDayAfterAtLeast(from, noticeWorkingDays, ownDays)) doubts.push("short");
  if (!isWorkingDay(to, ownDays)) doubts.push("day-off");
  return doubts;
}

/** When what a notice says changes next by time alone: at Beijing's next midnight. */
export function nextMidnight(at: Date): Date {
  return noticeClosesAt(dayIn(homeZone, at));
}
