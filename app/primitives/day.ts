import { z } from "zod";

/** The calendar day that it is at that time in that zone, YYYY-MM-DD. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** Whether it is a day of the calendar, YYYY-MM-DD. */
export function isDay(written: string): boolean {
  return z.iso.date().safeParse(written).success;
}
