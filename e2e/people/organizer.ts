import { expect, type Page } from "@playwright/test";

/** Makes a heat of that name and opens it for registration. */
export async function openHeat(page: Page, { slug, name }: { slug: string; name: string }): Promise<void> {
  await page.goto("/organize");
  await page.getByRole("link", { name: "新建轮次" }).first().click();
  await page.getByLabel("名称", { exact: true }).fill(name);
  await page.getByLabel("英文名称").fill("Huzhou heat");
  await page.getByLabel("网址代号").fill(slug);
  await page.getByLabel("产业赛道").selectOption("光电通信");
  await page.getByLabel("城市（选填）", { exact: true }).fill("湖州");
  await page.getByRole("button", { name: "建立草稿" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await step(page, slug, "开放报名");
}

/** Does the next step that the round's overview names. */
export async function step(page: Page, slug: string, name: string): Promise<void> {
  await page.goto(`/organize/rounds/${slug}`);
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByText(/轮次现在处于/)).toBeVisible();
}

/** Ends the registration of the round, early or on time, with the reason that it asks for. */
export async function closeRegistration(page: Page, slug: string): Promise<void> {
  await page.goto(`/organize/rounds/${slug}`);
  await endRegistration(page);
}

/** The same on the round's overview. */
export async function endRegistration(page: Page): Promise<void> {
  await page.getByText(/^(提前截止报名|截止报名，开始审查)…$/).click();
  await page.getByRole("textbox", { name: "理由" }).filter({ visible: true }).fill("报名结束");
  await page.getByRole("button", { name: "截止报名，开始审查", exact: true }).click();
  await expect(page.getByText(/轮次现在处于/)).toBeVisible();
}

/** Qualifies an application into the heat that its applicant wished for, and sees that it is on record. */
export async function qualify(page: Page, code: string, heat: string): Promise<void> {
  await page.goto(`/organize/applications/${code}`);
  await expect(page.getByRole("radio", { name: heat })).toBeChecked();
  await page.getByRole("button", { name: "通过审查" }).click();
  await expect(page.getByText("结论已记录，邮件待放行。")).toBeVisible();
  await expect(page.getByRole("list", { name: "历史记录" }).getByText(`通过，进入${heat}`)).toBeVisible();
}

/** Lets the decisions of one kind and heat go that wait in the outbox, but not those of the projects named. */
export async function releaseDecisions(page: Page, group: string, but: readonly string[] = []): Promise<void> {
  await page.goto("/organize/editions/6/mail");
  const card = page.getByRole("region", { name: group }).first();
  for (const project of but) await card.getByRole("checkbox", { name: `选择 ${project}` }).uncheck();
  await card.getByText("放行所选…").click();
  await card.getByRole("button", { name: "确认放行" }).click();
  await page.waitForURL(/\/mail\/releases\/\d+$/);
  await expect(page.getByText("全部处理完毕")).toBeVisible();
}

/** Saves the contest's usual rubric and the trimmed mean as the rule. */
export async function saveRubricAndRule(page: Page, slug: string): Promise<void> {
  await page.goto(`/organize/rounds/${slug}/rubric`);
  await expect(page.getByText("满分 100")).toBeVisible();
  await page.getByRole("button", { name: "保存评分表" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
  await page.goto(`/organize/rounds/${slug}/rule`);
  await page.getByLabel("至少有多少个分数才去分").fill("3");
  await page.getByRole("button", { name: "保存规则" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
}

export async function inviteJudge(
  page: Page,
  slug: string,
  judge: { name: string; email: string; head: boolean },
): Promise<void> {
  await page.goto(`/organize/rounds/${slug}/panel`);
  const form = page.getByRole("region", { name: "邀请评委" });
  await form.getByLabel("姓名").fill(judge.name);
  await form.getByLabel("邮箱").fill(judge.email);
  if (judge.head) await form.getByRole("checkbox", { name: "担任评委组长" }).check();
  await form.getByRole("button", { name: "加入并发送邀请" }).click();
  await expect(page.getByText(/已加入，邀请已发出/)).toBeVisible();
}
