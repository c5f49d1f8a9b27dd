import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/ui/in-locale.ts";
import type { OwnEntry } from "~db/queries/sheets.ts";

/** One line of a judge's running order, in the language of the page. */
export interface Line {
  key: string;
  /** What the hall calls it: its place in the running order, or its key before the draw. */
  number: string;
  title: string;
  group: string;
  /** `out`: the project is absent, or came too late. */
  state: OwnEntry["state"] | "out";
  total: string | null;
}

export function lineOf(locale: Locale, entry: OwnEntry): Line {
  const { key, total } = entry;
  const state = entry.out ? "out" : entry.state;
  return { key, number: String(entry.runningOrder ?? key), state, total, ...named(locale, entry) };
}

/** Title and group in the language of the page. */
export function named(
  locale: Locale,
  entry: Pick<OwnEntry, "title" | "titleEn" | "groupTitle" | "groupTitleEn">,
): { title: string; group: string } {
  return {
    title: inLocale(locale, entry.title, entry.titleEn),
    group: inLocale(locale, entry.groupTitle, entry.groupTitleEn),
  };
}

/** Whether nothing is left to do at that entry. */
export function isDone({ state }: Pick<Line, "state">): boolean {
  return state === "submitted" || state === "recused" || state === "out";
}

/** How many of the projects that appear are done. */
export function progressOf(order: readonly Pick<Line, "state">[]): { done: number; entries: number } {
  const there = order.filter(({ state }) => state !== "out");
  return { done: there.filter(isDone).length, entries: there.length };
}

/** The entry to score next: the first open one after the given place, else the first open one of all; null when all are done. */
export function nextLine<L extends Pick<Line, "key" | "state">>(order: L[], after?: string): L | null {
  const here = order.findIndex(({ key }) => key === after);
  const open = (line: L) => !isDone(line) && line.key !== after;
  return order.slice(here + 1).find(open) ?? order.find(open) ?? null;
}
