import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Kysely } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { sampleOf } from "~/mail/samples.ts";
import { up as upToDueMails } from "~db/migrations/020_mail_due.ts";
import type { Mail } from "~db/queries/mail/mails.ts";
import { findMail, takeDueMails } from "~db/queries/mail/mails.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";
import { invitationLinks } from "../auth/invitation-token.ts";
import { enqueueMail, type Mailing, type MailToSend, startMailing } from "./mail.ts";
import { deliverMail, type MailAccount } from "./mail-delivery.ts";
import { recordMailReport } from "./mail-reports.ts";

const database = testDatabase();
const links = invitationLinks({ baseUrl: "http://localhost:3000", authSecret: "a secret of the tests" });

interface Received {
  at: number;
  path: string;
  key: string;
  authorization: string;
  body: {
    from: string;
    to: string;
    subject: string;
    html: string;
    text: string;
    attachments?: { filename: string; content_type: string; content: string }[];
  };
}

let provider: Server;
let received: Received[] = [];
/** What the stand-in answers, one after the other; when none is left it accepts. "silence" never answers, "slow" accepts late. */
let answers: ({ status: number; body: object; headers?: Record<string, string> } | "silence" | "slow")[] = [];

const account = () => ({
  from: "凤栖吴兴 <contest@example.org>",
  provider: {
    apiKey: "re_test",
    baseUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
    timeoutMs: 500,
  },
  demo: false,
  perSecond: 1000,
  firstPauseSeconds: 0.1,
  attempts: 4,
});

beforeAll(async () => {
  provider = createServer((request, response) => void stand(request, response));
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
});
afterAll(() => provider.closeAllConnections());
beforeEach(() => {
  received = [];
  answers = [];
});
let mailing: Mailing | undefined;
afterEach(async () => {
  await mailing?.stop();
  mailing = undefined;
  await database.db.updateTable("mails").set({ state: "void" }).where("state", "=", "queued").execute();
});

async function stand(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({
    at: performance.now(),
    path: request.url ?? "",
    key: String(request.headers["idempotency-key"]),
    authorization: String(request.headers.authorization),
    body: JSON.parse(Buffer.concat(chunks).toString()),
  });
  const accepted = { status: 200, body: { id: `provider-${received.length}` }, headers: {} };
  const next = answers.shift() ?? accepted;
  if (next === "silence") return;
  if (next === "slow") await wait(300);
  const answer = next === "slow" ? accepted : next;
  response
    .writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers })
    .end(JSON.stringify(answer.body));
}

const refusal = (status: number, name: string) => ({ status, body: { statusCode: status, name, message: `${name}!` } });

const codeMail: MailToSend = {
  template: "sign-in-code",
  recipient: "someone@example.org",
  locale: "zh-CN",
  props: { code: "314159" },
};

const receipt = {
  template: "application-receipt",
  recipient: "someone@example.org",
  locale: "en",
  props: sampleOf("en")["application-receipt"],
} as const;

function work(settings: MailAccount): void {
  mailing = startMailing({ db: database.db, account: settings, links });
}

async function due(mailId: string): Promise<void> {
  await database.db
    .updateTable("mails")
    .set({ dueAt: new Date(0) })
    .where("id", "=", mailId)
    .execute();
}

/** One attempt at that mail, as if it were due; null too where it is not to be had. */
async function attempt(mailId: string, sending = account(), at = new Date()): Promise<number | null> {
  await due(mailId);
  const mail = (await takeDueMails(database.db, { limit: 1000 })).find(({ id }) => id === mailId);
  return mail ? await deliverMail({ db: database.db, account: sending, links, mail, at }) : null;
}

async function enqueue(mail: MailToSend = codeMail): Promise<string> {
  return await database.db.transaction().execute((trx) => enqueueMail(trx, mail));
}

async function ended(id: string): Promise<Mail> {
  for (let each = 0; each < 2_400; each++) {
    const mail = await findMail(database.db, id);
    if (mail && mail.state !== "queued") return mail;
    await wait(25);
  }
  throw new Error(`mail ${id} is still queued`);
}

test("a mail goes out by Resend with its key, is recorded, and its code is forgotten", async () => {
  work(account());
  const id = await enqueue();
  const mail = await ended(id);
  expect(mail).toMatchObject({ state: "sent", attempts: 1, providerKey: "provider-1", error: null, props: {} });
  expect(mail.sentAt).toBeInstanceOf(Date);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ path: "/emails", key: `mail/${id}`, authorization: "Bearer re_test" });
  expect(received[0]?.body).toMatchObject({ to: "someone@example.org", from: account().from });
  expect(received[0]?.body.subject).toBe("314159 是您的登录验证码");
  expect(received[0]?.body.html).toContain("314159");
  expect(received[0]?.body.text).toContain("314159");
});

