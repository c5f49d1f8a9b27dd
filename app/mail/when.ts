import type { MailLocale } from "./template.ts";

const cityNames: Record<string, Record<MailLocale, string>> = {
  "Asia/Shanghai": { "zh-CN": "北京时间", en: "Beijing" },
};

/** An instant in a place's own time: "2026年11月23日 周一 14:00 (北京时间)" or "23 Nov 2026, 14:00 (Beijing)". */
export function instant(at: string, timeZone: string, locale: MailLocale): string {
  const date = new Date(at);
  const place = cityNames[timeZone]?.[locale] ?? timeZone;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(date);
  if (locale === "zh-CN") {
    const day = new Intl.DateTimeFormat("zh-CN", { timeZone, year: "numeric", month: "long", day: "numeric" }).format(
      date,
    );
    const weekday = new Intl.DateTimeFormat("zh-CN", { timeZone, weekday: "short" }).format(date);
    return `${day} ${weekday} ${clock} (${place})`;
  }
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" }).format(
    date,
  );
  return `${day}, ${clock} (${place})`;
}
