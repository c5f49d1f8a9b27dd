import { readEnv } from "../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../app/services/vault/vault.ts";
import { makeClosedHeat } from "../db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "../db/seed/factories/heats.ts";
import { samplePdf } from "../db/seed/factories/sample-files.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

/** A heat of its own whose results are published, with a notice that is open. */
const noticedHeat = () =>
  inDatabase(async (db) => {
    // Those who release are made here with their second factors, sealed as the server seals them
    unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
    const { edition } = await makeEdition(db, { slug: `noticed-${Date.now().toString(36)}` });
    const lines = { noticeContact: "区人才办 0572-2280001", disciplineLine: "派驻纪检监察组 0572-2280002" };
    await db.updateTable("editions").set(lines).where("id", "=", edition.id).execute();
    const heat = await makeClosedHeat(db, { editionId: edition.id, judges: 5, entries: 3 });
    await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-31" });
    return heat;
  });

test("a result is put up for notice, objected to from a phone without a script, and decided by the discipline office's hand", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { round, supervisor, organizer } = await noticedHeat();
  const phone = await visitor({ screen: "phone", javaScript: false });
  // Refused forms answer 422, as they should; without a script no script of the page is loaded
  expectFailureOf(phone, round.slug);
  expectFailureOf(phone, "/assets/");

  await phone.goto("/notices");
  await phone.locator(`a[href="/notices/${round.slug}"]`).click();
  await expect(phone.getByRole("heading", { level: 1 })).toContainText("评审结果的公示");
  for (const said of ["区人才办 0572-2280001", "派驻纪检监察组 0572-2280002", "逾期或匿名异议不予受理"])
    await expect(phone.getByText(said).first()).toBeVisible();
  await expectNoSidewaysScroll(phone);

  await phone.getByRole("link", { name: "提出异议" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "提出异议" })).toBeVisible();
  await expectNoSidewaysScroll(phone);
  await phone.getByLabel("真实姓名或单位全称").fill("匿名");
  await phone.getByLabel("事实").fill("该项目展示的专利并不在其名下，公开信息可以查到。");
  await phone.getByRole("button", { name: "提交异议" }).click();
  await expect(phone.getByRole("alert")).toContainText("匿名异议不予受理");
  await phone.getByLabel("真实姓名或单位全称").fill("王实名");
  await phone.getByLabel("电话").fill("+86 138 0000 1234");
  await phone.getByLabel("针对的项目").selectOption("1");
  await phone.getByLabel("理由和依据").fill("评审办法第八条：提供虚假材料的，取消名次。");
  await phone.getByLabel(/以上述真实姓名/).check();
  await phone.getByLabel(/同意为办理本异议/).check();
  await phone.getByRole("button", { name: "提交异议" }).click();
  await expect(phone.getByText(/已收到您的异议，回执编号 YY-/)).toBeVisible();
  await expectNoSidewaysScroll(phone);
  const receipt =
    /YY-[2-9A-Z]{6}/.exec((await phone.getByRole("heading", { level: 1 }).textContent()) ?? "")?.[0] ?? "";
  const mine = phone.url().split("?")[0] ?? "";

  await phone
    .getByLabel("文件")
    .setInputFiles({ name: "异议书.pdf", mimeType: "application/pdf", buffer: samplePdf("letter", 3000) });
  await phone.getByRole("button", { name: "上传" }).click();
  await expect(phone.getByText("材料已收到")).toBeVisible();

  // The organizer sees that there is one, and nothing of whose it is
  const desk = await visitor({});
  await enter(desk.context(), organizer, baseURL ?? "");
  await desk.goto(`/organize/objections/${receipt}`);
  await expect(desk.getByText("身份和内容保密")).toBeVisible();
  await expect(desk.locator("body")).not.toContainText("王实名");
  await expectAccessible(desk);

  const office = await visitor({});
  await enter(office.context(), supervisor, baseURL ?? "");
  await office.goto("/organize/objections");
  await office.getByRole("link", { name: receipt }).click();
  await expect(office.getByText("该项目展示的专利并不在其名下")).toBeVisible();
  await office.getByText("查看异议人身份…").click();
  await office.getByLabel("查看理由").fill("需当面核实专利证书");
  await office.getByRole("button", { name: "记录并查看" }).click();
  await expect(office.getByText("王实名")).toBeVisible();
  await expectAccessible(office);
  await office.getByRole("button", { name: "指定" }).click();
  await expect(office.getByText(/由您办理/)).toBeVisible();
  await office.getByLabel("异议不成立").check();
  await office.getByLabel("理由", { exact: true }).fill("经查，专利证书载明的权利人即为该项目公司。");
  await office.getByRole("button", { name: "作出处理结果" }).click();
  await expect(office.getByRole("heading", { name: "异议不成立" })).toBeVisible();
  await expectAccessible(office);

  const again = await visitor({ screen: "phone" });
  await again.goto(mine);
  await expect(again.getByText("经查，专利证书载明的权利人即为该项目公司。")).toBeVisible();
  await expect(again.locator("body")).not.toContainText("王实名");
  await expectAccessible(again);
  await expectNoSidewaysScroll(again);
});
