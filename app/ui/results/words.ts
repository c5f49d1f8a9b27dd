import type { Locale } from "../../locales/locale.ts";
import type { Labelled, Titled } from "../../rules/score-board.ts";
import { inLocale } from "../in-locale.ts";

/** Words that a page got in both languages, by key; a key without words stands for itself. */
export function labels(locale: Locale, labelled: Labelled[]): Map<string, string> {
  return new Map(labelled.map(({ key, label, labelEn }) => [key, inLocale(locale, label, labelEn)]));
}

/** The same for things with a title. */
export function titles(locale: Locale, titled: Titled[]): Map<string, string> {
  return new Map(titled.map(({ key, title, titleEn }) => [key, inLocale(locale, title, titleEn)]));
}
