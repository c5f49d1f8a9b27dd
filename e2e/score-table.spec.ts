import type { Page } from "@playwright/test";
import { makeEdition, makeHeat, makeSheet } from "../db/seed/factories/heats.ts";
import { makePerson } from "../db/seed/factories/many-applications.ts";
import { samplePng } from "../db/seed/factories/sample-files.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { criteria } from "./people/reviewer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, offline, test } from "./stage.ts";

/** The demo's heat that is being judged today. */
const table = "/organize/rounds/beijing-6/table";

/** The sheet of that judge at the entry of that number, reached from the table as people do. */
async function openSheet(page: Page, judge: string, number: number): Promise<void> {
  await page.goto(table);
  await page
    .getByRole("link", { name: new RegExp(`^${judge}，${number} `) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`^${judge}：${number} `) })).toBeVisible();
}

/** The judge's own page of the entry of that number. */
async function openOwn(page: Page, number: number): Promise<void> {
  await page.goto("/judge/beijing-6");
  await page.getByRole("link", { name: new RegExp(`^${number} `) }).click();
  await expect(page).toHaveURL(/\/judge\/beijing-6\/[^/]+$/);
}

test("a submitted sheet is opened again by two people, mended on the tablet, and both versions stay side by side", async ({
  visitor,
}) => {
  const scorer = await visitor({ as: "scorer@demo.example" });
  await openSheet(scorer, "褚云深", 8);
  await scorer.getByText("请求重开…").click();
  await scorer.getByLabel("理由").fill("评委当场说明：团队一项看错了档");
  await scorer.getByRole("button", { name: "提交请求" }).click();
  await expect(scorer.getByText("您提出的请求须由监督员批准。")).toBeVisible();
  await expect(scorer.getByText("批准重开…")).toHaveCount(0);
  await expectAccessible(scorer);

  const supervisor = await visitor({ as: "supervisor@demo.example" });
  await supervisor.goto(table);
  const matters = supervisor.getByRole("region", { name: "待办" });
  await expect(matters.getByText("评委当场说明：团队一项看错了档")).toBeVisible();
  await matters.getByText("批准重开…").click();
  await matters.getByRole("button", { name: "确认批准" }).click();
  // The scorer's page follows by itself
  await expect(scorer.getByText(/批准重开第1版/)).toBeVisible();
  await expect(supervisor.getByRole("link", { name: /^褚云深，8 .*重开/ }).first()).toBeVisible();

  const tablet = await visitor({ screen: "tablet", as: "judge6@demo.example" });
  await openOwn(tablet, 8);
  await expect(tablet.getByText("这份评分单已重新打开")).toBeVisible();
  await expect(tablet.getByText(/理由：评委当场说明/)).toBeVisible();
  const box = tablet.getByRole("textbox", { name: criteria[3], exact: true });
  await expect(box).not.toHaveValue("");
  await box.fill("12");
  await tablet.getByRole("button", { name: "提交评分" }).click();
  await tablet.getByRole("button", { name: "确认提交" }).click();
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();

  const versions = scorer.getByRole("table", { name: "各项分数" });
  await expect(versions.getByRole("columnheader", { name: /第1版 留档/ })).toBeVisible();
  await expect(versions.getByRole("columnheader", { name: /第\d版 现行/ })).toBeVisible();
  await expect(versions.getByRole("row", { name: /创业团队.*有改动 12$/ })).toBeVisible();
});

