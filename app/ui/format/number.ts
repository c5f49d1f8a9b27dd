import type { Locale } from "~/locales/locale.ts";

const formats = new Map<Locale, Intl.NumberFormat>();

/** A whole number with its thousands set apart: 10,243. */
export function formatNumber(number: number, locale: Locale): string {
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale);
  formats.set(locale, format);
  return format.format(number);
}
