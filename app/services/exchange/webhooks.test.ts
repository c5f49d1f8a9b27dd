import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { addWebhook } from "~/commands/exchange/add-webhook.ts";
import { endWebhook } from "~/commands/exchange/end-webhook.ts";
import { renewWebhook } from "~/commands/exchange/renew-webhook.ts";
import { resendDelivery } from "~/commands/exchange/resend-delivery.ts";
import { testWebhook } from "~/commands/exchange/test-webhook.ts";
import { publishRelease } from "~/commands/releases/publish-release.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { resultEventSchema, testEventSchema, trailEventSchema } from "~/rules/exchange/public-api.ts";
import { testVaultKeys } from "~/testing/vault.ts";
import { connect } from "~db/client.ts";
import { findLatestDeliveries } from "~db/queries/exchange/webhooks.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "../audit/audit-sealing.ts";
import { sendTrailHead } from "../audit/trail-head-mail.ts";
import { startQueues, stopQueues } from "../jobs/job-queue.ts";
import { deliverWebhook, type WebhookSending } from "./webhook-delivery.ts";
import { webhookWork } from "./webhooks.ts";

const database = testDatabase();

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let receiver: Server;
let received: Received[] = [];
/** What the receiver answers, one after the other; when none is left it accepts. */
let answers: (number | "silence" | "elsewhere" | "other-protocol" | "hang-up")[] = [];

const sending: WebhookSending = {
  baseUrl: "https://contest.example.org",
  local: true,
  timeoutMs: 400,
  attempts: 4,
  firstPauseSeconds: 30,
  claimSeconds: 45,
};
const at = new Date("2026-11-27T10:00:00.000Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    received.push({ path: request.url ?? "", headers: request.headers, body: await text(request) });
    const next = answers.shift() ?? 200;
    if (next === "silence") return;
    if (next === "hang-up") return void request.socket.destroy();
    if (next === "other-protocol")
      return void request.socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    if (next === "elsewhere") response.writeHead(307, { Location: "/elsewhere" }).end();
    else response.writeHead(next).end("thank you");
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
});
afterAll(() => receiver.closeAllConnections());
beforeEach(() => {
  received = [];
  answers = [];
});
afterEach(stopQueues);

const addressOf = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

/** The id of the address that the heat's edition tells. */
async function hookOf({ round }: { round: { editionId: number } }): Promise<number> {
  const found = database.db.selectFrom("webhooks").select("id").where("editionId", "=", round.editionId);
  return (await found.executeTakeFirstOrThrow()).id;
}

/** A closed heat whose edition tells one address. */
async function toldHeat() {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  const { slug: edition } = await database.db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", heat.round.editionId)
    .executeTakeFirstOrThrow();
  const by = { db: database.db, actor: heat.organizer, at };
  const added = await addWebhook(by, { edition, url: addressOf(`/${edition}`), local: true });
  if (!added.ok) throw new Error(added.error.type);
  return { heat, edition, by, secret: added.value.secret };
}

const deliveries = async (heat: { round: { editionId: number } }) =>
  await findLatestDeliveries(database.db, heat.round.editionId, 50);
const only = async (heat: { round: { editionId: number } }) => {
  const [first, ...rest] = await deliveries(heat);
  if (!first || rest.length > 0) throw new Error(`${rest.length + 1} deliveries`);
  return first;
};
const deliver = (id: string, when: Date, how: Partial<WebhookSending> = {}) =>
  deliverWebhook(database.db, { ...sending, ...how }, id, when);

