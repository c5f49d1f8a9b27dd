import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recuse } from "~/commands/scoring/recuse.ts";
import { requestIdOf } from "~/services/http/request-id.ts";
import { startQueues, stopQueues } from "~/services/jobs/job-queue.ts";
import { saveProcessReport } from "~db/queries/operations/health.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { openMetrics } from "./metrics.ts";

const database = testDatabase();
const token = "a-token-of-some-length";
let near = true;
let server: ReturnType<typeof createServer>;
let url: string;

beforeAll(async () => {
  await startQueues({ url: database.url, queues: [] });
  const metrics = openMetrics({ db: database.db, token, isDirect: () => near, viewers: () => 7, pool: 10 });
  server = createServer((request, response) => {
    metrics.watch(request, response, "/organize/rounds/:round");
    if (!metrics.answer(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await stopQueues();
});

const read = async (headers: Record<string, string> = {}) => await fetch(`${url}/metrics`, { headers });

test("from this machine the figures are read in one query; from elsewhere by the token alone", async () => {
  near = true;
  const { queries, answer } = await database.queriesOf(() => read());
  expect(queries).toHaveLength(1);
  expect(answer.headers.get("Content-Type")).toContain("text/plain");
  near = false;
  expect((await read()).status).toBe(404);
  expect((await read({ Authorization: "Bearer a-token-of-other-length" })).status).toBe(404);
  expect((await read({ Authorization: `Bearer ${token}` })).status).toBe(200);
});

const counted = (text: string, outcome: string) =>
  Number(
    new RegExp(`^contest_commands_total\\{command="recuse",outcome="${outcome}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0,
  );

test("acts by name and outcome, answers by part and status, viewers, waiting work and the event loop are told", async () => {
  near = true;
  const { round, seats, entries } = await makeHeat(database.db);
  const by = { db: database.db, actor: seats[0]?.actor ?? null };
  const input = { round: round.slug, entry: entries[0]?.key, reason: "同事" };
  // The process has counted since it began, and other tests may have run in it
  const before = await (await read()).text();
  await recuse(by, input);
  await recuse(by, { ...input, entry: "nobody" });
  await database.db
    .insertInto("mails")
    .values({ template: "sign-in-code", recipient: "a@example.com", locale: "en", state: "failed", error: "bounced" })
    .execute();
  await fetch(`${url}/elsewhere`);
  const text = await (await read()).text();
  for (const outcome of ["done", "not-found"]) expect(counted(text, outcome) - counted(before, outcome)).toBe(1);
  expect(text).toMatch(
    /contest_http_seconds_count\{route="\/organize\/rounds\/:round",method="GET",status="404"\} [1-9]/,
  );
  expect(text).toContain("contest_live_viewers 7");
  expect(text).toMatch(/contest_work\{kind="mailsFailed"\} [1-9]/);
  for (const kind of ["mailsQueued", "jobsWaiting", "jobsFailed", "unsealedSeconds", "connections"])
    expect(text).toMatch(new RegExp(`contest_work\\{kind="${kind}"\\} \\d`));
  expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
});

test("how far the replica is behind is told of each process that reads it", async () => {
  near = true;
  const process = { startedAt: new Date(), listening: true, lagMs: 0, databaseMs: 1, clockMs: 0, viewers: 0 };
  const rest = { ...process, diskFree: null, diskSize: null, roundViewers: {} };
  await saveProcessReport(database.db, { ...rest, name: "reads", replicaAwaySeconds: 0, replicaBytes: 4096 });
  await saveProcessReport(database.db, { ...rest, name: "cannot", replicaAwaySeconds: 70, replicaBytes: null });
  await saveProcessReport(database.db, { ...rest, name: "has-none", replicaAwaySeconds: null, replicaBytes: null });
  const lines = (await (await read()).text()).split("\n").filter((line) => line.startsWith("contest_replica"));
  expect(lines.toSorted()).toEqual([
    'contest_replica_behind_bytes{process="cannot"} -1',
    'contest_replica_behind_bytes{process="reads"} 4096',
  ]);
  await database.db.deleteFrom("serverProcesses").execute();
});

test("a request is called what a trusted proxy calls it, and by a name of our own otherwise", () => {
  const headers = { "x-request-id": "proxy-4711-abc" };
  expect(requestIdOf({ headers }, 1)).toBe("proxy-4711-abc");
  expect(requestIdOf({ headers }, 0)).toMatch(/^[0-9a-f-]{36}$/);
  for (const wrong of ["short", "with space in it", "x".repeat(65)])
    expect(requestIdOf({ headers: { "x-request-id": wrong } }, 1)).toMatch(/^[0-9a-f-]{36}$/);
});
