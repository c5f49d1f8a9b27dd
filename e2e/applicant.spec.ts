import type { Page } from "@playwright/test";
import {
  beginApplication,
  codeIn,
  fillInApplication,
  goOn,
  openStep,
  residentId,
  saved,
  signInByMail,
  steps,
  submitApplication,
  wordsOf,
} from "./people/applicant.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const domain = "applicants.example.org";
const heat = /深圳|Shenzhen/;

/** Everything of the form but its pages is kept from the server. */
async function cutOff(page: Page, off: boolean): Promise<void> {
  expectFailureOf(page, "/draft");
  await page.context().setOffline(off);
}

for (const language of ["zh-CN", "en"] as const) {
  test(`an applicant with a phone goes from the first step to the receipt, and changes it afterwards: ${language}`, async ({
    visitor,
  }) => {
    test.slow();
    const words = wordsOf[language];
    const project = {
      title: `云栖光学 ${language}`,
      leader: "沈思远",
      heat,
      number: residentId("19850601", language === "en" ? 221 : 223),
    };
    const phone = await visitor({ screen: "phone", locale: language, dark: language === "en" });
    await signInByMail(phone, `phone-${language.toLowerCase()}@${domain}`);
    const code = await beginApplication(phone, language);
    for (const [at, step] of steps.entries()) {
      await step(phone, project, language);
      await expectAccessible(phone);
      await expectNoSidewaysScroll(phone);
      // In the middle of it the network goes: one writes on, over two steps, and it is sent when the network is back
      if (at === 1) {
        await saved(phone);
        await cutOff(phone, true);
        await phone.getByLabel(words.field.innovation).fill("离线时写的:新的结构与工艺。");
        await expect(phone.getByText(words.offline.title)).toBeVisible();
        await goOn(phone, language);
        await phone.getByLabel(words.field.leaderSchool).fill("离线大学");
        await cutOff(phone, false);
        await saved(phone);
        await phone.reload();
        await expect(phone.getByLabel(words.field.leaderSchool)).toHaveValue("离线大学");
        await openStep(phone, code, "project");
        await expect(phone.getByLabel(words.field.innovation)).toHaveValue("离线时写的:新的结构与工艺。");
      }
      await goOn(phone, language);
    }
    await expectAccessible(phone);
    await expectNoSidewaysScroll(phone);

    // As others will see it
    await phone.getByRole("link", { name: words.preview.open }).click();
    await expect(phone.getByRole("main").getByText(project.leader)).toBeVisible();
    await expect(phone.getByText(project.number)).toHaveCount(0);
    await phone.getByRole("link", { name: words.preview.judge }).click();
    await expect(phone.getByText(words.preview.judgeNote)).toBeVisible();
    await expect(phone.getByRole("main").getByText(project.leader)).toHaveCount(0);
    await expectAccessible(phone);
    await phone.getByRole("link", { name: words.preview.back }).click();
    expect(await submitApplication(phone, language)).toBe(code);
    await expectAccessible(phone);

    // Changed afterwards: nobody sees it before it is handed in again
    await phone.goto(`/apply/${code}`);
    await phone.getByRole("link", { name: words.writing.edit }).click();
    await openStep(phone, code, "project");
    await phone.getByLabel(words.field.summary).fill("提交之后改写的简介。");
    await saved(phone);
    await phone.goto(`/apply/${code}`);
    await expect(phone.getByText(words.unsent.title)).toBeVisible();
    await expect(phone.getByText("提交之后改写的简介。")).toHaveCount(0);
    await expectAccessible(phone);
    await phone.getByRole("link", { name: words.unsent.submit }).click();
    await submitApplication(phone, language);
    await phone.goto(`/apply/${code}`);
    await expect(phone.getByText("提交之后改写的简介。")).toBeVisible();
  });
}

