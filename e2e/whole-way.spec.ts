import type { APIRequestContext, Page } from "@playwright/test";
import type { EditionPageInput } from "../app/rules/editions/edition-page.ts";
import { readEnv } from "../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../app/services/vault/vault.ts";
import { examine, makeClosedHeat } from "../db/seed/factories/finals.ts";
import { makeEdition, makeHeat, releaseRound } from "../db/seed/factories/heats.ts";
import { makePerson } from "../db/seed/factories/many-applications.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { step } from "./people/organizer.ts";
import { criteria, openSheet, score } from "./people/reviewer.ts";
import { nextCode, setUpFactor, signRelease } from "./people/signer.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

/** The edition as it stands when the first heat's scoring is closed: the second heat is out, the final has its panel. */
const closedHeat = () =>
  inDatabase(async (db) => {
    unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
    const { edition } = await makeEdition(db, { slug: `way-${Date.now().toString(36)}` });
    const prizes: EditionPageInput["prizes"] = [
      { scope: "final", title: "一等奖", titleEn: "First Prize", places: 1, yuan: 500_000 },
      { scope: "final", title: "二等奖", titleEn: "Second Prize", places: 2, yuan: 300_000 },
    ];
    const page = { prizes };
    const settings = { noticeContact: "区人才办 0572-2280001", bundlePublic: true, page };
    await db.updateTable("editions").set(settings).where("id", "=", edition.id).execute();
    const heat = await makeClosedHeat(db, { editionId: edition.id, judges: 5, entries: 3 });
    const second = await makeClosedHeat(db, { editionId: edition.id, judges: 3, entries: 2 });
    for (const [{ round }, name] of [
      [heat, "湖畔"],
      [second, "山前"],
    ] as const)
      await db
        .updateTable("entries")
        .set((eb) => ({ title: eb(eb.val(`${name}项目`), "||", eb.ref("key")) as never }))
        .where("roundId", "=", round.id)
        .execute();
    await releaseRound(db, second, "published");
    const final = await makeHeat(db, {
      editionId: edition.id,
      kind: "final",
      title: "总决赛",
      state: "screening",
      judges: 3,
      entries: 0,
    });
    const discipline = await makePerson(db, {
      name: "纪检监察员",
      grants: [{ role: "supervisor", editionId: edition.id }],
    });
    return { edition, heat, second, final, discipline };
  });

/** Every entry's total by the mean of its sheets without the highest and the lowest: reckoned here from the marks that are kept. */
async function reckoned(roundId: number): Promise<Map<string, string>> {
  const sheets = await inDatabase((db) =>
    db
      .selectFrom("sheets")
      .innerJoin("entries", "entries.id", "sheets.entryId")
      .innerJoin("marks", "marks.sheetId", "sheets.id")
      .where("sheets.roundId", "=", roundId)
      .where("sheets.state", "=", "submitted")
      .groupBy(["entries.key", "sheets.id"])
      .select((eb) => ["entries.key", eb.fn.sum<string>("marks.mark").as("total")])
      .execute(),
  );
  const totals = new Map<string, string>();
  for (const key of new Set(sheets.map((each) => each.key))) {
    const own = sheets.filter((each) => each.key === key).map(({ total }) => Number(total));
    const kept = own.sort((a, b) => a - b).slice(1, -1);
    totals.set(key, (kept.reduce((sum, each) => sum + each, 0) / kept.length / 100).toFixed(2));
  }
  return totals;
}

async function published(request: APIRequestContext, slug: string, version = "") {
  const [round] = await (await request.get(`/api/rounds/${slug}/standings${version}`)).json();
  return round as {
    state: string;
    standings: { entry: string; rank: number; title: string; total: string }[];
  };
}

/** What tells of a round's result: none of it is there. */
async function nothingOutOf(request: APIRequestContext, slug: string): Promise<void> {
  for (const path of [
    `/results/${slug}`,
    `/results/${slug}/1`,
    `/results/${slug}/bundle.json`,
    `/notices/${slug}`,
    `/api/rounds/${slug}/standings`,
    `/api/v1/rounds/${slug}/standings`,
  ])
    expect((await request.get(path)).status(), path).toBe(404);
}

