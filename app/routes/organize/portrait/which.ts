const portrayed = ["qualified", "finalists"] as const;
export type Which = (typeof portrayed)[number];

/** Which projects the address asks for (`of`); the qualified ones unless told otherwise. */
export function whichOf(search: URLSearchParams): Which {
  return portrayed.find((each) => each === search.get("of")) ?? "qualified";
}
