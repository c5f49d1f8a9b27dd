import type { EntryWords, Labelled, Titled } from "~/rules/standings/standing.ts";
import type { Locale } from "../../locales/locale.ts";
import { inLocale } from "../in-locale.ts";

/** Words that a page got in both languages, by key; a key without words stands for itself. */
export function labels(locale: Locale, labelled: Labelled[]): Map<string, string> {
  return new Map(labelled.map(({ key, label, labelEn }) => [key, inLocale(locale, label, labelEn)]));
}

/** The same for things with a title. */
export function titles(locale: Locale, titled: Titled[]): Map<string, string> {
  return new Map(titled.map(({ key, title, titleEn }) => [key, inLocale(locale, title, titleEn)]));
}

export interface EntryName {
  /** The number called on stage; before a draw the entry's key. */
  number: string;
  title: string;
}

/** How the page names an entry of the standings, which hold its key and its Chinese title. */
export function entryNames(
  locale: Locale,
  entries: EntryWords[],
): (standing: { entry: string; title: string }) => EntryName {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return ({ entry: key, title }) => {
    const { number = null, titleEn = null } = byKey.get(key) ?? {};
    return { number: number === null ? key : String(number), title: inLocale(locale, title, titleEn) };
  };
}
