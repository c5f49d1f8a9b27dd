import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import * as roundApi from "~/routes/api/exchange/round.ts";
import * as standingsApiV1 from "~/routes/api/exchange/standings.ts";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import { cachedAddress } from "~/routes/judge/scoring/cached-address.ts";
import { liveOf } from "~/routes/stage/stage/live.ts";
import * as stage from "~/routes/stage/stage/stage.tsx";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { createAuth } from "~/services/auth/auth.ts";
import { now } from "~/services/clock.ts";
import { openPageCache } from "~/services/http/page-cache.ts";
import { openLiveHub } from "~/services/live/hub.ts";
import { type Listener, openListener } from "~/services/live/listener.ts";
import { openStream } from "~/testing/event-stream.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeSituation, type Situation } from "~/testing/secret-heat.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "../editions/edition.tsx";
import * as home from "../editions/home.tsx";
import * as heatPage from "../heats/heat.tsx";
import * as notice from "../notices/notice.tsx";
import * as notices from "../notices/notices.tsx";
import * as objectionForm from "../notices/objection-form.tsx";
import * as sitemap from "../operations/sitemap.ts";
import * as results from "./results.tsx";
import * as bundle from "./round-bundle.ts";
import * as roundResults from "./round-results.tsx";
import * as roundVersion from "./round-version.tsx";

const database = testDatabase();
const pages = pagesOf({
  "/": home,
  "editions/:edition": edition,
  "heats/:round": heatPage,
  notices,
  "notices/:round": notice,
  "notices/:round/objection": objectionForm,
  results,
  "results/:round": roundResults,
  "results/:round/bundle.json": bundle,
  "results/:round/:version": roundVersion,
  "results/:round/:version/bundle.json": bundle,
  "sitemap.xml": sitemap,
  "stage/:key": stage,
  "api/rounds/:round/standings": standingsApi,
  "api/v1/rounds/:round": roundApi,
  "api/v1/rounds/:round/standings": standingsApiV1,
  "api/v1/rounds/:round/standings/:version": standingsApiV1,
});
/** Every address under which anybody finds the results, one way or another; those of the results alone end with them. */
const ofResults = [
  "/results/ROUND",
  "/results/ROUND.data",
  "/results/ROUND/1",
  "/results/ROUND/1.data",
  "/results/ROUND/2",
  "/results/ROUND/bundle.json",
  "/results/ROUND/1/bundle.json",
  "/results/ROUND/2/bundle.json",
  "/notices/ROUND",
  "/notices/ROUND.data",
  "/api/rounds/ROUND/standings",
  "/api/rounds/ROUND/standings?version=1",
  "/api/rounds/ROUND/standings?version=2",
  "/api/v1/rounds/ROUND/standings",
  "/api/v1/rounds/ROUND/standings/1",
  "/api/v1/rounds/ROUND/standings/2",
];
const around = [
  "/",
  "/editions/EDITION",
  "/heats/ROUND",
  "/results",
  "/notices",
  "/sitemap.xml",
  "/api/v1/rounds/ROUND",
  "/stage/KEY",
  "/stage/KEY.data",
  "/live/stage/KEY",
];

let instances: { url: string; server: Server; listener: Listener; close: () => void }[];
let situation: Situation;

