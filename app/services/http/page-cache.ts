import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { pickLocale } from "~/locales/index.ts";
import { now } from "../clock.ts";
import type { Listener } from "../live/listener.ts";
import { log } from "../log.ts";
import { gzippedTag, tagAskedFor } from "./entity-tag.ts";
import { surrogateKey } from "./public-change.ts";

/** Loaders of public pages set this header, to "1" or to the instant (ISO 8601) when time itself changes the page; it never leaves the server. */
export const cacheHeader = "Contest-Public-Page";

interface Page {
  headers: Record<string, string>;
  body: Buffer;
  gzipped: Buffer;
}

/** A kept page around the header of the one who looks on, which alone is theirs. */
export interface SharedPage {
  send(request: IncomingMessage, response: ServerResponse, header: Buffer): Promise<void>;
}

const gzipOf = promisify(gzip);
const headerBegins = "<header>";
const headerEnds = "</header>";

type Render = (request: Request) => Promise<Response>;

export interface PageCache {
  /** Writes a kept page, and says true, when there is a right one for this request. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The kept page for somebody who is signed in: what is left of it without the frame's header. */
  find(request: IncomingMessage): SharedPage | null;
  /** Where the answer, given to somebody who is signed in, is a page for everybody that is not kept yet: how to have it kept. */
  wanted(request: Request, response: Response): { keep(render: Render): Promise<void> } | null;
  /** Grows with every public change; a page rendered under an older one is not kept. */
  generation(): number;
  /** Keeps a public page that is the same for all for the next visitor. Answers the response to send. */
  keep(request: Request, response: Response, generation: number): Promise<Response>;
}

/**
 * Whole public pages for visitors without a session, all but the frame's header for everybody else, and what programs read.
 * Triggers in the database (db/guards/announcements.ts) notify `public_changed` in the transaction of every change that a
 * public page can show; each instance listens and forgets everything at once.
 * Caches on the way may keep such a page for `cdnSeconds` (0: ask each time), and know it by its key.
 * While the listening connection is down, or not known to be up, nothing is kept and nothing is answered from here.
 */
