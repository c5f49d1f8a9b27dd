import { readEnv } from "../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../app/services/vault/vault.ts";
import { makeTour } from "../db/seed/factories/finals.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./stage.ts";

/** Seven heats with published results whose best behind the lines are equal, and an empty final. */
async function tourOfSeven() {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
  return await inDatabase((db) =>
    makeTour(db, {
      heats: 7,
      entries: 4,
      slug: `tour-${Date.now().toString(36)}`,
      rule: { places: 1, wildcards: { places: 2, by: "total" } },
    }),
  );
}

test("an organizer looks at the line, records the panel's vote, draws it; one withdraws, the next moves up, and the final has its list", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { edition, organizer, final, heats } = await tourOfSeven();
  const at = `/organize/editions/${edition.slug}/advancement`;
  const page = await visitor();
  await enter(page.context(), organizer, baseURL ?? "");
  const anyone = await visitor({ screen: "phone" });

  await page.goto(`/organize/editions/${edition.slug}/settings/advancement`);
  await expectAccessible(page);
  await page.getByLabel("外卡名额").fill("3");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存")).toBeVisible();

  await page.goto(at);
  await expect(page.getByText("尚未划线")).toBeVisible();
  await expect(page.getByText("各场评委不同，宽严不一")).toBeVisible();
  await expect(page.getByText("线上有7个项目同分待定")).toBeVisible();
  await expectAccessible(page);
  await anyone.goto(`/editions/${edition.slug}`);
  await expect(anyone.getByRole("heading", { name: "晋级总决赛" })).toHaveCount(0);

  const places = page.getByLabel(/的先后$/);
  for (let number = 0; number < 7; number++) await places.nth(number).fill(String(number + 1));
  await page.getByLabel("怎样决定的").fill("评委组 11 月 28 日投票");
  await page.getByRole("button", { name: "登记表决" }).click();
  await expect(page.getByText("表决已登记", { exact: true })).toBeVisible();

  await page.getByText("划定晋级线…").click();
  await expect(page.getByText("10个项目进入总决赛：新进入10个，移出0个")).toBeVisible();
  await page.getByRole("button", { name: "划定", exact: true }).click();
  await expect(page.getByText("晋级线已划定（第1版）")).toBeVisible();
  await expectAccessible(page);
  await anyone.reload();
  await expect(anyone.getByRole("heading", { name: "晋级总决赛" })).toBeVisible();
  await expectAccessible(anyone);
  await expectNoSidewaysScroll(anyone);

  const last = heats.at(-1)?.round;
  await page.getByText("登记退出…").click();
  await page.getByLabel("哪个项目").selectOption(`${last?.slug} 1`);
  await page.getByLabel("理由").fill("另有安排");
  await page.getByRole("button", { name: "登记退出", exact: true }).click();
  await expect(page.getByText("退出已登记")).toBeVisible();
  await page.getByRole("button", { name: "递补进入总决赛" }).click();
  await expect(page.getByText("已递补进入总决赛")).toBeVisible();

  await page.goto(`/organize/rounds/${final.slug}/run-sheet`);
  await expect(page.getByText(new RegExp(`赛区${last?.id}项目1`))).toHaveCount(0);
  await expect(page.getByText(new RegExp(`赛区${last?.id}项目2`)).first()).toBeVisible();
  await page.goto(`/organize/rounds/${final.slug}/run-sheet?entry=11`);
  await expect(page.getByRole("region", { name: "晋级经过" })).toContainText("成绩第1版 · 候补 · 递补于");
  await expectAccessible(page);

  const phone = await visitor({ screen: "phone", dark: true, locale: "en" });
  await enter(phone.context(), organizer, baseURL ?? "");
  await phone.goto(at);
  await expect(phone.getByRole("heading", { name: "From the heats to the final" })).toBeVisible();
  await expectNoSidewaysScroll(phone);
  await expectAccessible(phone);
});
