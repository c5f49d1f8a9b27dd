/**
 * Chinese working days: Monday to Friday, less the days off, and with the weekend days that are worked for them (调休).
 * Days are "YYYY-MM-DD" of Beijing's calendar.
 */

/** The days of one year that differ from the week. */
export interface DaysApart {
  off: readonly string[];
  work: readonly string[];
}

/**
 * As the General Office of the State Council arranged them: 国办发明电〔2023〕7号 (2024), 国办发明电〔2024〕12号 (2025),
 * 国办发明电〔2025〕7号 (2026). A day off on a weekend is listed too.
 */
const arranged: Record<string, DaysApart> = {
  "2024": {
    off: [
      ...span("2024-01-01", 1),
      ...span("2024-02-10", 8),
      ...span("2024-04-04", 3),
      ...span("2024-05-01", 5),
      ...span("2024-06-10", 1),
      ...span("2024-09-15", 3),
      ...span("2024-10-01", 7),
    ],
    work: [
      "2024-02-04",
      "2024-02-18",
      "2024-04-07",
      "2024-04-28",
      "2024-05-11",
      "2024-09-14",
      "2024-09-29",
      "2024-10-12",
    ],
  },
  "2025": {
    off: [
      ...span("2025-01-01", 1),
      ...span("2025-01-28", 8),
      ...span("2025-04-04", 3),
      ...span("2025-05-01", 5),
      ...span("2025-05-31", 3),
      ...span("2025-10-01", 8),
    ],
    work: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
  },
  "2026": {
    off: [
      ...span("2026-01-01", 3),
      ...span("2026-02-15", 9),
      ...span("2026-04-04", 3),
      ...span("2026-05-01", 5),
      ...span("2026-06-19", 3),
      ...span("2026-09-25", 3),
      ...span("2026-10-01", 7),
    ],
    work: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  },
};

/** What an edition knows besides: days of a year that was not arranged when this was written, or its own. */
const noOwnDays: DaysApart = { off: [], work: [] };

export type Counted = { ok: true; day: string } | { ok: false; unknownYear: string };

/**
 * Whether the year's arrangement is known: from the State Council's, or from the edition's own days, where at least ten days
 * off of the year are among them. A year has eleven or more: with fewer, most of it is not entered yet.
 */
export function isKnownYear(year: string, own: DaysApart = noOwnDays): boolean {
  return year in arranged || new Set(own.off.filter((day) => yearOf(day) === year)).size >= 10;
}

/** The working days from after `from` up to and with `to`; null where the arrangement of a year between them is not known. */
export function knownWorkingDaysBetween(from: string, to: string, own: DaysApart = noOwnDays): number | null {
  for (let year = Number(yearOf(from)); year <= Number(yearOf(to)); year++)
    if (!isKnownYear(String(year), own)) return null;
  return workingDaysBetween(from, to, own);
}

/** Whether people work on that day; of a year that is not known, whether it is none of the weekend and no holiday by law. */
export function isWorkingDay(day: string, own: DaysApart = noOwnDays): boolean {
  if (own.work.includes(day)) return true;
  if (own.off.includes(day)) return false;
  const known = arranged[yearOf(day)];
  if (known?.work.includes(day)) return true;
  if (known?.off.includes(day)) return false;
  if (!known && isLawfulHoliday(day)) return false;
  const weekday = new Date(instantAt(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last of `count` working days that begin after `from`, the day of publication or receipt, which is not counted itself
 * (民法典 第二百零一条). Not to be said where a year on the way is not known.
 */
export function workingDayAfter(from: string, count: number, own: DaysApart = noOwnDays): Counted {
  let day = from;
  for (let left = count; left > 0; ) {
    day = dayAfter(day);
    if (!isKnownYear(yearOf(day), own)) return { ok: false, unknownYear: yearOf(day) };
    if (isWorkingDay(day, own)) left--;
  }
  return { ok: true, day };
}

/** The same where something must be said: of years that are not known, weekends and holidays by law alone are left out. */
export function workingDayAfterAtLeast(from: string, count: number, own: DaysApart = noOwnDays): string {
  let day = from;
  for (let left = count; left > 0; ) {
    day = dayAfter(day);
    if (isWorkingDay(day, own)) left--;
  }
  return day;
}

/** How many working days come after `from`, up to and with `to`; 0 where `to` is not later. */
export function workingDaysBetween(from: string, to: string, own: DaysApart = noOwnDays): number {
  let count = 0;
  for (let day = from; day < to; ) {
    day = dayAfter(day);
    if (isWorkingDay(day, own)) count++;
  }
  return count;
}

export function dayAfter(day: string): string {
  return dayOf(instantAt(day) + dayMilliseconds);
}

const dayMilliseconds = 24 * 3_600_000;

/**
 * Of years that are not arranged yet: the first day of the lunar year, Dragon Boat and Mid-Autumn, as the Purple Mountain
 * Observatory's almanac has them. Runtimes compute some of them a day off, where the new moon is near Beijing's midnight.
 */
const lunarDays: Record<string, readonly string[]> = {
  "2027": ["02-06", "06-09", "09-15"],
  "2028": ["01-26", "05-28", "10-03"],
  "2029": ["02-13", "06-16", "09-22"],
  "2030": ["02-03", "06-05", "09-12"],
  "2031": ["01-23", "06-24", "10-01"],
  "2032": ["02-11", "06-12", "09-19"],
  "2033": ["01-31", "06-01", "09-08"],
  "2034": ["02-19", "06-20", "09-27"],
  "2035": ["02-08", "06-10", "09-16"],
  "2036": ["01-28", "05-30", "10-04"],
};

/**
 * Whether the day is off by law, whatever the year's arrangement moves besides (全国年节及纪念日放假办法, 国务院令第795号): New Year,
 * the eve and the first three days of the lunar year, Qingming, two days in May, Dragon Boat, Mid-Autumn, three in October.
 */
function isLawfulHoliday(day: string): boolean {
  const year = yearOf(day);
  const fixed = ["01-01", `04-0${qingming(Number(year))}`, "05-01", "05-02", "10-01", "10-02", "10-03"];
  if (fixed.includes(day.slice(5))) return true;
  const [newYear, ...others] = lunarDays[year] ?? [];
  if (newYear === undefined) return false;
  const sinceNewYear = (instantAt(day) - instantAt(`${year}-${newYear}`)) / dayMilliseconds;
  return others.includes(day.slice(5)) || (sinceNewYear >= -1 && sinceNewYear <= 2);
}

/** The day of April on which the sun stands at 15°: right from 2000 to 2099. */
function qingming(year: number): number {
  const inCentury = year % 100;
  return Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4);
}

function span(first: string, days: number): string[] {
  return Array.from({ length: days }, (_, at) => dayOf(Date.parse(`${first}T00:00:00Z`) + at * 24 * 3_600_000));
}

function instantAt(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function yearOf(day: string): string {
  return day.slice(0, 4);
}