test("after a server error the mail is tried again with the same key", async () => {
  answers = [refusal(500, "internal_server_error")];
  work(account());
  const id = await enqueue();
  expect(await ended(id)).toMatchObject({ state: "sent", attempts: 2, error: null });
  expect(received.map(({ key }) => key)).toEqual([`mail/${id}`, `mail/${id}`]);
});

test("when the provider asks to wait, the mail waits as long", async () => {
  answers = [{ ...refusal(429, "rate_limit_exceeded"), headers: { "retry-after": "2" } }];
  work(account());
  const begun = Date.now();
  const id = await enqueue();
  expect(await ended(id)).toMatchObject({ state: "sent", attempts: 2 });
  expect(Date.now() - begun).toBeGreaterThan(1900);
});

test("a provider that does not answer is asked again", async () => {
  answers = ["silence"];
  work(account());
  const id = await enqueue();
  expect(await ended(id)).toMatchObject({ state: "sent", attempts: 2 });
  expect(received.map(({ key }) => key)).toEqual([`mail/${id}`, `mail/${id}`]);
});

test("a refusal is final: no second try, and the reason is kept", async () => {
  answers = [refusal(422, "validation_error")];
  work(account());
  const id = await enqueue();
  const mail = await ended(id);
  expect(mail).toMatchObject({ state: "failed", attempts: 1, props: {}, sentAt: null });
  expect(mail.error).toContain("422 validation_error");
  await wait(400);
  expect(received).toHaveLength(1);
});

test("a mail is given up after its last attempt, with the last error", async () => {
  answers = Array.from({ length: 9 }, () => refusal(503, "application_error"));
  const patient = { ...account(), firstPauseSeconds: 10 };
  const mailId = await enqueue();
  const pauses: (number | null)[] = [];
  for (let each = 0; each < 4; each++) pauses.push(await attempt(mailId, patient));
  expect(pauses).toEqual([10, 20, 40, null]);
  const mail = await findMail(database.db, mailId);
  expect(mail).toMatchObject({ state: "failed", attempts: 4 });
  expect(mail?.error).toContain("503 application_error");
  expect(await attempt(mailId, patient)).toBeNull();
  expect(received).toHaveLength(4);
});

