import type { Page } from "@playwright/test";
import { enter, prepareHall } from "./people/hall.ts";
import { expect, expectAccessible, expectFailureOf, offline, test } from "./stage.ts";

const mark = "彩排 · 不计成绩";
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

/** Draws two strokes on the pad, as a hand with a mouse would. */
async function drawOn(page: Page): Promise<void> {
  const pad = page.getByRole("img", { name: /签名区/ });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("there is no pad");
  for (const row of [0.3, 0.6]) {
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * row);
    await page.mouse.down();
    for (let at = 1; at <= 8; at++)
      await page.mouse.move(box.x + box.width * (0.2 + at * 0.06), box.y + box.height * (row + (at % 2 ? 0.12 : 0)));
    await page.mouse.up();
  }
}

/** No table's head lies over its first row. */
async function expectRowsInSight(page: Page): Promise<void> {
  // What unfolds in a row has a table of its own, which is looked at there
  const tables = await page.locator("table:not(table table)").evaluateAll((all) =>
    all.map((table) => ({
      head: table.querySelector("thead th")?.getBoundingClientRect().bottom ?? 0,
      row: table.querySelector("tbody tr")?.getBoundingClientRect().top ?? 0,
    })),
  );
  expect(tables.length).toBeGreaterThan(0);
  for (const { head, row } of tables) expect(head).toBeLessThanOrEqual(row + 1);
}

test("a heat is rehearsed: begun, marked on every screen of judge and scorer, and wiped with a reason", async ({
  visitor,
  baseURL,
}) => {
  const hall = await prepareHall({ judges: 3, entries: 3, state: "ready" });
  const { slug } = hall.round;
  const scorer = await visitor();
  await enter(scorer.context(), hall.scorer, baseURL ?? "");
  await scorer.goto(`/organize/rounds/${slug}/rehearsal`);
  await shot(scorer, "rehearsal-start");
  await scorer.getByRole("button", { name: "开始彩排" }).click();
  await expect(scorer).toHaveURL(new RegExp(`${slug}-rehearsal-\\d+$`));
  const at = new URL(scorer.url()).pathname;
  const banner = scorer.getByRole("complementary", { name: mark });
  await expect(banner).toBeVisible();
  await expectAccessible(scorer);
  await shot(scorer, "rehearsal-overview");
  for (const page of ["/table", "/standings", "/confirmations", "/rehearsal"]) {
    await scorer.goto(at + page);
    await expect(banner).toBeVisible();
    if (page !== "/rehearsal") await expectRowsInSight(scorer);
  }
  const [seat] = hall.seats;
  const tablet = await visitor({ screen: "tablet" });
  if (seat) await enter(tablet.context(), seat.actor, baseURL ?? "");
  await tablet.goto(`/judge/${at.split("/").at(-1)}`);
  await expect(tablet.getByRole("complementary", { name: mark })).toBeVisible();
  await tablet.close();
  await scorer.goto(`/organize/rounds/${slug}`);
  await expect(banner).toBeHidden();

  await scorer.goto(`${at}/rehearsal`);
  await scorer.getByText("清除这场彩排…").click();
  await scorer.getByRole("textbox", { name: "理由" }).fill("演练结束");
  await shot(scorer, "rehearsal-wipe");
  await scorer.getByRole("button", { name: "清除彩排" }).click();
  await expect(scorer.getByRole("status").filter({ hasText: "彩排已清除" })).toBeVisible();
  await expect(scorer).toHaveURL(new RegExp(`${slug}/rehearsal`));
  expect((await scorer.request.get(at)).status()).toBe(404);
});

test("a judge signs the submitted sheet by finger or mouse; what is drawn can be taken back", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge2@demo.example" });
  await tablet.goto("/judge/beijing-6");
  await tablet
    .getByRole("link", { name: /已提交/ })
    .first()
    .click();
  const section = tablet.getByRole("region", { name: "评分单签名" });
  const sign = section.getByRole("button", { name: "确认并签名" });
  await expect(sign).toBeDisabled();
  await drawOn(tablet);
  await section.getByRole("button", { name: "重写" }).click();
  await expect(sign).toBeDisabled();
  await drawOn(tablet);
  for (const name of ["撤销一笔", "重写", "确认并签名", "已在纸质单上签字"]) {
    const box = await section.getByRole("button", { name }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
  }
  await shot(tablet, "sheet-signing");
  await sign.click();
  await expect(
    section.getByRole("img", { name: "评委2的手写签名" }).or(section.getByRole("img", { name: /手写签名/ })),
  ).toBeVisible();
  await expectAccessible(tablet);
  await shot(tablet, "sheet-signed");
});

test("without script a judge notes that the paper is signed", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "judge3@demo.example", javaScript: false });
  await tablet.goto("/judge/beijing-6");
  await tablet
    .getByRole("link", { name: /已提交/ })
    .first()
    .click();
  await tablet.getByRole("button", { name: "已在纸质单上签字" }).click();
  await expect(tablet.getByText(/已在纸质单上签字/).first()).toBeVisible();
  await expect(tablet.getByRole("button", { name: "已在纸质单上签字" })).toBeHidden();
});

test("a contestant confirms the score on the scorer's tablet; the papers come as PDF", async ({ visitor }) => {
  const tablet = await visitor({ screen: "tablet", as: "scorer@demo.example", line: true });
  await tablet.goto("/organize/rounds/nanjing-6/confirmations");
  await shot(tablet, "confirmations");
  await tablet
    .getByRole("link", { name: /^签名…/ })
    .first()
    .click();
  await tablet.getByRole("textbox", { name: "签名人姓名" }).fill("王小明");
  await drawOn(tablet);
  await expectAccessible(tablet);
  await shot(tablet, "confirmation");
  // Without a network nothing is sent, and what was drawn stays in its box
  for (const part of ["/api/health", "/live/"]) expectFailureOf(tablet, part);
  await offline(tablet.context(), true);
  await tablet.getByRole("button", { name: "确认并签名" }).click();
  await expect(tablet.getByText("网络不通，还没有提交。")).toBeVisible();
  await expect(tablet.getByRole("img", { name: "签名区，已有笔迹" })).toBeVisible();
  await offline(tablet.context(), false);
  await tablet.getByRole("button", { name: "确认并签名" }).click();
  await expect(tablet.getByText("成绩已确认。")).toBeVisible();
  await expect(tablet.getByText("王小明 签名")).toBeVisible();
  await shot(tablet, "confirmed");
  await tablet.getByRole("link", { name: "返回名单" }).click();
  await expect(tablet.getByText("已签名").first()).toBeVisible();
  const paper = await tablet.request.get("/organize/rounds/nanjing-6/summary.pdf");
  expect([paper.status(), paper.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  expect((await paper.body()).subarray(0, 5).toString()).toBe("%PDF-");
});
