import { createInstance, type i18n, type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import { acts as enActs } from "./en/audit.ts";
import { workbook as enWorkbook } from "./en/documents.ts";
import en from "./en/index.ts";
import type { Locale } from "./locale.ts";
import { acts as zhActs } from "./zh-CN/audit.ts";
import { workbook as zhWorkbook } from "./zh-CN/documents.ts";
import zh from "./zh-CN/index.ts";

const instances: Record<Locale, i18n> = {
  "zh-CN": ready("zh-CN", { ...zh, acts: zhActs, workbook: zhWorkbook }),
  en: ready("en", { ...en, acts: enActs, workbook: enWorkbook }),
};

/** The ready, shared i18next instance of a language, with every namespace. Server only. */
export function i18nFor(locale: Locale): i18n {
  return instances[locale];
}

/** A ready i18next instance over the given words. */
function ready(locale: Locale, words: ResourceLanguage): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: words },
    ns: Object.keys(words),
    defaultNS: "ui",
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: false }, // React and React Email escape
    react: { useSuspense: false },
  });
  return instance;
}
