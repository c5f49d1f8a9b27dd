import type { Locale } from "~/locales/locale.ts";

const kibibyte = 1024;
const mebibyte = kibibyte * 1024;

/** Bytes as people read them: "640 KB", "3.2 MB", "100 MB". */
export function formatFileSize(bytes: number): string {
  if (bytes < mebibyte) return `${Math.max(1, Math.round(bytes / kibibyte))} KB`;
  const mebibytes = bytes / mebibyte;
  return `${mebibytes < 10 ? (Math.round(mebibytes * 10) / 10).toString() : Math.round(mebibytes).toString()} MB`;
}

const formats = new Map<Locale, Intl.NumberFormat>();

/** A whole number with its thousands set apart: 10,243. */
export function formatNumber(number: number, locale: Locale): string {
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale);
  formats.set(locale, format);
  return format.format(number);
}

/** A number with so many decimals, its minus a true one: −0.80. */
export function formatDecimal(value: number, places = 2): string {
  const digits = Math.abs(value).toFixed(places);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** The same with its sign always said, but for zero: +1.25. */
export function formatSigned(value: number, places = 2): string {
  const text = formatDecimal(value, places);
  return Number(text) > 0 ? `+${text}` : text;
}

/** Whole yuan for people: 5万元, CNY 50,000. */
export function formatYuan(yuan: number, locale: Locale): string {
  if (locale === "en") return `CNY ${grouped(yuan)}`;
  return yuan % 1000 === 0 && yuan >= 10_000 ? `${yuan / 10_000}万元` : `${grouped(yuan)}元`;
}

/** Groups of three, the same on server and browser. */
function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}
