import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFailureOf, offline, test } from "./stage.ts";

/** The demo's heat that is being judged today; each test takes its steps back, so that the next finds the hall as it was. */
const desk = "/organize/rounds/beijing-6/conduct";
const as = "conductor@demo.example";

const undo = (page: Page) => page.getByRole("button", { name: /^撤销：/ });
const undoes = (page: Page, step: string) => expect(undo(page)).toHaveText(new RegExp(`^撤销：${step}`));
const onStage = (page: Page, number: number) =>
  expect(
    page
      .getByRole("region")
      .or(page.locator("section"))
      .getByText(new RegExp(`^${number}号 `)),
  ).toBeVisible();

/** Opens the desk and answers the words of the undo that it began with, and which project is next. */
async function open(page: Page) {
  await page.goto(desk);
  await expect(page.getByText("实时同步")).toBeVisible();
  const began = (await undo(page).textContent()) ?? "";
  const next = Number(
    /下一个：(\d+)号/.exec((await page.getByRole("button", { name: /^下一个：/ }).textContent()) ?? "")?.[1],
  );
  return { began, next };
}

/** Keys are there once the script is: so is the card that names them. */
async function keysOf(page: Page): Promise<void> {
  await expect(page.getByRole("checkbox", { name: "启用单键快捷键" })).toBeVisible();
}

async function takeBackUntil(page: Page, began: string): Promise<void> {
  await expect(async () => {
    const words = await undo(page).textContent();
    if (words !== began) {
      await undo(page).click();
      await expect(undo(page)).not.toHaveText(words ?? "", { timeout: 2_000 });
    }
    expect(await undo(page).textContent()).toBe(began);
  }).toPass();
}

interface Moment {
  earliest: number;
  latest: number;
}

/** Presses the key; answers between which moments what it starts has begun. */
async function pressed(page: Page, key: string): Promise<Moment> {
  const earliest = Date.now();
  const answered = page.waitForResponse(/\/conduct\/step/);
  await page.keyboard.press(key);
  await answered;
  return { earliest, latest: Date.now() };
}

/** The clock runs: it shows so many seconds less those that have gone by since, however long a slow machine took. */
async function expectLeft(page: Page, seconds: number, { earliest, latest }: Moment): Promise<void> {
  await expect(async () => {
    const before = Date.now();
    const [, minutes, rest] = /(\d+):(\d\d)/.exec((await page.getByRole("timer").textContent()) ?? "") ?? [];
    const gone = seconds - Number(minutes) * 60 - Number(rest);
    expect(gone).toBeGreaterThanOrEqual(Math.max(1, Math.floor((before - latest) / 1000) - 1));
    expect(gone).toBeLessThanOrEqual(Math.ceil((Date.now() - earliest) / 1000) + 1);
  }).toPass();
}

test("a whole project by keyboard; a second desk and the stage screen follow by themselves", async ({ visitor }) => {
  const conductor = await visitor({ as });
  const scorer = await visitor({ as: "scorer@demo.example", screen: "tablet", dark: true });
  const stage = await visitor({ screen: "projector" });
  const { began, next } = await open(conductor);
  await keysOf(conductor);
  await open(scorer);
  await stage.goto("/stage/demo-beijing-6");
  await conductor.keyboard.press("n");
  for (const page of [conductor, scorer]) {
    await onStage(page, next);
    await undoes(page, `请${next}号上台`);
    await expect(page.getByRole("timer", { name: "路演" })).toContainText("尚未开始");
  }
  const [, title = ""] =
    /^\d+号 (.+)$/.exec((await conductor.getByText(new RegExp(`^${next}号 `)).textContent()) ?? "") ?? [];
  await expect(stage.getByRole("main")).toContainText(title);
  const pitch = await pressed(conductor, "Space");
  await expect(scorer.getByRole("button", { name: "暂停" })).toBeVisible();
  await expectLeft(scorer, 8 * 60, pitch);
  await undoes(scorer, "开始路演计时");
  await conductor.keyboard.press("+");
  await expectLeft(scorer, 8 * 60 + 30, pitch);
  await conductor.keyboard.press("Space");
  await expect(scorer.getByRole("timer")).toContainText("已暂停");
  await conductor.keyboard.press("z");
  await undoes(scorer, "加时30秒");
  const defence = await pressed(conductor, "d");
  await expect(scorer.getByRole("timer", { name: "答辩" })).toBeVisible();
  await expectLeft(scorer, 7 * 60, defence);
  await conductor.keyboard.press("o");
  await expect(scorer.getByText("评分已开放")).toBeVisible();
  await undoes(scorer, `开放${next}号的评分`);
  await conductor.keyboard.press("w");
  await expect(scorer.getByRole("button", { name: "候场", exact: true })).toHaveAttribute("aria-pressed", "true");
  await takeBackUntil(conductor, began);
  await expect(undo(scorer)).toHaveText(began);
});

