import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findWorkFigures, type ProcessReport, saveProcessReport } from "~db/queries/operations/health.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "../audit/audit-sealing.ts";
import { startQueues, stopQueues } from "../jobs/job-queue.ts";
import { openListener } from "../live/listener.ts";
import { processName, startReporting } from "./process-report.ts";
import { type AlarmSending, alarmSending, patienceMs, watchDatabase, watchOver, watchProcess } from "./watch.ts";

const database = testDatabase();
const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}
const received: Received[] = [];
let answer = { status: 200, body: "" };
const receiver = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece: string) => {
    body += piece;
  });
  request.on("end", () => {
    received.push({ headers: request.headers, body });
    response.writeHead(answer.status, { Location: "/elsewhere" }).end(answer.body);
  });
});
let sending: AlarmSending;

beforeAll(async () => {
  await startQueues({ url: database.url, queues: [{ name: "webhook", workers: 1, work: async () => {} }] });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/bot`;
  sending = alarmSending({
    baseUrl: "https://contest.example.org/",
    ALARM_WEBHOOK_URL: url,
    ALARM_WEBHOOK_SECRET: secret,
    RESEND_API_KEY: "re_test",
    demo: false,
  });
});
afterAll(async () => {
  receiver.close();
  await stopQueues();
});

beforeEach(async () => {
  received.length = 0;
  answer = { status: 200, body: "" };
  await database.db.deleteFrom("alarms").execute();
  await reportAs({});
});
afterEach(async () => {
  await database.db.deleteFrom("mails").execute();
});

async function reportAs(change: Partial<ProcessReport>): Promise<void> {
  await saveProcessReport(database.db, {
    name: "desk:3000",
    startedAt: new Date(Date.now() - 3_600_000),
    listening: true,
    lagMs: 1,
    databaseMs: 2,
    clockMs: 0,
    replicaAwaySeconds: null,
    replicaBytes: null,
    diskFree: 50 * 1024 ** 3,
    diskSize: 100 * 1024 ** 3,
    viewers: 3,
    roundViewers: { 1: 3 },
    ...change,
  });
}
const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 8, minutes));
const look = async (minutes: number, to = sending) => await watchOver(database.db, to, at(minutes), 0);
const texts = () => received.map(({ body }) => JSON.parse(body).text.content as string);
const mails = async () =>
  await database.db.selectFrom("mails").select(["template", "recipient", "locale", "props"]).orderBy("id").execute();

test("a full disk is told once when it turns bad and once when it is so no more, within the hour not again", async () => {
  expect(await look(0)).toEqual([]);
  await reportAs({ diskFree: 1024 ** 3 });
  expect(await look(1)).toEqual([{ thing: "disk", turn: "bad" }]);
  expect(await look(2)).toEqual([]);
  await reportAs({});
  expect(await look(3)).toEqual([{ thing: "disk", turn: "over" }]);
  await reportAs({ diskFree: 1024 ** 3 });
  expect(await look(4)).toEqual([]);
  expect(await look(61)).toEqual([{ thing: "disk", turn: "bad" }]);
  expect(texts()).toHaveLength(3);
  expect(texts()[0]).toContain("异常：磁盘。存放文件的磁盘剩余 1.0 GB，共 100.0 GB。");
  expect(texts()[0]).toContain("Not well: Disk. Free where files lie: 1.0 GB of 100.0 GB.");
  expect(texts()[0]).toContain("https://contest.example.org/organize/health");
  expect(texts()[1]).toContain("已不再异常：磁盘");
  expect(await mails()).toEqual([]);
});

test("the body is a message for the bots of three vendors and fields for programs, signed as webhooks are", async () => {
  await reportAs({ listening: false });
  await look(0);
  const [{ headers, body } = { headers: {}, body: "{}" }] = received;
  const told = JSON.parse(body);
  expect(told).toMatchObject({
    msgtype: "text",
    msg_type: "text",
    text: { content: told.content.text },
    type: "alarm",
    timestamp: at(0).toISOString(),
    data: { thing: "streams", turn: "bad", page: "https://contest.example.org/organize/health" },
  });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const signature = createHmac("sha256", Buffer.alloc(24, 7)).update(signed).digest("base64");
  expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
});

test("a replica that has been away for a minute is told, and that it is back", async () => {
  await reportAs({ replicaAwaySeconds: 30 });
  expect(await look(0)).toEqual([]);
  await reportAs({ replicaAwaySeconds: 70 });
  expect(await look(1)).toEqual([{ thing: "replica", turn: "bad" }]);
  await reportAs({ replicaAwaySeconds: 0, replicaBytes: 0 });
  expect(await look(2)).toEqual([{ thing: "replica", turn: "over" }]);
  expect(texts()[0]).toContain("异常：公开页面的只读副本。已断开 70 秒");
  expect(texts()[1]).toContain("No longer bad: Replica for public pages. Public pages are read from it");
});

test("failed jobs, unsealed entries and late loops are told too", async () => {
  await database.db.deleteFrom("serverProcesses").execute();
  await sql`insert into pgboss.job (name, state, completed_on) values ('webhook', 'failed', now())`.execute(
    database.db,
  );
  await sql`insert into audit_entries (command, at) values ('step-round', now() - interval '4 minutes')`.execute(
    database.db,
  );
  const told = await look(0);
  expect(told.map(({ thing }) => thing)).toEqual(["loop", "jobs", "seal"]);
  await sql`delete from pgboss.job where state = 'failed'`.execute(database.db);
  await sealTrail(database.db, () => new Date());
});

test("without a webhook the organizers of everything get a mail each in their language, and nobody else", async () => {
  const { db } = database;
  const chief = await makePerson(db, { grants: [{ role: "organizer" }] });
  await makePerson(db, { grants: [{ role: "supervisor" }] });
  const alone = { ...sending, address: null };
  await reportAs({ diskFree: 0 });
  expect(await look(0, alone)).toEqual([{ thing: "disk", turn: "bad" }]);
  await reportAs({});
  await look(1, alone);
  expect((await mails()).map(({ template, recipient }) => [template, recipient])).toEqual([
    ["alarm", chief.email],
    ["alarm-over", chief.email],
  ]);
  expect(received).toEqual([]);
});

test.each([
  ["a refusal", { status: 500, body: "" }],
  ["an answer that leads elsewhere", { status: 302, body: "" }],
  ["a bot's 200 that says no", { status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }],
  ["another bot's", { status: 200, body: '{"code":19001,"msg":"param invalid"}' }],
])("where the webhook does not take it (%s), the mail goes out instead", async (_, given) => {
  answer = given;
  await reportAs({ diskFree: 0 });
  expect(await look(0)).toEqual([{ thing: "disk", turn: "bad" }]);
  expect((await mails()).map(({ template }) => template)).toEqual(["alarm"]);
  // One post, and nobody is followed elsewhere
  expect(received).toHaveLength(1);
});

test.each(['{"errcode":0,"errmsg":"ok"}', '{"code":0,"msg":"success"}', "ok"])(
  "a bot's yes is one: %s",
  async (body) => {
    answer = { status: 200, body };
    await reportAs({ diskFree: 0 });
    await look(0);
    expect(await mails()).toEqual([]);
  },
);

test("what nobody could be told is told the next time", async () => {
  answer = { status: 503, body: "" };
  await reportAs({ diskFree: 0 });
  const deaf = { ...sending, mails: false };
  expect(await look(0, deaf)).toEqual([]);
  answer = { status: 204, body: "" };
  expect(await look(1, deaf)).toEqual([{ thing: "disk", turn: "bad" }]);
});

test("of several who look at once one does, and its time is on record", async () => {
  await sql`delete from watches`.execute(database.db);
  expect((await findWorkFigures(database.db)).watchSeconds).toBeNull();
  await reportAs({ diskFree: 0 });
  const looks = await Promise.all(Array.from({ length: 4 }, () => watchOver(database.db, sending, at(0), 30)));
  expect(looks.flat()).toEqual([{ thing: "disk", turn: "bad" }]);
  expect(received).toHaveLength(1);
  expect((await findWorkFigures(database.db)).watchSeconds).toBeLessThan(30);
});

test("where the job that looks has died, a serving process looks in its stead", async () => {
  const watch = watchProcess(database.db, sending);
  await sql`update watches set at = now() - interval '100 seconds'`.execute(database.db);
  await reportAs({ diskFree: 0 });
  await watch(0);
  expect(received).toEqual([]);
  await sql`update watches set at = now() - interval '151 seconds'`.execute(database.db);
  await watch(0);
  expect(texts()).toHaveLength(1);
});

test("a database that is gone is told from memory, and so is its return", async () => {
  const watch = watchDatabase(sending);
  await watch(patienceMs - 1, at(0));
  expect(received).toEqual([]);
  await watch(patienceMs, at(1));
  await watch(patienceMs * 2, at(2));
  await watch(0, at(3));
  await watch(0, at(4));
  expect(texts()).toHaveLength(2);
  expect(texts()[0]).toContain("异常：数据库。数据库 60 秒没有应答。");
  expect(texts()[1]).toContain("已不再异常：数据库。数据库恢复应答。");
});

test("a process says how it is, is found by all, and takes its report away when it ends", async () => {
  await database.db.deleteFrom("serverProcesses").execute();
  const listener = await openListener(database.url);
  const silences: number[] = [];
  let position: string | null = "0/0";
  const reporting = startReporting({
    db: database.db,
    name: processName({ PORT: 3000 }, 2),
    directory: "/nowhere/at/all",
    listener,
    replica: { position: async () => position },
    viewers: () => ({ viewers: 5, roundViewers: { 12: 4 } }),
    after: async (silentMs) => void silences.push(silentMs),
  });
  await reporting.report();
  const { processes } = await findWorkFigures(database.db);
  expect(processes).toMatchObject([{ listening: true, viewers: 5, roundViewers: { 12: 4 } }]);
  const [process] = processes;
  expect(process?.name).toMatch(/:3000\/2$/);
  expect(Math.abs(process?.clockMs ?? Number.NaN)).toBeLessThan(1000);
  expect(process?.diskFree).toBeGreaterThan(0);
  expect(process?.silentSeconds).toBeLessThan(5);
  expect(silences).toEqual([0]);
  expect(process?.replicaAwaySeconds).toBe(0);
  expect(process?.replicaBytes).toBeGreaterThan(0);
  position = null;
  await reporting.report();
  const [later] = (await findWorkFigures(database.db)).processes;
  expect(later?.replicaAwaySeconds).toBeGreaterThan(0);
  expect(later?.replicaBytes).toBeNull();
  await reporting.stop();
  await listener.close();
  expect((await findWorkFigures(database.db)).processes).toEqual([]);
});
