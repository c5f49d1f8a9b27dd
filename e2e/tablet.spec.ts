import type { Page, Route } from "@playwright/test";
import { takeStep } from "../app/commands/stage/take-step.ts";
import { enter, inDatabase, prepareHall } from "./people/hall.ts";
import { criteria } from "./people/reviewer.ts";
import { expect, expectAccessible, expectFailureOf, gotoBeforeScript, offline, test } from "./stage.ts";

/** The demo's heat that is being judged today, half of it scored by now. */
const heat = "/judge/beijing-6";
const marks = ["25.5", "16", "15", "18", "8.5"];

/** Opens the judge's next project without a sheet, the `nth` from here on (0: the next). */
async function openUnscored(page: Page, nth: number): Promise<void> {
  await page.goto(heat);
  await page
    .getByRole("link", { name: /未开始/ })
    .nth(nth)
    .click();
  await expect(page.getByRole("button", { name: "提交评分" })).toBeVisible();
}

const box = (page: Page, criterion: string) => page.getByRole("textbox", { name: criterion, exact: true });
const saved = (page: Page) => expect(page.getByRole("status").filter({ hasText: /已保存 \d/ })).toBeVisible();

async function fill(page: Page, values: string[] = marks): Promise<void> {
  for (const [at, value] of values.entries()) await box(page, criteria[at] ?? "").fill(value);
}

test("a sheet of five criteria needs no scrolling, upright or across, in either language", async ({ visitor }) => {
  // With all that may stand beside it
  await inDatabase((db) =>
    db.updateTable("rounds").set({ ownFigures: true }).where("slug", "=", "beijing-6").execute(),
  );
  for (const locale of ["zh-CN", "en"] as const) {
    const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example", locale, dark: true });
    await tablet.goto(heat);
    await tablet
      .getByRole("link", { name: /未开始|Not started/ })
      .first()
      .click();
    await expect(tablet.getByRole("slider")).toHaveCount(5);
    await expect(tablet.getByText(/(标准差|SD )\d+\.\d\d/)).toBeVisible();
    for (const viewport of [
      { width: 1024, height: 768 },
      { width: 768, height: 1024 },
    ]) {
      await tablet.setViewportSize(viewport);
      expect(await tablet.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
      await expectAccessible(tablet);
    }
  }
});

test("what is written before the page's script has come is not lost, and saves itself once it has", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example" });
  await openUnscored(tablet, 2);
  const arrive = await gotoBeforeScript(tablet, new URL(tablet.url()).pathname);
  await box(tablet, criteria[0]).fill("25.5");
  await box(tablet, criteria[3]).fill("12");
  arrive();
  await saved(tablet);
  await expect(box(tablet, criteria[0])).toHaveValue("25.5");
  await expect(box(tablet, criteria[3])).toHaveValue("12");
  // That all is sent stands there from before: the answer tells that this is
  const answered = tablet.waitForResponse((response) => /\/draft$/.test(response.url()) && response.ok());
  await box(tablet, criteria[1]).fill("16");
  await answered;
  await expect(tablet.getByText("全部已上传")).toBeVisible();
  await tablet.reload();
  for (const [at, mark] of ["25.5", "16", "", "12", ""].entries())
    await expect(box(tablet, criteria[at] ?? "")).toHaveValue(mark);
});

test("a sheet that is handed in before the page's script has come waits for it, and is asked about then", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example" });
  await openUnscored(tablet, 4);
  const arrive = await gotoBeforeScript(tablet, new URL(tablet.url()).pathname);
  const posts: string[] = [];
  tablet.on("request", (request) => request.method() === "POST" && request.isNavigationRequest() && posts.push("sent"));
  for (const [at, mark] of ["25.5", "16", "15", "12", "8"].entries()) await box(tablet, criteria[at] ?? "").fill(mark);
  await tablet.getByRole("button", { name: "提交评分" }).click();
  arrive();
  await expect(tablet.getByRole("dialog")).toContainText("76.50");
  await tablet.getByRole("button", { name: "确认提交" }).click();
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  expect(posts).toEqual([]);
});

