/** Marks an address to which a new session leads, for the worker that keeps a judge's pages: forget those of whoever was there before. */
export const forgetMark = "forget";

/** The address with that mark, where it is a judge's page; any other as it is. */
export function withForgetMark(path: string): string {
  if (!/^\/judge(\/|\?|$)/.test(path)) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${forgetMark}`;
}

/** The address without that mark; null where it bears none. */
export function withoutForgetMark({ pathname, searchParams }: Pick<URL, "pathname" | "searchParams">): string | null {
  if (!searchParams.has(forgetMark)) return null;
  const rest = new URLSearchParams(searchParams);
  rest.delete(forgetMark);
  return rest.size > 0 ? `${pathname}?${rest}` : pathname;
}
