import { useTranslation } from "react-i18next";
import { isLocale, type Locale, locales } from "../locales/locale.ts";

/** The language of the page. */
export function useLocale(): Locale {
  const { i18n } = useTranslation("ui");
  return isLocale(i18n.language) ? i18n.language : locales[0];
}
