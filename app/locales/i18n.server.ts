import type { i18n } from "i18next";
import enActs from "./en/acts.ts";
import en from "./en/index.ts";
import enWorkbook from "./en/workbook.ts";
import { ready } from "./index.ts";
import type { Locale } from "./locale.ts";
import zhActs from "./zh-CN/acts.ts";
import zh from "./zh-CN/index.ts";
import zhWorkbook from "./zh-CN/workbook.ts";

const instances: Record<Locale, i18n> = {
  "zh-CN": ready("zh-CN", { ...zh, acts: zhActs, workbook: zhWorkbook }),
  en: ready("en", { ...en, acts: enActs, workbook: enWorkbook }),
};

/** The ready, shared i18next instance of a language, with every namespace. Server only. */
export function i18nFor(locale: Locale): i18n {
  return instances[locale];
}
