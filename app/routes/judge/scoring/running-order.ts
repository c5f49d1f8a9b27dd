import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { OwnEntry } from "~db/queries/scoring/sheets.ts";
import type { KeptSheet } from "./kept-sheet.ts";

/** One line of a judge's running order, in the language of the page. */
export interface Line {
  key: string;
  /** What the hall calls it: its place in the running order, or its key before the draw. */
  number: string;
  title: string;
  group: string;
  /** `out`: the project is absent, or came too late. */
  state: OwnEntry["state"] | "out" | KeptState;
  total: string | null;
}

/** What stands otherwise on the device than at the server: on its way, stuck, or come too late. */
export type KeptState = "waiting" | "recusing" | "unsent" | "refused" | "late";

export function lineOf(locale: Locale, entry: OwnEntry): Line {
  const { key, total } = entry;
  const open = entry.state === "none" || entry.state === "draft";
  const state = entry.out ? "out" : open && entry.late ? "late" : entry.state;
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
  return ["submitted", "recused", "out", "waiting", "recusing", "late"].includes(state);
}

/** The running order as the judge at this device knows it: what is kept here goes before what the server said. */
export function withKept<L extends Pick<Line, "key" | "state" | "total">>(
  order: readonly L[],
  kept: readonly KeptSheet[],
): L[] {
  return order.map((line) => {
    const own = kept.find(({ entry }) => entry === line.key);
    return own ? { ...line, ...keptLine(line, own) } : line;
  });
}

function keptLine({ state }: Pick<Line, "state">, own: KeptSheet): Partial<Pick<Line, "state" | "total">> {
  const { act, refusal, unsent, told } = own;
  if (act) return { state: act.kind === "submit" ? "waiting" : "recusing" };
  if (refusal) return { state: refusal.type === "late" ? "late" : "refused" };
  if (unsent) return { state: "unsent" };
  if (told?.state === "submitted") return { state: "submitted", total: told.total };
  if (told?.state === "recused") return { state: "recused" };
  return told?.state === "draft" && state === "none" ? { state: "draft" } : {};
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