/** What whoever receives it computes, by the words of Standard Webhooks. */
function signatureOf({ headers, body }: Received, secret: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

test("publication, correction and withdrawal are told, each once, signed, and without any result", async () => {
  const { heat, edition, secret } = await toldHeat();
  const first = await releaseRound(database.db, heat, "published");
  // Written where no worker ran: the sweep finds it
  const { queue, routine } = webhookWork(database.db, sending);
  await startQueues({ url: database.url, queues: [queue] });
  await routine.work();
  await database.db.updateTable("webhookDeliveries").set({ dueAt: at }).execute();
  await routine.work();
  await expect.poll(() => received.length).toBe(1);
  await database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  const second = await releaseRound(database.db, heat, "published", { reason: "名称有误" });
  await expect.poll(() => received.length).toBe(2);
  const withdrawn = { round: heat.round.slug, version: 2, reason: "异议成立" };
  expect((await withdrawRelease({ db: database.db, actor: heat.organizer }, withdrawn)).ok).toBe(true);
  await expect.poll(() => received.length).toBe(3);

  const told = received.map(({ body }) => resultEventSchema.parse(JSON.parse(body)));
  expect(told.map(({ type, data }) => [type, data.version, data.digest])).toEqual([
    ["results.published", 1, first.digest],
    ["results.corrected", 2, second.digest],
    ["results.withdrawn", 2, second.digest],
  ]);
  expect(told[0]?.data).toMatchObject({
    edition,
    round: heat.round.slug,
    standings: `https://contest.example.org/api/v1/rounds/${heat.round.slug}/standings`,
  });
  for (const each of received) {
    expect(each.headers["webhook-signature"]).toBe(signatureOf(each, secret));
    expect(Math.abs(Number(each.headers["webhook-timestamp"]) * 1000 - Date.now())).toBeLessThan(60_000);
    expect([each.path, each.headers["content-type"]]).toEqual([`/${edition}`, "application/json; charset=utf-8"]);
    expect(each.body).not.toContain("改名");
  }
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  await expect
    .poll(async () => (await deliveries(heat)).map(({ state, status, attempts }) => [state, status, attempts]))
    .toEqual(Array(3).fill(["delivered", 200, 1]));
});

test("a publication that is undone tells nothing; nor does one of an edition that tells nobody", async () => {
  const { heat } = await toldHeat();
  const signed = await releaseRound(database.db, heat, "confirmed");
  const code = await freshCode(database.db, heat.organizer, new Date());
  const wrong = { ...signed, code, noticeEndsOn: "2000-01-01" };
  expect((await publishRelease({ db: database.db, actor: heat.organizer }, wrong)).ok).toBe(false);
  expect(await deliveries(heat)).toEqual([]);
  const silent = await makeClosedHeat(database.db);
  await releaseRound(database.db, silent, "published");
  expect(await deliveries(silent)).toEqual([]);
});

test("after an error it is sent again, later and later, with the same id and the same bytes", async () => {
  const { heat, secret } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  answers = [500, "silence", "elsewhere"];
  const { id } = await only(heat);
  expect(await deliver(id, at)).toBe(30);
  expect(await only(heat)).toMatchObject({ state: "queued", attempts: 1, status: 500, error: "answer" });
  // Not before its time
  expect(await deliver(id, later(20))).toBeNull();
  expect(received).toHaveLength(1);
  expect(await deliver(id, later(30))).toBe(60);
  expect(await only(heat)).toMatchObject({ state: "queued", attempts: 2, status: null, error: "timeout" });
  expect(await deliver(id, later(90))).toBe(120);
  expect(await only(heat)).toMatchObject({ attempts: 3, status: 307, error: "redirect" });
  expect(await deliver(id, later(210))).toBeNull();
  expect(await only(heat)).toMatchObject({ state: "delivered", attempts: 4, status: 200, error: null });
  expect(received.map(({ path }) => path.includes("elsewhere"))).toEqual([false, false, false, false]);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(received.map((each) => each.headers["webhook-signature"] === signatureOf(each, secret))).toEqual(
    Array(4).fill(true),
  );
  expect(await deliver(id, later(1000))).toBeNull();
  expect(received).toHaveLength(4);
});

test("whoever would talk another protocol, or hangs up, does not hold it up; attempts that died with their process count", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  answers = ["other-protocol", "hang-up"];
  const { id } = await only(heat);
  expect(await deliver(id, at)).toBe(30);
  expect(await only(heat)).toMatchObject({ state: "queued", status: 101, error: "answer" });
  expect(await deliver(id, later(30))).toBe(60);
  expect(await only(heat)).toMatchObject({ state: "queued", status: null, error: "unreachable" });
  await database.db.updateTable("webhookDeliveries").set({ attempts: 4 }).where("id", "=", id).execute();
  expect(await deliver(id, later(90))).toBeNull();
  expect(await only(heat)).toMatchObject({ state: "failed", attempts: 5 });
  expect(received).toHaveLength(2);
});

