import type { Locale } from "../../locales/locale.ts";

/** Whole yuan for people: 5万元, CNY 50,000. */
export function formatYuan(yuan: number, locale: Locale): string {
  if (locale === "en") return `CNY ${grouped(yuan)}`;
  return yuan % 1000 === 0 && yuan >= 10_000 ? `${yuan / 10_000}万元` : `${grouped(yuan)}元`;
}

/** Groups of three, the same on server and browser. */
function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}
