import { createInstance, type i18n, type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Locale } from "./locale.ts";

export { isLocale, type Locale, locales, pickLocale } from "./locale.ts";

const loaders = {
  "zh-CN": () => import("./zh-CN/index.ts"),
  en: () => import("./en/index.ts"),
} satisfies Record<Locale, () => Promise<{ default: ResourceLanguage }>>;

/** A ready i18next instance of one language, fetched on demand: the browser gets its own language only. */
export async function loadLocale(locale: Locale): Promise<i18n> {
  return ready(locale, (await loaders[locale]()).default);
}

/** A ready i18next instance over the given words. */
export function ready(locale: Locale, words: ResourceLanguage): i18n {
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
