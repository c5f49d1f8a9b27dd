import type { EntryContext } from "@remix-run/node";
import type { Transaction } from "kysely";
import { LRUCache } from "lru-cache";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";

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

/** What is being made of a round, by a snapshot of that revision or a later one. */
interface InMaking<T> {
  revision: number;
  found: Promise<T>;
}

interface OfRound<T> {
  latest?: { revision: number; at: number; value: T };
  next?: InMaking<T>;
}

/** For views that may lag behind by a moment, and say so: what is dear to make is made at most once in `everyMs`. */
interface Rest<T> {
  isDear: (value: T) => boolean;
  /** So long it is given out without a look at the round. */
  everyMs: number;
  /** So long it is given out while the next one is being made. */
  mostMs: number;
}

/**
 * Keeps what `compute` makes of a round for as long as the round's revision stands, which findRoundRevision proves: nothing
 * of the round has changed until then. One query where it is kept, none while it rests; otherwise all of it in one snapshot
 * of the database, made once for all who ask meanwhile. At most `most` rounds are kept.
 */
export function cacheByRevision<T>(
  most: number,
  compute: (trx: Transaction<DB>, roundId: number, of: { revision: number; at: number }) => Promise<T>,
  rest?: Rest<T>,
): (db: Db, roundId: number) => Promise<T> {
  const caches = new WeakMap<Db, LRUCache<number, OfRound<T>>>();
  const keptOf = (db: Db, roundId: number): OfRound<T> => {
    const rounds = caches.get(db) ?? new LRUCache<number, OfRound<T>>({ max: most });
    caches.set(db, rounds);
    const kept = rounds.get(roundId) ?? {};
    rounds.set(roundId, kept);
    return kept;
  };
  const make = (db: Db, kept: OfRound<T>, { roundId, revision }: { roundId: number; revision: number }) => {
    const at = now().getTime();
    const found = db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => {
        const of = { revision: await findRoundRevision(trx, roundId), at };
        return { ...of, value: await compute(trx, roundId, of) };
      });
    const next: InMaking<T> = { revision, found: found.then(({ value }) => value) };
    kept.next = next;
    const done = () => {
      if (kept.next === next) delete kept.next;
    };
    found.then((latest) => {
      if (latest.revision >= (kept.latest?.revision ?? 0)) kept.latest = latest;
      done();
    }, done);
    return next;
  };
  return async (db, roundId) => {
    const kept = keptOf(db, roundId);
    const ageOf = ({ at, value }: { at: number; value: T }) => {
      const age = now().getTime() - at;
      // Time that was set back says nothing of an age
      return rest?.isDear(value) && age >= 0 ? age : Number.POSITIVE_INFINITY;
    };
    if (kept.latest && rest && ageOf(kept.latest) < rest.everyMs) return kept.latest.value;
    const revision = await findRoundRevision(db, roundId);
    const { latest, next } = kept;
    if (latest && latest.revision >= revision) return latest.value;
    const isDear = latest !== undefined && rest?.isDear(latest.value) === true;
    const known = next && (next.revision >= revision || isDear) ? next : make(db, kept, { roundId, revision });
    if (!latest || !isDear || ageOf(latest) >= rest.mostMs) return await known.found;
    // Nobody waits for it now, and who waits later hears of its failure
    known.found.catch(() => {});
    return latest.value;
  };
}
