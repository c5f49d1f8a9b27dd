import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { revokeSession } from "~/commands/accounts/revoke-session.ts";
import { unseatJudge } from "~/commands/rounds/unseat-judge.ts";
import { issuePairingCode } from "~/commands/scoring/issue-pairing-code.ts";
import { pairTablet } from "~/commands/scoring/pair-tablet.ts";
import { revokeTablet } from "~/commands/scoring/revoke-tablet.ts";
import { renewStageKey } from "~/commands/stage/renew-stage-key.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { signInAs, signOut } from "~/services/auth/sign-in.ts";
import { newPairingCode, newTabletToken, tabletCookie, tabletDigest } from "~/services/auth/tablet.ts";
import { type LiveHub, openLiveHub } from "~/services/live/hub.ts";
import { type Listener, openListener } from "~/services/live/listener.ts";
import { limitStreams } from "~/services/live/stream-limit.ts";
import { type EventStream, openStream } from "~/testing/event-stream.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
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
    const streams = limitStreams(({ headers }) => String(headers["x-visitor"] ?? "127.0.0.1"), 1);
    const live = liveOf({ auth, db: database.db, hub, streams });
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

async function follow(instance: number, path: string, actor?: Actor, cookie?: string): Promise<EventStream> {
  const headers: Record<string, string> = actor || cookie ? { Cookie: cookie ?? (await cookieOf(actor as Actor)) } : {};
  const stream = await openStream(`${instances[instance]?.url}${path}`, headers);
  streams.push(stream);
  return stream;
}
const last = (stream: EventStream) => JSON.parse(stream.messages.at(-1) ?? "null");

test("an address with too many streams gets no other, and may ask for the picture all the same", async () => {
  const asking = (accept: string) =>
    ask(`/live/stage/${stageKey}`, { headers: { accept, "x-visitor": "203.0.113.7" } });
  const stream = await asking("text/event-stream");
  expect([stream.status, (await asking("text/event-stream")).status]).toEqual([200, 429]);
  expect((await asking("application/json")).status).toBe(200);
  await stream.body?.cancel();
  await vi.waitFor(async () => expect((await asking("text/event-stream")).status).toBe(200), soon);
});

test("an open page of the hall counts as use of its session; one that nobody has used for an hour follows nothing", async () => {
  const cookie = await cookieOf(conductor);
  const path = `/live/rounds/${heat.round.slug}`;
  const used = (minutes: number) =>
    database.db
      .updateTable("sessions")
      .set({ usedAt: new Date(Date.now() - minutes * 60_000) })
      .where("userId", "=", conductor.id)
      .execute();
  const lastUse = async () => {
    const row = await database.db
      .selectFrom("sessions")
      .where("userId", "=", conductor.id)
      .select("usedAt")
      .executeTakeFirst();
    return row && Date.now() - row.usedAt.getTime();
  };
  await used(50);
  const stream = await follow(0, path, undefined, cookie);
  await vi.waitFor(() => expect(stream.messages.length).toBeGreaterThan(0), soon);
  expect(await lastUse()).toBeLessThan(60_000);
  stream.close();
  await used(61);
  expect((await ask(path, { headers: { cookie } })).status).toBe(404);
  expect(await lastUse()).toBeUndefined();
});

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
  const entry = entries[0];
  const seat = seats[0];
  if (!entry || !seat) throw new Error("a heat has entries and seats");
  await step({ type: "open-scoring", entry: entry.key }, 0);
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks, note: "很好" });
  const conducted = await (await ask(`/live/rounds/${round.slug}`, { actor: conductor })).text();
  expect(JSON.parse(conducted).entries[0]).toMatchObject({ key: "1", asked: 2, submitted: 1, recused: 0 });
  expect(JSON.parse(conducted).conduct.last).toEqual({ seq: 1, step: { type: "open-scoring", entry: "1" } });
  const judged = await (await ask(`/live/rounds/${round.slug}`, { actor: seat.actor })).text();
  expect(Object.keys(JSON.parse(judged)).sort().join(" ")).toBe("conduct revision scoringByProject state warnSeconds");
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

