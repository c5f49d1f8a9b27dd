import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, createAuth } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { connect } from "~db/client.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findNoRoom } from "~db/testing/no-room.ts";
import { marksDoorOf } from "./marks-door.ts";

const database = testDatabase();
const servers: Server[] = [];
let auth: Auth;
let url: string;

beforeAll(async () => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  url = await open(auth);
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** The door alone; whatever else is asked for falls through to 418. */
async function open(parts: Auth): Promise<string> {
  const door = marksDoorOf({ auth: parts, db: parts.db });
  const server = createServer((request, response) => {
    if (!door(request, response)) response.writeHead(418).end();
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function hall() {
  const heat = await makeHeat(database.db, { judges: 2, entries: 1 });
  const [mine, other] = heat.seats;
  const [entry] = heat.entries;
  if (!mine || !other || !entry) throw new Error("two judges and an entry");
  const words = { version: "0", note: "", ...Object.fromEntries(heat.criteria.map(({ key }) => [`mark.${key}`, "1"])) };
  return { ...heat, mine, other, words, at: `/judge/${heat.round.slug}/${entry.key}` };
}

async function post(path: string, actor: Actor | null, body: URLSearchParams | FormData | string, more = {}) {
  const headers: Record<string, string> = { ...more };
  if (actor) {
    const signedIn = await signInAs(auth, actor.id);
    headers.cookie = signedIn.get("set-cookie")?.split(";")[0] ?? "";
  }
  const answer = await fetch(url + path, { method: "POST", body, headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test.each(["urlencoded", "multipart"])(
  "a tablet's draft, sheet and heartbeat are taken before the routes, as %s",
  async (kind) => {
    const { at, mine, words, round } = await hall();
    const form = (fields: Record<string, string>) => {
      const sent = kind === "multipart" ? new FormData() : new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) sent.set(name, value);
      return sent;
    };
    const draft = await post(`${at}/draft`, mine.actor, form({ ...words, note: "先记下" }));
    expect([draft.status, JSON.parse(draft.text)]).toMatchObject([200, { ok: true, value: { version: 1 } }]);
    expect(draft.headers.get("cache-control")).toBe("private, no-store");
    const sent = { ...words, version: "1", intent: "submit", idempotencyKey: `door-${kind}` };
    const sheet = await post(`${at}/send`, mine.actor, form(sent));
    expect([sheet.status, JSON.parse(sheet.text)]).toMatchObject([200, { ok: true, value: { total: "5.00" } }]);
    const again = await post(`${at}/send`, mine.actor, form(sent));
    expect(JSON.parse(again.text)).toMatchObject({
      ok: true,
      value: { version: JSON.parse(sheet.text).value.version },
    });
    const beat = await post(`/judge/${round.slug}/beat`, mine.actor, form({ unsent: "2", version: "v" }));
    expect([beat.status, beat.text]).toEqual([200, '{"ok":true}']);
    const seen = await database.db.selectFrom("tablets").select("unsent").where("roundId", "=", round.id).execute();
    expect(seen).toEqual([{ unsent: 2 }]);
  },
);

test("who is not signed in, has no seat, or is not the judge who wrote it, is refused in the command's words", async () => {
  const { at, mine, other, words } = await hall();
  const sheet = new URLSearchParams({ ...words, intent: "submit", idempotencyKey: "refused-at-the-door" });
  expect(await post(`${at}/send`, null, sheet)).toMatchObject({
    status: 401,
    text: expect.stringMatching(/signed-out/),
  });
  const stranger = (await hall()).mine;
  expect(await post(`${at}/send`, stranger.actor, sheet)).toMatchObject({
    status: 404,
    text: expect.stringMatching(/not-found/),
  });
  const ofMine = new URLSearchParams([...sheet, ["judge", mine.actor.id]]);
  expect(await post(`${at}/send`, other.actor, ofMine)).toMatchObject({
    status: 401,
    text: expect.stringMatching(/signed-out/),
  });
  const tooMuch = new URLSearchParams(sheet);
  tooMuch.set("mark.tech", "9999");
  expect(await post(`${at}/send`, mine.actor, tooMuch)).toMatchObject({
    status: 422,
    text: expect.stringMatching(/"path":"marks\.tech"/),
  });
  const sheets = await database.db
    .selectFrom("sheets")
    .select("id")
    .where("judgeId", "in", [mine.id, other.id])
    .execute();
  expect(sheets).toEqual([]);
});

test("what is no sheet is refused in words, and what is another address passes by", async () => {
  const { at, mine } = await hall();
  const large = await post(`${at}/send`, mine.actor, "a".repeat(256 * 1024 + 1));
  expect([large.status, large.text]).toEqual([413, expect.stringMatching(/0\.25 MB/)]);
  const broken = await post(`${at}/send`, mine.actor, "--x\r\nbroken", {
    "content-type": "multipart/form-data; boundary=x",
  });
  expect(broken.status).toBe(400);
  for (const path of [at, `${at}/signature`, `${at}/send.data`, "/judge", `${at}/send/more`])
    expect((await post(path, mine.actor, new URLSearchParams())).status).toBe(418);
  expect((await fetch(`${url}${at}/send`)).status).toBe(418);
});

test("where the database is away the tablet is asked to come again, and gets no word of the database", async () => {
  const { at, words } = await hall();
  const gone = connect(database.url.replace(/\/[^/]+$/, "/no_such_database"), { max: 1 });
  const away = await open({ ...auth, db: gone.db });
  // A token with our signature, so that the session is looked for
  const { mine } = await hall();
  const signedIn = await signInAs(auth, mine.actor.id);
  const cookie = signedIn.get("set-cookie")?.split(";")[0] ?? "";
  const answer = await fetch(`${away}${at}/draft`, {
    method: "POST",
    body: new URLSearchParams(words),
    headers: { cookie },
  });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await answer.text()).not.toMatch(/database|no_such|数据库/i);
  await gone.end();
});

test.each(["draft", "send"])(
  "where PostgreSQL's disk is full a sheet's %s is answered 507, in words that are no answer to the tablet, and is taken once there is room",
  async (act) => {
    const { at, mine, words, round } = await hall();
    const form = new URLSearchParams({ ...words, intent: "submit", idempotencyKey: `no-room-${act}` });
    const makeRoom = await findNoRoom(database, "sheets", `new.round_id = ${round.id}`);
    const full = await post(`${at}/${act}`, mine.actor, form).finally(makeRoom);
    // The outbox keeps what is answered by no JSON below 500 (tablet-offline.spec.ts)
    expect([full.status, full.headers.get("content-type")]).toEqual([507, "text/plain; charset=utf-8"]);
    expect(full.text).toMatch(/^Not saved: the server has no room left.*\n没有保存/);
    const rows = () => database.db.selectFrom("sheets").select("state").where("roundId", "=", round.id).execute();
    expect(await rows()).toEqual([]);
    expect((await post(`${at}/${act}`, mine.actor, form)).status).toBe(200);
    expect(await rows()).toEqual([{ state: act === "send" ? "submitted" : "draft" }]);
  },
);
