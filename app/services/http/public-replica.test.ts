import { join } from "node:path";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { pageRenderer } from "~/render-page.ts";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { connect, type Database, type Db } from "~db/client.ts";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import { migrate } from "~db/migrate.ts";
import { readConsistently } from "~db/queries/exchange/exported.ts";
import { openReplica } from "~db/replica.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { embeddedReplica } from "~db/testing/replica.ts";
import { openTcpSwitch, type TcpSwitch } from "~db/testing/tcp-switch.ts";
import { closeDatabase } from "../database.ts";
import { type Listener, openListener } from "../live/listener.ts";
import { openPublicChanges, openPublicFloor, publicChangeSettled } from "./public-change.ts";

const settings = { fsync: "off", jit: "off", max_connections: "40", shared_buffers: "16MB" };
const pages = pagesOf({ "results/:round": roundResults });
const endings: (() => unknown)[] = [];
let server: Embedded;
let standby: Embedded;
let database: Database;
/** The replica's own server, past what the product knows of it. */
let beside: Database;
let way: TcpSwitch;

beforeAll(async () => {
  const from = join(inject("folder"), "with-replica");
  server = await embeddedPostgres(from, settings);
  await server.ensureDatabase("contest");
  database = connect(server.url(), { max: 5 });
  await migrate(database.db);
  standby = await embeddedReplica(server, { from, to: join(inject("folder"), "replica"), name: "replica", settings });
  beside = connect(standby.url(), { max: 2 });
  way = await openTcpSwitch(portOf(standby.url()));
}, 120_000);

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