export function openPageCache(listener: Listener, cdnSeconds = 0): PageCache {
  const pages = new LRUCache<string, Page>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (page) => page.body.length + page.gzipped.length + 1,
  });
  const beingKept = new Set<string>();
  let generation = 0;
  let listening = false;
  const forget = () => {
    generation++;
    pages.clear();
  };
  listener.add({
    up: () => {
      forget();
      listening = true;
    },
    down: () => {
      listening = false;
      forget();
    },
    heard: (channel) => {
      if (channel === "public_changed") forget();
    },
  });

  return {
    generation: () => generation,
    answer: (request, response) => {
      const path = request.url ?? "/";
      if (!listening || request.method !== "GET" || !isForAll(path, request.headers.cookie)) return false;
      const page = pages.get(keyOf(path, request.headers.cookie, request.headers["accept-language"]));
      if (!page) return false;
      const zipped = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      const body = zipped ? page.gzipped : page.body;
      const tag = page.headers.etag ?? "";
      const encoding = zipped ? { "Content-Encoding": "gzip", etag: gzippedTag(tag) } : {};
      const same = tagAskedFor(request.headers["if-none-match"], tag);
      if (same) response.writeHead(304, { ...page.headers, etag: same }).end();
      else response.writeHead(200, { ...page.headers, ...encoding, "Content-Length": body.length }).end(body);
      return true;
    },
    find: (request) => {
      const path = request.url ?? "/";
      const { cookie, "accept-language": acceptLanguage } = request.headers;
      if (!listening || request.method !== "GET" || isForAll(path, cookie)) return null;
      const page = pages.get(keyOf(path, cookie, acceptLanguage));
      const from = page?.body.indexOf(headerBegins) ?? -1;
      const to = page?.body.indexOf(headerEnds, from) ?? -1;
      if (!page || from < 0 || to < 0) return null;
      const before = page.body.subarray(0, from);
      const after = page.body.subarray(to + headerEnds.length);
      return {
        send: async (asked, response, header) => {
          const { etag: _, ...headers } = page.headers;
          const body = Buffer.concat([before, header, after]);
          const zips = /\bgzip\b/.test(asked.headers["accept-encoding"] ?? "");
          const sent = zips ? await gzipOf(body) : body;
          const own = { "cache-control": "private, no-store", "content-length": sent.length };
          response.writeHead(200, { ...headers, ...own, ...(zips && { "content-encoding": "gzip" }) }).end(sent);
        },
      };
    },
    wanted: (request, response) => {
      const { pathname, search } = new URL(request.url);
      const cookie = request.headers.get("cookie");
      const isPage =
        response.headers.has(cacheHeader) && /^text\/html/.test(response.headers.get("Content-Type") ?? "");
      if (!listening || request.method !== "GET" || !isPage || isForAll(pathname, cookie ?? undefined)) return null;
      const language = pickLocale(cookie, request.headers.get("accept-language"));
      const key = `${language} ${pathname}${search}`;
      if (beingKept.has(key)) return null;
      return {
        keep: async (render) => {
          beingKept.add(key);
          try {
            const anonymous = new Request(request.url, { headers: { cookie: `locale=${language}` } });
            const before = generation;
            await keep(anonymous, await render(anonymous), before);
          } catch (error) {
            log.warn({ err: error }, "a public page could not be kept");
          } finally {
            beingKept.delete(key);
          }
        },
      };
    },
    keep,
  };

  async function keep(request: Request, response: Response, before: number): Promise<Response> {
    const mark = response.headers.get(cacheHeader);
    if (mark === null) return response;
    response.headers.delete(cacheHeader);
    const url = new URL(request.url);
    const cookie = request.headers.get("cookie") ?? undefined;
    const forAll = isForAll(url.pathname, cookie);
    // The frame around a signed-in person's page bears their name.
    if (!forAll) response.headers.set("Cache-Control", "private, no-store");
    if (request.method !== "GET" || response.status !== 200 || !forAll) return response;
    const body = Buffer.from(await response.arrayBuffer());
    const { headers } = response;
    // Weak: the same page may go out gzipped or not.
    if (!headers.has("ETag")) headers.set("ETag", `W/"${createHash("sha256").update(body).digest("base64url")}"`);
    const ttl = mark === "1" ? undefined : Date.parse(mark) - now().getTime();
    headers.set("Surrogate-Key", surrogateKey);
    headers.set("Cache-Tag", surrogateKey);
    const onTheWay = Math.floor(Math.min(cdnSeconds, (ttl ?? Number.POSITIVE_INFINITY) / 1000));
    if (onTheWay > 0) headers.set("CDN-Cache-Control", `max-age=${onTheWay}`);
    const lasting = ttl === undefined || ttl > 0;
    if (lasting && listening && before === generation && !response.headers.has("Set-Cookie")) {
      const key = keyOf(url.pathname + url.search, cookie, request.headers.get("accept-language"));
      const cachedHeaders = {
        ...Object.fromEntries(headers),
        vary: [headers.get("Vary"), "Accept-Encoding"].filter(Boolean).join(", "),
      };
      const gzipped = await gzipOf(body);
      if (before === generation) pages.set(key, { headers: cachedHeaders, body, gzipped }, { ttl });
    }
    const same = tagAskedFor(request.headers.get("If-None-Match"), headers.get("ETag") ?? "");
    if (same) {
      headers.set("ETag", same);
      return new Response(null, { status: 304, headers });
    }
    return new Response(body, { status: 200, headers });
  }
}

function keyOf(path: string, cookie: string | undefined, acceptLanguage: string | null | undefined): string {
  return `${pickLocale(cookie ?? null, acceptLanguage ?? null)} ${path}`;
}

/** What programs read has no frame, and asks nobody who they are: their loaders never do. */
const forPrograms = /^\/(?:api\/(?:rounds|v1)\/|results\/[^/?]+\/(?:[^/?]+\/)?bundle\.json$)/;

/** Only cookies that change no public page may come along: the language (part of the key), and who recommended. */
export function isForAll(path: string, cookie: string | undefined): boolean {
  if (!cookie || forPrograms.test(path)) return true;
  return cookie.split(";").every((each) => /^\s*(locale|recommender)=/.test(each));
}
