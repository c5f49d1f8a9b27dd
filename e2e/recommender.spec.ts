import { beginApplication, fillInApplication, signInByMail, submitApplication } from "./people/applicant.ts";
import { qualify, releaseDecisions } from "./people/organizer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const recommender = { name: "云溪大学校友会", nameEn: "Yunxi Alumni", email: "alumni@recommender.example.org" };
const settings = "/organize/editions/6/settings/recommenders";
const heat = "广州城市赛";

test("a project that comes by a recommender's link is counted and followed, and nothing is seen before it is announced", async ({
  visitor,
}) => {
  test.slow();
  const organizer = await visitor({ as: "organizer@demo.example" });
  expectFailureOf(organizer, settings);
  await organizer.goto(settings);
  await organizer.getByRole("textbox", { name: "机构名称" }).fill(recommender.name);
  await organizer.getByRole("button", { name: "添加推荐机构" }).click();
  await expect(organizer.getByRole("alert")).toContainText("联系邮箱");
  await expect(organizer.getByRole("textbox", { name: "机构名称" })).toHaveValue(recommender.name);
  await organizer.getByRole("textbox", { name: "英文名称" }).fill(recommender.nameEn);
  await organizer.getByRole("textbox", { name: "联系邮箱" }).fill(recommender.email);
  await organizer.getByRole("button", { name: "添加推荐机构" }).click();
  const row = organizer.getByRole("row").filter({ hasText: recommender.name });
  await expect(row).toBeVisible();
  await expectAccessible(organizer);
  const link = /\/r\/[\w-]+/.exec((await row.getByText("/r/").textContent()) ?? "")?.[0] ?? "";
  await organizer.getByRole("textbox", { name: "机构名称" }).fill(recommender.name);
  await organizer.getByRole("textbox", { name: "联系邮箱" }).fill(recommender.email);
  await organizer.getByRole("button", { name: "添加推荐机构" }).click();
  await expect(organizer.getByText("本届已有同名的推荐机构").first()).toBeVisible();

  // Before anybody came, the recommender's page says what to do
  const theirs = await visitor({ screen: "phone" });
  await signInByMail(theirs, recommender.email, "/recommend");
  await expect(theirs.getByRole("heading", { level: 1, name: "我推荐的项目" })).toBeVisible();
  await expect(theirs.getByText("还没有提交的项目")).toBeVisible();
  await expect(theirs.getByText(link)).toBeVisible();
  await expectAccessible(theirs);
  await expectNoSidewaysScroll(theirs);

  // A stranger opens the link, signs in, and applies
  const stranger = await visitor({ locale: "en" });
  await stranger.goto(link);
  await expect(stranger).toHaveURL(/\/editions\/6$/);
  await stranger.getByRole("link", { name: "Apply now" }).click();
  await expect(stranger).toHaveURL(/\/sign-in/);
  await signInByMail(stranger, "came-by-link@recommender.example.org");
  await fillInApplication(stranger, { title: "琢光量子传感", leader: "Ines Duarte", heat: /Guangzhou/ }, "en");
  await theirs.reload();
  await expect(theirs.getByText("琢光量子传感")).toHaveCount(0);
  await expect(theirs.getByText("1填写中")).toBeVisible();
  const code = await submitApplication(stranger, "en");

  const project = theirs.getByRole("row").filter({ hasText: "琢光量子传感" });
  await theirs.reload();
  await expect(project).toContainText("已提交");
  await expect(project).toContainText(heat);
  await expect(theirs.getByText("Ines Duarte")).toHaveCount(0);
  await expect(theirs.getByText("0填写中")).toBeVisible();
  await expectAccessible(theirs);
  await expectNoSidewaysScroll(theirs);

  // Decided, but not told: nothing changes for the recommender. Released: it does, in either language
  await qualify(organizer, code, heat);
  await theirs.reload();
  await expect(project).toContainText("已提交");
  await expect(theirs.getByText("0审查通过")).toBeVisible();
  await releaseDecisions(organizer, `资格审查通过 · ${heat}`);
  await theirs.reload();
  await expect(project).toContainText("审查通过");
  await expect(theirs.getByText("1审查通过")).toBeVisible();
  await theirs.getByRole("button", { name: "English" }).click();
  await expect(theirs.getByRole("heading", { level: 2, name: recommender.nameEn })).toBeVisible();
  await expect(project).toContainText("Qualified");
  await expectNoSidewaysScroll(theirs);

  // The organizer's list leads to what came by the link; ended, the link and the page are gone
  await organizer.goto(settings);
  await row.getByRole("link", { name: "1", exact: true }).click();
  await expect(organizer.getByRole("rowheader").filter({ hasText: "琢光量子传感" })).toBeVisible();
  await organizer.goto(settings);
  await organizer.getByRole("button", { name: `停用 ${recommender.name}` }).click();
  await expect(row).toContainText("已停用");
  for (const [page, path] of [
    [stranger, link],
    [theirs, "/recommend"],
  ] as const) {
    expectFailureOf(page, path);
    expect((await page.goto(path))?.status()).toBe(404);
  }
});

test("a recommender's link counts without JavaScript too, and only in the browser that opened it", async ({
  visitor,
}) => {
  const theirs = await visitor({ as: "recommender@demo.example" });
  const begun = async () => {
    await theirs.goto("/recommend");
    return Number((await theirs.getByText(/^\d+填写中$/).textContent())?.replace(/\D/g, ""));
  };
  const before = await begun();
  const plain = await visitor({ javaScript: false });
  await plain.goto("/r/demo-alumni?apply");
  await signInByMail(plain, "plain@recommender.example.org");
  await beginApplication(plain);
  const elsewhere = await visitor({ javaScript: false });
  await signInByMail(elsewhere, "elsewhere@recommender.example.org");
  await beginApplication(elsewhere);
  expect(await begun()).toBe(before + 1);
});
