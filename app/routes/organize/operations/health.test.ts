import { afterAll, beforeAll, expect, test } from "vitest";
import { startQueues, stopQueues } from "~/services/jobs/job-queue.ts";
import { pagesOf } from "~/testing/pages.ts";
import { type ProcessReport, saveProcessReport } from "~db/queries/operations/health.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as health from "./health.tsx";

const database = testDatabase();
const visit = pagesOf({ "organize/health": health, "organize/rounds/:round/health": health });

beforeAll(async () => await startQueues({ url: database.url, queues: [] }));
afterAll(stopQueues);

async function report(change: Partial<ProcessReport> = {}) {
  await saveProcessReport(database.db, {
    name: "hall:3000",
    startedAt: new Date(Date.now() - 3_600_000),
    listening: true,
    lagMs: 1,
    databaseMs: 2,
    clockMs: 0,
    replicaAwaySeconds: null,
    replicaBytes: null,
    diskFree: 50 * 1024 ** 3,
    diskSize: 100 * 1024 ** 3,
    viewers: 0,
    roundViewers: {},
    ...change,
  });
  await database.db
    .insertInto("watches")
    .values({ at: new Date() })
    .onConflict((conflict) => conflict.column("one").doUpdateSet({ at: new Date() }))
    .execute();
}

async function heatWithTablets(judges: number, silentSeconds: number[]) {
  const heat = await makeHeat(database.db, { judges, state: "judging" });
  for (const [at, seconds] of silentSeconds.entries())
    await database.db
      .insertInto("tablets")
      .values({
        roundId: heat.round.id,
        judgeId: heat.seats[at]?.id ?? 0,
        tokenDigest: `${heat.round.id}${at}`.padEnd(64, "0"),
        name: "iPad",
        pairedAt: new Date(),
        expiresAt: new Date(Date.now() + 3_600_000),
        seenAt: new Date(Date.now() - seconds * 1000),
        unsent: at,
      })
      .execute();
  return heat;
}

