import { expect as check, type Page } from "@playwright/test";
import { findNoRoom } from "../db/testing/no-room.ts";
import { productDatabase } from "./people/hall.ts";
import { criteria } from "./people/reviewer.ts";
import { expect, expectAccessible, expectFailureOf, offline, signInAsDemo, test } from "./stage.ts";

/** The demo's heat that is being judged today, on a panel with judges 6 and 7. */
const heat = "/judge/beijing-6";
const marks = ["25.5", "16", "15", "18", "8.5"];

const box = (page: Page, criterion: string) => page.getByRole("textbox", { name: criterion, exact: true });
const count = (page: Page, words: string) => expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();

/** A tablet whose worker has kept the round; what fails while the network is away is meant. */
async function keptTablet(tablet: Page): Promise<void> {
  for (const part of ["/judge/", "/live/", "/api/health", "manifest", "judge-worker", "net::ERR", "imported module"])
    expectFailureOf(tablet, part);
  await tablet.goto(heat);
  await count(tablet, "全部已上传");
  await check
    .poll(
      () =>
        tablet.evaluate(async () => {
          const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
          return kept.flat().filter(({ url }) => /\/judge\/beijing-6\/\d+(\.data)?$/.test(url)).length;
        }),
      { timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(30);
}

/** Opens the next project that is not begun and answers its key. */
async function openUnscored(page: Page): Promise<string> {
  await page
    .getByRole("link", { name: /未开始/ })
    .first()
    .click();
  await expect(page.getByRole("button", { name: "提交评分" })).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

async function handIn(page: Page, values = marks): Promise<void> {
  for (const [at, value] of values.entries()) await box(page, criteria[at] ?? "").fill(value);
  await page.getByRole("button", { name: "提交评分" }).click();
  await page.getByRole("button", { name: "确认提交" }).click();
}

/** What the database has of the judge's sheets: their marks' sum in points, and how often each was recorded as handed in. */
async function inDatabase(email: string, keys: string[]) {
  const { sql } = await productDatabase();
  return await sql`
    select entries.key, sheets.state, sheets.source,
      (select sum(mark)::int from marks where sheet_id = sheets.id) as hundredths,
      (select count(*)::int from audit_entries
        where command = 'submit-sheet' and actor_id = users.id and round_id = sheets.round_id
          and facts ->> 'entry' = entries.key) as recorded
    from sheets join entries on entries.id = sheets.entry_id
      join panel_members on panel_members.id = sheets.judge_id join users on users.id = panel_members.user_id
      join rounds on rounds.id = sheets.round_id
    where users.email = ${email} and rounds.slug = 'beijing-6' and entries.key = any (${keys})
    order by entries.running_order`;
}

const once = { state: "submitted", source: "tablet", hundredths: 8300, recorded: 1 };

test("two projects scored offline outlive a closed page, and are in the database once when the network is back", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge6@demo.example", line: true });
  await keptTablet(tablet);
  const context = tablet.context();
  await offline(context, true);
  const first = await openUnscored(tablet);
  await handIn(tablet);
  await expect(tablet.getByRole("heading", { name: "已提交，等待上传" })).toBeVisible();
  await count(tablet, "1 条未上传");
  await expectAccessible(tablet);
  await tablet.getByRole("link", { name: /下一个/ }).click();
  await expect(tablet).not.toHaveURL(new RegExp(`/${first}$`));
  const second = new URL(tablet.url()).pathname.split("/").at(-1) ?? "";
  await handIn(tablet);
  await expect(tablet.getByRole("heading", { name: "已提交，等待上传" })).toBeVisible();
  await count(tablet, "2 条未上传");
  await tablet.close();

  const again = await context.newPage();
  await again.goto(heat);
  await count(again, "2 条未上传");
  await expect(again.getByRole("link", { name: /待上传/ })).toHaveCount(2);
  const third = await openUnscored(again);
  await box(again, "技术与产品").fill("20");
  await count(again, "3 条未上传");
  await again.reload();
  await expect(box(again, "技术与产品")).toHaveValue("20");
  await expect(again.getByText("已恢复本机上尚未保存的修改")).toBeVisible();
  expect(await inDatabase("judge6@demo.example", [first, second, third])).toEqual([]);

  await offline(context, false);
  await count(again, "全部已上传");
  expect(await inDatabase("judge6@demo.example", [first, second])).toEqual([
    { key: first, ...once },
    { key: second, ...once },
  ]);
  expect(await inDatabase("judge6@demo.example", [third])).toMatchObject([{ state: "draft", hundredths: 2000 }]);

  const other = await visitor({ screen: "tablet", as: "judge6@demo.example" });
  await other.goto(`${heat}/${first}`);
  await expect(other.getByText("已提交并锁定")).toBeVisible();
  await expect(other.getByRole("status").filter({ hasText: "83.00" })).toBeVisible();
  await other.goto(`${heat}/${third}`);
  await expect(box(other, "技术与产品")).toHaveValue("20");
});

/** A script of the sheet that the device has is lost, or is there again. */
async function loseScript(tablet: Page, lost: boolean): Promise<void> {
  await tablet.evaluate(async (away) => {
    const name = (await caches.keys()).find((each) => each.includes("precache")) ?? "";
    const assets = await caches.open(name);
    const aside = await caches.open("aside");
    const script = (await assets.keys()).find(({ url }) => /\/number-stepper-/.test(url));
    const held = script && (await (away ? assets : aside).match(script));
    if (!script || !held) throw new Error("The sheet has such a script");
    await aside.put(script, held.clone());
    await assets.put(script, away ? new Response("", { status: 404 }) : held);
  }, lost);
}

test("a script that the device loses is fetched from it again; what was typed meanwhile stays, and the pressed button counts", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge7@demo.example", line: true });
  expectFailureOf(tablet, "/assets/number-stepper");
  await keptTablet(tablet);
  const entry = await openUnscored(tablet);
  const alive = tablet.getByRole("button", { name: "技术与产品：加0.5" });
  await loseScript(tablet, true);
  await offline(tablet.context(), true);
  await tablet.goto(`${heat}/${entry}`);
  // Three times by itself; then it stays as it is
  await check.poll(() => tablet.evaluate(() => sessionStorage.getItem("script-again"))).toBe("3");
  await tablet.waitForLoadState();
  await box(tablet, "技术与产品").fill("25.5");
  await tablet.getByRole("button", { name: "提交评分" }).click();
  await expect(box(tablet, "技术与产品")).toHaveValue("25.5");
  await expect(alive).toBeDisabled();

  await loseScript(tablet, false);
  await box(tablet, "行业与市场").fill("16");
  await tablet.getByRole("button", { name: "提交评分" }).click();
  await expect(alive).toBeEnabled();
  await expect(box(tablet, "技术与产品")).toHaveValue("25.5");
  await expect(box(tablet, "行业与市场")).toHaveValue("16");
  // It was pressed: the first mark that lacks is asked for
  await expect(box(tablet, "商业模式及实施方案")).toBeFocused();
  await count(tablet, "1 条未上传");
  await handIn(tablet);
  await expect(tablet.getByRole("heading", { name: "已提交，等待上传" })).toBeVisible();
  await offline(tablet.context(), false);
  await count(tablet, "全部已上传");
  expect(await inDatabase("judge7@demo.example", [entry])).toEqual([{ key: entry, ...once }]);
});

test("what the server has already is known without the network too: a sheet that was sent is not begun anew", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge6@demo.example", line: true });
  await keptTablet(tablet);
  const entry = await openUnscored(tablet);
  await handIn(tablet);
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  await count(tablet, "全部已上传");
  await tablet.goto(heat);
  await expect(tablet.locator(`a[href$="/${entry}"]`)).toContainText("已提交");
  await offline(tablet.context(), true);
  // The page that the worker has is from before the sheet was written
  await tablet.goto(`${heat}/${entry}`);
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  await expect(tablet.getByRole("status").filter({ hasText: "83.00" })).toBeVisible();
  await tablet.goto(heat);
  await expect(tablet.locator(`a[href$="/${entry}"]`)).toContainText("已提交");
});

