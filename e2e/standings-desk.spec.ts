import { makeEdition, makeSheet } from "../db/seed/factories/heats.ts";
import { makeTiedHeat } from "../db/seed/factories/tied-heats.ts";
import { enter, fillSheet, handIn, inDatabase, makeOwnHeat } from "./people/hall.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, offline, test } from "./stage.ts";

/** A closed heat of its own in which two projects are equal in everything. */
const tiedHeat = () =>
  inDatabase(async (db) => {
    const slug = `desk-${Date.now().toString(36)}`;
    const { edition } = await makeEdition(db, { slug });
    return await makeTiedHeat(db, { editionId: edition.id, judges: 5, entries: 4 });
  });

test("the scorer reads why a project stands where it stands, supposes another rule, and records the panel's vote", async ({
  visitor,
  baseURL,
}) => {
  const { round, scorer } = await tiedHeat();
  const at = `/organize/rounds/${round.slug}/standings`;
  const page = await visitor();
  await enter(page.context(), scorer, baseURL ?? "");
  await page.goto(at);

  const table = page.getByRole("table", { name: "成绩表" });
  await expect(table.getByRole("row", { name: /^1 1 项目1/ })).toContainText("82.67");
  await table.getByText("名次由来与各项分数 2 项目2").click();
  await expect(page.getByText(/总分 80\.67，与 3号 并列第2名；.*比前一名 1号 低 2\.00 分；.*因此并列。/)).toBeVisible();
  const marks = page.getByRole("table", { name: "2 项目2 的各项分数" });
  await expect(marks.getByRole("row", { name: /^技术与产品/ }).locator("s")).toHaveText(["25", "26"]);
  await expectAccessible(page);

  const pages = page.getByRole("navigation", { name: "成绩的各个页面" });
  await pages.getByRole("link", { name: "假设" }).click();
  await expect(page).toHaveTitle(/^假设，不是结果/);
  await page.getByLabel("规则", { exact: true }).selectOption({ label: "中位数" });
  await page.getByLabel("不计评委").selectOption("J1");
  await page.getByRole("button", { name: "推算" }).click();
  await expect(page).toHaveURL(/rule=median&without=J1/);
  await expect(page.getByText("假设：规则为“中位数”、不计 J1 评委1")).toBeVisible();
  await expect(page.getByRole("table", { name: "假设的名次（不是结果）" }).getByRole("row")).toHaveCount(5);
  await expectAccessible(page);

  await pages.getByRole("link", { name: "同分与表决" }).click();
  for (const [judge, order] of [
    ["J1", "3号 › 2号"],
    ["J2", "3号 › 2号"],
    ["J3", "2号 › 3号"],
  ] as const) {
    await page.getByLabel(`${judge}：${order}`).check();
  }
  await page.getByLabel("表决的理由和经过").fill("各项得分均相同，评委组当场举手表决");
  await expectAccessible(page);
  await page.getByRole("button", { name: "记录表决" }).click();
  const kept = page.getByRole("region", { name: "表决记录" });
  await expect(kept).toContainText("结果：1. 3 项目3、2. 2 项目2");
  await expect(kept).toContainText("J3 评委3：2号 › 3号");
  await expect(page.getByRole("table", { name: "总分 80.67：3号、2号" })).toContainText("在此分出");

  await pages.getByRole("link", { name: "成绩表" }).click();
  await expect(table.getByRole("row", { name: /^2 3 项目3/ })).toContainText("按评委组表决分出先后");

  await pages.getByRole("link", { name: "图示" }).click();
  await expect(page.getByRole("img", { name: /^3 项目3：J1 81\.00、.*（去掉）.*；总分 80\.67$/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^J1 评委1：[+−]?\d\.\d\d 分$/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^技术与产品：最低/ })).toBeVisible();
  await expectAccessible(page);
});

test("on a phone and without a script the desk is read and asked all the same", async ({ visitor, baseURL }) => {
  const { round, supervisor } = await tiedHeat();
  const page = await visitor({ screen: "phone", javaScript: false, locale: "en" });
  await enter(page.context(), supervisor, baseURL ?? "");
  for (const path of ["", "/ties", "/charts", "/what-if?trimming=off"]) {
    await page.goto(`/organize/rounds/${round.slug}/standings${path}`);
    await expectNoSidewaysScroll(page);
  }
  await expect(page.getByText("What if – not the result").first()).toBeVisible();
  await page.getByRole("link", { name: "Ties and votes" }).click();
  await expect(page.getByRole("table", { name: "Total 80.67: no. 2, no. 3" })).toBeVisible();
  await expect(page.getByText("Record a vote…")).toHaveCount(0);
});

test("while the judges score the table follows, with what is unfolded and in focus, says when it cannot, and ends with the sign-in", async ({
  visitor,
  baseURL,
}) => {
  const heat = await inDatabase(async (db) => {
    const made = await makeOwnHeat(db, { judges: 2, entries: 3 });
    const marks = Object.fromEntries(made.criteria.map(({ key, max }) => [key, max / 2]));
    const [, last] = made.seats;
    for (const seat of made.seats) {
      for (const entry of made.entries.filter(({ key }) => seat !== last || key === "1"))
        await makeSheet(db, { roundId: made.round.id, entryId: entry.id, judgeId: seat.id, marks });
    }
    return made;
  });
  const desk = await visitor({ line: true });
  for (const part of ["/live/", "/standings/changes"]) expectFailureOf(desk, part);
  await enter(desk.context(), heat.scorer, baseURL ?? "");
  await desk.goto(`/organize/rounds/${heat.round.slug}/standings`);
  const live = desk.getByText("自动更新；数据的读出时间见下方");
  const paused = desk.getByText("连接中断，恢复后自动更新");
  await expect(live).toBeVisible();
  const unfold = desk.getByText("名次由来与各项分数 1 项目1");
  await unfold.click();
  const marksOfFirst = desk.getByRole("table", { name: "1 项目1 的各项分数" });
  await expect(marksOfFirst).toBeVisible();

  const judge = await visitor({ screen: "tablet" });
  await enter(judge.context(), heat.seats[1]?.actor ?? heat.scorer, baseURL ?? "");
  const row = (entry: string) => desk.getByRole("row", { name: new RegExp(` ${entry} 项目${entry} `) });
  const scores = async (entry: string, marks: string[]) => {
    await judge.goto(`/judge/${heat.round.slug}/${entry}`);
    await fillSheet(judge, marks);
    await handIn(judge);
    await expect(judge.getByText("已提交并锁定")).toBeVisible();
  };
  await scores("2", ["30", "20", "20", "20", "10"]);
  await expect(row("2")).toContainText("75.00");
  await expect(marksOfFirst).toBeVisible();
  await expect(unfold).toBeFocused();
  await expectAccessible(desk);

  await offline(desk.context(), true);
  await expect(paused).toBeVisible();
  await scores("3", ["30", "20", "20", "20", "9"]);
  await offline(desk.context(), false);
  await expect(row("3")).toContainText("74.50");
  await expect(live).toBeVisible();
  await expect(marksOfFirst).toBeVisible();

  const elsewhere = await desk.context().newPage();
  await elsewhere.goto("/account");
  await elsewhere.getByRole("banner").getByRole("button", { name: "退出" }).click();
  await expect(elsewhere).not.toHaveURL(/account/);
  await expect(desk.getByText("不再自动更新：登录已结束")).toBeVisible();
  await expect(row("3")).toContainText("74.50");
});
