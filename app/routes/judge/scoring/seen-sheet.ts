import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import type { Page, SeenSheet } from "./kept-sheet.ts";

/** Which sheet the page shows, and what it got of it from the server. */
export function seenSheet({ judge, at, round, entry, sheet }: SheetView): SeenSheet {
  const { version, words } = sheet ?? { version: 0, words: { marks: {}, note: "" } };
  return { judge, round: round.slug, entry: entry.key, version, words, at };
}

/** What a page of the round says of the own sheets, by entry. */
export function seenPages(of: {
  at: string;
  open: boolean;
  order: readonly { key: string; state: string }[];
}): Map<string, Page> {
  const { at, open, order } = of;
  return new Map(
    order.map(({ key, state }) => [key, { at, open, settled: state === "submitted" || state === "recused" }]),
  );
}