test("a tablet that changes hands shows nothing of the judge before, however slow the line is", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge6@demo.example" });
  await keptTablet(tablet);
  const kept = () =>
    tablet.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("judge-pages-")));
  expect(await kept()).toHaveLength(1);
  // One who goes without signing out: the next one signs in on the same device. No page is open that would hear of it
  await tablet.goto("/");
  await tablet.context().clearCookies();
  await signInAsDemo(tablet, "judge7@demo.example");
  expect(await kept()).toHaveLength(1);
  await tablet.context().clearCookies();
  await tablet.goto("/sign-in?returnTo=/judge/beijing-6");
  await tablet.getByRole("button", { name: "judge7@demo.example" }).click();
  await expect(tablet).toHaveURL(/\/judge\/beijing-6$/);
  await expect(tablet.getByRole("heading", { level: 1 })).toBeVisible();
  const owner = () =>
    tablet.evaluate(async () => {
      const [name = ""] = (await caches.keys()).filter((each) => each.startsWith("judge-pages-"));
      return await (await (await caches.open(name)).match("/judge/.owner"))?.text();
    });
  // The page's own data comes with its script, after its words
  const judge = () =>
    tablet.evaluate(
      () => JSON.stringify(window.__remixContext?.state?.loaderData)?.match(/"judge":"([^"]+)"/)?.[1] ?? "",
    );
  await check.poll(judge).not.toBe("");
  await check.poll(owner, { timeout: 30_000 }).toContain(await judge());

  // And one who signs out leaves nothing behind
  await tablet.getByRole("button", { name: "退出", exact: true }).click();
  await expect(tablet).toHaveURL(/\/$/);
  await check.poll(kept).toEqual([]);
});