test("keys rest while somebody writes, and can be switched off; a clicked button does not keep the space bar", async ({
  visitor,
}) => {
  const conductor = await visitor({ as });
  const { began, next } = await open(conductor);
  const text = conductor.getByRole("textbox", { name: "通知内容" });
  await text.fill("茶歇");
  await text.press("n");
  await expect(text).toHaveValue("茶歇n");
  await text.fill("茶歇 15 分钟");
  await conductor.getByRole("button", { name: "显示通知" }).click();
  await undoes(conductor, "大屏显示“通知”");
  await expect(conductor.getByText("通知 · 茶歇 15 分钟")).toBeVisible();
  await conductor.getByRole("button", { name: /^下一个：/ }).click();
  await onStage(conductor, next);
  await conductor.keyboard.press("Space");
  await undoes(conductor, "开始路演计时");
  await conductor.getByRole("checkbox", { name: /启用单键快捷键/ }).uncheck();
  await conductor.keyboard.press("z");
  await conductor.reload();
  await undoes(conductor, "开始路演计时");
  await expect(conductor.getByRole("checkbox", { name: /启用单键快捷键/ })).not.toBeChecked();
  await conductor.getByRole("checkbox", { name: /启用单键快捷键/ }).check();
  await takeBackUntil(conductor, began);
});

test("of two conductors the one who acts on an older picture is told, shown the new one, and can go on", async ({
  visitor,
}) => {
  const first = await visitor({ as });
  const second = await visitor({ as: "scorer@demo.example" });
  const { began, next } = await open(first);
  // The second hears of nothing: neither by stream nor by asking
  await second.route("**/live/**", (route) => route.abort());
  expectFailureOf(second, "/live/");
  expectFailureOf(second, "/conduct/step");
  await second.goto(desk);
  await expect(second.getByText("连接中断，正在重连")).toBeVisible();
  await first.keyboard.press("n");
  await onStage(first, next);
  await second.getByRole("button", { name: /^下一个：/ }).click();
  await expect(second.getByRole("status").filter({ hasText: "另一个人刚刚操作过" })).toBeVisible();
  await onStage(second, next);
  await undoes(second, `请${next}号上台`);
  await expectAccessible(second);
  await second.keyboard.press("Space");
  await undoes(first, "开始路演计时");
  await takeBackUntil(first, began);
});

for (const [how, block] of [
  ["knows no event streams", (page: Page) => page.addInitScript("delete window.EventSource")],
  [
    "gets no event stream through",
    async (page: Page) => {
      expectFailureOf(page, "/live/");
      await page.route("**/live/**", (route) =>
        route.request().headers().accept?.includes("event-stream") ? route.abort() : route.continue(),
      );
    },
  ],
] as const) {
  test(`where the browser ${how}, the desk follows by asking again and again`, async ({ visitor }) => {
    const conductor = await visitor({ as });
    const poor = await visitor({ as: "scorer@demo.example" });
    const { began, next } = await open(conductor);
    await block(poor);
    await poor.goto(desk);
    await undoes(poor, began.replace(/^撤销：/, "").replace(/Z$/, ""));
    await conductor.keyboard.press("n");
    await onStage(poor, next);
    await expect(poor.getByText("实时同步")).toBeVisible();
    await takeBackUntil(conductor, began);
    await expect(undo(poor)).toHaveText(began);
  });
}

test("what is pressed while the network is gone arrives once it is back, once", async ({ visitor }) => {
  const conductor = await visitor({ as, line: true });
  const witness = await visitor({ as: "scorer@demo.example" });
  const { began, next } = await open(conductor);
  await open(witness);
  expectFailureOf(conductor, "/conduct");
  expectFailureOf(conductor, "/live/");
  await offline(conductor.context(), true);
  await conductor.keyboard.press("n");
  await conductor.keyboard.press("+");
  await expect(conductor.getByText("连接中断，正在重连")).toBeVisible();
  await offline(conductor.context(), false);
  await onStage(witness, next);
  await expect(conductor.getByText("实时同步")).toBeVisible();
  await onStage(conductor, next);
  await takeBackUntil(conductor, began);
});