test("words outlive a crash: the device offers them beside what is saved, and nobody else sees them", async ({
  visitor,
  browser,
  baseURL,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `crash@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "project");
  await page.getByLabel(words.field.summary).fill("已经保存的简介");
  await page.getByLabel(words.field.innovation).click();
  await saved(page);
  await cutOff(page, true);
  await page.getByLabel(words.field.summary).fill("崩溃前写下的简介");
  await page.getByLabel(words.field.innovation).fill("崩溃前写下的创新点");
  await expect(page.getByText(words.offline.title)).toBeVisible();
  const storageState = await page.context().storageState();
  await page.context().close();

  const again = await browser.newContext({ storageState, baseURL, locale: "zh-CN" });
  const back = await again.newPage();
  await back.goto("/apply");
  await expect(back.getByText(`本机还留有未保存的内容：${code}`)).toBeVisible();
  await openStep(back, code, "project");
  await expect(back.getByLabel(words.field.summary)).toHaveValue("已经保存的简介");
  const offer = back.getByRole("region", { name: words.kept.title });
  await expect(offer).toContainText("崩溃前写下的简介");
  await expect(offer).toContainText("已经保存的简介");
  await expectAccessible(back);
  await offer
    .getByRole("group", { name: words.field.summary })
    .getByRole("radio", { name: /已保存的/ })
    .check();
  await offer.getByRole("button", { name: words.choose.done }).click();
  await expect(offer).toHaveCount(0);
  await expect(back.getByLabel(words.field.summary)).toHaveValue("已经保存的简介");
  await expect(back.getByLabel(words.field.innovation)).toHaveValue("崩溃前写下的创新点");
  await saved(back);
  await back.reload();
  await expect(back.getByLabel(words.field.innovation)).toHaveValue("崩溃前写下的创新点");
  await expect(offer).toHaveCount(0);
  await again.close();
});

test("two tabs: what only one changed is merged, what both changed stands side by side to choose", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const first = await visitor();
  await signInByMail(first, `two-tabs@${domain}`);
  const code = await beginApplication(first);
  await openStep(first, code, "project");
  const second = await visitor({ screen: "phone" });
  await signInByMail(second, `two-tabs@${domain}`);
  await openStep(second, code, "project");
  for (const page of [first, second]) expectFailureOf(page, "/draft");
  await first.getByLabel(words.field.summary).fill("第一处的简介");
  await first.getByLabel(words.field.innovation).fill("只有第一处写的创新点");
  await first.getByLabel(words.field.projectTitleEn).click();
  await saved(first);

  await second.getByLabel(words.field.projectTitle, { exact: true }).fill("只有第二处写的名称");
  await second.getByLabel(words.field.summary).fill("第二处的简介");
  await second.getByLabel(words.field.projectTitleEn).click();
  const conflict = second.getByRole("region", { name: words.conflict.title });
  await expect(conflict).toContainText("第一处的简介");
  await expect(conflict).toContainText("第二处的简介");
  await expect(conflict.getByRole("group")).toHaveCount(1);
  await expect(second.getByLabel(words.field.innovation)).toHaveValue("只有第一处写的创新点");
  await expectAccessible(second);
  await expectNoSidewaysScroll(second);
  await conflict.getByRole("button", { name: words.choose.done }).click();
  await expect(conflict).toHaveCount(0);
  await saved(second);
  await first.reload();
  await expect(first.getByLabel(words.field.summary)).toHaveValue("第二处的简介");
  await expect(first.getByLabel(words.field.projectTitle, { exact: true })).toHaveValue("只有第二处写的名称");
  await expect(first.getByLabel(words.field.innovation)).toHaveValue("只有第一处写的创新点");
});

test("signed out in the middle of a sentence: it says so, and after signing in the words are offered on the same step", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `ended@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "business");
  expectFailureOf(page, "/draft");
  await page.context().clearCookies();
  await page.getByLabel(words.field.market).fill("退出登录之后写的");
  await page.getByLabel(words.field.businessModel).click();
  await expect(page.getByText(words.signedOut.title)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: words.signedOut.signIn }).click();
  // Somebody else signs in first: nothing of it is theirs to see
  expectFailureOf(page, code);
  await page.getByRole("button", { name: "guest@demo.example" }).click();
  await page.goto("/apply");
  await expect(page.getByText("退出登录之后写的")).toHaveCount(0);
  await expect(page.getByText(code)).toHaveCount(0);
  await page.context().clearCookies();
  await signInByMail(page, `ended@${domain}`, `/apply/${code}?step=business`);
  await expect(page).toHaveURL(/step=business/);
  await page.getByRole("region", { name: words.kept.title }).getByRole("button", { name: words.choose.done }).click();
  await expect(page.getByLabel(words.field.market)).toHaveValue("退出登录之后写的");
  await saved(page);
  await page.reload();
  await expect(page.getByLabel(words.field.market)).toHaveValue("退出登录之后写的");
});

