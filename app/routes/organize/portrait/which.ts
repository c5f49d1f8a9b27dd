import type { Portrayed } from "~db/queries/portrait.ts";

export const portrayed = ["qualified", "finalists"] as const satisfies readonly Portrayed[];

/** Which projects the address asks for (`of`); the qualified ones unless told otherwise. */
export function whichOf(search: URLSearchParams): Portrayed {
  return portrayed.find((each) => each === search.get("of")) ?? "qualified";
}