test("without JavaScript every step is a plain form, refusals are said in words, and a message can be shown", async ({
  visitor,
}) => {
  const plain = await visitor({ as, javaScript: false });
  const alive = await visitor({ as: "scorer@demo.example" });
  const { began, next } = await open(alive);
  await plain.goto(desk);
  await plain.getByRole("button", { name: /^下一个：/ }).click();
  await onStage(plain, next);
  await onStage(alive, next);
  expectFailureOf(plain, "/conduct");
  await plain.getByRole("button", { name: "开放评分", exact: true }).click();
  await undoes(plain, `开放${next}号的评分`);
  await plain.getByRole("button", { name: "当场亮分" }).click();
  await undoes(plain, `大屏显示${next}号的得分`);
  await expect(plain.getByText(new RegExp(`^${next}号还差7份评分单`))).toBeVisible();
  // Who presses before they have seen the step before it is refused
  await undoes(alive, `大屏显示${next}号的得分`);
  await alive.keyboard.press("w");
  await undoes(alive, "大屏显示“候场”");
  await plain.getByRole("button", { name: "开始路演" }).click();
  await expect(plain.getByText("另一个人刚刚操作过")).toBeVisible();
  await undoes(plain, "大屏显示“候场”");
  await plain.getByRole("button", { name: "显示通知" }).click();
  await expect(plain.getByText("请填写通知内容，最多200字。")).toBeVisible();
  await plain.getByRole("textbox", { name: "通知内容" }).fill("请回到座位");
  await plain.getByRole("button", { name: "显示通知" }).click();
  await undoes(plain, "大屏显示“通知”");
  await takeBackUntil(alive, began);
});

test("after the close the ceremony goes forward, back and anywhere, by keys and by choice, naming no project", async ({
  visitor,
}) => {
  const conductor = await visitor({ as });
  await conductor.goto("/organize/rounds/nanjing-6/conduct");
  await keysOf(conductor);
  await expect(conductor.getByText("实时同步")).toBeVisible();
  const began = (await undo(conductor).textContent()) ?? "";
  const at = conductor.getByRole("status").filter({ hasText: /步，共\d+步/ });
  await conductor.keyboard.press("r");
  await expect(at).toContainText("第1步");
  for (const step of [2, 3]) {
    await conductor.keyboard.press("ArrowRight");
    await expect(at).toContainText(`第${step}步`);
  }
  await conductor.keyboard.press("ArrowLeft");
  await expect(at).toContainText("第2步");
  await conductor.getByRole("combobox", { name: "跳到" }).selectOption({ index: 4 });
  await conductor.getByRole("button", { name: "跳转" }).click();
  await expect(at).toContainText("第5步");
  await expectAccessible(conductor);
  await takeBackUntil(conductor, began);
});

test("an organizer sets how the day goes, and replaces the stage screens' address", async ({ visitor }) => {
  const organizer = await visitor({ as: "organizer@demo.example" });
  await organizer.goto("/organize/rounds/guangzhou-6/day");
  const warn = organizer.getByRole("textbox", { name: "计时提醒" });
  expectFailureOf(organizer, "/day");
  await warn.fill("700");
  await organizer.getByRole("button", { name: "保存" }).click();
  await expect(organizer.getByRole("alert")).toContainText("计时提醒");
  await expect(warn).toHaveValue("700");
  await warn.fill("90");
  await organizer.getByRole("checkbox", { name: "当场亮分" }).check();
  await organizer.getByRole("textbox", { name: "封榜" }).fill("12");
  await organizer.getByRole("button", { name: "保存" }).click();
  await expect(organizer.getByText("已保存")).toBeVisible();
  await organizer.reload();
  await expect(warn).toHaveValue("90");
  await expect(organizer.getByRole("checkbox", { name: "当场亮分" })).toBeChecked();
  const link = organizer.getByRole("link", { name: "打开大屏" });
  const before = await link.getAttribute("href");
  await expect(organizer.getByRole("img", { name: "大屏链接的二维码" })).toBeVisible();
  await organizer.getByText("更换链接…").click();
  await organizer.getByRole("button", { name: "更换链接" }).click();
  await expect(organizer.getByText("链接已更换，请在大屏上打开新链接")).toBeVisible();
  expect(await link.getAttribute("href")).not.toBe(before);
  expect((await organizer.request.get(before ?? "")).status()).toBe(404);
});

test("the conductor sees from the desk whether tablets and server are well, and the page renews itself", async ({
  visitor,
}) => {
  const page = await visitor({ as, screen: "tablet" });
  await page.goto(desk);
  await page.getByRole("link", { name: "技术状态" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "技术状态" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "J7" })).toBeVisible();
  const time = page.getByRole("time");
  const loaded = (await time.textContent()) ?? "";
  await expect(time).not.toHaveText(loaded);
  await page.getByRole("link", { name: "主持台" }).click();
  await expect(page.getByText("实时同步")).toBeVisible();
});
