import { readEnv } from "../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../app/services/vault/vault.ts";
import { examine, makePublishedFinal } from "../db/seed/factories/finals.ts";
import { samplePdf } from "../db/seed/factories/sample-files.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./stage.ts";

/** A final with a published result, whose second and third project have passed already. */
async function finalToExamine() {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
  return await inDatabase(async (db) => {
    const final = await makePublishedFinal(db, { slug: `final-${Date.now().toString(36)}` });
    await examine(db, final, { 2: "passed", 3: "passed" });
    return final;
  });
}

test("a finalist fails, the next moves up, the awards are granted, and everybody reads them; revoked they are gone", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { edition, organizer, supervisor } = await finalToExamine();
  const at = `/organize/editions/${edition.slug}`;
  const page = await visitor();
  await enter(page.context(), organizer, baseURL ?? "");
  const anyone = await visitor({ screen: "phone", locale: "en" });

  await page.goto(`${at}/settings/diligence`);
  await expect(page.getByText("已经有核查记录，清单不再改变")).toBeVisible();
  await page.getByLabel("递补", { exact: true }).check();
  await page.getByLabel("奖金（元）").first().fill("600000");
  await page.getByRole("button", { name: "保存奖项" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${at}/diligence`);
  await expect(page.getByText("4个项目中，2个已有结论")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "决赛项目1", exact: true }).click();
  await expect(page.getByText("还有8项没有查")).toBeVisible();
  await page.getByLabel("要添加的文件").setInputFiles({
    name: "核查表.pdf",
    mimeType: "application/pdf",
    buffer: samplePdf("due diligence", 3000),
  });
  await page.getByLabel("用于哪一项").selectOption("3");
  await page.getByRole("button", { name: "添加文件" }).click();
  await expect(page.getByText("已添加文件")).toBeVisible();
  const file = page.getByRole("link", { name: "文件 1" });
  expect((await page.request.get((await file.getAttribute("href")) ?? "")).headers()["content-type"]).toBe(
    "application/pdf",
  );
  for (let item = 1; item <= 8; item++)
    await page
      .getByRole("group", { name: new RegExp(`^${item}\\. `) })
      .getByLabel(item === 3 ? "不符合" : "符合", { exact: true })
      .check();
  await page.getByLabel("第 3 项的说明").fill("申报的专利属于第三方");
  await page.getByRole("button", { name: "保存核查记录" }).click();
  await expect(page.getByText("已保存核查记录")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("不通过").check();
  await page.getByLabel("理由").fill("知识产权申报不实");
  await page.getByRole("button", { name: "作出结论" }).click();
  await expect(page.getByText("已作出结论")).toBeVisible();
  await expect(page.getByText("理由：知识产权申报不实")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${at}/awards`);
  await expect(page.getByText("现在还不能授奖")).toBeVisible();
  await expect(page.getByText("前面1个项目失去名次（1），从第 2 名升到第 1 名")).toBeVisible();
  await anyone.goto(`/editions/${edition.slug}`);
  await expect(anyone.getByRole("heading", { name: "Award winners" })).toHaveCount(0);
  await inDatabase((db) => examine(db, { edition, organizer }, { 4: "passed" }));
  await page.reload();
  await page.getByText("授奖…").click();
  await expect(page.getByText("向3个项目授奖，奖金共 120万元")).toBeVisible();
  await page.getByRole("button", { name: "授奖", exact: true }).click();
  await expect(page.getByText("已授奖", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await expect(async () => {
    await anyone.reload();
    await expect(anyone.getByRole("heading", { name: "Award winners" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  const winners = anyone.getByRole("list", { name: "Award winners" }).getByRole("listitem");
  await expect(winners).toHaveCount(3);
  await expect(winners.first()).toContainText("First Prize");
  await expect(winners.first()).toContainText("Project 2");
  await expect(winners.first()).toContainText("CNY 600,000");
  await expect(anyone.getByText("Project 1", { exact: true })).toHaveCount(0);
  await expectAccessible(anyone);
  await expectNoSidewaysScroll(anyone);

  const reader = await visitor({ screen: "phone", dark: true, locale: "en" });
  await enter(reader.context(), supervisor, baseURL ?? "");
  for (const path of ["diligence", "diligence/1", "awards"]) {
    await reader.goto(`${at}/${path}`);
    await expect(reader.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(reader.getByRole("button", { name: /Decide|Save|Grant|Revoke/ })).toHaveCount(0);
    await expectNoSidewaysScroll(reader);
    await expectAccessible(reader);
  }

  await page.getByText("撤销授奖…").click();
  await page.getByLabel("理由").fill("复核有误");
  await page.getByRole("button", { name: "撤销授奖", exact: true }).click();
  await expect(page.getByText("可以授奖", { exact: true })).toBeVisible();
  await expect(async () => {
    await anyone.reload();
    await expect(anyone.getByRole("heading", { name: "Award winners" })).toHaveCount(0, { timeout: 1000 });
  }).toPass();
});
