import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { renewStageKey } from "~/commands/rounds/renew-stage-key.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import type { Actor } from "~/rules/access.ts";
import type { ConductStep } from "~/rules/conduct.ts";
import { type Auth, createAuth } from "~/services/auth.ts";
import { type LiveHub, openLiveHub } from "~/services/live/hub.ts";
import { type Listener, openListener } from "~/services/live/listener.ts";
import { signInAs } from "~/services/sign-in.ts";
import { type EventStream, openStream } from "~/testing/event-stream.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/people.ts";
import { testDatabase } from "~db/testing/database.ts";
import { liveOf } from "./live.ts";

const database = testDatabase();
const instances: { listener: Listener; hub: LiveHub; server: Server; url: string }[] = [];
const streams: EventStream[] = [];
const soon = { timeout: 5_000, interval: 2 };
let auth: Auth;

/** Two instances of the product's live views, on one database. */
beforeAll(async () => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  for (let number = 0; number < 2; number++) {
    const listener = await openListener(database.url);
    const hub = openLiveHub(listener);
    const live = liveOf({ auth, db: database.db, hub });
    const server = createServer((request, response) => {
      if (!live(request, response)) response.writeHead(418).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    instances.push({ listener, hub, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  }
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  for (const { listener, hub, server } of instances) {
    hub.close();
    await listener.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

let heat: Awaited<ReturnType<typeof makeHeat>>;
let conductor: Actor;
let stageKey: string;
beforeEach(async () => {
  heat = await makeHeat(database.db, { judges: 2, entries: 3 });
  conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: heat.round.id }] });
  ({ stageKey } = await database.db
    .selectFrom("rounds")
    .select("stageKey")
    .where("id", "=", heat.round.id)
    .executeTakeFirstOrThrow());
});

const cookieOf = async (actor: Actor) => (await signInAs(auth, actor.id)).getSetCookie()[0]?.split(";")[0] ?? "";
const step = (taken: ConductStep, after: number) =>
  takeStep({ db: database.db, actor: conductor }, { round: heat.round.slug, after, step: taken });

async function ask(path: string, { actor, headers }: { actor?: Actor; headers?: Record<string, string> } = {}) {
  const cookie: Record<string, string> = actor ? { Cookie: await cookieOf(actor) } : {};
  return await fetch(`${instances[0]?.url}${path}`, { headers: { ...cookie, ...headers } });
}

async function follow(instance: number, path: string, actor?: Actor): Promise<EventStream> {
  const headers: Record<string, string> = actor ? { Cookie: await cookieOf(actor) } : {};
  const stream = await openStream(`${instances[instance]?.url}${path}`, headers);
  streams.push(stream);
  return stream;
}
const last = (stream: EventStream) => JSON.parse(stream.messages.at(-1) ?? "null");

test("the round is followed by those who work at it, and to everybody else it is not there", async () => {
  const { round, seats, scorer } = heat;
  const person = (grants: { role: "organizer" | "supervisor" | "screener"; editionId: number }[]) =>
    makePerson(database.db, { grants });
  const elsewhere = await makeHeat(database.db, { judges: 1 });
  const removed = seats[1];
  await database.db
    .updateTable("panelMembers")
    .set({ removedAt: new Date() })
    .where("id", "=", removed?.id ?? 0)
    .execute();
  const editionId = round.editionId;
  const answers: [string, Actor | undefined, number][] = [
    ["conductor", conductor, 200],
    ["scorer", scorer, 200],
    ["judge with a seat", seats[0]?.actor, 200],
    ["organizer", await person([{ role: "organizer", editionId }]), 200],
    ["supervisor", await person([{ role: "supervisor", editionId }]), 200],
    ["screener", await person([{ role: "screener", editionId }]), 404],
    ["judge whose seat was removed", removed?.actor, 404],
    ["judge of another round", elsewhere.seats[0]?.actor, 404],
    ["scorer of another round", elsewhere.scorer, 404],
    ["applicant", await makePerson(database.db), 404],
    ["nobody", undefined, 404],
  ];
  for (const [who, actor, status] of answers)
    expect([who, (await ask(`/live/rounds/${round.slug}`, { actor })).status]).toEqual([who, status]);
  for (const path of ["/live/rounds/nowhere", "/live/stage/nowhere", `/live/stage/${stageKey.slice(1)}`])
    expect((await ask(path, { actor: conductor })).status).toBe(404);
  for (const path of ["/live", "/live/rounds", `/live/rounds/${round.slug}/x`, "/live/other/x"])
    expect((await ask(path, { actor: conductor })).status).toBe(418);
});

test("whoever has the stage's address follows what may be shown, signed in or not", async () => {
  const answer = await ask(`/live/stage/${stageKey}`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ screen: "waiting", onStage: null, score: null, scoreboard: null });
});

test("conductors and judges are told of sheets and steps, and of no score or mark", async () => {
  const { round, entries, seats, criteria } = heat;
  const marks = Object.fromEntries(criteria.map(({ key, max }) => [key, max]));
  const [entry, seat] = [entries[0], seats[0]];
  if (!entry || !seat) throw new Error("a heat has entries and seats");
  await step({ type: "open-scoring", entry: entry.key }, 0);
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks, note: "很好" });
  const conducted = await (await ask(`/live/rounds/${round.slug}`, { actor: conductor })).text();
  expect(JSON.parse(conducted).entries[0]).toMatchObject({ key: "1", asked: 2, submitted: 1, recused: 0 });
  expect(JSON.parse(conducted).conduct.last).toEqual({ seq: 1, step: { type: "open-scoring", entry: "1" } });
  const judged = await (await ask(`/live/rounds/${round.slug}`, { actor: seat.actor })).text();
  expect(Object.keys(JSON.parse(judged)).sort()).toEqual(["conduct", "revision", "state", "warnSeconds"]);
  for (const picture of [conducted, judged]) expect(picture).not.toMatch(/很好|100\.00|marks|total/);
});

