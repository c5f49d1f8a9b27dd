import type { Page } from "@playwright/test";
import { enter, fillSheet, handIn, inDatabase, makeOwnHeat, pairTablet } from "./people/hall.ts";
import { criteria } from "./people/reviewer.ts";
import { expect, expectAccessible, expectFailureOf, offline, test } from "./stage.ts";

const marks = ["25.5", "16", "15", "18", "8.5"];
const count = (page: Page, words: string) =>
  expect(page.getByRole("status").filter({ hasText: words })).toBeVisible({ timeout: 30_000 });
const line = (scorer: Page, judge: string) => scorer.getByRole("listitem").filter({ hasText: judge }).first();

test("a tablet is paired by a code, tells of itself at the scorer's table, and is nobody's once it is revoked", async ({
  visitor,
  baseURL,
}) => {
  const { round, scorer: person, entries } = await inDatabase((db) => makeOwnHeat(db, { judges: 3, entries: 3 }));
  const scorer = await visitor();
  await enter(scorer.context(), person, baseURL ?? "");
  await scorer.goto(`/organize/rounds/${round.slug}/table`);
  const tablet = await visitor({ screen: "tablet" });
  for (const part of ["/judge/", "/live/", "/pair", "/judge-worker.js", "net::ERR"]) expectFailureOf(tablet, part);

  // A browser that means to tell its battery and never does keeps no heartbeat back
  await tablet.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "getBattery", { value: () => new Promise(() => {}) });
  });
  await tablet.goto("/pair");
  await tablet.getByLabel("配对码", { exact: true }).fill("3467 9ACD");
  await tablet.getByRole("button", { name: "配对", exact: true }).click();
  await expect(tablet.getByRole("alert")).toContainText("配对码不正确、已使用或已过期");
  await expectAccessible(tablet);
  await pairTablet(scorer, tablet, "评委2");
  await expect(tablet).toHaveURL(`/judge/${round.slug}`);
  await expectAccessible(scorer);
  await expect(line(scorer, "评委2").getByText("在线")).toBeVisible({ timeout: 30_000 });
  await expect(line(scorer, "评委2").getByText("全部已上传")).toBeVisible();

  // The tablet is the judge's on these pages alone
  for (const path of ["/account", "/apply", "/organize"]) {
    await tablet.goto(path);
    await expect(tablet).toHaveURL(/sign-in/);
  }
  expect((await tablet.goto("/judge/beijing-6"))?.status()).toBe(404);

  await tablet.goto(`/judge/${round.slug}/${entries[0]?.key}`);
  await tablet.route("**/draft", (route) => route.abort());
  await fillSheet(tablet, ["20"]);
  await expect(line(scorer, "评委2").getByText("1 条未上传")).toBeVisible({ timeout: 30_000 });

  await line(scorer, "评委2").getByText("停用", { exact: true }).click();
  await line(scorer, "评委2").getByRole("button", { name: "确认停用" }).click();
  await expect(tablet.getByText("登录已失效")).toBeVisible({ timeout: 30_000 });
  await expect(tablet.getByText("1 条未上传")).toBeVisible();
  await expect(line(scorer, "评委2").getByText("未配对")).toBeVisible();
  // What was kept of the pages is forgotten; what was written is not
  await expect
    .poll(() =>
      tablet.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("judge-pages")).length),
    )
    .toBe(0);
  await tablet.unroute("**/draft");
  await pairTablet(scorer, tablet, "评委2");
  await tablet.goto(`/judge/${round.slug}/${entries[0]?.key}`);
  await expect(tablet.getByRole("textbox", { name: criteria[0], exact: true })).toHaveValue("20");
  await count(tablet, "全部已上传");
});

