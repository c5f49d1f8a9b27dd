import { z } from "zod";
import type { DaysApart } from "./working-days.ts";

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

export const ownDaysSchema = z.object({ off: calendar, work: calendar });

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
    ...{ contact: noticeContact ?? contact, contactEn: noticeContactEn },
    ...{ discipline: disciplineLine, disciplineEn: disciplineLineEn },
  };
}

/** The edition's own days as the database keeps them; what cannot be read is left out. */
export function keptOwnDays(stored: unknown): DaysApart {
  const whole = ownDaysSchema.safeParse(stored);
  return whole.success ? whole.data : { off: [], work: [] };
}