test("a sheet that is handed in without a network, before the page's script has come, goes out once the server answers", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example", line: true });
  await tablet.clock.install();
  await openUnscored(tablet, 4);
  const arrive = await gotoBeforeScript(tablet, new URL(tablet.url()).pathname);
  for (const part of ["/assets/", "/judge/", "/live/", "/api/health", "manifest"]) expectFailureOf(tablet, part);
  const posts: string[] = [];
  tablet.on("request", (request) => request.method() === "POST" && request.isNavigationRequest() && posts.push("sent"));
  for (const [at, mark] of ["25.5", "16", "15", "12", "8"].entries()) await box(tablet, criteria[at] ?? "").fill(mark);
  await offline(tablet.context(), true);
  for (const asked of ["first", "second"]) {
    if (asked === "first") await tablet.getByRole("button", { name: "提交评分" }).click();
    const unanswered = tablet.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/health"));
    await tablet.clock.fastForward(9_000);
    await unanswered;
  }
  // The button that a page without its script has
  await expect(tablet.getByRole("button", { name: "保存草稿" })).toBeVisible();
  expect(posts).toEqual([]);
  await offline(tablet.context(), false);
  await tablet.clock.fastForward(9_000);
  await expect(tablet).toHaveURL(/review/);
  await expect(tablet.getByRole("main")).toContainText("76.50");
  expect(posts).toEqual(["sent"]);
  arrive();
});

test("words outlive a lost network and a closed page, and a sheet that is handed in without it goes out by itself", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example", line: true });
  await openUnscored(tablet, 0);
  for (const part of [new URL(tablet.url()).pathname, "/beat", "/live/", "/api/health", "manifest"])
    expectFailureOf(tablet, part);
  await offline(tablet.context(), true);
  await fill(tablet);
  await expect(tablet.getByText("离线，已存在本机")).toBeVisible();
  await expect(tablet.getByText("1 条未上传")).toBeVisible();
  const { pathname } = new URL(tablet.url());
  await tablet.goto("about:blank");
  await offline(tablet.context(), false);
  await tablet.goto(pathname);
  await expect(tablet.getByText("全部已上传")).toBeVisible();
  await expect(box(tablet, "落地可行性与产业契合")).toHaveValue("8.5");
  await saved(tablet);
  await offline(tablet.context(), true);
  await tablet.getByRole("button", { name: "提交评分" }).click();
  await tablet.getByRole("button", { name: "确认提交" }).click();
  await expect(tablet.getByRole("heading", { name: "已提交，等待上传" })).toBeVisible();
  await offline(tablet.context(), false);
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  await expect(tablet.getByRole("status").filter({ hasText: "83.00" })).toBeVisible();
  await expect(tablet.getByText("全部已上传")).toBeVisible();
});

test("a network that is lost while the page asks for its data again leaves the sheet standing", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge4@demo.example" });
  await openUnscored(tablet, 0);
  const data = `${new URL(tablet.url()).pathname}.data`;
  expectFailureOf(tablet, data);
  let lost = 0;
  const lose = (route: Route) => {
    lost++;
    return route.abort("internetdisconnected");
  };
  // The page answers to the beat, and loses the data behind it
  await tablet.context().route(`**${data}`, lose);
  await fill(tablet, ["25.5"]);
  await saved(tablet);
  await expect.poll(() => lost, { timeout: 30_000 }).toBeGreaterThan(3);
  await expect(tablet.getByRole("button", { name: "提交评分" })).toBeVisible();
  await expect(box(tablet, "技术与产品")).toHaveValue("25.5");
  const answered = tablet.waitForResponse((response) => response.url().endsWith(data) && response.ok());
  await tablet.context().unroute(`**${data}`, lose);
  await answered;
  await expect(tablet.getByText("全部已上传")).toBeVisible();
  await expect(box(tablet, "技术与产品")).toHaveValue("25.5");
});

