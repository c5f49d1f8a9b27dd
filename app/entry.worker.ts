/// <reference lib="webworker" />
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NetworkFirst } from "workbox-strategies";
import { addressesOf, cachedAddress, isSignedOutAnswer, mayCache } from "~/routes/judge/scoring/cached-address.ts";
import type { WorkerMessage } from "~/routes/judge/scoring/worker.ts";
import { forgetMark } from "~/rules/scoring/forget-mark.ts";
import { cachedPagesPrefix, clearCachedPages } from "~/ui/cached-pages.ts";

/** The judge's pages without a network: built into /judge-worker.js (vite.config.ts), for addresses below /judge. */
declare const self: ServiceWorkerGlobalScope;
/** The scripts and styles of the judge's pages, and a name for this build; both written in by the build. */
declare const __JUDGE_ASSETS__: { url: string; revision: string | null }[];
declare const __JUDGE_VERSION__: string;

const pagesCache = `${cachedPagesPrefix}${__JUDGE_VERSION__}`;
/** Longer than a good line takes, shorter than a judge waits. */
const patienceSeconds = 2.5;
const freshMs = 10 * 60_000;
/** Whose pages these are, and in which language. */
const ownerKey = "/judge/.owner";

cleanupOutdatedCaches();
precacheAndRoute(__JUDGE_ASSETS__, { cleanURLs: false });

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const cached = cachedAddress(url);
  if (cached?.kind === "page" && url.searchParams.has(forgetMark)) event.respondWith(redirectNewJudge(url));
  else if (cached?.kind === "routes") event.respondWith(routes(request));
  else if (cached) event.respondWith(pages.handle({ event, request }));
});
self.addEventListener("message", (event) => {
  event.waitUntil(cacheRound(event.data as WorkerMessage));
});

const pages = new NetworkFirst({
  cacheName: pagesCache,
  networkTimeoutSeconds: patienceSeconds,
  matchOptions: { ignoreVary: true },
  plugins: [
    {
      cacheKeyWillBeUsed: async ({ request }) => new URL(request.url).pathname,
      cacheWillUpdate: async ({ request, response }) => (mayCache(new URL(request.url), response) ? response : null),
      fetchDidSucceed: async ({ request, response }) => {
        // A server that is just starting is as good as none
        if (response.status >= 500) throw new Error(String(response.status));
        await forgetStalePages(new URL(request.url), response);
        return response;
      },
    },
  ],
});

/** Only this build's pages stay. */
async function begin(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(cachedPagesPrefix) && name !== pagesCache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Another judge may have signed in: nothing of the one before is shown, however slow the line is. */
async function redirectNewJudge(url: URL): Promise<Response> {
  await clearCachedPages();
  url.searchParams.delete(forgetMark);
  return Response.redirect(url.href);
}

/** Forgets what the answer says is gone: everything when the judge is signed out, a page that is not there any more. */
async function forgetStalePages(url: URL, response: Response): Promise<void> {
  if (isSignedOutAnswer(response)) return await clearCachedPages();
  if (response.status !== 404) return;
  const cache = await caches.open(pagesCache);
  const gone = url.pathname.replace(/\.data$/, "");
  for (const { url: cached } of await cache.keys()) {
    const { pathname } = new URL(cached);
    if (pathname === gone || pathname === `${gone}.data` || pathname.startsWith(`${gone}/`)) await cache.delete(cached);
  }
}

/** Which script belongs to which page never changes within a build. */
async function routes(request: Request): Promise<Response> {
  return (await (await caches.open(pagesCache)).match(request.url)) ?? (await fetch(request));
}

/** Keeps all that the round needs without the network; what was kept lately stays as it is. */
async function cacheRound({ round, entries, judge, locale, routes }: WorkerMessage): Promise<void> {
  const owner = JSON.stringify([judge, locale]);
  const before = await (await caches.open(pagesCache)).match(ownerKey);
  if (before && (await before.text()) !== owner) await clearCachedPages();
  const cache = await caches.open(pagesCache);
  await cache.put(ownerKey, new Response(owner));
  if (cachedAddress(new URL(routes, self.location.origin))?.kind === "routes" && !(await cache.match(routes)))
    await cache.add(routes);
  for (const address of addressesOf(round, entries)) {
    const cached = await cache.match(address, { ignoreVary: true });
    if (cached && Date.now() - Date.parse(cached.headers.get("Date") ?? "") < freshMs) continue;
    const response = await fetch(address);
    const url = new URL(address, self.location.origin);
    await forgetStalePages(url, response);
    if (isSignedOutAnswer(response)) return;
    if (mayCache(url, response)) await cache.put(address, response);
  }
}
