import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type EventStream, openStream } from "~/testing/event-stream.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type LiveHub, type LiveRoom, openLiveHub } from "./hub.ts";
import { type Listener, openListener } from "./listener.ts";

const database = testDatabase();
const soon = { timeout: 5_000, interval: 5 };
let listener: Listener;
let hub: LiveHub;
let server: Server;
let rooms: Record<string, LiveRoom> = {};
const streams: EventStream[] = [];

/** A server that lets every request follow the room of its path. */
beforeAll(async () => {
  listener = await openListener(database.url);
  hub = openLiveHub(listener);
  server = createServer((request, response) => {
    const room = rooms[(request.url ?? "").slice(1)];
    if (room) hub.follow(room, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
  rooms = {};
});
afterAll(async () => {
  hub.close();
  await listener.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** A room whose picture is what `now` holds, and how often it was made. */
function makeRoom(key: string, roundId: number) {
  const state = { now: `"${key} 1"` as string | null, made: 0, gate: Promise.resolve() };
  rooms[key] = {
    key,
    roundId,
    load: async () => {
      state.made++;
      const picture = state.now;
      await state.gate;
      return picture;
    },
  };
  return state;
}

async function follow(key: string): Promise<EventStream> {
  const stream = await openStream(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${key}`);
  streams.push(stream);
  return stream;
}

const changed = (round: number) => database.db.insertInto("roundChanges").values({ round, tablets: false }).execute();
const received = (stream: EventStream, ...messages: string[]) =>
  vi.waitFor(() => expect(stream.messages).toEqual(messages), soon);

/** A gate before which pictures wait while they are being made. */
function gate() {
  let open = () => {};
  const closed = new Promise<void>((done) => {
    open = done;
  });
  return { closed, open };
}

test("everybody who follows gets the picture now and after each change, and it is made once for all", async () => {
  const room = makeRoom("a", 1);
  const all = [await follow("a"), await follow("a"), await follow("a")];
  for (const stream of all) await received(stream, '"a 1"');
  const before = room.made;
  room.now = '"a 2"';
  await changed(1);
  for (const stream of all) await received(stream, '"a 1"', '"a 2"');
  expect(room.made - before).toBe(1);
  const late = await follow("a");
  await received(late, '"a 2"');
  expect(room.made - before).toBe(1);
});

test("every stream says the server's time as it begins, by which clocks run", async () => {
  makeRoom("time", 1);
  const stream = await follow("time");
  await vi.waitFor(() => expect(stream.named[0]?.event).toBe("time"), soon);
  expect(Math.abs(Number(stream.named[0]?.data) - Date.now())).toBeLessThan(5_000);
});

test("a change of one round makes no picture of another; what comes out the same is not sent again", async () => {
  const one = makeRoom("one", 1);
  const two = makeRoom("two", 2);
  const first = await follow("one");
  const second = await follow("two");
  await received(first, '"one 1"');
  await received(second, '"two 1"');
  await changed(2);
  await vi.waitFor(() => expect(two.made).toBe(2), soon);
  two.now = '"two 2"';
  await changed(2);
  await received(second, '"two 1"', '"two 2"');
  expect(one.made).toBe(1);
  expect(first.messages).toEqual(['"one 1"']);
});

test("changes that come while a picture is being made are one further picture, the newest", async () => {
  const room = makeRoom("busy", 3);
  const stream = await follow("busy");
  await received(stream, '"busy 1"');
  const held = gate();
  room.gate = held.closed;
  room.now = '"busy 2"';
  await changed(3);
  await vi.waitFor(() => expect(room.made).toBe(2), soon);
  for (const number of [3, 4, 5]) {
    room.now = `"busy ${number}"`;
    await changed(3);
  }
  // What was told after them has been heard: so have they
  const other = makeRoom("other", 4);
  await received(await follow("other"), '"other 1"');
  await changed(4);
  await vi.waitFor(() => expect(other.made).toBe(2), soon);
  held.open();
  await received(stream, '"busy 1"', '"busy 2"', '"busy 5"');
  expect(room.made).toBe(3);
});

test("who comes while a picture is being made that turns out the same has the picture all the same", async () => {
  const room = makeRoom("same", 5);
  await received(await follow("same"), '"same 1"');
  const held = gate();
  room.gate = held.closed;
  await changed(5);
  await vi.waitFor(() => expect(room.made).toBe(2), soon);
  const late = await follow("same");
  held.open();
  await received(late, '"same 1"');
});

test("after a loss of the listening connection every picture is made anew: a change that nobody heard is seen", async () => {
  const room = makeRoom("lost", 6);
  const stream = await follow("lost");
  await received(stream, '"lost 1"');
  const heard = room.made;
  room.now = '"lost 2"';
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query like '%from round_changes%'`.execute(
    database.db,
  );
  await received(stream, '"lost 1"', '"lost 2"');
  expect(room.made).toBeGreaterThan(heard);
  room.now = '"lost 3"';
  await changed(6);
  await received(stream, '"lost 1"', '"lost 2"', '"lost 3"');
});

test("a picture that cannot be made is tried again by itself; meanwhile the last one stands", async () => {
  const room = makeRoom("broken", 7);
  const stream = await follow("broken");
  await received(stream, '"broken 1"');
  room.now = '"broken 2"';
  room.gate = Promise.reject(new Error("the database is away"));
  room.gate.catch(() => {});
  await changed(7);
  await vi.waitFor(() => expect(room.made).toBe(2), soon);
  expect(stream.ended).toBe(false);
  await received(await follow("broken"), '"broken 1"');
  room.gate = Promise.resolve();
  await received(stream, '"broken 1"', '"broken 2"');
});

test("when there is nothing to follow any more everybody is told and let go, and what comes after breaks nothing", async () => {
  const room = makeRoom("gone", 8);
  const all = [await follow("gone"), await follow("gone")];
  for (const stream of all) await received(stream, '"gone 1"');
  room.now = null;
  await changed(8);
  await changed(8);
  for (const stream of all) {
    await vi.waitFor(() => expect(stream.ended).toBe(true), soon);
    expect(stream.named.at(-1)?.event).toBe("gone");
    expect(stream.messages).toEqual(['"gone 1"']);
  }
});

test("who leaves is forgotten: no picture is made for nobody", async () => {
  const room = makeRoom("empty", 9);
  const stream = await follow("empty");
  await received(stream, '"empty 1"');
  stream.close();
  const witness = makeRoom("witness", 9);
  const other = await follow("witness");
  await received(other, '"witness 1"');
  await vi.waitFor(async () => {
    const before = room.made;
    witness.now = `"witness ${witness.made + 1}"`;
    await changed(9);
    await vi.waitFor(() => expect(other.messages.at(-1)).toBe(witness.now), soon);
    expect(room.made).toBe(before);
  }, soon);
});

test("an instance that closes ends its streams, so that clients go elsewhere", async () => {
  const own = openLiveHub(listener);
  const room: LiveRoom = { key: "closing", roundId: 10, load: async () => '"x"' };
  const closing = createServer((_, response) => own.follow(room, response));
  await new Promise<void>((done) => closing.listen(0, "127.0.0.1", done));
  const stream = await openStream(`http://127.0.0.1:${(closing.address() as AddressInfo).port}/`);
  await received(stream, '"x"');
  own.close();
  await vi.waitFor(() => expect(stream.ended).toBe(true), soon);
  await new Promise((done) => closing.close(done));
});
