/** What the worker keeps of an address: a judge's page, its data, or nothing. */
export type CachedAddress = { kind: "page" | "data"; path: string } | { kind: "routes" } | null;

const word = "[A-Za-z0-9_%.~-]+";
const pages = new RegExp(`^/judge(?:/${word}(?:/${word})?)?$`);
/** Which script belongs to which page: named again with every build. */
const routes = /^\/assets\/manifest-[0-9a-f]+\.js$/;
/** Below a round, these are no sheets: they are asked for with the network alone. */
const notKept = /^\/judge\/[^/]+\/(conflicts|beat|practice)$/;

/**
 * Whether the worker keeps the answer of that address: the judge's rounds, a round's order, and its sheets, as pages and as the
 * data of pages; and the names of the scripts behind them. Nothing of any other audience.
 */
export function cachedAddress({ pathname }: Pick<URL, "pathname">): CachedAddress {
  if (routes.test(pathname)) return { kind: "routes" };
  const kind = pathname.endsWith(".data") ? "data" : "page";
  const page = kind === "data" ? pathname.slice(0, -".data".length) : pathname;
  if (!pages.test(page) || notKept.test(page)) return null;
  return { kind, path: pathname };
}

/**
 * Whether an answer of that address may be kept: whole, fresh from the server, and the page that was asked for. With a search
 * it is a part of the data, or a step of a page without script: such is answered from what is kept, and never kept.
 */
export function mayCache(
  { search }: Pick<URL, "search">,
  { status, redirected, type }: Pick<Response, "status" | "redirected" | "type">,
): boolean {
  return search === "" && status === 200 && !redirected && type === "basic";
}

/** Whether the answer says that the judge is not known any more: everything kept for them is then forgotten. */
export function isSignedOutAnswer({
  status,
  redirected,
  type,
}: Pick<Response, "status" | "redirected" | "type">): boolean {
  // Remix answers the data of a page that leads elsewhere with 202
  return type === "opaqueredirect" || redirected || status === 202 || status === 401 || status === 403;
}

/** The addresses that a round needs without the network. */
export function addressesOf(round: string, entries: readonly string[]): string[] {
  const at = `/judge/${encodeURIComponent(round)}`;
  return ["/judge", at, ...entries.map((entry) => `${at}/${encodeURIComponent(entry)}`)].flatMap((path) => [
    path,
    `${path}.data`,
  ]);
}
