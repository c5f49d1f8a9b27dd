/** A list on the stage screens that does not fit: which page it began with, and since when its pages turn. */
export interface Paging {
  sinceMs: number;
  page: number;
}

/** So many rows stand on one page, to be read from the last seat. */
export const rowsOfPage = 8;
const pageMs = 10_000;

/** The page that it is the turn of, counted on and on; by the server's time, so that all screens show the same. */
export function pageAt({ sinceMs, page }: Paging, atMs: number): number {
  return page + Math.max(0, Math.floor((atMs - sinceMs) / pageMs));
}

/** How long that page stays, in milliseconds. */
export function pageLeftMs({ sinceMs }: Paging, atMs: number): number {
  const shownMs = atMs - sinceMs;
  return shownMs < 0 ? pageMs - shownMs : pageMs - (shownMs % pageMs);
}

/** Begins with the first page at that moment. */
export function firstPage(at: Date): Paging {
  return { sinceMs: at.getTime(), page: 0 };
}

/** The page after the one that is shown, from that moment on. */
export function nextPage(paging: Paging, at: Date): Paging {
  return { sinceMs: at.getTime(), page: pageAt(paging, at.getTime()) + 1 };
}

/** The rows in pages of about equal length. */
export function pagesOf<T>(rows: readonly T[]): T[][] {
  const pages = Math.max(1, Math.ceil(rows.length / rowsOfPage));
  const length = Math.ceil(rows.length / pages);
  return Array.from({ length: pages }, (_, at) => rows.slice(at * length, (at + 1) * length));
}
