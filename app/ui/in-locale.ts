import type { Locale } from "../locales/locale.ts";

/** A name that has an English form, in the language of the page; in Chinese where the English one is lacking. */
export function inLocale(locale: Locale, chinese: string | null, english: string | null): string {
  return (locale === "en" && english) || chinese || "";
}
