/** The orders of the screening list, and places in it. An order is one direction over columns that end in the id. */

export const sorts = [
  "-submitted",
  "submitted",
  "title",
  "-title",
  "state",
  "-state",
  "eligibility",
  "-eligibility",
] as const;
/** By what the list is sorted; with a dash, the other way round. */
export type Sort = (typeof sorts)[number];
export type SortKey = "submitted" | "title" | "state" | "eligibility";

export const defaultSort: Sort = "-submitted";

/** The states in the order of the work on them; the same stands in the database (db/migrations/004_applications.ts). */
export const stateOrder = ["submitted", "returned", "waiting", "qualified", "ineligible", "withdrawn"] as const;
/** What needs a look first; the same stands in the database (db/migrations/004_applications.ts). */
export const eligibilityOrder = ["not-met", "by-hand", "met"] as const;
/** Titles are sorted by this many characters (db/migrations/004_applications.ts). */
export const sortedTitleLength = 100;

export function sortKey(sort: Sort): SortKey {
  return (sort.startsWith("-") ? sort.slice(1) : sort) as SortKey;
}

export function isDescending(sort: Sort): boolean {
  return sort.startsWith("-");
}

/** A place in the list: what the row has in the order's columns. A row keeps its place's neighbours even when it has moved on. */
export type ListPosition = (string | number | Date)[];

interface Placed {
  id: number;
  state: string;
  projectTitle: string | null;
  eligibility: string | null;
  submittedAt: Date | null;
}

/** The place of a row in that order. */
export function listPositionOf(row: Placed, sort: Sort): ListPosition {
  const submittedAt = row.submittedAt ?? new Date(0);
  switch (sortKey(sort)) {
    case "submitted":
      return [submittedAt, row.id];
    case "title":
      return [[...(row.projectTitle ?? "")].slice(0, sortedTitleLength).join(""), row.id];
    case "state":
      return [rank(stateOrder, row.state), submittedAt, row.id];
    case "eligibility":
      return [rank(eligibilityOrder, row.eligibility), submittedAt, row.id];
  }
}

/** The place as one word of an address. */
export function formatListPosition(place: ListPosition): string {
  return [...place]
    .reverse()
    .map((value) => (value instanceof Date ? value.getTime() : value))
    .join("~");
}

/** The place that a word of an address stands for in that order; undefined when it is none. */
export function parseListPosition(word: string, sort: Sort): ListPosition | undefined {
  const [, id = "", rest = ""] = /^(\d{1,9})~([\s\S]*)$/.exec(word) ?? [];
  if (id === "") return undefined;
  const key = sortKey(sort);
  if (key === "title")
    return rest.length > 2 * sortedTitleLength || rest.includes("\0") ? undefined : [rest, Number(id)];
  const [, time = "", , rank] = /^(\d{1,13})(~(\d))?$/.exec(rest) ?? [];
  if (time === "" || (rank === undefined) !== (key === "submitted")) return undefined;
  return [...(rank === undefined ? [] : [Number(rank)]), new Date(Number(time)), Number(id)];
}

function rank(order: readonly string[], value: string | null): number {
  return value === null ? 0 : 1 + order.indexOf(value);
}