test("the whole way: a closed heat, its notice, an objection, a correction, the final, the award, the landing", async ({
  visitor,
  baseURL,
  request,
}) => {
  test.setTimeout(600_000);
  const { edition, heat, final, discipline } = await closedHeat();
  const { slug } = heat.round;
  const desk = `/organize/rounds/${slug}`;
  const as = async (actor: typeof discipline, look: Parameters<typeof visitor>[0] = {}) => {
    const page = await visitor(look);
    await enter(page.context(), actor, baseURL ?? "");
    return page;
  };
  const scorer = await as(heat.scorer);
  const supervisor = await as(heat.supervisor);
  const organizer = await as(heat.organizer);
  const office = await as(discipline);
  const anyone = await visitor({ screen: "phone" });
  expectFailureOf(anyone, slug);
  const keys = { supervisor: "", organizer: "" };
  const sign = async (page: Page, who: keyof typeof keys, round: string, version: number) => {
    await page.goto(`/organize/rounds/${round}/release`);
    const doing = who === "supervisor" ? "confirm" : "publish";
    await signRelease(page, doing, version, await nextCode(`way-${who}`, keys[who]));
  };

  await test.step("three people release the heat's result, and its notice opens", async () => {
    for (const [page, who] of [
      [supervisor, "supervisor"],
      [organizer, "organizer"],
    ] as const) {
      await page.goto("/account/second-factor");
      keys[who] = (await setUpFactor(page, `way-${who}`)).key;
    }
    await nothingOutOf(request, slug);
    await scorer.goto(`${desk}/release`);
    await scorer.getByRole("button", { name: "提请发布" }).click();
    await expect(scorer.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
    await nothingOutOf(request, slug);
    await sign(supervisor, "supervisor", slug, 1);
    await expect(supervisor.getByRole("navigation", { name: "发布步骤" })).toContainText("等待组织者");
    await nothingOutOf(request, slug);
    await organizer.goto(`${desk}/release`);
    await organizer.getByText("发布第1版…").click();
    await organizer.getByLabel("公示截止日期").fill("2099-12-31");
    await organizer.getByLabel("验证码").fill(await nextCode("way-organizer", keys.organizer));
    await organizer.getByRole("button", { name: "立即发布" }).click();
    await expect(organizer.getByText("成绩已发布（第1版）")).toBeVisible();
    const { standings, state } = await published(request, slug);
    expect(state).toBe("published");
    expect(new Map(standings.map(({ entry, total }) => [entry, total]))).toEqual(await reckoned(heat.round.id));
  });

  let mine = "";
  let receipt = "";
  await test.step("somebody objects in the notice, and the discipline office finds the objection right", async () => {
    await anyone.goto(`/notices/${slug}`);
    await anyone.getByRole("link", { name: "提出异议" }).click();
    await anyone.getByLabel("真实姓名或单位全称").fill("王实名");
    await anyone.getByLabel("电话").fill("+86 138 0000 1234");
    await anyone.getByLabel("针对的项目").selectOption("2");
    await anyone.getByLabel("事实").fill("评委1宣读的团队一项得分与发布的得分不一致。");
    await anyone.getByLabel("理由和依据").fill("评审办法第六条：评分单与宣读不一致的，应当更正。");
    await anyone.getByLabel(/以上述真实姓名/).check();
    await anyone.getByLabel(/同意为办理本异议/).check();
    await anyone.getByRole("button", { name: "提交异议" }).click();
    await expect(anyone.getByText(/已收到您的异议，回执编号 YY-/)).toBeVisible();
    receipt = /YY-[2-9A-Z]{6}/.exec((await anyone.getByRole("heading", { level: 1 }).textContent()) ?? "")?.[0] ?? "";
    mine = anyone.url().split("?")[0] ?? "";
    await organizer.goto(`/organize/objections/${receipt}`);
    await expect(organizer.getByText("身份和内容保密")).toBeVisible();
    await expect(organizer.locator("body")).not.toContainText("王实名");
    await office.goto(`/organize/objections/${receipt}`);
    await office.getByRole("button", { name: "指定" }).click();
    await expect(office.getByText(/由您办理/)).toBeVisible();
    await office.getByLabel("异议成立").check();
    await office.getByLabel("理由", { exact: true }).fill("经查录像，评委宣读20分，评分单误填，应当更正。");
    await office.getByRole("button", { name: "作出处理结果" }).click();
    await expect(office.getByRole("heading", { name: "异议成立" })).toBeVisible();
  });

  await test.step("judging is opened again, the judge mends the sheet, and the corrected version is released", async () => {
    const before = await published(request, slug);
    await scorer.goto(`${desk}/table`);
    await scorer.getByText("重新开启评分…").click();
    await scorer.getByLabel("理由").last().fill("异议成立，评委1须更正");
    await scorer.getByRole("button", { name: "确认重新开启" }).click();
    await expect(scorer.getByText(/所有评分单都已到齐/)).toBeVisible();
    await scorer
      .getByRole("link", { name: /^评委1，2 / })
      .first()
      .click();
    await scorer.getByText("请求重开…").click();
    await scorer.getByLabel("理由").fill("异议成立：与宣读不一致");
    await scorer.getByRole("button", { name: "提交请求" }).click();
    await expect(scorer.getByText("您提出的请求须由监督员批准。")).toBeVisible();
    await supervisor.goto(`${desk}/table`);
    const matters = supervisor.getByRole("region", { name: "待办" });
    await matters.getByText("批准重开…").click();
    await matters.getByRole("button", { name: "确认批准" }).click();
    await expect(supervisor.getByRole("link", { name: /^评委1，2 .*重开/ }).first()).toBeVisible();
    // The published version stands while its correction is in work
    expect(await published(request, slug)).toEqual(before);

    const seat = heat.seats[0];
    if (!seat) throw new Error("the heat has no judge");
    const tablet = await as(seat.actor, { screen: "tablet" });
    await openSheet(tablet, slug, "湖畔项目2");
    for (const [at, mark] of ["30", "20", "20", "20", "10"].entries())
      await tablet.getByRole("textbox", { name: criteria[at], exact: true }).fill(mark);
    await tablet.getByRole("button", { name: "提交评分" }).click();
    await tablet.getByRole("button", { name: "确认提交" }).click();
    await expect(tablet.getByText("已提交并锁定")).toBeVisible();
    await scorer.goto(`${desk}/table`);
    await scorer.getByText("结束评分", { exact: true }).click();
    await scorer.getByRole("button", { name: "确认结束评分" }).click();
    await expect(scorer.getByText("评分已结束").first()).toBeVisible();
    await scorer.goto(`${desk}/release`);
    await scorer.getByText("提请更正…").click();
    await scorer.getByLabel("更正理由（将公布）").fill("评委评分单与宣读不一致");
    await scorer.getByRole("button", { name: "提请更正" }).click();
    await expect(scorer.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
    expect(await published(request, slug)).toEqual(before);
    await sign(supervisor, "supervisor", slug, 2);
    await expect(supervisor.getByRole("navigation", { name: "发布步骤" })).toContainText("等待组织者");
    await sign(organizer, "organizer", slug, 2);
    await expect(organizer.getByText("成绩已发布（第2版）")).toBeVisible();

    const after = await published(request, slug);
    expect(new Map(after.standings.map(({ entry, total }) => [entry, total]))).toEqual(await reckoned(heat.round.id));
    expect(after.standings).not.toEqual(before.standings);
    expect((await published(request, slug, "?version=1")).state).toBe("superseded");
    await office.goto(`/organize/objections/${receipt}`);
    await office.getByRole("combobox").last().selectOption("2");
    await office.getByRole("button", { name: "登记" }).click();
    // A page that is on its way has no such button either: what is on record now is what tells
    await expect(office.getByRole("definition").filter({ hasText: /^第2版$/ })).toBeVisible();
    await anyone.goto(mine);
    await expect(anyone.getByText("已据此更正，见第2版成绩")).toBeVisible();
    await expect(anyone.getByText("经查录像，评委宣读20分")).toBeVisible();
    await expect(anyone.locator("body")).not.toContainText("王实名");
  });

  await test.step("anybody verifies the corrected version in the browser", async () => {
    const bundle = await (await request.get(`/results/${slug}/bundle.json`)).body();
    await anyone.goto("/verify");
    await anyone
      .locator("input[type=file]")
      .setInputFiles({ name: "result.json", mimeType: "application/json", buffer: bundle });
    await anyone.getByRole("button", { name: "开始核对", exact: true }).click();
    await expect(anyone.getByRole("status").filter({ hasText: /核对通过/ })).toBeVisible();
  });

  await test.step("the line is drawn, and the final has its list", async () => {
    const at = `/organize/editions/${edition.slug}`;
    await organizer.goto(`${at}/settings/advancement`);
    await organizer.getByLabel("每场前几名").fill("2");
    await organizer.getByRole("button", { name: "保存" }).click();
    await expect(organizer.getByText("已保存")).toBeVisible();
    await organizer.goto(`${at}/advancement`);
    await expect(organizer.getByText("规则要求公示结束后才能划线。")).toBeVisible();
    await expect(organizer.getByText("划定晋级线…")).toHaveCount(0);
    await organizer.goto(`${at}/settings/advancement`);
    await organizer.getByLabel("公示结束后才能晋级").uncheck();
    await organizer.getByRole("button", { name: "保存" }).click();
    await expect(organizer.getByText("已保存")).toBeVisible();
    await organizer.goto(`${at}/advancement`);
    await organizer.getByText("划定晋级线…").click();
    await organizer.getByRole("button", { name: "划定", exact: true }).click();
    await expect(organizer.getByText("晋级线已划定（第1版）")).toBeVisible();
    await anyone.goto(`/editions/${edition.slug}`);
    await expect(anyone.getByRole("heading", { name: "晋级总决赛" })).toBeVisible();
    await expectNoSidewaysScroll(anyone);
  });

  const finalists = await inDatabase((db) =>
    db.selectFrom("entries").select(["key", "title"]).where("roundId", "=", final.round.id).orderBy("key").execute(),
  );
  expect(finalists).toHaveLength(4);

  await test.step("the final is drawn, judged on three tablets, closed and released", async () => {
    await organizer.goto(`/organize/rounds/${final.round.slug}/draw`);
    await organizer.getByRole("button", { name: "抽签", exact: true }).click();
    await expect(organizer.getByRole("row").filter({ hasText: finalists[0]?.title ?? "" })).toBeVisible();
    await step(organizer, final.round.slug, "确认就绪");
    await step(organizer, final.round.slug, "开始评分");
    for (const [j, { actor }] of final.seats.entries()) {
      const tablet = await as(actor, { screen: "tablet" });
      for (const [e, { title }] of finalists.entries()) {
        const marks = [30, 20, 20, 20, 10].map((most, c) => most - e * 2 - ((j + c) % 3) / 2);
        await openSheet(tablet, final.round.slug, title);
        await score(tablet, marks.map(String), marks.reduce((sum, each) => sum + each, 0).toFixed(2));
      }
    }
    const table = await as(final.scorer);
    await table.goto(`/organize/rounds/${final.round.slug}/table`);
    await table.getByText("结束评分", { exact: true }).click();
    await table.getByRole("button", { name: "确认结束评分" }).click();
    await expect(table.getByText("评分已结束").first()).toBeVisible();
    await nothingOutOf(request, final.round.slug);
    await table.goto(`/organize/rounds/${final.round.slug}/release`);
    await table.getByRole("button", { name: "提请发布" }).click();
    await expect(table.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
    await sign(supervisor, "supervisor", final.round.slug, 1);
    await expect(supervisor.getByRole("navigation", { name: "发布步骤" })).toContainText("等待组织者");
    await nothingOutOf(request, final.round.slug);
    await organizer.goto(`/organize/rounds/${final.round.slug}/release`);
    await organizer.getByText("发布第1版…").click();
    // Awards wait for the end of a notice; this final has none
    await organizer.getByLabel("公示截止日期").fill("");
    await organizer.getByLabel("验证码").fill(await nextCode("way-organizer", keys.organizer));
    await organizer.getByRole("button", { name: "立即发布" }).click();
    await expect(organizer.getByText("成绩已发布（第1版）")).toBeVisible();
    const { standings } = await published(request, final.round.slug);
    expect(standings.map(({ rank, title }) => [rank, title])).toEqual(
      finalists.map(({ title }, at) => [at + 1, title]),
    );
    await anyone.goto(`/results/${final.round.slug}`);
    await expectAccessible(anyone);
  });

  const at = `/organize/editions/${edition.slug}`;
  await test.step("the first fails due diligence, the next move up, and the awards are granted", async () => {
    await organizer.goto(`${at}/settings/diligence`);
    await organizer.getByLabel("递补", { exact: true }).check();
    await organizer.getByRole("button", { name: "保存奖项" }).click();
    await expect(organizer.getByText("已保存")).toBeVisible();
    await organizer.goto(`${at}/diligence`);
    await organizer.getByRole("link", { name: finalists[0]?.title }).click();
    for (let item = 1; item <= 8; item++)
      await organizer
        .getByRole("group", { name: new RegExp(`^${item}\\. `) })
        .getByLabel(item === 3 ? "不符合" : "符合", { exact: true })
        .check();
    await organizer.getByLabel("第 3 项的说明").fill("申报的专利属于第三方");
    await organizer.getByRole("button", { name: "保存核查记录" }).click();
    await expect(organizer.getByText("已保存核查记录")).toBeVisible();
    await organizer.getByLabel("不通过").check();
    await organizer.getByLabel("理由").fill("知识产权申报不实");
    await organizer.getByRole("button", { name: "作出结论" }).click();
    await expect(organizer.getByText("已作出结论")).toBeVisible();
    const passed = Object.fromEntries(finalists.slice(1).map(({ key }) => [key, "passed" as const]));
    await inDatabase((db) => examine(db, { edition, organizer: heat.organizer }, passed));
    await anyone.goto(`/editions/${edition.slug}`);
    await expect(anyone.getByRole("heading", { name: "获奖名单" })).toHaveCount(0);
    await organizer.goto(`${at}/awards`);
    await organizer.getByText("授奖…").click();
    await organizer.getByRole("button", { name: "授奖", exact: true }).click();
    await expect(organizer.getByText("已授奖", { exact: true })).toBeVisible();
    await expect(async () => {
      await anyone.reload();
      await expect(anyone.getByRole("heading", { name: "获奖名单" })).toBeVisible({ timeout: 1000 });
    }).toPass();
    const winners = anyone.getByRole("list", { name: "获奖名单" }).getByRole("listitem");
    for (const [place, finalist] of finalists.slice(1).entries())
      await expect(winners.nth(place)).toContainText(finalist.title);
    await expect(winners).toHaveCount(3);
    await expectNoSidewaysScroll(anyone);
  });

  await test.step("a winner settles in the district: from the intention to the funds", async () => {
    await organizer.goto(`${at}/landing`);
    const all = organizer.getByRole("region", { name: "总决赛的项目" });
    await all.getByLabel("起算日").fill("2025-01-10");
    await all.getByRole("button", { name: "纳入这3个项目" }).click();
    await expect(organizer.getByText("已纳入3个项目")).toBeVisible();
    const winner = finalists[1]?.title ?? "";
    await organizer.getByRole("link", { name: winner }).click();
    await expect(organizer.getByRole("heading", { name: winner, level: 1 })).toBeVisible();
    const milestone = (name: string) =>
      organizer
        .getByRole("region", { name: "节点" })
        .getByRole("listitem")
        .filter({ has: organizer.getByRole("heading", { name }) });
    for (const [name, day, amount] of [
      ["落地意向", "2025-02-01", null],
      ["签约", "2025-03-01", null],
      ["公司注册", "2025-04-01", null],
      ["注资到位", "2025-05-01", "5,000,000"],
    ] as const) {
      const own = milestone(name);
      await own.getByText("登记完成…").click();
      await own.getByLabel("完成日").fill(day);
      if (amount) await own.getByLabel("金额").fill(amount);
      await own.getByRole("button", { name: `登记${name}完成` }).click();
      await expect(own).toContainText("日 完成");
    }
    const funds = organizer.getByRole("region", { name: "兑现明细" });
    await funds.getByText("登记兑现…").click();
    await funds.getByLabel("兑现日").fill("2025-06-01");
    await funds.getByLabel("金额").fill("3000000");
    await funds.getByLabel("这是最后一笔，资助兑现完成").check();
    await funds.getByRole("button", { name: "登记兑现", exact: true }).click();
    await expect(milestone("资助兑现")).toContainText("2025年6月1日 完成");
    await organizer.goto(`${at}/landing`);
    const done = organizer.getByRole("region", { name: /^资助兑现/ });
    await expect(done.getByRole("listitem")).toContainText("全部节点已完成");
    await expect(done).toContainText(winner);
    await expectAccessible(organizer);
  });
});
