import { readEnv } from "../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../app/services/vault/vault.ts";
import { makeFinal } from "../db/seed/factories/finals.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

/** An edition with a published final of three projects, beside the demo. */
async function publishedFinal() {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
  return await inDatabase((db) => makeFinal(db, { entries: 3, slug: `landing-${Date.now().toString(36)}` }));
}

test("an organizer walks a project from its intention to the last of the funds, with an overdue one on the board; the supervisor reads it", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { edition, organizer, supervisor } = await publishedFinal();
  const at = `/organize/editions/${edition.slug}/landing`;
  const page = await visitor();
  await enter(page.context(), organizer, baseURL ?? "");

  await page.goto(at);
  await expect(page.getByText("还没有项目在跟踪")).toBeVisible();
  await expectAccessible(page);
  const final = page.getByRole("region", { name: "总决赛的项目" });
  await final.getByLabel("起算日").fill("2025-01-10");
  await final.getByRole("button", { name: "纳入这3个项目" }).click();
  await expect(page.getByText("已纳入3个项目")).toBeVisible();
  const open = page.getByRole("region", { name: /^待落地/ });
  await expect(open.getByRole("listitem")).toHaveCount(3);
  await expect(open.getByText("逾期")).toHaveCount(3);
  await expectAccessible(page);

  await open.getByRole("link", { name: "项目1" }).click();
  await expect(page.getByRole("heading", { name: "项目1", level: 1 })).toBeVisible();
  await expectAccessible(page);
  const milestones = page.getByRole("region", { name: "节点" });
  const milestone = (name: string) =>
    milestones.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  const complete = async (name: string, day: string, more: { amount?: string; reason?: string } = {}) => {
    const own = milestone(name);
    await own.getByText("登记完成…").click();
    await own.getByLabel("完成日").fill(day);
    if (more.amount) await own.getByLabel("金额").fill(more.amount);
    if (more.reason) await own.getByLabel("不按顺序的原因").fill(more.reason);
    await own.getByRole("button", { name: `登记${name}完成` }).click();
  };
  await complete("落地意向", "2025-02-01");
  await expect(milestone("落地意向")).toContainText("2025年2月1日 完成");
  expectFailureOf(page, `${edition.slug}/landing/1`); // it is refused until somebody says why
  await complete("公司注册", "2025-03-01");
  await expect(page.getByText("前面的节点尚未完成，或日期先后颠倒：请写明原因").first()).toBeVisible();
  await expectAccessible(page);
  await milestone("公司注册").getByLabel("不按顺序的原因").fill("先注册后签约");
  await milestone("公司注册").getByRole("button", { name: "登记公司注册完成" }).click();
  await expect(milestone("公司注册")).toContainText("2025年3月1日 完成");
  await complete("签约", "2025-03-20", { reason: "注册之后补签" });
  await expect(milestone("签约")).toContainText("2025年3月20日 完成");
  await complete("注资到位", "2025-04-01", { amount: "5,000,000" });
  await expect(milestone("注资到位")).toContainText("500万元");

  const funds = page.getByRole("region", { name: "兑现明细" });
  const pay = async (day: string, amount: string, last: boolean) => {
    await funds.getByText("登记兑现…").click();
    await funds.getByLabel("兑现日").fill(day);
    await funds.getByLabel("金额").fill(amount);
    if (last) await funds.getByLabel("这是最后一笔，资助兑现完成").check();
    await funds.getByRole("button", { name: "登记兑现", exact: true }).click();
  };
  await pay("2025-05-01", "300000", false);
  await expect(funds.getByText("共30万元")).toBeVisible();
  await pay("2025-06-01", "200000", true);
  await expect(funds.getByText("共50万元")).toBeVisible();
  await expect(milestone("资助兑现")).toContainText("2025年6月1日 完成");
  await expect(page.getByRole("region", { name: "经过" })).toContainText("先注册后签约");
  await expectAccessible(page);

  await page.goto(`${at}/2`);
  await page.getByText("放弃落地…").click();
  await page.getByRole("region", { name: "概况" }).getByLabel("理由").fill("去了外地");
  await page.getByRole("button", { name: "放弃落地", exact: true }).click();
  await expect(page.getByText("已放弃落地")).toBeVisible();

  await page.goto(at);
  const done = page.getByRole("region", { name: /^资助兑现/ });
  await expect(done.getByRole("listitem")).toContainText("全部节点已完成");
  await page.getByRole("combobox", { name: "期限" }).selectOption({ label: "逾期" });
  await page.getByRole("button", { name: "筛选" }).click();
  await expect(page).toHaveURL(/alarm=overdue/);
  await expect(page.getByRole("status").filter({ hasText: "1个项目" })).toBeVisible();
  await expect(page.getByRole("link", { name: "项目3" })).toBeVisible();
  await expect(page.getByText("33%")).toBeVisible();

  const phone = await visitor({ screen: "phone", dark: true, locale: "en" });
  await enter(phone.context(), supervisor, baseURL ?? "");
  for (const path of [at, `${at}/1`]) {
    await phone.goto(path);
    await expect(phone.getByText("Funds paid").first()).toBeVisible();
    await expect(phone.getByRole("main").getByRole("button", { name: /record|Add/ })).toHaveCount(0);
    await expectNoSidewaysScroll(phone);
    await expectAccessible(phone);
  }
});
