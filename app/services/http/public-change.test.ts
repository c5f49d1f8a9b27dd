import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { listenerName } from "~db/queries/operations/echoes.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type Listener, openListener } from "../live/listener.ts";
import { log } from "../log.ts";
import { openPageCache } from "./page-cache.ts";
import { openPublicChanges, publicChangeSettled } from "./public-change.ts";

const database = testDatabase();
const pages = pagesOf({ "results/:round": roundResults });
const none = { FRONT_CACHE_SECONDS: 0 };
const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  vi.restoreAllMocks();
});

async function listening(): Promise<Listener> {
  const listener = await openListener(database.url);
  endings.push(() => listener.close());
  return listener;
}

/** A process whose loop is so busy that it hears everything half a second late. */
function late(listener: Listener): Listener {
  return {
    ...listener,
    add: (hearer) => listener.add({ ...hearer, heard: (...told) => void setTimeout(() => hearer.heard(...told), 500) }),
  };
}

/** A process that keeps public pages; `look` asks it, by what it keeps where it may. */
async function keeping(listener: Listener) {
  const cache = openPageCache(listener, 60);
  const changes = openPublicChanges(database.db, listener, none);
  endings.push(() => changes.close());
  const look = async (path: string) => {
    const before = cache.generation();
    const kept = { status: 0, headers: {} as Record<string, string> };
    const response = {
      writeHead: (status: number, headers: Record<string, string>) => {
        Object.assign(kept, { status, headers });
        return { end: () => {} };
      },
    };
    const asked = { method: "GET", url: path, headers: {} } as IncomingMessage;
    if (cache.answer(asked, response as never)) return { ...kept, from: "kept" };
    const request = new Request(`http://localhost${path}`);
    const answer = await cache.keep(request, await pages(request.url, { db: database.db, headers: {} }), before);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), from: "made" };
  };
  return { look };
}

test("who withdraws results is answered once no process of any machine gives them out, however late it hears of it", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  await releaseRound(db, heat, "published");
  const path = `/results/${heat.round.slug}`;
  const slow = await keeping(late(await listening()));
  const quick = await keeping(await listening());
  for (const { look } of [slow, quick]) {
    await vi.waitFor(async () => expect((await look(path)).from).toBe("kept"), 20_000);
    const { status, headers } = await look(path);
    expect([status, headers["surrogate-key"], headers["cdn-cache-control"]]).toEqual([
      200,
      "contest-public",
      "max-age=60",
    ]);
  }
  const withdrawn = await withdrawRelease(
    { db, actor: heat.supervisor },
    { round: heat.round.slug, version: 1, reason: "分数有误" },
  );
  expect(withdrawn.ok).toBe(true);
  for (const { look } of [slow, quick]) expect(await look(path)).toMatchObject({ from: "made", status: 404 });
});

test("a process that goes away is waited for no longer", async () => {
  const complained = vi.spyOn(log, "error");
  const changes = openPublicChanges(database.db, await listening(), none);
  endings.push(() => changes.close());
  const mute = new pg.Client({ connectionString: database.url, application_name: listenerName });
  await mute.connect();
  let settled = false;
  const settling = changes.settled().then(() => {
    settled = true;
  });
  await new Promise((done) => setTimeout(done, 400));
  expect(settled).toBe(false);
  await mute.end();
  await settling;
  expect(complained).not.toHaveBeenCalled();
});

/** A cache in front that is told to drop what it keeps: what it was told, answered with that status. */
async function cacheInFront(status: number) {
  const told: { authorization: string | undefined; body: unknown }[] = [];
  const server: Server = createServer(async (request, response) => {
    told.push({
      authorization: request.headers.authorization,
      body: JSON.parse((await buffer(request)).toString("utf8")),
    });
    response.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  endings.push(() => new Promise((done) => server.close(done)));
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/purge` };
}

test("the cache in front is told by the key that every public page bears", async () => {
  const { told, url } = await cacheInFront(200);
  const cdn = { ...none, CDN_PURGE_URL: url, CDN_PURGE_AUTHORIZATION: "Bearer of-the-cdn" };
  const changes = openPublicChanges(database.db, await listening(), cdn);
  await publicChangeSettled();
  expect(told).toEqual([
    { authorization: "Bearer of-the-cdn", body: { surrogate_keys: ["contest-public"], tags: ["contest-public"] } },
  ]);
  changes.close();
  await publicChangeSettled();
  expect(told).toHaveLength(1);
});

test("one that takes no word is told of in the log, and holds nobody up", async () => {
  const complained = vi.spyOn(log, "error").mockImplementation(() => {});
  const { told, url } = await cacheInFront(500);
  const changes = openPublicChanges(database.db, await listening(), { ...none, CDN_PURGE_URL: url });
  endings.push(() => changes.close());
  await changes.settled();
  expect(told).toHaveLength(1);
  expect(complained).toHaveBeenCalledExactlyOnceWith(
    { err: expect.objectContaining({ message: "it answered 500" }) },
    "the cache in front was not emptied",
  );
});

test("where pages are kept in front for a time, that time is over", async () => {
  const changes = openPublicChanges(database.db, await listening(), { FRONT_CACHE_SECONDS: 0.3 });
  endings.push(() => changes.close());
  const began = performance.now();
  await changes.settled();
  expect(performance.now() - began).toBeGreaterThanOrEqual(295);
});
