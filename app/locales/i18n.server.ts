import type { i18n } from "i18next";
import en from "./en/index.ts";
import { ready } from "./index.ts";
import type { Locale } from "./locale.ts";
import zh from "./zh-CN/index.ts";

const instances: Record<Locale, i18n> = { "zh-CN": ready("zh-CN", zh), en: ready("en", en) };

/** The ready, shared i18next instance of a language, with every namespace. Server only. */
export function i18nFor(locale: Locale): i18n {
  return instances[locale];
}
