import type { Locale } from "../../locales/locale.ts";

/** An amount in whole yuan: 5万元, 1.5亿元, 8,000元; CNY 50,000. */
export function formatMoney(yuan: number, locale: Locale): string {
  if (locale === "en") return `CNY ${grouped(yuan)}`;
  for (const [unit, word] of units) {
    // Only where the larger unit says it in full with two decimals at most.
    if (Math.abs(yuan) >= unit && yuan % (unit / 100) === 0) return `${grouped(yuan / unit)}${word}`;
  }
  return `${grouped(yuan)}元`;
}

const units: [number, string][] = [
  [1e8, "亿元"],
  [1e4, "万元"],
];

function grouped(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${thousands}.${fraction}` : thousands;
}