/** The page's words, without what only a script reads. */
async function wordsOf(path: string, actor: Awaited<ReturnType<typeof makePerson>>, locale: "zh-CN" | "en" = "zh-CN") {
  const answer = await visit(path, { db: database.db, actor, locale });
  const html = (await answer.text()).replace(/<script.*?<\/script>/gs, "").replace(/<!-- -->/g, "");
  return { status: answer.status, html, text: html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ") };
}

test("all is well: said in words, with a way to load again that needs no script", async () => {
  await report();
  const { round, scorer } = await heatWithTablets(2, [2, 2]);
  await database.db.updateTable("tablets").set({ unsent: 0 }).where("roundId", "=", round.id).execute();
  const { status, text, html } = await wordsOf(`/organize/rounds/${round.slug}/health`, scorer);
  expect(status).toBe(200);
  expect(text).toContain("一切正常");
  expect(text).toContain("数据库 应答用时 2 毫秒");
  expect(text.match(/在线/g)).toHaveLength(2);
  expect(html).toContain(`href="/organize/rounds/${round.slug}/health"`);
  expect(text).not.toContain("请运维人员");
});

test("what is bad says what to do, of the machine and of a tablet, and how many things are", async () => {
  const { round, seats, scorer } = await heatWithTablets(4, [90, 2, 20]);
  await report({ diskFree: 1024 ** 3, viewers: 30, roundViewers: { [round.id]: 11, 999999: 19 } });
  const { text } = await wordsOf(`/organize/rounds/${round.slug}/health`, scorer);
  expect(text).toContain("2 项异常，请处理");
  expect(text).toContain("异常 磁盘 存放文件的磁盘剩余 1.0 GB，共 100.0 GB。 请运维人员清理磁盘或扩容");
  expect(text).toMatch(new RegExp(`断开 J1 ${seats[0]?.name} 90 秒前联系过。未交的评分单 0 张。 看平板是否亮屏`));
  expect(text).toMatch(new RegExp(`有未交的 J2 ${seats[1]?.name} 2 秒前联系过。未交的评分单 1 张。 等几秒`));
  expect(text).toMatch(new RegExp(`刚断开 J3 ${seats[2]?.name} 20 秒前联系过。`));
  expect(text).toMatch(new RegExp(`未配对 J4 ${seats[3]?.name} 请计分员在“评委平板”页发配对码。`));
  // Streams of this process, and of this round
  expect(text).toMatch(/hall:3000 \d+ 秒前 30 11 1 毫秒 2 毫秒/);
  const english = await wordsOf(`/organize/rounds/${round.slug}/health`, scorer, "en");
  expect(english.text).toContain("Not well, please act: 2");
  expect(english.text).toContain("Have whoever runs the server clear or enlarge the disk");
});

test("a replica that is away, far behind or not there at all is said in words", async () => {
  const { round, scorer } = await heatWithTablets(1, [2]);
  const path = `/organize/rounds/${round.slug}/health`;
  const textWith = async (change: Partial<ProcessReport>, locale: "zh-CN" | "en" = "zh-CN") => {
    await report(change);
    return (await wordsOf(path, scorer, locale)).text;
  };
  expect(await textWith({})).toContain("正常 公开页面的只读副本 没有设置，全部从数据库读取。");
  const away = { replicaAwaySeconds: 70 };
  expect(await textWith(away)).toContain(
    "异常 公开页面的只读副本 已断开 70 秒；公开页面改从数据库读取。 活动照常，恢复之前公开页面从数据库读取",
  );
  expect(await textWith(away, "en")).toContain("It has been away for 70 s; public pages come from the database.");
  const behind = { replicaAwaySeconds: 0, replicaBytes: 600 * 1024 ** 2 };
  expect(await textWith(behind)).toContain("异常 公开页面的只读副本 公开页面从只读副本读取；落后 600.0 MB。");
});

test("before the scoring tablets may be off, and nothing is amiss", async () => {
  await report();
  const { round, scorer } = await heatWithTablets(2, [90]);
  await database.db.updateTable("rounds").set({ state: "ready" }).where("id", "=", round.id).execute();
  const { text } = await wordsOf(`/organize/rounds/${round.slug}/health`, scorer);
  expect(text).toContain("一切正常");
  expect(text).toContain("本轮不在评分中，平板可以不开。");
});

test.each([1, 3])("with %i judges it is two questions", async (judges) => {
  await report();
  const { round, scorer } = await heatWithTablets(
    judges,
    Array.from({ length: judges }, () => 2),
  );
  const { queries } = await database.queriesOf(() => wordsOf(`/organize/rounds/${round.slug}/health`, scorer));
  // The round besides
  expect(queries).toHaveLength(3);
});

test("a conductor of one round sees it and the machine; a judge, and who has no role there, find nothing", async () => {
  await report();
  const { db } = database;
  const { round, seats } = await heatWithTablets(1, [2]);
  const other = await makeHeat(db);
  const conductor = await makePerson(db, { grants: [{ role: "conductor", roundId: round.id }] });
  const page = await wordsOf(`/organize/rounds/${round.slug}/health`, conductor);
  expect(page.status).toBe(200);
  expect(page.html).toContain(`/organize/rounds/${round.slug}/conduct`);
  expect(page.html).not.toContain(`/organize/rounds/${round.slug}/tablets`);
  expect((await wordsOf("/organize/health", conductor)).status).toBe(200);
  expect((await wordsOf(`/organize/rounds/${other.round.slug}/health`, conductor)).status).toBe(404);
  const judge = seats[0]?.actor ?? conductor;
  expect((await wordsOf("/organize/health", judge)).status).toBe(404);
  expect((await wordsOf(`/organize/rounds/${round.slug}/health`, judge)).status).toBe(404);
});
