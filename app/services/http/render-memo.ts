import type { EntryContext } from "@remix-run/node";
import { LRUCache } from "lru-cache";

/**
 * A loader sets this header to say: for this value, and with the same data from the page's other loaders, my part of the
 * page is the same to the letter. It must name the person and the revision of what is shown. It never leaves the server.
 */
export const renderKeyHeader = "Contest-Render-Key";

const pages = new LRUCache<string, Buffer<ArrayBuffer>>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: (html, key) => html.length + key.length,
});

/**
 * The key under which the rendered page may be kept, or null when no loader asked for that. Guards have run by then: what
 * a person may not see was never loaded. Address, language and all other loaders' data are part of the key.
 */
export function renderKeyOf(request: Request, locale: string, { staticHandlerContext }: EntryContext): string | null {
  const { loaderHeaders, loaderData, actionData, errors, statusCode } = staticHandlerContext;
  // While developing, the same data may be rendered by other code a moment later.
  if (process.env.NODE_ENV === "development") return null;
  if (request.method !== "GET" || statusCode !== 200 || errors || actionData) return null;
  const asked = Object.entries(loaderHeaders).find(([, headers]) => headers.has(renderKeyHeader));
  if (!asked) return null;
  const [route, headers] = asked;
  const others = Object.entries(loaderData).filter(([id]) => id !== route);
  return JSON.stringify([headers.get(renderKeyHeader), locale, request.url, others]);
}

/** The page as it was rendered for that key. */
export function findRendered(key: string): Buffer<ArrayBuffer> | undefined {
  return pages.get(key);
}

/** Keeps a page; one that carries its answer's nonce is for that answer alone. */
export function keepRendered(key: string, html: Buffer<ArrayBuffer>, nonce: string): void {
  if (!html.includes(nonce)) pages.set(key, html);
}