test("a mail that was rolled back with its transaction is never sent", async () => {
  work(account());
  const undone = database.db.transaction().execute(async (trx) => {
    await enqueueMail(trx, { ...codeMail, recipient: "nobody@example.org" });
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  const id = await enqueue();
  await ended(id);
  await wait(300);
  expect(received.map((mail) => mail.body.to)).toEqual(["someone@example.org"]);
});

test("without a provider the mail is held, with all that the outbox shows", async () => {
  work({ ...account(), provider: null });
  const id = await enqueue();
  expect(await ended(id)).toMatchObject({ state: "held", sentAt: null, props: { code: "314159" } });
  expect(received).toHaveLength(0);
});

test("a mail that was written where nobody sends goes out by whoever does", async () => {
  const id = await enqueue();
  await wait(300);
  expect(await findMail(database.db, id)).toMatchObject({ state: "queued", attempts: 0 });
  work(account());
  expect(await ended(id)).toMatchObject({ state: "sent", attempts: 1 });
  expect(received).toHaveLength(1);
});

test("each mail is given to one, however many ask at once", async () => {
  const ids: string[] = [];
  for (let at = 0; at < 12; at++) ids.push(await enqueue(receipt));
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeDueMails(database.db, { limit: 3 })));
  const mails = taken.flat();
  expect(mails.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(new Set(mails.map(({ attempts }) => attempts))).toEqual(new Set([1]));
  // A minute is theirs
  expect(await takeDueMails(database.db, { limit: 100 })).toEqual([]);
});

test("a mail whose process died under it goes out by another a minute later", async () => {
  const id = await enqueue();
  const [taken] = await takeDueMails(database.db, { limit: 1 });
  expect(taken?.id).toBe(id);
  const left =
    await database.sql`select extract(epoch from due_at - now())::float8 as seconds from mails where id = ${id}`;
  expect(left[0]?.seconds).toBeGreaterThan(50);
  expect(left[0]?.seconds).toBeLessThanOrEqual(60);
  work(account());
  await wait(800);
  expect(received).toHaveLength(0);
  await due(id);
  expect(await ended(id)).toMatchObject({ state: "sent", attempts: 2 });
});

test.each([
  ["taken back", "void"],
  ["held", "held"],
] as const)("a mail that is %s while an attempt fails is not queued again, and has not failed", async (_, state) => {
  for (const answer of [refusal(503, "application_error"), refusal(422, "validation_error")]) {
    answers = [answer];
    const id = await enqueue();
    const [mail] = await takeDueMails(database.db, { limit: 1 });
    if (!mail) throw new Error("a mail is due");
    await database.db.updateTable("mails").set({ state }).where("id", "=", id).execute();
    await deliverMail({ db: database.db, account: account(), links, mail, at: new Date() });
    expect(received).toHaveLength(1);
    expect(await findMail(database.db, id)).toMatchObject({ state, error: null });
    received = [];
  }
});

test("a mail under which every process dies is given up", async () => {
  const id = await enqueue();
  for (let each = 0; each < 4; each++) {
    await due(id);
    expect(await takeDueMails(database.db, { limit: 1 })).toHaveLength(1);
  }
  expect(await attempt(id)).toBeNull();
  expect(await findMail(database.db, id)).toMatchObject({
    state: "failed",
    error: "broken off (4 attempts)",
    props: {},
  });
  expect(received).toHaveLength(0);
});

test("a code that nobody can use any more is not sent", async () => {
  const mailId = await enqueue();
  expect(await attempt(mailId, account(), new Date(Date.now() + 11 * 60_000))).toBeNull();
  expect(await findMail(database.db, mailId)).toMatchObject({ state: "failed", props: {} });
  expect(received).toHaveLength(0);
});

test("a report that is faster than the provider's answer counts once the mail has its name", async () => {
  const report = { id: "early", providerKey: "provider-1", kind: "delivered", at: new Date(), detail: null } as const;
  await recordMailReport(database.db, report);
  work(account());
  const id = await enqueue();
  await ended(id);
  await expect
    .poll(async () => await findMail(database.db, id))
    .toMatchObject({ state: "sent", delivery: "delivered" });
  await database.db.deleteFrom("mailEvents").execute();
});

test("mails keep the provider's pace, whichever worker sends them", async () => {
  const begun = performance.now();
  work({ ...account(), perSecond: 10 });
  await database.db.transaction().execute(async (trx) => {
    for (let at = 0; at < 6; at++) await enqueueMail(trx, { ...receipt, recipient: `a${at}@example.org` });
    await enqueueMail(trx, codeMail);
  });
  while (received.length < 7) await wait(10);
  // The first place lies after the beginning, the seventh six steps of 100 ms behind it; timers are a few milliseconds off
  expect((received[6]?.at ?? 0) - begun).toBeGreaterThan(590);
});

test("a sign-in code does not stand behind the others: it has a place of its own", async () => {
  answers = ["silence", "silence"];
  const { provider: asked, ...rest } = account();
  work({ ...rest, provider: { ...asked, timeoutMs: 3000 } });
  for (let at = 0; at < 3; at++) await enqueue({ ...receipt, recipient: `a${at}@example.org` });
  while (received.length < 2) await wait(10);
  expect(await ended(await enqueue())).toMatchObject({ state: "sent" });
  const recipients = received.map(({ body }) => String(body.to));
  // The first two go beside each other: which of them arrives first is chance
  expect(recipients.slice(0, 2).sort()).toEqual(["a0@example.org", "a1@example.org"]);
  expect(recipients.slice(2)).toEqual(["someone@example.org"]);
});

test("a heat's invitation brings its calendar file", async () => {
  work(account());
  const props = sampleOf("en")["heat-invitation"];
  await ended(await enqueue({ template: "heat-invitation", recipient: "a@example.org", locale: "en", props }));
  const [file] = received[0]?.body.attachments ?? [];
  expect(file).toMatchObject({ filename: "heat.ics", content_type: expect.stringContaining("text/calendar") });
  expect(Buffer.from(file?.content ?? "", "base64").toString()).toContain("DTSTART:20261220T010000Z");
});

test("a mail of an edition goes out in the edition's own words, and says whom to ask", async () => {
  const { edition } = await makeEdition(database.db);
  const contact = "Contest Office · office@example.org";
  await database.db.updateTable("editions").set({ contact }).where("id", "=", edition.id).execute();
  const author = await makePerson(database.db);
  await database.db
    .insertInto("mailTexts")
    .values({
      editionId: edition.id,
      template: "application-receipt",
      locale: "en",
      editedById: author.id,
      subject: "Got it: {{code}}",
      body: "Thanks, {{leaderName}}.",
    })
    .execute();
  work(account());
  await ended(await enqueue({ ...receipt, editionId: edition.id }));
  await ended(await enqueue(receipt));
  expect(received.map(({ body }) => body.subject)).toEqual([
    "Got it: WX6-EXAMPL",
    "Your application has arrived (WX6-EXAMPL)",
  ]);
  expect(received[0]?.body.text).toContain("Thanks, Elena Marchetti.");
  expect(received[0]?.body.text).toContain(`For questions, contact: ${contact}`);
  expect(received[0]?.body.html).toContain(contact);
  expect(received[1]?.body.text).not.toContain("For questions");
});

test("stopping lets the mail under way end", async () => {
  answers = ["slow"];
  work(account());
  const id = await enqueue();
  while (received.length === 0) await wait(10);
  await mailing?.stop();
  expect(await findMail(database.db, id)).toMatchObject({ state: "sent", attempts: 1 });
});

test("a mail to whoever raised an objection goes to the sealed address with their private link, and no row holds either", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-01" });
  const { receipt, link } = await makeObjection(db, heat.round.slug, { email: "zhao@secret.example", locale: "en" });
  const row = () =>
    db
      .selectFrom("mails")
      .innerJoin("objections", "objections.id", "mails.objectionId")
      .selectAll("mails")
      .where("objections.receipt", "=", receipt)
      .executeTakeFirstOrThrow();
  const { id: mailId } = await row();
  expect(await attempt(mailId)).toBe(null);
  expect(received).toHaveLength(1);
  expect(received[0]?.body).toMatchObject({
    to: "zhao@secret.example",
    subject: `Your objection has arrived (${receipt})`,
  });
  expect(received[0]?.body.html).toContain(`http://localhost:3000/objections/${link}`);
  const sent = await row();
  expect(sent.state).toBe("sent");
  expect(JSON.stringify(sent)).not.toMatch(new RegExp(`zhao|${link}`));
});