test("a sheet that was handed in offline and comes after the end is refused, kept, told to its judge, and goes out again when the round reopens", async ({
  visitor,
  baseURL,
}) => {
  const { round, scorer, seats, entries } = await inDatabase((db) => makeOwnHeat(db, { judges: 3, entries: 1 }));
  const [seat] = seats;
  const tablet = await visitor({ screen: "tablet", line: true });
  for (const part of ["/judge/", "/live/", "/api/health", "net::ERR"]) expectFailureOf(tablet, part);
  if (seat) await enter(tablet.context(), seat.actor, baseURL ?? "");
  await tablet.addInitScript(() => {
    const told = Promise.resolve({ level: 0.42, charging: false });
    Object.defineProperty(Navigator.prototype, "getBattery", { value: () => told });
  });
  await tablet.goto(`/judge/${round.slug}/${entries[0]?.key}`);
  await count(tablet, "全部已上传");
  const table = await visitor();
  await enter(table.context(), scorer, baseURL ?? "");
  await table.goto(`/organize/rounds/${round.slug}/table`);
  await expect(line(table, "评委1").getByText("电量 42%")).toBeVisible({ timeout: 30_000 });
  await offline(tablet.context(), true);
  await fillSheet(tablet, marks);
  await handIn(tablet);
  await expect(tablet.getByRole("heading", { name: "已提交，等待上传" })).toBeVisible();

  await table.getByText("提前结束评分…").click();
  await table.getByLabel("理由").last().fill("散场");
  await table.getByRole("button", { name: "确认在缺少评分单的情况下结束" }).click();
  // Not the words of the form just sent, which say the same before the round has ended
  await expect(table.getByRole("heading", { name: "评分已结束" })).toBeVisible();

  await offline(tablet.context(), false);
  await expect(tablet.getByText("评分结束之后才送达，未计入成绩")).toBeVisible({ timeout: 30_000 });
  await count(tablet, "全部已上传");
  await expectAccessible(tablet);
  const late = (db: Parameters<Parameters<typeof inDatabase>[0]>[0]) =>
    db.selectFrom("lateSheets").select("marks").where("roundId", "=", round.id).execute();
  expect(await inDatabase(late)).toEqual([
    { marks: { tech: 2550, market: 1600, business: 1500, team: 1800, landing: 850 } },
  ]);

  await table.getByText("重新开启评分…").click();
  await table.getByLabel("理由").last().fill("迟交的评分单要计入");
  await table.getByRole("button", { name: "确认重新开启" }).click();
  await expect(tablet.getByText("已提交并锁定")).toBeVisible({ timeout: 30_000 });
});

test("a tablet that lost the network is silent at the desk within seconds, and one that cannot work offline says so", async ({
  visitor,
  baseURL,
}) => {
  const { round, scorer, seats } = await inDatabase((db) => makeOwnHeat(db, { judges: 2, entries: 1 }));
  const tablet = await visitor({ screen: "tablet", line: true });
  for (const part of ["/judge/", "/live/", "/api/health", "net::ERR"]) expectFailureOf(tablet, part);
  if (seats[0]) await enter(tablet.context(), seats[0].actor, baseURL ?? "");
  await tablet.addInitScript(() => {
    const refused = () => Promise.reject(new Error("the worker cannot be installed"));
    Object.defineProperty(ServiceWorkerContainer.prototype, "register", { value: refused });
  });
  await tablet.goto(`/judge/${round.slug}`);
  const desk = await visitor();
  await enter(desk.context(), scorer, baseURL ?? "");
  await desk.goto(`/organize/rounds/${round.slug}/tablets`);
  const mine = line(desk, "评委1");
  await expect(mine.getByText("在线")).toBeVisible();
  await expect(mine.getByText("离线可用：否")).toBeVisible();
  await expect(mine.getByText("全部已上传")).toBeVisible();
  await offline(tablet.context(), true);
  await expect(mine.getByText(/^失联 /)).toBeVisible({ timeout: 12_000 });
  await expect(mine.getByText("失联前：全部已上传")).toBeVisible();
});