/** Two instances of the product's way from request to answer, on one database: kept pages, live views, and the pages themselves. */
beforeAll(async () => {
  const { db } = database;
  situation = await makeSituation(db, "published");
  const auth = createAuth({ db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  instances = await Promise.all(
    [0, 1].map(async () => {
      const listener = await openListener(database.url);
      const cache = openPageCache(listener);
      const hub = openLiveHub(listener);
      const live = liveOf({ auth, db, hub });
      const render = createRequestListener(async (request) => {
        const before = cache.generation();
        const answer = await pages(request.url, { db, headers: Object.fromEntries(request.headers) });
        return await cache.keep(request, answer, before);
      });
      const server = createServer((request, response) => {
        if (!live(request, response) && !cache.answer(request, response)) void render(request, response);
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { url, server, listener, close: hub.close };
    }),
  );
});
afterAll(async () => {
  for (const { server, listener, close } of instances) {
    close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await listener.close();
  }
});

const addressed = (path: string) =>
  path
    .replace("ROUND", situation.round.slug)
    .replace("EDITION", situation.edition.slug)
    .replace("KEY", situation.round.stageKey);

/** What each address of each instance says, and the tag by which it would be asked again. */
async function everywhere(tags: (string | null)[] = []) {
  const asked = instances.flatMap(({ url }) =>
    [...ofResults, ...around].map((path) => ({ path, at: url + addressed(path) })),
  );
  return await Promise.all(
    asked.map(async ({ path, at }, number) => {
      const tag = tags[number];
      const answer = await fetch(at, { headers: tag ? { "If-None-Match": tag } : {} });
      return { path, status: answer.status, tag: answer.headers.get("etag"), text: await answer.text() };
    }),
  );
}

test("withdrawn results vanish from every page, version, list, interface, stage and kept page of every instance in that moment", async () => {
  const { db } = database;
  const { round, show, found, titlesIn } = situation;
  await show({ name: "reveal", step: 99 });
  // A correction, so that there is a replaced version to be read
  const grants = (["scorer", "supervisor", "organizer"] as const).map((role) => ({ role, roundId: round.id }));
  const [scorer, supervisor, organizer] = await Promise.all(grants.map((grant) => makePerson(db, { grants: [grant] })));
  if (!scorer || !supervisor || !organizer) throw new Error("three hands");
  await db.updateTable("entries").set({ titleEn: "Corrected" }).where("roundId", "=", round.id).execute();
  await db
    .updateTable("entries")
    .set({ title: "绝密项目1（更正）" })
    .where("roundId", "=", round.id)
    .where("key", "=", "1")
    .execute();
  await releaseRound(db, { round, scorer, supervisor, organizer }, "published", {
    reason: "名称有误",
    noticeEndsOn: "2099-12-01",
  });
  await db.updateTable("editions").set({ bundlePublic: true }).where("id", "=", situation.edition.id).execute();
  await sealTrail(db, now, { patienceMs: 0 });
  const streams = await Promise.all(instances.map(({ url }) => openStream(`${url}/live/stage/${round.stageKey}`)));

  // They are read everywhere, and kept
  await everywhere();
  const before = await everywhere();
  for (const { path, status, text } of before) {
    expect([path, status]).toEqual([path, 200]);
    if (ofResults.includes(path))
      expect([path, titlesIn(text)]).toEqual([path, ["1", "2", "3", "4"].map((key) => `绝密项目${key}`)]);
    if (path.startsWith("/live")) expect([path, found(text).numbers.length > 0]).toEqual([path, true]);
    if (path === "/sitemap.xml" || path === "/heats/ROUND") expect(text).toContain(`/results/${round.slug}`);
  }
  await vi.waitFor(() => {
    for (const { messages } of streams) expect(found(messages.at(-1) ?? "").numbers).not.toEqual([]);
  }, 20_000);

  const answer = await withdrawRelease({ db, actor: organizer }, { round: round.slug, version: 2, reason: "异议成立" });
  expect(answer.ok).toBe(true);

  await vi.waitFor(
    async () => {
      // Asked for again, and by whoever has them and asks whether they have changed
      for (const tags of [[], before.map(({ tag }) => tag)])
        for (const { path, status, text } of await everywhere(tags)) {
          const gone = ofResults.includes(path);
          expect([path, status]).toEqual([path, gone ? 404 : 200]);
          expect([path, found(text).numbers]).toEqual([path, []]);
          // The page that says so stands at the address that was asked for
          const named = gone && path.startsWith("/results") && !path.endsWith(".json");
          expect([path, text.includes(`/results/${round.slug}`)]).toEqual([path, named]);
          if (gone || path === "/results" || path === "/notices") expect([path, titlesIn(text)]).toEqual([path, []]);
        }
      for (const { messages } of streams) expect(found(messages.at(-1) ?? "").numbers).toEqual([]);
    },
    { timeout: 10_000, interval: 20 },
  );
  for (const stream of streams) stream.close();
});

test("no worker keeps anything of them on a device", () => {
  for (const path of [...ofResults, ...around])
    expect([path, cachedAddress(new URL(addressed(path), "http://localhost"))]).toEqual([path, null]);
});
