import { makeApplication } from "../db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "../db/seed/factories/heats.ts";
import { makePerson } from "../db/seed/factories/many-applications.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const right = { kind: "invention", title: "光栅耦合器", number: "ZL200410016940.6", status: "granted" };

/** An edition with two qualified projects that declare the same number; one of them holds a licence. */
async function editionWithRights() {
  return await inDatabase(async (db) => {
    const { edition, track, groups } = await makeEdition(db, { slug: `ip-${Date.now().toString(36)}` });
    const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
    const heat = await makeRound(db, { editionId: edition.id, state: "screening" });
    const chosen = { roundId: heat.id, trackId: track.id, groupId: groups.company.id };
    const qualified = { editionId: edition.id, state: "qualified", ...chosen } as const;
    const software = {
      kind: "software",
      title: "控制软件",
      number: "2024SR0123456",
      ownership: "company",
      status: "granted",
    };
    const first = await makeApplication(db, {
      ...qualified,
      answers: { projectTitle: "湖光互连", patents: [{ ...right, ownership: "licensed" }, software] },
    });
    const second = await makeApplication(db, {
      ...qualified,
      answers: { projectTitle: "苕溪光子", patents: [{ ...right, ownership: "company" }] },
    });
    return { slug: edition.slug, organizer, codes: [first.code, second.code] };
  });
}

test("an organizer sees intellectual property as pictures, of a project and of all, and which chains the projects belong to", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { slug, organizer, codes } = await editionWithRights();
  const at = `/organize/editions/${slug}`;
  const page = await visitor();
  await enter(page.context(), organizer, baseURL ?? "");

  await page.goto(`${at}/portrait`);
  await expect(page.getByText("2个项目中2个申报了知识产权，占100%。")).toBeVisible();
  await expect(page.getByText("由不止一个项目申报")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("哪些项目").selectOption("进入总决赛的项目");
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.getByText("这里还没有项目")).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: "湖光互连" }).click();
  await expect(page.getByText("“光栅耦合器”由他人持有或许可使用")).toBeVisible();
  await expect(page.getByRole("img", { name: "2024年1项" })).toBeVisible();
  await expect(page.getByText("本届还没有设置产业链。")).toBeVisible();
  await expectAccessible(page);

  // The chains, from the example, without a script
  const plain = await visitor({ javaScript: false });
  await enter(plain.context(), organizer, baseURL ?? "");
  // A refused form answers 422, as it should
  expectFailureOf(plain, "/settings/chains");
  await plain.goto(`${at}/chains`);
  await plain.getByRole("main").getByRole("link", { name: "编辑产业链" }).first().click();
  await plain.getByRole("link", { name: "从示例开始" }).click();
  await expect(plain.getByText("这是一份示例，尚未保存")).toBeVisible();
  const chain = plain.getByRole("group", { name: "第5条产业链" });
  await chain.getByLabel("名称", { exact: true }).fill("");
  await plain.getByRole("button", { name: "保存" }).click();
  await expect(plain.getByRole("link", { name: "第5条产业链 · 名称：请填写此项" })).toBeVisible();
  await chain.getByLabel("名称", { exact: true }).fill("光电产业链");
  await plain.getByRole("button", { name: "保存" }).click();
  await expect(plain.getByText("已保存")).toBeVisible();

  await page.goto(`${at}/settings/chains`);
  await expectAccessible(page);
  await page.getByRole("link", { name: "查看匹配结果" }).click();
  await page.getByRole("link", { name: "光电产业链" }).click();
  await expect(page).toHaveURL(/chain=chain-5/);
  await expect(page.getByText("赛道“光电通信”是这条产业链的核心赛道").first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/organize/applications/${codes[0]}`);
  await expect(page.getByText("赛道“光电通信”是这条产业链的核心赛道")).toBeVisible();
  await expect(page.getByRole("link", { name: "查看完整画像" })).toBeVisible();

  const phone = await visitor({ screen: "phone", dark: true, locale: "en" });
  await enter(phone.context(), organizer, baseURL ?? "");
  for (const path of [
    `/organize/applications/${codes[0]}/portrait`,
    `${at}/portrait`,
    `${at}/chains`,
    `${at}/settings/chains`,
  ]) {
    await phone.goto(path);
    await expect(phone.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(phone);
    await expectAccessible(phone);
  }
});
