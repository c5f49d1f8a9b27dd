import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import type { OwnEntry } from "~db/queries/scoring/sheets.ts";
import { awaitsOpening, type LocalSheet } from "./local-sheet.ts";

/** One line of a judge's running order, in the language of the page. */
export interface RunningOrderLine {
  key: string;
  /** What the hall calls it: its place in the running order, before the draw its key. */
  number: string;
  title: string;
  group: string;
  /** `out`: the project is absent, or came too late. */
  state: OwnEntry["state"] | "out" | LocalState;
  total: string | null;
  /** Whether the conductor has opened its scoring, or the round opens all at once. */
  scoringOpen: boolean;
}

/** What stands otherwise on the device than at the server: on its way, awaiting the opening of its scoring, stuck, or come too late. */
export type LocalState = "waiting" | "awaiting" | "recusing" | "unsent" | "refused" | "late";

/** The running order as the judge's pages show it, and how they number an entry of it. */
export function linesOf(locale: Locale, entries: readonly OwnEntry[]) {
  const isDrawn = hasNumbers(entries.map(({ runningOrder: number }) => ({ number })));
  const numberOf = ({ key, runningOrder }: Pick<OwnEntry, "key" | "runningOrder">) =>
    entryNumber(runningOrder, key, isDrawn);
  return { numberOf, lines: entries.map((entry) => ({ ...lineOf(locale, entry), number: numberOf(entry) })) };
}

function lineOf(locale: Locale, entry: OwnEntry): Omit<RunningOrderLine, "number"> {
  const { key, total, scoringOpen } = entry;
  const open = entry.state === "none" || entry.state === "draft";
  const state = entry.out ? "out" : open && entry.late ? "late" : entry.state;
  return { key, state, total, scoringOpen, ...named(locale, entry) };
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
export function isDone({ state }: Pick<RunningOrderLine, "state">): boolean {
  return ["submitted", "recused", "out", "waiting", "awaiting", "recusing", "late"].includes(state);
}

/** The running order as the judge at this device knows it: what is kept here goes before what the server said. */
export function withLocalSheets<L extends Pick<RunningOrderLine, "key" | "state" | "total">>(
  order: readonly L[],
  local: readonly LocalSheet[],
): L[] {
  return order.map((line) => {
    const own = local.find(({ entry }) => entry === line.key);
    return own ? { ...line, ...localLine(line, own) } : line;
  });
}

function localLine(
  { state }: Pick<RunningOrderLine, "state">,
  own: LocalSheet,
): Partial<Pick<RunningOrderLine, "state" | "total">> {
  const { act, refusal, unsent, acknowledged } = own;
  if (awaitsOpening(own)) return { state: "awaiting" };
  if (act) return { state: act.kind === "submit" ? "waiting" : "recusing" };
  if (refusal) return { state: refusal.type === "late" ? "late" : "refused" };
  if (unsent) return { state: "unsent" };
  if (acknowledged?.state === "submitted") return { state: "submitted", total: acknowledged.total };
  if (acknowledged?.state === "recused") return { state: "recused" };
  return acknowledged?.state === "draft" && state === "none" ? { state: "draft" } : {};
}

/** How many of the projects that appear are done. */
export function progressOf(order: readonly Pick<RunningOrderLine, "state">[]): { done: number; entries: number } {
  const there = order.filter(({ state }) => state !== "out");
  return { done: there.filter(isDone).length, entries: there.length };
}

/** The entry to score next: the first open one after the given place, else the first open one of all; null when all are done. */
export function nextLine<L extends Pick<RunningOrderLine, "key" | "state">>(order: L[], after?: string): L | null {
  const here = order.findIndex(({ key }) => key === after);
  const open = (line: L) => !isDone(line) && line.key !== after;
  return order.slice(here + 1).find(open) ?? order.find(open) ?? null;
}