test("a step is on every stream of every instance at once, whole", async () => {
  const { round, seats } = heat;
  const all = [
    await follow(0, `/live/rounds/${round.slug}`, conductor),
    await follow(1, `/live/rounds/${round.slug}`, conductor),
    await follow(1, `/live/rounds/${round.slug}`, seats[0]?.actor),
    await follow(0, `/live/rounds/${round.slug}`, seats[1]?.actor),
  ];
  const stage = await follow(1, `/live/stage/${stageKey}`);
  for (const stream of [...all, stage]) await vi.waitFor(() => expect(stream.messages).toHaveLength(1), soon);
  const began = performance.now();
  await step({ type: "call", entry: "2" }, 0);
  for (const stream of all) await vi.waitFor(() => expect(last(stream).conduct).toMatchObject({ onStage: "2" }), soon);
  await vi.waitFor(() => expect(last(stage)).toMatchObject({ screen: "presenting", onStage: { key: "2" } }), soon);
  expect(performance.now() - began).toBeLessThan(1_000);
  await step({ type: "start", phase: "pitch" }, 1);
  for (const stream of all)
    await vi.waitFor(() => expect(last(stream).conduct.clock.runningSince).toBeGreaterThan(0), soon);
});

test("who asks again and again is answered in full only when something changed, and always with the server's time", async () => {
  const path = `/live/rounds/${heat.round.slug}`;
  const first = await ask(path, { actor: conductor });
  const etag = first.headers.get("etag") ?? "";
  expect(first.headers.get("cache-control")).toBe("no-cache");
  const again = await ask(path, { actor: conductor, headers: { "If-None-Match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect(Math.abs(Number(again.headers.get("server-now")) - Date.now())).toBeLessThan(5_000);
  await step({ type: "call", entry: "1" }, 0);
  const changed = await ask(path, { actor: conductor, headers: { "If-None-Match": etag } });
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({ conduct: { onStage: "1" } });
});

test("a stage address that was replaced sends away whoever follows by it, and answers nobody any more", async () => {
  const old = await follow(1, `/live/stage/${stageKey}`);
  await vi.waitFor(() => expect(old.messages).toHaveLength(1), soon);
  const grants = [{ role: "organizer" as const, editionId: heat.round.editionId }];
  const organizer = await makePerson(database.db, { grants });
  await renewStageKey({ db: database.db, actor: organizer }, { round: heat.round.slug });
  await vi.waitFor(() => expect(old.ended).toBe(true), soon);
  expect(old.named.at(-1)?.event).toBe("gone");
  expect((await ask(`/live/stage/${stageKey}`)).status).toBe(404);
});