test("it is given up after its last attempt, and sent again by hand under its own id", async () => {
  const { heat, by, edition } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const { id, key } = await only(heat);
  const again = () => resendDelivery({ ...by, at: later(9000) }, { edition, delivery: id });
  expect(await again()).toMatchObject({ ok: false, error: { type: "delivery-waits" } });
  answers = [404, 404, 404, 404];
  for (const seconds of [0, 100, 1000, 5000]) await deliver(id, later(seconds));
  expect(await only(heat)).toMatchObject({ state: "failed", attempts: 4, status: 404, error: "answer" });
  expect(await deliver(id, later(9000))).toBeNull();
  expect(received).toHaveLength(4);
  expect((await again()).ok).toBe(true);
  expect(await deliver(id, later(9000))).toBeNull();
  expect(await only(heat)).toMatchObject({ state: "delivered", attempts: 1 });
  expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([`msg_${key}`]));
});

test("what was withdrawn before it was told is told no more, and its withdrawal is", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const { id } = await only(heat);
  const withdrawn = { round: heat.round.slug, version: 1, reason: "异议成立" };
  expect((await withdrawRelease({ db: database.db, actor: heat.organizer, at }, withdrawn)).ok).toBe(true);
  expect(await deliver(id, at)).toBeNull();
  expect(received).toHaveLength(0);
  const [end, begin] = await deliveries(heat);
  expect([begin?.state, end?.event, end?.state]).toEqual(["void", "results.withdrawn", "queued"]);
  await deliver(end?.id ?? "", at);
  expect(received).toHaveLength(1);
});

test("several processes never send one at the same time", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const { id } = await only(heat);
  const others = Array.from({ length: 4 }, () => connect(database.url, { max: 2 }));
  await Promise.all(others.flatMap(({ db }) => [1, 2, 3].map(() => deliverWebhook(db, sending, id, at))));
  await Promise.all(others.map((each) => each.end()));
  expect(received).toHaveLength(1);
  expect(await only(heat)).toMatchObject({ state: "delivered", attempts: 1 });
});

test("a process that is killed in the middle leaves it to the next one, which sends it under the same id", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const { id } = await only(heat);
  answers = ["silence"];
  const worker = `
    import { deliverWebhook } from "./app/services/exchange/webhook-delivery.ts";
    import { unlockVault } from "./app/services/vault/vault.ts";
    import { connect } from "./db/client.ts";
    unlockVault(${JSON.stringify(testVaultKeys)});
    const sending = ${JSON.stringify({ ...sending, timeoutMs: 60_000 })};
    await deliverWebhook(connect(${JSON.stringify(database.url)}, { max: 1 }).db, sending, ${JSON.stringify(id)}, new Date(${at.getTime()}));
  `;
  const server = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", worker]);
  await expect.poll(() => received.length, { timeout: 60_000, interval: 20 }).toBe(1);
  server.kill("SIGKILL");
  await once(server, "exit");
  expect(await only(heat)).toMatchObject({ state: "queued", attempts: 1 });
  // Until its claim ends it might be alive still
  expect(await deliver(id, later(40))).toBeNull();
  expect(received).toHaveLength(1);
  expect(await deliver(id, later(45))).toBeNull();
  expect(await only(heat)).toMatchObject({ state: "delivered", attempts: 2 });
  expect(received).toHaveLength(2);
  expect(received[1]?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
  expect(received[1]?.body).toBe(received[0]?.body);
});

