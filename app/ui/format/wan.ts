import type { Locale } from "../../locales/locale.ts";

/** An amount as applicants write it, in 万元 (a plain decimal, four places at most): 1,200.5万元, CNY 12,005,000. */
export function formatWan(wan: string, locale: Locale): string {
  const [whole = "0", part = ""] = wan.split(".");
  if (locale !== "en") return `${grouped(whole)}${part ? `.${part}` : ""}万元`;
  return `CNY ${grouped(`${whole}${part.padEnd(4, "0")}`.replace(/^0+(?=\d)/, ""))}`;
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}