test("without JavaScript the whole way works: rows, two windows, what is missing, and the receipt", async ({
  visitor,
}) => {
  test.slow();
  const words = wordsOf["zh-CN"];
  const plain = await visitor({ screen: "phone", javaScript: false });
  await signInByMail(plain, `plain@${domain}`);
  const project = { title: "听澜光纤", leader: "Elena Marchetti", heat, number: residentId("19850601", 321) };
  await fillInApplication(plain, project);
  const code = codeIn(plain);
  expectFailureOf(plain, `/apply/${code}`);

  // A row more, and one less
  await openStep(plain, code, "team");
  await plain.getByRole("button", { name: words.member.add }).click();
  const fourth = plain.getByRole("group", { name: "成员 4" });
  await fourth.getByLabel(words.member.name).fill("第四位");
  await fourth.getByLabel(words.member.duty).fill("市场");
  await plain.getByRole("button", { name: "删除成员 1" }).click();
  await expect(plain.getByRole("group", { name: "成员 3" }).getByLabel(words.member.name)).toHaveValue("第四位");
  await expect(plain.getByRole("group", { name: "成员 4" })).toHaveCount(0);

  // Two windows
  await openStep(plain, code, "project");
  const other = await plain.context().newPage();
  await openStep(other, code, "project");
  await other.getByLabel(words.field.summary).fill("另一窗口的简介");
  await goOn(other);
  await plain.getByLabel(words.field.summary).fill("这一窗口的简介");
  await plain.getByRole("button", { name: words.step.next }).click();
  await expect(plain.getByRole("heading", { level: 1, name: words.conflict.page })).toBeVisible();
  await expect(plain.getByText("另一窗口的简介")).toBeVisible();
  await plain.getByRole("radio", { name: /这一窗口的简介/ }).check();
  await plain.getByRole("button", { name: words.choose.done }).click();
  await expect(plain.getByLabel(words.field.summary)).toHaveValue("这一窗口的简介");

  // What is missing leads to its very field
  await plain.getByLabel(words.field.innovation).fill("");
  await plain.getByRole("button", { name: words.step.next }).click();
  await openStep(plain, code, "submit");
  await plain.getByRole("button", { name: words.submit.button }).click();
  await expect(plain.getByRole("alert")).toContainText(words.field.innovation);
  await plain
    .getByRole("alert")
    .getByRole("link", { name: new RegExp(words.field.innovation) })
    .click();
  await expect(plain).toHaveURL(/step=project.*#innovation/);
  await plain.getByLabel(words.field.innovation).fill("补上的创新点");
  await goOn(plain);
  await openStep(plain, code, "submit");
  await submitApplication(plain);
});

test("with the keyboard alone an applicant fills in a step, jumps to what is missing, and chooses", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `keyboard@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "project");
  await expect(page.getByRole("status").filter({ hasText: /已保存/ })).toBeVisible();
  await page.getByLabel(words.field.projectTitle, { exact: true }).focus();
  await page.keyboard.type("键盘项目");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("简介");
  await page.keyboard.press("Tab");
  await page.keyboard.type("创新");
  await page.getByRole("button", { name: words.step.next }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/step=leader/);
  await expect(page.getByRole("heading", { level: 2, name: words.section.leader })).toBeFocused();
  await page.getByRole("link", { name: new RegExp(words.section.submit) }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/step=submit/);
  await page.getByRole("link", { name: words.field.leaderSchool }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(words.field.leaderSchool)).toBeFocused();
  await page.keyboard.type("键盘大学");
  await page.keyboard.press("Enter");
  await saved(page);
  await page.reload();
  await expect(page.getByLabel(words.field.leaderSchool)).toHaveValue("键盘大学");
});

test("a session that is ended on purpose takes the device's words along when the applicant says so", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `leaving@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "business");
  expectFailureOf(page, "/draft");
  await page.route("**/draft", (route) => route.abort());
  await page.getByLabel(words.field.market).fill("不想留下的话");
  await expect(page.getByRole("status").filter({ hasText: "未能保存，将自动重试" })).toBeVisible();
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page).not.toHaveURL(/apply/);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});