test("nothing is sent to this machine where that is not meant, whatever stands in the database", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const { id } = await only(heat);
  expect(await deliver(id, at, { local: false })).toBeNull();
  expect(await only(heat)).toMatchObject({ state: "failed", error: "not-public", attempts: 1 });
  expect(received).toHaveLength(0);
});

test("a name that leads into a private network when it is sent is not connected to", async () => {
  const { heat, by, edition } = await toldHeat();
  await addWebhook(by, { edition, url: "https://hooks.example.org/a", local: false });
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  const told = (await deliveries(heat)).find(({ url }) => url.startsWith("https:"));
  const asked: string[] = [];
  const find = ((name: string, _options: object, answer: (error: null, all: object[]) => void) => {
    asked.push(name);
    answer(null, [{ address: "127.0.0.1", family: 4 }]);
  }) as unknown as WebhookSending["find"];
  expect(await deliver(told?.id ?? "", at, { find })).toBeNull();
  expect(asked).toEqual(["hooks.example.org"]);
  const [ended] = (await deliveries(heat)).filter(({ id }) => id === told?.id);
  expect(ended).toMatchObject({ state: "failed", error: "not-public", attempts: 1 });
});

test("who writes another address into the row gets nothing that is signed", async () => {
  const { heat } = await toldHeat();
  await releaseRound(database.db, heat, "published", { at: { publish: at } });
  await database.db
    .updateTable("webhooks")
    .set({ url: addressOf("/thief") })
    .where("editionId", "=", heat.round.editionId)
    .execute();
  const { id } = await only(heat);
  expect(await deliver(id, at)).toBe(30);
  expect(await only(heat)).toMatchObject({ state: "queued", error: "unsealed" });
  expect(received).toHaveLength(0);
});

test("the digest with which the trail ends leaves for the addresses of editions under way, sound or not", async () => {
  const { heat, edition } = await toldHeat();
  const { heat: over } = await toldHeat();
  const { db } = database;
  await db.updateTable("editions").set({ state: "open" }).where("id", "=", heat.round.editionId).execute();
  await db.updateTable("editions").set({ state: "archived" }).where("id", "=", over.round.editionId).execute();
  await sealTrail(db, () => at, { patienceMs: 100 });
  await sendTrailHead(db, { at, sound: true });
  expect(await deliveries(over)).toEqual([]);
  await deliver((await only(heat)).id, at);
  const [last] = await database.sql`select number, digest from audit_seals order by number desc`;
  const data = { edition, seal: last?.number, digest: last?.digest, sealedAt: expect.any(String), sound: true };
  const told = trailEventSchema.parse(JSON.parse(received[0]?.body ?? ""));
  expect(told).toEqual({ type: "trail.head", timestamp: at.toISOString(), data });
  // Nothing was done since but this; a break is told in any case
  await sendTrailHead(db, { at, sound: true });
  expect(await deliveries(heat)).toHaveLength(1);
  await sendTrailHead(db, { at, sound: false });
  const [broken] = await deliveries(heat);
  await deliver(broken?.id ?? "", at);
  expect(JSON.parse(received[1]?.body ?? "").data).toMatchObject({ seal: last?.number, sound: false });
});

