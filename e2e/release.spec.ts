import { makeClosedHeat } from "../db/seed/factories/finals.ts";
import { makeEdition } from "../db/seed/factories/heats.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { nextCode, setUpFactor, signRelease } from "./people/signer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

/** A heat of its own whose scoring is closed, with its three people. */
const closedHeat = () =>
  inDatabase(async (db) => {
    const { edition } = await makeEdition(db, { slug: `signed-${Date.now().toString(36)}` });
    return await makeClosedHeat(db, { editionId: edition.id, judges: 5, entries: 3 });
  });

/** Something that was signed becomes another, as when a name is corrected. */
const rename = (roundId: number, title: string) =>
  inDatabase((db) =>
    db.updateTable("entries").set({ title }).where("roundId", "=", roundId).where("key", "=", "1").execute(),
  );

test("a result is signed with a second factor that is set up on the way, voided by a change, corrected and withdrawn", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const { round, scorer, supervisor, organizer } = await closedHeat();
  const at = `/organize/rounds/${round.slug}/release`;
  const as = async (person: typeof scorer, look: Parameters<typeof visitor>[0] = {}) => {
    const page = await visitor(look);
    await enter(page.context(), person, baseURL ?? "");
    await page.goto(at);
    return page;
  };
  const first = await as(scorer);
  const second = await as(supervisor);
  const third = await as(organizer);
  const anyone = await visitor({ screen: "phone" });
  for (const page of [first, second, third, anyone]) expectFailureOf(page, round.slug);

  await expect(first.getByRole("rowheader", { name: /项目1/ })).toBeVisible();
  await expectAccessible(first);
  await first.getByRole("button", { name: "提请发布" }).click();
  await expect(first.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");

  // The supervisor has no second factor yet: the page leads there, and back
  await second.reload();
  await second.getByRole("link", { name: "设置第二重验证" }).click();
  await expectAccessible(second);
  const { key, recoveryCodes } = await setUpFactor(second, "supervisor");
  await expectAccessible(second);
  const download = second.waitForEvent("download");
  await second.getByRole("link", { name: "下载文本文件" }).click();
  const file = await (await download).createReadStream();
  const text = (await file.toArray()).join("");
  for (const code of recoveryCodes) expect(text).toContain(code);
  await second.getByRole("link", { name: "已保存，继续" }).click();
  await expect(second).toHaveURL(new RegExp(`${at}$`));

  // What changes meanwhile makes the proposal void
  await second.getByText("确认第1版…").click();
  await expectAccessible(second);
  await rename(round.id, "项目壹");
  await second.getByLabel("验证码").fill(await nextCode("supervisor", key));
  await second.getByRole("button", { name: "已核对，确认" }).click();
  await expect(second.getByRole("alert")).toContainText("提请已失效");
  await expect(second.getByText("提请之后成绩有变动，自动作废")).toBeVisible();
  await first.reload();
  await first.getByRole("button", { name: "提请发布" }).click();
  await expect(first.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");

  // A wrong code is told beside its field; a recovery code takes the phone's place
  await second.reload();
  await signRelease(second, "confirm", 2, "000000");
  await expect(second.getByRole("alert")).toContainText("验证码不正确");
  await expect(second.getByLabel("验证码")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(second);
  await second.getByLabel("验证码").fill(recoveryCodes[0] ?? "");
  await second.getByRole("button", { name: "已核对，确认" }).click();
  await expect(second.getByText("已出示恢复码")).toBeVisible();

  await third.goto(`/account/second-factor?returnTo=${encodeURIComponent(at)}`);
  const organizers = await setUpFactor(third, "organizer");
  await third.getByRole("link", { name: "已保存，继续" }).click();
  await signRelease(third, "publish", 2, await nextCode("organizer", organizers.key));
  await expect(third.getByText("成绩已发布（第2版）")).toBeVisible();
  await anyone.goto(`/results/${round.slug}`);
  await expect(anyone.getByRole("rowheader", { name: /项目壹/ })).toBeVisible();

  // A correction says why; both versions are read
  await rename(round.id, "项目一");
  await first.reload();
  await first.getByText("提请更正…").click();
  await first.getByLabel("更正理由（将公布）").fill("项目名称录入有误");
  await first.getByRole("button", { name: "提请更正" }).click();
  await expect(first.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
  await second.reload();
  await signRelease(second, "confirm", 3, recoveryCodes[1] ?? "");
  await expect(second.getByRole("navigation", { name: "发布步骤" })).toContainText("等待组织者");
  await third.reload();
  await signRelease(third, "publish", 3, organizers.recoveryCodes[0] ?? "");
  await expect(third.getByText("成绩已发布（第3版）")).toBeVisible();
  await anyone.reload();
  await expect(anyone.getByText("成绩已更正")).toBeVisible();
  await expectAccessible(anyone);
  await expectNoSidewaysScroll(anyone);
  await anyone.getByRole("link", { name: "第2版" }).click();
  await expect(anyone.getByText("这是已被更正的第2版")).toBeVisible();
  await expect(anyone.getByText(/更正理由：项目名称录入有误/)).toBeVisible();
  await expect(anyone.getByRole("rowheader", { name: /项目壹/ })).toBeVisible();
  await expectAccessible(anyone);
  await expectNoSidewaysScroll(anyone);
  const api = `/api/rounds/${round.slug}/standings`;
  const states = async () =>
    await Promise.all(
      [api, `${api}?version=2`].map(async (path) => {
        const answer = await anyone.request.get(path);
        return answer.ok() ? (await answer.json())[0].state : answer.status();
      }),
    );
  expect(await states()).toEqual(["published", "superseded"]);

  // Withdrawn: nowhere, at once
  await third.getByText("撤下第3版…").click();
  await third.getByLabel("理由").fill("公示期异议成立");
  await third.getByRole("button", { name: "立即撤下" }).click();
  await expect(third.getByText("公示期异议成立")).toBeVisible();
  expect(await states()).toEqual([404, 404]);
  for (const path of [`/results/${round.slug}`, `/results/${round.slug}/2`])
    expect((await anyone.goto(path))?.status()).toBe(404);
});

test("the second factor is renewed, moved and removed on its page, on a phone and without JavaScript too", async ({
  visitor,
  baseURL,
}) => {
  const { supervisor } = await closedHeat();
  const page = await visitor({ screen: "phone", javaScript: false });
  expectFailureOf(page, "/account/second-factor");
  expectFailureOf(page, "/assets/");
  await enter(page.context(), supervisor, baseURL ?? "");
  await page.goto("/account");
  await page.getByRole("link", { name: "管理第二重验证" }).click();
  await expectNoSidewaysScroll(page);
  const { recoveryCodes } = await setUpFactor(page, "phone");
  await expectNoSidewaysScroll(page);
  await page.goto("/account/second-factor");
  await page.getByText("重新生成恢复码…").click();
  const form = page.locator("form").filter({ hasText: "生成新的恢复码" });
  await form.getByLabel("验证码").fill("000000");
  await form.getByRole("button").click();
  await expect(page.getByRole("alert")).toContainText("验证码不正确");
  await form.getByLabel("验证码").fill(recoveryCodes[0] ?? "");
  await form.getByRole("button").click();
  const codes = page.getByRole("list", { name: "恢复码" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [fresh = ""] = await codes.allTextContents();
  expect(recoveryCodes).not.toContain(fresh);
  await page.goto("/account/second-factor");
  await page.getByText("移除第二重验证…").click();
  const removal = page.locator("form").filter({ hasText: "移除之后不能确认或发布成绩" });
  await removal.getByLabel("验证码").fill(fresh);
  await removal.getByRole("button").click();
  await expect(page.getByText("第二重验证已移除")).toBeVisible();
});
