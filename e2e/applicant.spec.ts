import {
  beginApplication,
  codeIn,
  fillInApplication,
  goOffline,
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
        await goOffline(phone, true);
        await phone.getByLabel(words.field.innovation).fill("离线时写的:新的结构与工艺。");
        await expect(phone.getByText(words.offline.title)).toBeVisible();
        await goOn(phone, language);
        await phone.getByLabel(words.field.leaderSchool).fill("离线大学");
        await goOffline(phone, false);
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
