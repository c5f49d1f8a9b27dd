export { type Locale, locales, pickLocale } from "./locale.ts";