test("of two windows the one that is behind is told so, and the judge chooses", async ({ visitor }) => {
  const first = await visitor({ screen: "tablet", as: "judge4@demo.example" });
  await openUnscored(first, 0);
  const second = await visitor({ screen: "tablet", as: "judge4@demo.example" });
  await second.goto(first.url());
  expectFailureOf(second, "/draft");
  // What the other window saves comes here by itself; what is written beside it does not
  await fill(first, ["20"]);
  await expect(box(second, "技术与产品")).toHaveValue("20", { timeout: 30_000 });
  await second.route("**/draft", (route) => route.abort());
  await fill(second, ["10"]);
  const taken = first.waitForResponse(/\/draft$/);
  await fill(first, ["24"]);
  await taken;
  await expect(second.getByText("1 条未上传")).toBeVisible();
  await second.unroute("**/draft");
  await expect(second.getByText("这张评分单在别处更新过")).toBeVisible();
  await second.getByRole("button", { name: "改用已保存的内容" }).click();
  await expect(box(second, "技术与产品")).toHaveValue("24");
  // That something is saved stands there from before: the answer tells that this is
  const answered = second.waitForResponse((response) => /\/draft$/.test(response.url()) && response.ok());
  await fill(second, ["22"]);
  await answered;
  await saved(second);
  await first.reload();
  await expect(box(first, "技术与产品")).toHaveValue("22");
});

test("a practice sheet outlives a lost network and a careless leave, and once it is over it stands beside the reference", async ({
  visitor,
  baseURL,
}) => {
  const { round, seats } = await prepareHall({ judges: 3, entries: 1, state: "ready" });
  const [mine, ...others] = seats;
  if (!mine) throw new Error("a judge");
  const reference = Object.fromEntries(
    ["tech", "market", "business", "team", "landing"].map((key) => [key, { mark: 800, why: "样机已在试用" }]),
  );
  const practice = { roundId: round.id, title: "往届的一个项目", description: "做毫米波前端模组。", reference };
  await inDatabase((db) => db.insertInto("practices").values(practice).execute());
  const tablet = await visitor({ screen: "tablet", line: true });
  await enter(tablet.context(), mine.actor, baseURL ?? "");
  await tablet.goto(`/judge/${round.slug}`);
  await tablet.getByRole("link", { name: "开始试评" }).click();
  await fill(tablet);
  await expectAccessible(tablet);
  tablet.once("dialog", (asked) => asked.dismiss());
  await tablet.getByRole("link", { name: "返回出场顺序" }).click();
  await expect(box(tablet, criteria[0])).toHaveValue("25.5");
  expectFailureOf(tablet, "/practice");
  await offline(tablet.context(), true);
  await tablet.getByRole("button", { name: "提交试评" }).click();
  await expect(tablet.getByRole("alert")).toContainText("网络断了，没有提交");
  await expect(box(tablet, criteria[4])).toHaveValue("8.5");
  await offline(tablet.context(), false);
  await tablet.getByRole("button", { name: "提交试评" }).click();
  await expect(tablet.getByText("您的试评已提交")).toBeVisible();
  await inDatabase(async (db) => {
    const sheets = others.map(({ id }) => ({
      roundId: round.id,
      judgeId: id,
      marks: { tech: 2400, market: 1600, business: 1500, team: 1800, landing: 850 },
    }));
    await db.insertInto("practiceSheets").values(sheets).execute();
    await db.updateTable("practices").set({ closedAt: new Date() }).where("roundId", "=", round.id).execute();
  });
  await tablet.getByRole("link", { name: "看试评是否已结束" }).click();
  // 25.5 beside 8, and beside the mean of 25.5, 24 and 24
  await expect(tablet.getByRole("row", { name: /技术与产品/ })).toContainText("+17.5");
  await expect(tablet.getByRole("row", { name: /技术与产品/ })).toContainText("24.50");
  await expect(tablet.getByRole("row", { name: /合计/ })).toContainText("83");
  await expectAccessible(tablet);
});

