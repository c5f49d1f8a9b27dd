import type { Locale } from "../../locales/locale.ts";
import type { Labelled, Titled } from "../../rules/score-board.ts";

/** Words that a page got in both languages, by key; a key without words stands for itself. */
export function labels(locale: Locale, labelled: Labelled[]): Map<string, string> {
  return new Map(labelled.map(({ key, label, labelEn }) => [key, (locale === "en" && labelEn) || label]));
}

/** The same for things with a title. */
export function titles(locale: Locale, titled: Titled[]): Map<string, string> {
  return new Map(titled.map(({ key, title, titleEn }) => [key, (locale === "en" && titleEn) || title]));
}