test("what the provider says of a mail to whoever raised an objection is not kept: it may name their address", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-01" });
  await makeObjection(db, heat.round.slug, { email: "zhao@secret.example" });
  const row = () =>
    db
      .selectFrom("mails")
      .innerJoin("objections", "objections.id", "mails.objectionId")
      .selectAll("mails")
      .where("objections.roundId", "=", heat.round.id)
      .executeTakeFirstOrThrow();
  const { id: mailId } = await row();
  answers = [
    { status: 422, body: { statusCode: 422, name: "validation_error", message: "zhao@secret.example is no address" } },
  ];
  const { provider: asked, ...rest } = account();
  expect(await attempt(mailId, { ...rest, provider: { ...asked, timeoutMs: 60_000 } })).toBe(null);
  expect(await row()).toMatchObject({ state: "failed", error: "422" });
  const providerKey = `re_${mailId}`;
  await db.updateTable("mails").set({ providerKey }).where("id", "=", mailId).execute();
  const detail = "550 5.1.1 <zhao@secret.example> unknown";
  await recordMailReport(db, { id: `evt_${mailId}`, providerKey, kind: "bounced", at: new Date(), detail });
  expect(await row()).toMatchObject({ delivery: "bounced", deliveryDetail: null });
});

test("a mail to whoever raised an objection is not sent any more once their address is erased", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-01" });
  const { receipt } = await makeObjection(db, heat.round.slug);
  const erased = { objector: null, words: null, keyName: null, erasedAt: new Date() };
  const { id } = await db
    .updateTable("objections")
    .set(erased)
    .where("receipt", "=", receipt)
    .returning("id")
    .executeTakeFirstOrThrow();
  const mail = await db.selectFrom("mails").select("id").where("objectionId", "=", id).executeTakeFirstOrThrow();
  expect(await attempt(mail.id)).toBe(null);
  expect([received, (await findMail(db, mail.id))?.state]).toEqual([[], "failed"]);
});

test("jobs that only named a mail go with the migration by which mails became their own queue, and no others", async () => {
  const { sql, db } = database;
  await sql`drop schema if exists pgboss cascade`;
  await sql`create schema pgboss`;
  await sql`create table pgboss.job (name text)`;
  await sql`insert into pgboss.job values ('mail'), ('mail-urgent'), ('webhook')`;
  await sql`alter table mails drop column due_at`;
  await sql`create index mails_queued on mails (created_at) where state = 'queued'`;
  await upToDueMails(db as unknown as Kysely<unknown>);
  expect(await sql`select name from pgboss.job`).toEqual([{ name: "webhook" }]);
  const id = await enqueue();
  expect((await takeDueMails(db, { limit: 1 })).map((mail) => mail.id)).toEqual([id]);
});