test("a test says nothing but the edition; an ended address is told nothing, and its secret is gone", async () => {
  const { heat, by, edition, secret } = await toldHeat();
  const webhook = await hookOf(heat);
  const key = { idempotencyKey: "a-key-of-the-test" };
  for (const _ of [1, 2]) expect((await testWebhook({ ...by, ...key }, { edition, webhook })).ok).toBe(true);
  const { id } = await only(heat);
  await deliver(id, at);
  expect(testEventSchema.parse(JSON.parse(received[0]?.body ?? ""))).toEqual({
    type: "test",
    timestamp: at.toISOString(),
    data: { edition },
  });
  await testWebhook(by, { edition, webhook });
  expect((await endWebhook(by, { edition, webhook })).ok).toBe(true);
  expect((await deliveries(heat)).map(({ state }) => state)).toEqual(["void", "delivered"]);
  const rows = await database.db.selectFrom("webhooks").selectAll().where("id", "=", webhook).execute();
  expect(rows).toMatchObject([{ sealed: null, keyName: null, endedAt: at }]);
  for (const gone of [
    await endWebhook(by, { edition, webhook }),
    await testWebhook(by, { edition, webhook }),
    await resendDelivery(by, { edition, delivery: "999999" }),
  ])
    expect(gone).toMatchObject({ ok: false, error: { type: "not-found" } });
  expect(await resendDelivery(by, { edition, delivery: id })).toMatchObject({ error: { type: "delivery-waits" } });
  const kept = await database.db.selectFrom("auditEntries").selectAll().execute();
  const answered = await database.db.selectFrom("idempotencyKeys").selectAll().execute();
  expect(JSON.stringify([kept, answered])).not.toContain(secret);
});

test("a secret that is renewed signs from then on, what waited too; the trail has none of either", async () => {
  const { heat, by, edition, secret } = await toldHeat();
  const webhook = await hookOf(heat);
  await testWebhook(by, { edition, webhook });
  const renewed = await renewWebhook(by, { edition, webhook });
  if (!renewed.ok) throw new Error(renewed.error.type);
  expect(renewed.value).toMatchObject({ url: addressOf(`/${edition}`) });
  expect(renewed.value.secret).not.toBe(secret);
  await deliver((await only(heat)).id, at);
  const [first] = received;
  const signed = (by: string) =>
    `v1,${createHmac("sha256", Buffer.from(by.slice(6), "base64"))
      .update(`${first?.headers["webhook-id"]}.${first?.headers["webhook-timestamp"]}.${first?.body}`)
      .digest("base64")}`;
  expect(first?.headers["webhook-signature"]).toBe(signed(renewed.value.secret));
  expect(first?.headers["webhook-signature"]).not.toBe(signed(secret));
  const kept = await database.db.selectFrom("auditEntries").selectAll().execute();
  expect(kept.some(({ command }) => command === "renew-webhook")).toBe(true);
  const answered = await database.db.selectFrom("idempotencyKeys").selectAll().execute();
  expect(JSON.stringify([kept, answered])).not.toContain(renewed.value.secret);
  await endWebhook(by, { edition, webhook });
  expect(await renewWebhook(by, { edition, webhook })).toMatchObject({ error: { type: "not-found" } });
});

test("an address is added once, by who sets the edition up, and only so many; nobody else's can be touched", async () => {
  const { heat, by, edition } = await toldHeat();
  const add = (url: string, local = true) => addWebhook(by, { edition, url, local });
  expect(await add(addressOf(`/${edition}`))).toMatchObject({ error: { type: "webhook-exists" } });
  expect(await add("https://10.0.0.1/")).toMatchObject({ error: { type: "webhook-address", flaw: "not-public" } });
  const long = addressOf(`/${"远".repeat(200)}`);
  expect(await add(long)).toMatchObject({ error: { type: "webhook-address", flaw: "too-long" } });
  expect(await add(addressOf("/other"), false)).toMatchObject({ error: { flaw: "not-https" } });
  const elsewhere = await toldHeat();
  const webhook = await hookOf(elsewhere.heat);
  for (const answer of [
    await endWebhook(by, { edition, webhook }),
    await testWebhook(by, { edition, webhook }),
    await renewWebhook(by, { edition, webhook }),
    await endWebhook(by, { edition: elsewhere.edition, webhook }),
    await addWebhook({ ...by, actor: heat.scorer }, { edition, url: addressOf("/scorer"), local: true }),
  ])
    expect(answer).toMatchObject({ ok: false, error: { type: "not-found" } });
  for (let more = 1; more < 10; more++) expect((await add(addressOf(`/${more}`))).ok).toBe(true);
  expect(await add(addressOf("/10"))).toMatchObject({ error: { type: "too-many-webhooks" } });
});