test("a tablet that dies with the answer on its way sends the same again, and the sheet is there once", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge7@demo.example" });
  for (const part of ["/judge/", "net::ERR"]) expectFailureOf(tablet, part);
  await tablet.goto(heat);
  const entry = await openUnscored(tablet);
  let arrived: (() => void) | undefined;
  const taken = new Promise<void>((done) => {
    arrived = done;
  });
  // The server takes the sheet; its answer never comes to the page
  await tablet.route("**/send", async (route) => {
    await route.fetch();
    arrived?.();
  });
  await handIn(tablet);
  await taken;
  await count(tablet, "1 条未上传");
  const context = tablet.context();
  await tablet.close();
  const again = await context.newPage();
  await again.goto(heat);
  await count(again, "全部已上传");
  expect(await inDatabase("judge7@demo.example", [entry])).toEqual([{ key: entry, ...once }]);
});

test("a sheet for which the server has no room stays on the tablet as not sent, and goes in once there is room", async ({
  visitor,
}) => {
  const tablet = await visitor({ screen: "tablet", as: "judge6@demo.example" });
  expectFailureOf(tablet, "/judge/");
  await tablet.goto(heat);
  const entry = await openUnscored(tablet);
  const database = await productDatabase();
  const [judge] = await database.sql`select id from users where email = 'judge6@demo.example'`;
  const makeRoom = await findNoRoom(database, "audit_entries", `new.actor_id = '${judge?.id}'`);
  try {
    const answered = tablet.waitForResponse(/\/send$/);
    await handIn(tablet);
    expect((await answered).status()).toBe(507);
    await count(tablet, "1 条未上传");
    expect(await inDatabase("judge6@demo.example", [entry])).not.toMatchObject([{ state: "submitted" }]);
  } finally {
    await makeRoom();
  }
  await count(tablet, "全部已上传");
  expect(await inDatabase("judge6@demo.example", [entry])).toEqual([{ key: entry, ...once }]);
});

test("a recusal made offline waits on the device and goes out with the network", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge7@demo.example", line: true });
  await keptTablet(tablet);
  await offline(tablet.context(), true);
  await openUnscored(tablet);
  await tablet.getByText("申请回避").click();
  await tablet.getByRole("button", { name: "确认回避" }).click();
  await expect(tablet.getByText("请写明理由")).toBeVisible();
  await tablet.getByLabel("回避理由").fill("与负责人是师生");
  await tablet.getByRole("button", { name: "确认回避" }).click();
  await expect(tablet.getByText("已申请回避，等待上传")).toBeVisible();
  await count(tablet, "1 条未上传");
  await offline(tablet.context(), false);
  await count(tablet, "全部已上传");
  await tablet.reload();
  await expect(tablet.getByText("您已回避此项目")).toBeVisible();
});

test("a session that ends keeps everything, and it goes on once the judge has signed in again", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge7@demo.example" });
  for (const part of ["/judge/", "/live/", "/api/health"]) expectFailureOf(tablet, part);
  await tablet.goto(heat);
  const entry = await openUnscored(tablet);
  await tablet.context().clearCookies();
  await handIn(tablet);
  await expect(tablet.getByText("登录已失效")).toBeVisible();
  await count(tablet, "1 条未上传");
  await signInAsDemo(tablet, "judge7@demo.example");
  await tablet.goto(`${heat}/${entry}`);
  await expect(tablet.getByText("已提交并锁定")).toBeVisible();
  expect(await inDatabase("judge7@demo.example", [entry])).toEqual([{ key: entry, ...once }]);
});
