/** Marks an address to which a new session leads, for the worker that keeps a judge's pages: forget those of whoever was there before. */
export const anotherJudge = "forget";

/** The address with that mark, where it is a judge's page; any other as it is. */
export function begunAt(path: string): string {
  if (!/^\/judge(\/|\?|$)/.test(path)) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${anotherJudge}`;
}

/** The address without that mark; null where it bears none. */
export function unmarked({ pathname, searchParams }: Pick<URL, "pathname" | "searchParams">): string | null {
  if (!searchParams.has(anotherJudge)) return null;
  const rest = new URLSearchParams(searchParams);
  rest.delete(anotherJudge);
  return rest.size > 0 ? `${pathname}?${rest}` : pathname;
}
