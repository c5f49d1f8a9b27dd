import type { Locale } from "~/locales/locale.ts";
import { homeZone } from "~/primitives/home-zone.ts";

const cities: Record<string, [zh: string, en: string]> = {
  [homeZone]: ["北京", "Beijing"],
  "Asia/Hong_Kong": ["香港", "Hong Kong"],
  "Asia/Tokyo": ["东京", "Tokyo"],
  "Asia/Singapore": ["新加坡", "Singapore"],
  "Asia/Dubai": ["迪拜", "Dubai"],
  "Australia/Sydney": ["悉尼", "Sydney"],
  "Europe/London": ["伦敦", "London"],
  "Europe/Berlin": ["柏林", "Berlin"],
  "Europe/Paris": ["巴黎", "Paris"],
  "America/New_York": ["纽约", "New York"],
  "America/Los_Angeles": ["洛杉矶", "Los Angeles"],
  "America/Toronto": ["多伦多", "Toronto"],
};

/** What people call the clock of a zone: 北京时间, Beijing; a zone without a name of ours by its offset at that instant. */
function zoneName(timeZone: string, locale: Locale, at: Date): string {
  const [zh, en] = cities[timeZone] ?? [];
  if (!zh || !en) return offset(timeZone, at);
  return locale === "en" ? en : `${zh}时间`;
}

function offset(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

// Words of our own, not Intl's: server and browser may know different ones, and the page must be the same on both.
const weekdaysZh = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const monthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant for people: 2026年11月23日 周一 14:00 (北京时间), 23 Nov 2026, 14:00 (Beijing). Takes a Date or an ISO string. */
export function formatDateTime(at: Date | string, locale: Locale, timeZone: string = homeZone): string {
  const instant = new Date(at);
  const { hour, minute, ...day } = wallClock(instant, timeZone);
  const date = locale === "en" ? english(day) : `${chinese(day)} ${weekday(day)}`;
  return `${date}${locale === "en" ? "," : ""} ${two(hour)}:${two(minute)} (${zoneName(timeZone, locale, instant)})`;
}

/** The day of an instant, or a date given as YYYY-MM-DD: 2026年11月23日, 23 Nov 2026. */
export function formatDate(on: Date | string, locale: Locale, timeZone: string = homeZone): string {
  const day = dayOf(on, timeZone);
  return locale === "en" ? english(day) : chinese(day);
}

/** The time of day of an instant: 14:00. */
export function formatTime(at: Date | string, timeZone: string = homeZone): string {
  const { hour, minute } = wallClock(new Date(at), timeZone);
  return `${two(hour)}:${two(minute)}`;
}

/** The same to the second, for what was saved just now: 14:03:22. */
export function formatSeconds(at: Date | string, timeZone: string = homeZone): string {
  const { hour, minute, second } = wallClock(new Date(at), timeZone);
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** Two dates: 2026年11月23日至27日, 23–27 Nov 2026; what both share is said once. */
export function formatDateRange(
  from: Date | string,
  to: Date | string,
  locale: Locale,
  timeZone: string = homeZone,
): string {
  const a = dayOf(from, timeZone);
  const b = dayOf(to, timeZone);
  const sameYear = a.year === b.year;
  const sameMonth = sameYear && a.month === b.month;
  if (sameMonth && a.day === b.day) return formatDate(from, locale, timeZone);
  if (locale !== "en") {
    const end = sameMonth ? `${b.day}日` : sameYear ? `${b.month}月${b.day}日` : chinese(b);
    return `${chinese(a)}至${end}`;
  }
  const start = sameMonth ? `${a.day}` : sameYear ? `${a.day} ${month(a)}` : english(a);
  return `${start}${sameMonth ? "–" : " – "}${english(b)}`;
}

interface Day {
  year: number;
  month: number;
  day: number;
}

function dayOf(on: Date | string, timeZone: string): Day {
  const [, year, month, day] = (typeof on === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(on)) || [];
  if (year && month && day) return { year: Number(year), month: Number(month), day: Number(day) };
  return wallClock(new Date(on), timeZone);
}

function wallClock(at: Date, timeZone: string): Day & { hour: number; minute: number; second: number } {
  const parts = clockOf(timeZone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const day = { year: of("year"), month: of("month"), day: of("day") };
  return { ...day, hour: of("hour"), minute: of("minute"), second: of("second") };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Made once a zone: making it costs some twenty times as much as asking it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  clocks.set(timeZone, clock);
  return clock;
}

const chinese = ({ year, month, day }: Day) => `${year}年${month}月${day}日`;
const english = (day: Day) => `${day.day} ${month(day)} ${day.year}`;
const month = (day: Day) => monthsEn[day.month - 1];
const weekday = ({ year, month, day }: Day) => weekdaysZh[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
const two = (value: number) => String(value).padStart(2, "0");
