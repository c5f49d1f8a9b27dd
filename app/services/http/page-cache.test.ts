import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import * as standingsV1 from "~/routes/api/exchange/standings.ts";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type Listener, openListener } from "../live/listener.ts";
import { cacheHeader, openPageCache, type PageCache } from "./page-cache.ts";

const database = testDatabase();
const pages = pagesOf({
  "results/:round": roundResults,
  "api/rounds/:round/standings": standingsApi,
  "api/v1/rounds/:round/standings": standingsV1,
});
const instances: { cache: PageCache; listener: Listener; server: Server; url: string }[] = [];
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let rendered = 0;

/** Two instances of the product's way from request to answer, on one database. */
beforeAll(async () => {
  for (let number = 0; number < 2; number++) {
    const listener = await openListener(database.url);
    const cache = openPageCache(listener);
    const render = createRequestListener(async (request) => {
      const before = cache.generation();
      const render = async (asked: Request) => {
        rendered++;
        return await pages(asked.url, { db: database.db, headers: Object.fromEntries(asked.headers) });
      };
      const answer = await render(request);
      await cache.wanted(request, answer)?.keep(render);
      return await cache.keep(request, answer, before);
    });
    const server = createServer((request, response) => {
      if (cache.answer(request, response)) return;
      const shared = cache.find(request);
      if (shared) void shared.send(request, response, Buffer.from("<header>whoever</header>"));
      else void render(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    instances.push({ cache, listener, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  }
});
afterAll(async () => {
  for (const { listener, server } of instances) {
    await listener.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});
beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  await releaseRound(database.db, heat, "published");
  // The commits above have been heard of.
  await vi.waitFor(async () => expect(await renderings(() => ask(0, "page"))).toBe(0), 20_000);
});

function ask(instance: number, what: "page" | "json", headers: Record<string, string> = {}): Promise<Response> {
  const { slug } = heat.round;
  const path = what === "page" ? `/results/${slug}` : `/api/rounds/${slug}/standings`;
  return fetch(`${instances[instance]?.url}${path}`, { headers });
}

const bundle = "app/routes/public/releases/round-bundle.ts";

async function globbed(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => !file.includes(".test.")).map((file) => `${folder}/${file}`);
}

/** How often something had to be rendered meanwhile. */
async function renderings(work: () => Promise<unknown>): Promise<number> {
  const before = rendered;
  await work();
  return rendered - before;
}

test("a page is rendered once for all, and whoever is signed in gets it with a header of their own, which nobody keeps", async () => {
  const cookie = "contest.session_token=x";
  expect(await renderings(() => ask(1, "page"))).toBe(1);
  expect(await renderings(() => ask(1, "page"))).toBe(0);
  expect(await renderings(() => ask(1, "page", { cookie: "locale=zh-CN" }))).toBe(0);
  expect(await renderings(() => ask(1, "page", { cookie }))).toBe(0);
  const theirs = await ask(1, "page", { cookie });
  expect(theirs.headers.get("cache-control")).toBe("private, no-store");
  expect(theirs.headers.get("etag")).toBeNull();
  const everybodys = await (await ask(1, "page")).text();
  expect(await theirs.text()).toBe(everybodys.replace(/<header>.*?<\/header>/s, "<header>whoever</header>"));
  expect(everybodys).not.toContain("whoever");
});

test("where only people who are signed in come, the page is rendered for the first of them and once for all", async () => {
  const cookie = "locale=en; contest.session_token=x";
  expect(await renderings(() => ask(1, "page", { cookie }))).toBe(2);
  expect(await renderings(() => ask(1, "page", { cookie }))).toBe(0);
  expect(await renderings(() => ask(1, "page", { cookie: "locale=en" }))).toBe(0);
  await withdrawRelease(
    { db: database.db, actor: heat.supervisor },
    { round: heat.round.slug, version: 1, reason: "分数有误" },
  );
  await vi.waitFor(async () => expect((await ask(1, "page", { cookie })).status).not.toBe(200), 20_000);
});

test("what programs read is rendered once for all, whatever cookies they bring, and goes into shared caches", async () => {
  const cookie = "contest.session_token=x; other=y";
  const first = await ask(1, "json", { cookie });
  expect(await renderings(() => ask(1, "json", { cookie }))).toBe(0);
  expect(await renderings(() => ask(1, "json"))).toBe(0);
  const plain = await ask(0, "json");
  expect(await first.text()).toBe(await plain.text());
  expect(first.headers.get("cache-control")).toBe(plain.headers.get("cache-control"));
  expect(first.headers.get("cache-control")).toContain("public");
});

test("no loader of what programs read asks who they are", async () => {
  const sources = await Promise.all(
    [...(await globbed("app/routes/api/exchange")), "app/routes/api/standings/standings.ts", bundle].map((file) =>
      readFile(file, "utf8"),
    ),
  );
  expect(sources.length).toBeGreaterThan(7);
  for (const source of sources) expect(source).not.toMatch(/\bactor\b|roundFor|cookie/i);
});

test("a kept page is whole, the same as the rendered one, gzipped or not, and says nothing of being kept", async () => {
  const first = await ask(1, "page");
  const second = await ask(1, "page", { "accept-encoding": "identity" });
  expect(await second.text()).toBe(await first.text());
  expect([first.headers.get(cacheHeader), second.headers.get(cacheHeader)]).toEqual([null, null]);
  expect((await ask(1, "page")).headers.get("content-encoding")).toBe("gzip");
  expect(second.headers.get("content-encoding")).toBeNull();
  expect(second.headers.get("cache-control")).toBe("public, no-cache");
});

test.each(["page", "json"] as const)("a %s that has not changed is not sent again", async (what) => {
  for (const kept of [false, true]) {
    const etag = (await ask(1, what)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    const again = await ask(1, what, { "if-none-match": etag });
    expect([kept, again.status, await again.text()]).toEqual([kept, 304, ""]);
    expect((await ask(1, what, { "if-none-match": 'W/"other"' })).status).toBe(200);
  }
});

test("what is kept bears the tag of the bytes that go out, and who has either is told so", async () => {
  const at = `${instances[1]?.url}/api/v1/rounds/${heat.round.slug}/standings`;
  const asked = (headers: Record<string, string>) => fetch(at, { headers });
  await asked({});
  await renderings(async () => {
    const plain = await asked({ "accept-encoding": "identity" });
    const zipped = await asked({ "accept-encoding": "gzip" });
    const tags = [plain, zipped].map((each) => each.headers.get("etag") ?? "");
    expect(tags[1]).toBe(tags[0]?.replace(/"$/, '-gzip"'));
    expect(await zipped.text()).toBe(await plain.text());
    for (const tag of tags) {
      const again = await asked({ "if-none-match": `"other", W/${tag}` });
      expect([again.status, again.headers.get("etag")]).toEqual([304, `W/${tag}`]);
    }
  }).then((count) => expect(count).toBe(0));
});

test("withdrawn results are gone from every instance, page and JSON, within a moment", async () => {
  for (const instance of [0, 1]) {
    for (const what of ["page", "json"] as const) {
      await ask(instance, what);
      expect(await renderings(() => ask(instance, what))).toBe(0);
    }
  }
  const reason = "异议成立";
  await withdrawRelease({ db: database.db, actor: heat.organizer }, { round: heat.round.slug, version: 1, reason });
  const statuses = () =>
    Promise.all([ask(0, "page"), ask(0, "json"), ask(1, "page"), ask(1, "json")]).then((all) =>
      all.map(({ status }) => status),
    );
  await vi.waitFor(async () => expect(await statuses()).toEqual([404, 404, 404, 404]), {
    timeout: 20_000,
    interval: 5,
  });
});