describe("whose right to follow ends is sent away at once, wherever they are connected", () => {
  const path = () => `/live/rounds/${heat.round.slug}`;
  /** Follows, and has the first picture. */
  async function following(instance: number, given: { actor?: Actor; cookie?: string; at?: string }) {
    const stream = await follow(instance, given.at ?? path(), given.actor, given.cookie);
    await vi.waitFor(() => expect(stream.messages).toHaveLength(1), soon);
    return stream;
  }
  const sentAway = async (stream: EventStream) => {
    await vi.waitFor(() => expect(stream.ended).toBe(true), soon);
    expect(stream.named.at(-1)?.event).toBe("gone");
    expect(stream.messages).toHaveLength(1);
  };
  /** The next step is seen by those who stay, and by nobody else. */
  const goesOn = async (...streams: EventStream[]) => {
    const { seq } = last(await following(0, { actor: conductor })).conduct;
    await step({ type: "call", entry: "3" }, seq);
    for (const each of streams) await vi.waitFor(() => expect(last(each).conduct.onStage).toBe("3"), soon);
  };

  async function pairedTablet(judge: string): Promise<string> {
    const code = newPairingCode();
    const token = newTabletToken();
    const { db } = database;
    const codeDigest = tabletDigest(auth, "code", code);
    await issuePairingCode({ db, actor: heat.scorer }, { round: heat.round.slug, judge, codeDigest });
    const digests = { codeDigest, tokenDigest: tabletDigest(auth, "token", token), clientDigest: "somewhere" };
    const paired = await pairTablet(db, { ...digests, name: "Pad", at: new Date() });
    if (!paired.ok) throw new Error(paired.error.type);
    return tabletCookie(auth, token, paired.value.expiresAt).split(";")[0] ?? "";
  }

  test("a tablet that is revoked; the judge's other tablet and the other judges' stay", async () => {
    const cookies = [await pairedTablet("J1"), await pairedTablet("J1"), await pairedTablet("J2")];
    const lost = await following(1, { cookie: cookies[0] });
    const own = await following(0, { cookie: cookies[1] });
    const other = await following(1, { cookie: cookies[2] });
    const [{ id } = { id: 0 }] = await database.db
      .selectFrom("tablets")
      .select("id")
      .where("roundId", "=", heat.round.id)
      .orderBy("id")
      .execute();
    const input = { round: heat.round.slug, tabletId: id };
    expect(await revokeTablet({ db: database.db, actor: heat.scorer }, input)).toMatchObject({
      value: { ended: true },
    });
    await sentAway(lost);
    await goesOn(own, other);
    expect((await fetch(`${instances[0]?.url}${path()}`, { headers: { Cookie: cookies[0] ?? "" } })).status).toBe(404);
  });

  test("a judge who is taken off the panel, signed in or on a tablet", async () => {
    const [first, second] = heat.seats;
    const paired = await following(0, { cookie: await pairedTablet("J1") });
    const out = await following(1, { actor: first?.actor });
    const stays = await following(1, { actor: second?.actor });
    const grants = [{ role: "organizer" as const, editionId: heat.round.editionId }];
    const organizer = await makePerson(database.db, { grants });
    const unseated = { round: heat.round.slug, judge: "J1", reason: "临时有事" };
    expect((await unseatJudge({ db: database.db, actor: organizer }, unseated)).ok).toBe(true);
    await sentAway(paired);
    await sentAway(out);
    await goesOn(stays);
  });

  test("a scorer or a conductor whose role is taken back, on each view that it opened", async () => {
    const { scorer, round } = heat;
    const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
    const gone = [
      await following(0, { actor: conductor }),
      await following(1, { actor: scorer }),
      await following(1, { actor: scorer, at: `${path()}/tablets` }),
    ];
    const stays = await following(1, { actor: supervisor });
    for (const actor of [conductor, scorer])
      await database.db.deleteFrom("roleGrants").where("userId", "=", actor.id).execute();
    for (const stream of gone) await sentAway(stream);
    expect(stays.ended).toBe(false);
  });

  test("who has another role there is let go without a farewell, and comes back to the view of that role", async () => {
    const { round } = heat;
    await database.db
      .insertInto("roleGrants")
      .values({ userId: conductor.id, role: "supervisor", roundId: round.id })
      .execute();
    const both = await following(0, { actor: conductor });
    expect(last(both)).toHaveProperty("entries");
    const conducting = database.db.deleteFrom("roleGrants").where("userId", "=", conductor.id);
    await conducting.where("role", "=", "conductor").execute();
    await vi.waitFor(() => expect(both.ended).toBe(true), soon);
    expect(both.named.map(({ event }) => event)).not.toContain("gone");
    expect(last(await following(0, { actor: conductor }))).not.toHaveProperty("entries");
  });

  test("a session that is signed out or revoked; the same person's other session stays", async () => {
    const { scorer } = heat;
    const cookies = [await cookieOf(scorer), await cookieOf(scorer), await cookieOf(scorer)];
    const asked = (cookie = "") => new Request("http://localhost/", { headers: { cookie } });
    const left = await following(0, { cookie: cookies[0] });
    const revoked = await following(1, { cookie: cookies[1] });
    const stays = await following(1, { cookie: cookies[2] });
    await signOut(auth, asked(cookies[0]));
    await sentAway(left);
    const session = await findSession(auth, asked(cookies[1]));
    await revokeSession({ db: database.db, actor: scorer }, { sessionId: session?.session.id });
    await sentAway(revoked);
    await goesOn(stays);
  });
});

describe("where panels judge side by side", () => {
  test("each stage is followed by itself, a judge follows the own panel's, and there is no other", async () => {
    const { round, seats, scorer } = await makeTwoPanels(database.db);
    const take = (panel: string, entry: string) =>
      takeStep(
        { db: database.db, actor: scorer },
        { round: round.slug, panel, after: 0, step: { type: "call", entry } },
      );
    const [ofA, , ofB] = await Promise.all(seats.map(({ actor }) => follow(0, `/live/rounds/${round.slug}`, actor)));
    const stageB = await follow(1, `/live/stage/${round.stageKey}?panel=B`);
    if (!ofA || !ofB) throw new Error("nobody follows");
    expect((await take("B", "2")).ok).toBe(true);
    await vi.waitFor(() => expect(last(ofB).conduct.onStage).toBe("2"), soon);
    await vi.waitFor(() => expect(last(stageB).onStage.key).toBe("2"), soon);
    expect(last(ofA).conduct.onStage).toBeNull();
    // What a judge asks for makes no difference
    const asked = await ask(`/live/rounds/${round.slug}?panel=B`, { actor: seats[0]?.actor });
    expect((await asked.json()).conduct.onStage).toBeNull();
    const desk = await (await ask(`/live/rounds/${round.slug}?panel=A`, { actor: scorer })).json();
    expect(desk.entries.map(({ key }: { key: string }) => key)).toEqual(["1", "3"]);
    expect((await ask(`/live/rounds/${round.slug}?panel=C`, { actor: scorer })).status).toBe(404);
    expect((await ask(`/live/stage/${round.stageKey}?panel=C`)).status).toBe(404);
    expect((await ask(`/live/stage/${stageKey}?panel=A`)).status).toBe(404);
  });
});
