import type { Locale } from "../../locales/locale.ts";

/** The zone that times are in unless a round lies elsewhere. */
export const homeZone = "Asia/Shanghai";

const cities: Record<string, [zh: string, en: string]> = {
  "Asia/Shanghai": ["北京", "Beijing"],
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
export function zoneName(timeZone: string, locale: Locale, at: Date): string {
  const [zh, en] = cities[timeZone] ?? [];
  if (!zh || !en) return offset(timeZone, at);
  return locale === "en" ? en : `${zh}时间`;
}

function offset(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