test("without JavaScript a sheet is kept, checked, confirmed and handed in; a project is recused from", async ({
  visitor,
}) => {
  const plain = await visitor({ screen: "tablet", as: "judge5@demo.example", javaScript: false });
  await openUnscored(plain, 0);
  expectFailureOf(plain, new URL(plain.url()).pathname);
  await fill(plain, ["31", "16"]);
  await plain.getByRole("button", { name: "提交评分" }).click();
  await expect(plain.getByRole("alert")).toContainText("技术与产品：可填0至30，间隔0.5");
  await expect(box(plain, "行业与市场")).toHaveValue("16");
  await fill(plain, ["25.5"]);
  await plain.getByRole("button", { name: "保存草稿" }).click();
  await expect(box(plain, "技术与产品")).toHaveValue("25.5");
  await fill(plain);
  await plain.getByRole("button", { name: "提交评分" }).click();
  await expect(plain.getByRole("status").filter({ hasText: "83.00" })).toBeVisible();
  await plain.getByRole("button", { name: "确认提交" }).click();
  await expect(plain.getByText("已提交并锁定")).toBeVisible();

  await openUnscored(plain, 0);
  await plain.getByText("申请回避").click();
  await plain.getByLabel("回避理由").fill("与负责人是师生");
  await plain.getByRole("button", { name: "确认回避" }).click();
  await expect(plain.getByText("您已回避此项目")).toBeVisible();
});

test("a sheet that is handed in before the conductor opens its scoring waits on the tablet, and goes out by itself", async ({
  visitor,
  baseURL,
}) => {
  const { round, seats, entries, conductor } = await prepareHall({ judges: 1, entries: 2 });
  const judge = seats[0]?.actor ?? conductor;
  const key = entries[0]?.key ?? "";
  const tablet = await visitor({ screen: "tablet" });
  await enter(tablet.context(), judge, baseURL ?? "");
  await tablet.goto(`/judge/${round.slug}/${key}`);
  await fill(tablet);
  await tablet.getByRole("button", { name: "等待开放评分，开放后自动提交" }).click();
  await tablet.getByRole("button", { name: "确认提交" }).click();
  const waits = tablet.getByRole("heading", { name: "等待开放评分，开放后自动提交" });
  await expect(waits).toBeVisible();
  const held = tablet.getByRole("status").filter({ hasText: /^1 条待开放评分$/ });
  await expect(held).toBeVisible();
  await expectAccessible(tablet);
  await tablet.getByRole("button", { name: "收回修改" }).click();
  await fill(tablet, ["24"]);
  await tablet.getByRole("button", { name: "等待开放评分，开放后自动提交" }).click();
  await tablet.getByRole("button", { name: "确认提交" }).click();
  await expect(held).toBeVisible();
  await tablet.reload();
  await expect(waits).toBeVisible();
  await expect(held).toBeVisible();

  await inDatabase((db) =>
    takeStep({ db, actor: conductor }, { round: round.slug, after: 0, step: { type: "open-scoring", entry: key } }),
  );
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  await expect(tablet.getByRole("status").filter({ hasText: "81.50" })).toBeVisible();
  await expect(tablet.getByText("全部已上传")).toBeVisible();

  const plain = await visitor({ screen: "tablet", javaScript: false });
  await enter(plain.context(), judge, baseURL ?? "");
  await plain.goto(`/judge/${round.slug}/${entries[1]?.key}`);
  await fill(plain);
  await plain.getByRole("button", { name: "提交评分" }).click();
  await expect(plain.getByRole("heading", { name: "这个项目的评分还没有开放" })).toBeVisible();
  await expect(plain.getByText("分数已存为草稿")).toBeVisible();
  await expect(plain.getByRole("button", { name: "确认提交" })).toBeHidden();
});
