import type { EntryContext } from "@remix-run/node";
import type { Transaction } from "kysely";
import { LRUCache } from "lru-cache";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";

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
  const keyed = Object.entries(loaderHeaders).find(([, headers]) => headers.has(renderKeyHeader));
  if (!keyed) return null;
  const [route, headers] = keyed;
  const others = Object.entries(loaderData).filter(([id]) => id !== route);
  return JSON.stringify([headers.get(renderKeyHeader), locale, request.url, others]);
}

/** The page as it was rendered for that key. */
export function findRendered(key: string): Buffer<ArrayBuffer> | undefined {
  return pages.get(key);
}

/** Keeps a page; one that carries its answer's nonce is for that answer alone. */
export function storeRendered(key: string, html: Buffer<ArrayBuffer>, nonce: string): void {
  if (!html.includes(nonce)) pages.set(key, html);
}

/**
 * Keeps what `compute` makes of a round for as long as the round's revision stands, which findRoundRevision proves: nothing
 * of the round has changed until then. One query where it is kept; otherwise all of it in one snapshot of the database.
 * At most `most` rounds are kept.
 */
export function cacheByRevision<T>(
  most: number,
  compute: (trx: Transaction<DB>, roundId: number, revision: number) => Promise<T>,
): (db: Db, roundId: number) => Promise<T> {
  const caches = new WeakMap<Db, LRUCache<string, { found: Promise<T> }>>();
  return async (db, roundId) => {
    const ofRounds = caches.get(db) ?? new LRUCache<string, { found: Promise<T> }>({ max: most });
    caches.set(db, ofRounds);
    const key = `${roundId}/${await findRoundRevision(db, roundId)}`;
    const known = ofRounds.get(key);
    if (known) return await known.found;
    // The promise is kept, so that all who ask meanwhile wait for the one computation.
    const found = db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => await compute(trx, roundId, await findRoundRevision(trx, roundId)));
    ofRounds.set(key, { found });
    found.catch(() => ofRounds.delete(key));
    return await found;
  };
}
