import {
  beginApplication,
  codeFor,
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
import { chooseIn, press, tabTo, typeInto } from "./people/keyboard.ts";
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
    const phone = await visitor({ screen: "phone", locale: language, dark: language === "en", line: true });
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

test("with the keyboard alone an applicant comes from the sign-in to the receipt, and jumps to what is missing", async ({
  visitor,
}) => {
  test.slow();
  const { field, member, step, section, submit, receipt, begin, list, platform, yesNo } = wordsOf["zh-CN"];
  const page = await visitor();
  const email = `keyboard@${domain}`;
  const next = page.getByRole("button", { name: step.next });
  const labelled = (label: string) => page.getByLabel(label, { exact: true });
  const group = (name: string) => page.getByRole("group", { name });
  /** Enter on the button; the next step begins at its heading. */
  const goOnTo = async (name: keyof typeof section) => {
    await press(page, next);
    await expect(page.getByRole("heading", { level: 2, name: section[name] })).toBeFocused();
  };

  await page.goto("/sign-in?returnTo=/apply");
  await typeInto(page, page.getByLabel("电子邮箱"), email);
  await page.keyboard.press("Enter");
  const code = page.getByLabel("验证码");
  await expect(code).toBeVisible();
  await typeInto(page, code, await codeFor(page, email));
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("link", { name: list.start }));
  await tabTo(page, page.getByRole("checkbox", { name: /我已阅读并同意/ }));
  await page.keyboard.press("Space");
  await press(page, page.getByRole("button", { name: begin.button }));
  await page.waitForURL(/step=choices/);

  await chooseIn(page, group(field.round), heat);
  await chooseIn(page, group(field.track), "光电通信");
  await chooseIn(page, group(field.group), /创业团队组/);
  await goOnTo("project");
  await typeInto(page, labelled(field.projectTitle), "键盘项目");
  await typeInto(page, page.getByLabel(field.summary), "只用键盘填写的简介。");
  await typeInto(page, page.getByLabel(field.innovation), "不用鼠标。");
  await goOnTo("leader");
  await typeInto(page, labelled(field.leaderName), "沈思远");
  await typeInto(page, page.getByLabel(field.leaderNationality), "中国");
  await tabTo(page, page.getByLabel(field.identityKind));
  await page.keyboard.press("ArrowDown");
  await typeInto(page, page.getByLabel(field.identityNumber), residentId("19850601", 431));
  // Read from the number, taken over from the sign-in, and taken as a number of the mainland
  await expect(page.getByLabel(field.leaderBirthOn)).toHaveValue("1985-06-01");
  await expect(page.getByLabel(field.leaderEmail)).toHaveValue(email);
  await typeInto(page, page.getByLabel(field.leaderPhone), "19900004310");
  await tabTo(page, page.getByLabel(field.leaderDegree));
  await page.keyboard.press("ArrowDown");
  await saved(page);

  // What is missing is jumped to from the last step, and Enter in a field saves
  await press(page, page.getByRole("link", { name: new RegExp(section.submit) }), "Shift+Tab");
  await expect(page).toHaveURL(/step=submit/);
  await press(page, page.getByRole("link", { name: field.leaderSchool }));
  await expect(page.getByLabel(field.leaderSchool)).toBeFocused();
  await page.keyboard.type("键盘大学");
  await page.keyboard.press("Enter");
  await saved(page);
  await page.reload();
  await expect(page.getByLabel(field.leaderSchool)).toHaveValue("键盘大学");

  await goOnTo("team");
  for (const number of [1, 2, 3]) {
    const row = group(member.row.replace("{{number}}", String(number)));
    await typeInto(page, row.getByLabel(member.name), `成员${number}`);
    await typeInto(page, row.getByLabel(member.duty), "研发");
  }
  await goOnTo("company");
  await goOnTo("business");
  await typeInto(page, page.getByLabel(field.market), "数据中心。");
  await typeInto(page, page.getByLabel(field.businessModel), "销售核心部件。");
  await goOnTo("landing");
  await chooseIn(page, group(field.landingPlatform), platform["high-tech-zone"]);
  await chooseIn(page, group(field.priorWinner), yesNo.no);
  await goOnTo("attachments");
  await goOnTo("submit");
  await tabTo(page, page.getByRole("checkbox", { name: /我承诺所填内容真实/ }));
  await page.keyboard.press("Space");
  await press(page, page.getByRole("button", { name: submit.button }));
  await expect(page.getByRole("heading", { level: 1, name: receipt.title })).toBeVisible();
});
