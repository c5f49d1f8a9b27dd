import { signInByMail } from "./people/applicant.ts";
import { qualify, releaseDecisions } from "./people/organizer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const heat = "广州城市赛";
/** The mail's subject: in the edition's words for who applied in Chinese, in the product's for the others. */
const passed = /欢迎来到广州城市赛|Eligibility check passed/;
const mail = "/organize/editions/6/mail";

test("an organizer words a mail, decides, reviews the outbox and releases; then the applicant sees it, and not before", async ({
  visitor,
}) => {
  test.slow();
  const organizer = await visitor({ as: "organizer@demo.example" });
  expectFailureOf(organizer, "/mail/"); // the test's own tools try to run in the frames, and may not

  // The edition's own words: a placeholder that does not exist is named, the preview shows what is not saved
  await organizer.goto(`${mail}/texts`);
  await organizer.getByRole("row", { name: "资格审查通过" }).getByRole("link", { name: "产品文字" }).first().click();
  await organizer.getByLabel("标题").fill("{{leader}}，欢迎来到{{heat}}");
  await organizer.getByRole("button", { name: "保存", exact: true }).click();
  await expect(organizer.getByRole("alert")).toContainText("“{{leader}}”不是这封邮件的占位符");
  await expectAccessible(organizer);
  await organizer.getByLabel("标题").fill("{{leaderName}}，欢迎来到{{heat}}");
  await organizer.getByLabel("正文").fill("见面时间：{{time}}\n\n<b>{{projectTitle}}</b>");
  await organizer.getByRole("button", { name: "在手机宽度预览未保存的文字" }).click();
  const phoneFrame = organizer.frameLocator('iframe[name="phone-preview"]');
  await expect(phoneFrame.getByRole("heading", { level: 1 })).toHaveText("沈一禾，欢迎来到上海城市赛");
  await expect(phoneFrame.getByText("<b>湖光硅基光互连芯片</b>")).toBeVisible();
  await organizer.getByRole("button", { name: "保存", exact: true }).click();
  await expect(organizer.getByText("已保存，之后发出的邮件使用这些文字。")).toBeVisible();
  await organizer.getByRole("button", { name: "给我发一封测试邮件" }).click();
  await expect(organizer.getByText("测试邮件已发往 organizer@demo.example。")).toBeVisible();
  await organizer.goto("/outbox");
  const test1 = organizer.getByRole("row").filter({ hasText: "organizer@demo.example" }).first();
  await expect(test1).toContainText("沈一禾，欢迎来到上海城市赛");

  // Three decisions wait in the outbox, each can be looked at
  await organizer.goto("/organize/editions/6/applications?state=submitted&round=guangzhou-6");
  const links = organizer.getByRole("rowheader").getByRole("link");
  const addresses = await links.evaluateAll((all) => all.slice(0, 3).map((link) => link.getAttribute("href") ?? ""));
  const codes = addresses.map((address) => /WX6-\w+/.exec(address)?.[0] ?? "");
  for (const code of codes) await qualify(organizer, code, heat);
  await organizer.goto(mail);
  await expectAccessible(organizer);
  const group = organizer.getByRole("region", { name: `资格审查通过 · ${heat}` }).first();
  const rows = codes.map((code) => group.getByRole("row").filter({ hasText: code }));
  const addressOf = async (at: number) =>
    /\S+@\S+/.exec((await rows[at]?.getByRole("cell").allTextContents())?.join(" ") ?? "")?.[0] ?? "";
  const told = await addressOf(0);
  const untold = await addressOf(2);
  const kept = (await rows[2]?.getByRole("checkbox").getAttribute("aria-label"))?.replace("选择 ", "") ?? "";
  await rows[0]?.getByRole("link", { name: "预览" }).click();
  await expect(organizer.getByRole("heading", { level: 2, name: passed })).toBeVisible();
  await expectAccessible(organizer);

  // Two of them are told
  const applicant = await visitor({ screen: "phone" });
  await signInByMail(applicant, told, `/apply/${codes[0]}`);
  await applicant.goto(`/apply/${codes[0]}`);
  await expect(applicant.getByText("已提交，等待资格审查")).toBeVisible();
  await releaseDecisions(organizer, `资格审查通过 · ${heat}`, [kept]);
  await expectAccessible(organizer);
  await expect(organizer.getByText("已处理 2 / 2 封")).toBeVisible();
  await applicant.reload();
  await expect(applicant.getByText(`资格审查已通过：${heat}`)).toBeVisible();
  await applicant.goto("/outbox");
  await expect(applicant.getByRole("row").filter({ hasText: told }).first()).toContainText(passed);
  const another = await visitor({ screen: "phone" });
  await signInByMail(another, untold, `/apply/${codes[2]}`);
  await another.goto(`/apply/${codes[2]}`);
  await expect(another.getByText("已提交，等待资格审查")).toBeVisible();

  // The two get invitations with a calendar file
  await organizer.goto(`${mail}/invite`);
  const heatRow = organizer.getByRole("row").filter({ hasText: heat });
  await heatRow.getByText(/发送邀请（2 封）/).click();
  await heatRow.getByRole("button", { name: "确认发送" }).click();
  await organizer.waitForURL(/\/releases\/\d+$/);
  await applicant.reload();
  await expect(applicant.getByRole("row").filter({ hasText: told }).first()).toContainText(
    /参赛通知：广州城市赛|Your heat: /,
  );

  // The product's words come back
  await organizer.goto(`${mail}/texts/qualified`);
  await organizer.getByText("恢复产品文字…").click();
  await organizer.getByRole("button", { name: "确认恢复" }).click();
  await expect(organizer.getByLabel("标题")).toHaveValue("资格审查通过：{{projectTitle}}");
});

test("an announcement is counted, previewed and sent without JavaScript, once to each person", async ({ visitor }) => {
  const organizer = await visitor({ as: "organizer@demo.example", javaScript: false });
  expectFailureOf(organizer, "/mail/preview");
  await organizer.goto(`${mail}/announce`);
  await organizer.getByLabel("赛区").selectOption("深圳城市赛");
  await organizer.getByLabel("申请人看到的状态").selectOption("已提交");
  await organizer.getByRole("button", { name: "查询人数" }).click();
  const count = /\d+/.exec((await organizer.getByText(/将发给 \d+ 人/).textContent()) ?? "")?.[0];
  const words = organizer.getByRole("group", { name: "中文" });
  await words.getByLabel("标题").fill("关于{{heat}}");
  await words.getByLabel("正文").fill("{{leaderName}}，您好！\n\n请提前到场。");
  await organizer.getByRole("button", { name: "预览中文" }).click();
  const frame = organizer.frameLocator('iframe[name="announcement-preview"]');
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("关于上海城市赛");
  await organizer.getByText(`发送给 ${count} 人…`).click();
  await organizer.getByRole("button", { name: "确认发送" }).click();
  await organizer.waitForURL(/\/releases\/\d+$/);
  await expect(organizer.getByText("群发通知，第")).toBeVisible();
  await organizer.goto("/outbox");
  await expect(organizer.getByRole("link", { name: "关于深圳城市赛" })).toHaveCount(Number(count));
});

test("the mail pages fit a phone", async ({ visitor }) => {
  const organizer = await visitor({ as: "organizer@demo.example", screen: "phone", locale: "en" });
  expectFailureOf(organizer, "/mail/");
  for (const page of ["", "/announce", "/invite", "/texts", "/texts/heat-invitation?locale=en", "/bounces"]) {
    await organizer.goto(mail + page);
    await expectNoSidewaysScroll(organizer);
  }
});