test("a sheet on paper is entered from its photo by one person, checked by another, and marked everywhere", async ({
  visitor,
}) => {
  const scorer = await visitor({ as: "scorer@demo.example" });
  await openSheet(scorer, "卫明舒", 16);
  await scorer
    .getByLabel("照片或扫描件")
    .setInputFiles({ name: "paper.txt", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await scorer.getByRole("button", { name: "上传照片" }).click();
  await expect(scorer.getByRole("status").or(scorer.getByRole("alert")).first()).toContainText(/类型|格式/);
  await scorer
    .getByLabel("照片或扫描件")
    .setInputFiles({ name: "paper.png", mimeType: "image/png", buffer: samplePng(600, 800) });
  await scorer.getByRole("button", { name: "上传照片" }).click();
  await expect(scorer.getByRole("img", { name: "纸质评分单的照片" })).toBeVisible();
  const written = ["24.5", "16", "15", "17", "80"];
  for (const [at, name] of criteria.entries())
    await scorer.getByRole("textbox", { name, exact: true }).fill(written[at] ?? "");
  expectFailureOf(scorer, "/table/");
  await scorer.getByRole("button", { name: "录入完毕，交他人核对" }).click();
  await expect(scorer.getByText("可填0至10，间隔0.5").first()).toBeVisible();
  await scorer.getByRole("textbox", { name: criteria[4], exact: true }).fill("8");
  await scorer.getByRole("button", { name: "录入完毕，交他人核对" }).click();
  await expect(scorer.getByText("您录入的评分单须由另一个人核对。")).toBeVisible();
  await expect(scorer.getByText("核对无误…")).toHaveCount(0);
  await expectAccessible(scorer);

  // Meanwhile the judge has begun on the tablet after all
  const tablet = await visitor({ screen: "tablet", as: "judge7@demo.example" });
  await openOwn(tablet, 16);
  await tablet.getByRole("textbox", { name: criteria[0], exact: true }).fill("20");
  await expect(
    tablet
      .getByRole("status")
      .filter({ hasText: /已保存|已上传/ })
      .first(),
  ).toBeVisible();

  const supervisor = await visitor({ as: "supervisor@demo.example" });
  await supervisor.goto(table);
  await supervisor.getByRole("region", { name: "待办" }).getByRole("link", { name: "去核对" }).click();
  await expect(supervisor.getByRole("heading", { name: "对照照片核对" })).toBeVisible();
  await expect(supervisor.getByRole("definition").filter({ hasText: "80.50" })).toBeVisible();
  await supervisor.getByText("核对无误…").click();
  const known = supervisor.getByRole("checkbox", { name: /平板上的草稿.*将被替换/ });
  await expect(known).toBeVisible();
  await expectAccessible(supervisor);
  await known.check();
  await supervisor.getByRole("button", { name: "确认提交" }).click();
  await expect(supervisor.getByText(/对照照片核对无误/)).toBeVisible();
  await expect(supervisor.getByRole("columnheader", { name: /纸质录入/ })).toBeVisible();

  await supervisor.goto(table);
  await expect(supervisor.getByRole("row", { name: /^16 / }).getByText("纸质")).toBeAttached();
  await supervisor.goto("/organize/rounds/beijing-6/standings");
  await expect(supervisor.getByRole("cell", { name: "80.50 纸质" })).toBeVisible();
  await openOwn(tablet, 16);
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  await expect(tablet.getByText(/按您的纸质评分单录入/)).toBeVisible();
});

test("the table follows by itself, asks a judge to check, and stands still when the network is gone", async ({
  visitor,
}) => {
  const scorer = await visitor({ as: "scorer@demo.example", line: true });
  await scorer.setViewportSize({ width: 1280, height: 720 });
  await scorer.goto(table);
  await expectNoSidewaysScroll(scorer);
  const grid = scorer.getByRole("region", { name: /每位评委对每个项目的评分单/ });
  expect(await grid.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await scorer
    .getByRole("region", { name: "偏离本人水平的分数" })
    .getByRole("button", { name: /^请评委核对/ })
    .first()
    .click();
  await expect(scorer.getByText("已请评委核对，等待答复").first()).toBeVisible();

  const tablet = await visitor({ screen: "tablet", as: "judge3@demo.example" });
  await tablet.goto("/judge/beijing-6");
  await tablet.getByRole("link", { name: /请核对/ }).click();
  await tablet.getByRole("button", { name: "有误，请求重开" }).click();
  await expect(tablet.getByText("您已请求重开，等待监督员批准")).toBeVisible();
  await expect(scorer.getByRole("region", { name: "待办" }).getByText("评委核对之后请求重开")).toBeVisible();

  expectFailureOf(scorer, "/live/rounds/");
  expectFailureOf(scorer, "/api/health");
  expectFailureOf(scorer, "table");
  await offline(scorer.context(), true);
  await expect(scorer.getByText(/连接中断/)).toBeVisible({ timeout: 20_000 });
  await expect(scorer.getByRole("table", { name: /每位评委/ })).toBeVisible();
  await offline(scorer.context(), false);
  await expect(scorer.getByText(/自动更新/)).toBeVisible({ timeout: 20_000 });
});

/** A heat whose judges lie 44 points apart on the first project, under a rule that lets the panel confer beyond 20. */
const heatToConferOn = () =>
  inDatabase(async (db) => {
    const { edition } = await makeEdition(db, { slug: `confer-${Date.now().toString(36)}` });
    const heat = await makeHeat(db, { editionId: edition.id, entries: 2 });
    const roundId = heat.round.id;
    await db
      .updateTable("rules")
      .set({ deliberation: { method: "range", threshold: 20, hidesJudges: false } })
      .where("roundId", "=", roundId)
      .execute();
    const high = { tech: 2800, market: 1900, business: 1900, team: 1900, landing: 900 };
    const low = { tech: 1500, market: 1000, business: 1000, team: 1000, landing: 500 };
    for (const [at, entry] of heat.entries.entries())
      for (const [j, seat] of heat.seats.entries())
        await makeSheet(db, { roundId, entryId: entry.id, judgeId: seat.id, marks: at === 0 && j === 0 ? low : high });
    const supervisor = await makePerson(db, { grants: [{ role: "supervisor", roundId }] });
    return { ...heat, supervisor };
  });

test("a panel confers: the scorer begins, a judge gives another value, the supervisor confirms, and the standings tell it", async ({
  visitor,
  baseURL,
}) => {
  const { round, scorer, supervisor, seats } = await heatToConferOn();
  const at = `/organize/rounds/${round.slug}`;
  const desk = await visitor();
  await enter(desk.context(), scorer, baseURL ?? "");
  await desk.goto(`${at}/table`);
  await expect(desk.getByText("1个项目需要复议")).toBeVisible();
  await desk.getByRole("link", { name: "到复议页" }).click();
  await expect(desk.getByText("相差 44.00")).toBeVisible();
  await expectAccessible(desk);
  await desk.getByText("开始复议", { exact: true }).click();
  await desk.getByRole("button", { name: /^开始复议1/ }).click();
  await expect(desk.getByText("复议中", { exact: true })).toBeVisible();

  const judge = await visitor({ screen: "tablet" });
  const seat = seats[0];
  if (!seat) throw new Error("a heat has judges");
  await enter(judge.context(), seat.actor, baseURL ?? "");
  await judge.goto(`/judge/${round.slug}/1`);
  await judge.getByRole("link", { name: "去复议" }).click();
  await expect(judge.getByRole("table", { name: "复议" })).toContainText("94.00");
  await judge.getByRole("textbox", { name: "复议分" }).fill("80.5");
  await judge.getByRole("textbox", { name: "改分的理由" }).fill("商议后认为原分偏低");
  await expectAccessible(judge);
  await expectNoSidewaysScroll(judge);
  await judge.getByRole("button", { name: "交复议分" }).click();
  await expect(judge.getByText("您已给出复议分 80.5。")).toBeVisible();

  await expect(desk.getByText("商议后认为原分偏低")).toBeVisible();
  await desk.getByText("结束复议", { exact: true }).first().click();
  await desk.getByRole("button", { name: "结束复议" }).click();
  await expect(desk.getByText("待监督员确认", { exact: true })).toBeVisible();

  const second = await visitor({ screen: "phone", locale: "en", dark: true });
  await enter(second.context(), supervisor, baseURL ?? "");
  await second.goto(`${at}/deliberations`);
  await second.getByText("Confirm: the new values count", { exact: true }).click();
  await expectAccessible(second);
  await expectNoSidewaysScroll(second);
  await second.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(second.getByText("Confirmed", { exact: true }).first()).toBeVisible();
  await second.goto(`${at}/standings?entry=1`);
  await expect(second.getByText(/50\.00 → after conferring 80\.50/)).toBeVisible();
});
