import type { Page } from "@playwright/test";
import { connect, type Database } from "../db/client.ts";
import { type Embedded, embeddedPostgres } from "../db/embedded.ts";
import { makeEdition, makeRound } from "../db/seed/factories/heats.ts";
import { makeManyApplications } from "../db/seed/factories/many-applications.ts";
import { tabTo } from "./people/keyboard.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const screener = "screener1@demo.example";
const many = 1_000;

let server: Embedded;
let database: Database;
let desk: { path: string; small: string; large: string };

test.describe("a screener with a thousand applications", () => {
  test.beforeAll(async () => {
    server = await embeddedPostgres(`${product.folder}/postgres`);
    database = connect(server.url(), { max: 2 });
    desk = await makeDesk(database);
  });
  test.afterAll(async () => {
    await database.end();
    await server.leave();
  });

  test("searches, filters, sorts, pages, and keeps a view", async ({ visitor }) => {
    const page = await visitor({ as: screener });
    await page.goto(desk.path);
    await expect(page.getByText("第 1–50 条，共 1,000 条")).toBeVisible();
    await expectAccessible(page);
    await expectRowsInSight(page);

    await page.getByRole("link", { name: "下一页" }).click();
    await expect(page.getByText("第 51–100 条，共 1,000 条")).toBeVisible();
    const second = await codes(page);
    await page.getByRole("link", { name: "末页" }).click();
    await expect(page.getByText("第 951–1,000 条，共 1,000 条")).toBeVisible();
    await page.getByRole("link", { name: "上一页" }).click();
    await expect(page.getByText("第 901–950 条，共 1,000 条")).toBeVisible();
    await page.getByRole("link", { name: "首页", exact: true }).last().click();
    await expect(page.getByText("第 1–50 条，共 1,000 条")).toBeVisible();
    await page.getByRole("link", { name: "下一页" }).click();
    await expect(page.getByText("第 51–100 条")).toBeVisible();
    expect(await codes(page)).toEqual(second);

    await search(page, "芯片");
    const found = await shownTotal(page);
    expect(found).toBeGreaterThan(5);
    expect(found).toBeLessThan(300);
    for (const row of (await page.getByRole("row").allInnerTexts()).slice(1)) expect(row).toContain("芯片");
    await search(page, "zhineng zb");
    for (const row of (await page.getByRole("row").allInnerTexts()).slice(1)) expect(row).toMatch(/智能.*装|装.*智能/s);

    await page.getByText("更多条件").click();
    await page.getByLabel("资格条件", { exact: true }).selectOption("待核对");
    await page.getByLabel("搜索", { exact: true }).fill("");
    await narrow(page, () => page.getByRole("button", { name: "筛选" }).click());
    await expect(page).toHaveURL(/eligibility=by-hand/);
    await page.getByRole("columnheader", { name: "项目" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "项目" })).toHaveAttribute("aria-sort", "ascending");
    await expectAccessible(page);
    const narrowed = await shownTotal(page);

    await page.getByText("保存当前视图").click();
    await page.getByLabel("视图名称").fill("待我核对");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    const views = page.getByRole("navigation", { name: "已保存的视图" });
    await expect(views.getByRole("link", { name: "待我核对" })).toHaveAttribute("aria-current", "true");
    await page.goto(desk.path);
    await views.getByRole("link", { name: "待我核对" }).click();
    await expect(page).toHaveURL(/eligibility=by-hand&sort=title/);
    await expect(page.getByText(`共 ${narrowed} 条`)).toBeVisible();
    await page.getByText("更改此视图").click();
    await page.getByRole("button", { name: "删除视图" }).click();
    await expect(views).toBeHidden();
  });

  test("sees which may be duplicates, on one line beside the title or on a phone, and is led to what they share", async ({
    visitor,
  }) => {
    const page = await visitor({ as: screener });
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto(`${desk.path}?sort=title`);
    const marked = page.getByRole("row").filter({ has: page.getByRole("link", { name: "疑似重复" }) });
    const plain = page.getByRole("row").filter({ hasNot: page.getByRole("link", { name: "疑似重复" }) });
    const height = async (row: typeof marked) => Math.round((await row.boundingBox())?.height ?? 0);
    expect(await height(marked.first())).toBeLessThanOrEqual((await height(plain.nth(1))) + 4);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await marked.first().getByRole("link", { name: "疑似重复" }).click();
    await expect(page).toHaveURL(/\?sort=title#duplicates$/);
    await expect(page.getByRole("heading", { name: "疑似重复" })).toBeInViewport();
  });

  test("qualifies several at once: each is answered by itself, and what changed meanwhile is left alone", async ({
    visitor,
  }) => {
    const page = await visitor({ as: screener });
    // Chance makes the applications: of those that do not meet the conditions the confirmation would leave some out, and a few
    // stand in another heat than the one that they wish for, into which they would go
    await page.goto(`${desk.path}?round=${desk.small}&wish=${desk.small}&state=submitted&eligibility=met`);
    for (let row = 0; row < 7; row++)
      await page
        .getByRole("row")
        .nth(row + 1)
        .getByRole("checkbox")
        .check();
    await expect(page.getByRole("status").filter({ hasText: "已选 7 份" })).toBeVisible();
    const [changed = ""] = await codes(page);
    await database.sql`update applications set version = version + 1 where code = ${changed}`;

    await page.getByLabel("操作", { exact: true }).selectOption("通过，进入赛区");
    await page.getByRole("button", { name: "下一步" }).click();
    await expect(page.getByText("共选中 7 份报名")).toBeVisible();
    await expect(page.getByText("其中 1 份在您打开列表之后有变动")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "小场" })).toContainText("5");
    await expectAccessible(page);
    await page.getByRole("button", { name: "开始处理 7 份" }).click();

    await expect(page.getByText("处理完成：成功 5 份，未处理 2 份。")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("row").filter({ hasText: changed })).toContainText("打开列表之后有变动");
    await expect(page.getByRole("row").filter({ hasText: "赛区名额已满" })).toHaveCount(1);
    await expectAccessible(page);
    await page.getByRole("link", { name: /未处理/ }).click();
    await expect(page.getByRole("row")).toHaveCount(3);
    await page.getByRole("link", { name: "批量处理记录" }).click();
    await expect(page.getByRole("row").filter({ hasText: "通过，进入赛区" })).toContainText("已完成");
    await expectAccessible(page);
    await page.goto(`${desk.path}?round=${desk.small}&state=qualified`);
    await expect(page.getByText("第 1–5 条，共 5 条")).toBeVisible();
  });

  test("takes all that match in hand, leaves the page, and finds the work done", async ({ visitor }) => {
    test.slow();
    const page = await visitor({ as: screener });
    await page.goto(`${desk.path}?round=${desk.large}&screener=none`);
    const total = await shownTotal(page);
    await page.getByLabel("对象", { exact: true }).selectOption({ label: `符合条件的全部 ${total} 份` });
    await page.getByLabel("操作", { exact: true }).selectOption("分配审核员");
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("button", { name: `开始处理 ${total} 份` }).click();
    await expect(page.getByRole("progressbar", { name: "处理进度" })).toBeVisible();
    const progress = page.url();
    await page.goto(desk.path);
    await page.goto(progress);
    await expect(page.getByText(`处理完成：成功 ${total} 份，未处理 0 份。`)).toBeVisible({ timeout: 120_000 });
    await page.goto(`${desk.path}?screener=me`);
    expect(await shownTotal(page)).toBe(total);
  });

  test("does without script what matters: selects, confirms with a reason, sees the result", async ({ visitor }) => {
    const page = await visitor({ as: screener, javaScript: false });
    expectFailureOf(page, "/applications/act");
    await page.goto(`${desk.path}?round=${desk.large}&state=submitted`);
    const [first = "", second = ""] = await codes(page);
    for (const code of [first, second]) await page.getByRole("row", { name: code }).getByRole("checkbox").check();
    await page.getByLabel("操作", { exact: true }).selectOption("退回修改");
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("button", { name: "开始处理 2 份" }).click();
    await expect(page.getByRole("link", { name: "请写明理由" })).toBeVisible();
    await page.getByLabel("原因", { exact: true }).fill("请补充知识产权证明。");
    await page.getByRole("button", { name: "开始处理 2 份" }).click();
    await expect(page.getByText("处理完成：成功 2 份，未处理 0 份。")).toBeVisible({ timeout: 30_000 });
    await page.goto(`${desk.path}?state=returned`);
    await expect(page.getByText("第 1–2 条，共 2 条")).toBeVisible();
  });

  test("does it all by keyboard", async ({ visitor }) => {
    const page = await visitor({ as: screener });
    await page.goto(desk.path);
    await tabTo(page, page.getByLabel("搜索", { exact: true }));
    await page.keyboard.type("智能");
    await narrow(page, () => page.keyboard.press("Enter"));
    await expect(page).toHaveURL(/search=/);
    const tick = page.getByRole("row").nth(1).getByRole("checkbox");
    await tabTo(page, tick);
    await page.keyboard.press("Space");
    await expect(tick).toBeChecked();
    await tabTo(page, page.getByLabel("操作", { exact: true }), "Shift+Tab");
    await page.keyboard.press("End");
    await tabTo(page, page.getByRole("button", { name: "下一步" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "分配审核员" })).toBeVisible();
    await tabTo(page, page.getByRole("button", { name: "开始处理 1 份" }));
    await page.keyboard.press("Enter");
    await expect(page.getByText("处理完成：成功 1 份，未处理 0 份。")).toBeVisible({ timeout: 30_000 });
  });

  test("reads it on a phone, in English", async ({ visitor }) => {
    const page = await visitor({ as: screener, screen: "phone", locale: "en" });
    for (const path of [
      desk.path,
      `${desk.path}?search=zn&sort=title&screener=me`,
      `${desk.path}/act?scope=all&act=return`,
    ]) {
      await page.goto(path);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
    await page.goto(`${desk.path}/act?scope=all&act=assign&search=zn&state=submitted`);
    await page.getByRole("button", { name: /^Start with/ }).click();
    await expect(page.getByText(/^Finished:/)).toBeVisible({ timeout: 30_000 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.goto(desk.path.replace(/applications$/, "batches"));
    await expectNoSidewaysScroll(page);
  });
});

/** An edition of its own with two heats and a thousand applications; the demo's first screener screens it. */
async function makeDesk({ db, sql }: Database) {
  const slug = `desk-${Date.now().toString(36)}`;
  const { edition, groups, track } = await makeEdition(db, { slug, title: "千份报名的一届", titleEn: "A big edition" });
  const editionId = edition.id;
  const small = await makeRound(db, {
    editionId,
    slug: `${slug}-small`,
    title: "小场",
    state: "screening",
    capacity: 5,
  });
  const large = await makeRound(db, { editionId, slug: `${slug}-large`, title: "大场", state: "screening" });
  await sql`insert into role_grants (user_id, role, edition_id)
    select id, 'screener', ${editionId} from users where email = ${screener}`;
  await makeManyApplications(db, {
    editionId,
    count: many,
    roundIds: [small.id, large.id],
    groupIds: { company: groups.company.id, team: groups.team.id },
    trackIds: [track.id],
  });
  await sql`analyze applications`;
  return { path: `/organize/editions/${slug}/applications`, small: small.slug, large: large.slug };
}

async function search(page: Page, words: string): Promise<void> {
  await page.getByLabel("搜索", { exact: true }).fill(words);
  await narrow(page, () => page.getByLabel("搜索", { exact: true }).press("Enter"));
  await expect(page).toHaveURL((url) => url.searchParams.get("search") === words);
}

/** Narrows the list, and waits until the other rows are there: the address changes before the page does. */
async function narrow(page: Page, act: () => Promise<void>): Promise<void> {
  const range = page.getByText(/^第 .* 条$/);
  const before = (await range.textContent()) ?? "";
  await act();
  await expect(range).not.toHaveText(before);
}

/** The codes of the rows on the page, in order. */
async function codes(page: Page): Promise<string[]> {
  const texts = await page.getByRole("rowheader").allInnerTexts();
  return texts.map((text) => /[A-Z0-9]+-\d{6}/.exec(text)?.[0] ?? "");
}

/** How many applications the list says it has. */
async function shownTotal(page: Page): Promise<number> {
  const text = await page.getByText(/共 [\d,]+ 条/).textContent();
  return Number(/共 ([\d,]+) 条/.exec(text ?? "")?.[1]?.replaceAll(",", ""));
}

/** On a small notebook ten rows are seen at once; further down, what can be done with them and the head stay in sight. */
async function expectRowsInSight(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1366, height: 768 });
  const rows = page.getByRole("row");
  const whole = { ratio: 1 };
  await expect(rows.nth(10)).toBeInViewport(whole);
  await expectNoSidewaysScroll(page);
  await rows.nth(40).getByRole("link").first().focus();
  await expect(rows.nth(40)).toBeInViewport(whole);
  await expect(rows.nth(1)).not.toBeInViewport();
  await expect(page.getByRole("columnheader", { name: "项目" })).toBeInViewport(whole);
  await expect(page.getByRole("button", { name: "下一步" })).toBeInViewport(whole);
  if (before) await page.setViewportSize(before);
}
