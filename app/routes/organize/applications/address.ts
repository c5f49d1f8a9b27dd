import type { ScreeningFilter } from "~db/queries/screening.ts";

/** The filter as the query of an address, with "?" when there is any. */
export function queryOf(filter: ScreeningFilter & { after?: string }): string {
  const set = Object.entries(filter).filter((each): each is [string, string] => Boolean(each[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : "";
}