afterAll(async () => {
  await way?.close();
  await beside?.end();
  await database?.end();
  await standby?.leave();
  await server?.leave();
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** What a process of the product has open, and what it says of the replica. */
async function process(given: { listener?: Listener } = {}) {
  const said: string[] = [];
  const url = standby.url().replace(/:\d+\//, `:${way.port}/`);
  const replica = openReplica(url, database, { away: () => said.push("away"), back: () => said.push("back") });
  const listener = given.listener ?? (await openListener(server.url()));
  const changes = openPublicChanges(database.db, listener, { FRONT_CACHE_SECONDS: 0 });
  const floor = openPublicFloor(database.db, listener);
  endings.push(async () => {
    changes.close();
    await listener.close();
    await replica.end();
  });
  const publicDb = (): Db => {
    const position = floor();
    return position === null ? database.db : replica.at(position);
  };
  const status = async (path: string, db = publicDb()) => (await pages(path, { db: database.db, publicDb: db })).status;
  return { said, replica, listener, floor, publicDb, status };
}

/** Whether a read is answered by the replica. */
async function isReplica(db: Db): Promise<boolean> {
  const { rows } = await sql<{ replica: boolean }>`select pg_is_in_recovery() as replica`.execute(db);
  return rows[0]?.replica === true;
}

async function untilReplica(publicDb: () => Db): Promise<void> {
  await vi.waitFor(async () => expect(await isReplica(publicDb())).toBe(true), { timeout: 30_000, interval: 25 });
}

async function publishedHeat() {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  await releaseRound(database.db, heat, "published");
  return { ...heat, path: `/results/${heat.round.slug}` };
}

async function withdraw(heat: Awaited<ReturnType<typeof publishedHeat>>) {
  const input = { round: heat.round.slug, version: 1, reason: "一张评分单录错了" };
  expect(await withdrawRelease({ db: database.db, actor: heat.organizer }, input)).toMatchObject({ ok: true });
}

/** A process whose loop is so busy that it hears everything half a second late. */
async function lateListener(): Promise<Listener> {
  const listener = await openListener(server.url());
  return {
    ...listener,
    add: (hearer) => listener.add({ ...hearer, heard: (...told) => void setTimeout(() => hearer.heard(...told), 500) }),
  };
}

test("what is published or withdrawn while the replica stands still is seen at once; once it has caught up it is read again", async () => {
  const { publicDb, status, replica } = await process();
  const heat = await publishedHeat();
  await untilReplica(publicDb);
  expect(await status(heat.path)).toBe(200);

  await beside.sql`select pg_wal_replay_pause()`;
  endings.push(() => beside.sql`select pg_wal_replay_resume()`);
  await withdraw(heat);
  expect(await status(heat.path)).toBe(404);
  // The replica itself has not heard of it
  expect(await status(heat.path, replica.at("0/0"))).toBe(200);
  // Of another timeline the same position says nothing
  expect(await status(heat.path, replica.at("0/0@1"))).toBe(200);
  expect(await status(heat.path, replica.at("0/0@2"))).toBe(404);
  const other = await publishedHeat();
  await publicChangeSettled();
  expect(await status(other.path)).toBe(200);
  expect(await status(other.path, replica.at("0/0"))).toBe(404);
  expect(await isReplica(publicDb())).toBe(false);

  await beside.sql`select pg_wal_replay_resume()`;
  await untilReplica(publicDb);
  expect([await status(heat.path), await status(other.path)]).toEqual([404, 200]);
});

test("who withdraws is answered once no process reads the replica as it was, however late one hears of it", async () => {
  const slow = await process({ listener: await lateListener() });
  const quick = await process();
  const heat = await publishedHeat();
  await publicChangeSettled();
  for (const { publicDb } of [slow, quick]) await untilReplica(publicDb);
  await beside.sql`select pg_wal_replay_pause()`;
  endings.push(() => beside.sql`select pg_wal_replay_resume()`);
  await withdraw(heat);
  expect(await slow.status(heat.path, slow.replica.at("0/0"))).toBe(200);
  expect([await slow.status(heat.path), await quick.status(heat.path)]).toEqual([404, 404]);
});

test("a process that hears of no changes reads from the primary", async () => {
  const { publicDb, listener, floor } = await process();
  await untilReplica(publicDb);
  await database.sql`select pg_terminate_backend(${listener.pid()})`;
  await vi.waitFor(() => expect(floor()).toBeNull(), { timeout: 20_000, interval: 1 });
  expect(await isReplica(publicDb())).toBe(false);
  await untilReplica(publicDb);
});

test("where the replica is away or hangs the same read is answered by the primary; it is said once, and the replica comes back by itself", async () => {
  const { publicDb, said } = await process();
  await untilReplica(publicDb);
  expect(said).toEqual(["back"]);
  for (const fault of [() => way.turn(null), () => way.hold()]) {
    const before = said.length;
    fault();
    const answers = await Promise.all(Array.from({ length: 12 }, () => isReplica(publicDb())));
    expect(answers).toEqual(answers.map(() => false));
    expect(await isReplica(publicDb())).toBe(false);
    expect(said.slice(before)).toEqual(["away"]);
    way.turn(portOf(standby.url()));
    await untilReplica(publicDb);
    expect(said.slice(before)).toEqual(["away", "back"]);
  }
});

test("a replica that is lost in the middle of several reads of one picture has all of them done again", async () => {
  const { publicDb } = await process();
  await untilReplica(publicDb);
  const seen: boolean[] = [];
  const answer = await readConsistently(publicDb(), async (then) => {
    seen.push(await isReplica(then as Db));
    if (seen.length === 1) way.turn(null);
    return await isReplica(then as Db);
  });
  expect([seen, answer]).toEqual([[true, false], false]);
  way.turn(portOf(standby.url()));
  await untilReplica(publicDb);
});

test("more readers than connections are answered by the primary, and nobody waits", async () => {
  const { publicDb } = await process();
  await untilReplica(publicDb);
  const answers = await Promise.all(Array.from({ length: 30 }, () => isReplica(publicDb())));
  expect(new Set(answers)).toEqual(new Set([true, false]));
});

test("a mistake of ours in a read is the same mistake at the primary", async () => {
  const { publicDb } = await process();
  await untilReplica(publicDb);
  await expect(sql`select * from nothing_of_ours`.execute(publicDb())).rejects.toMatchObject({ code: "42P01" });
  await untilReplica(publicDb);
});

test("who is signed in, and every form, has the primary; a page for everybody has what the process that was asked says", async () => {
  const settings = {
    NODE_ENV: "production",
    databaseUrl: server.url(),
    DATABASE_POOL: 2,
    DATABASE_REPLICA_URL: standby.url(),
  };
  const loader = async ({ context }: LoaderFunctionArgs) => Response.json(await isReplica(context.publicDb));
  const routes = { page: { id: "page", parentId: undefined, path: "page", module: { loader, action: loader } } };
  const build = { entry: { module: {} }, routes, future: { v3_singleFetch: true }, assets: { routes: {} } };
  const render = pageRenderer({ load: async () => build, settings, auth: {}, store: {} } as never);
  endings.push(() => closeDatabase());
  const passed = { id: "1", nonce: "", clientAddress: "", demo: false };
  const ask = async (init: RequestInit, floor: string | null) =>
    await (await render(new Request("http://localhost/page", init), { ...passed, floor })).json();
  await vi.waitFor(async () => expect(await ask({}, "0/0")).toBe(true), { timeout: 20_000, interval: 50 });
  expect(await ask({ headers: { cookie: "locale=en" } }, "0/0")).toBe(true);
  expect(await ask({ headers: { cookie: "better-auth.session_token=x" } }, "0/0")).toBe(false);
  expect(await ask({ method: "POST" }, "0/0")).toBe(false);
  expect(await ask({}, null)).toBe(false);
  expect(await ask({}, "FFFF/0")).toBe(false);
});

// Last, as it is no replica from then on
test("a replica that was made a primary is read no more", async () => {
  const { publicDb, said } = await process();
  await untilReplica(publicDb);
  await beside.sql`select pg_promote()`;
  await vi.waitFor(() => isReplica(publicDb()).then(() => expect(said.at(-1)).toBe("away")), {
    timeout: 30_000,
    interval: 100,
  });
  // Its own log goes on, and is another's
  await beside.sql`update rounds set title = title`;
  const heat = await publishedHeat();
  await publicChangeSettled();
  expect((await pages(heat.path, { db: database.db, publicDb: publicDb() })).status).toBe(200);
  expect(said.at(-1)).toBe("away");
});
