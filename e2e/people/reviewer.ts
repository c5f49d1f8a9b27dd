import { expect, type Page } from "@playwright/test";

export const criteria = ["技术与产品", "行业与市场", "商业模式及实施方案", "创业团队", "落地可行性与产业契合"] as const;

/** Writes the marks, in the order of the sheet, and hands it in over the confirmation. */
export async function score(page: Page, marks: readonly string[], total: string): Promise<void> {
  for (const [at, name] of criteria.entries()) {
    await page.getByRole("textbox", { name, exact: true }).fill(marks[at] ?? "");
  }
  await expect(page.getByRole("status").filter({ hasText: total }).first()).toBeVisible();
  await page.getByRole("button", { name: "提交评分" }).click();
  await expect(page.getByRole("heading", { name: "确认提交？" })).toBeVisible();
  await page.getByRole("button", { name: "确认提交" }).click();
  await expect(page.getByText("已提交并锁定")).toBeVisible();
}

/** Makes a preliminary round of that name, which takes what screening brings. */
export async function openReview(page: Page, { slug, name }: { slug: string; name: string }): Promise<void> {
  await page.goto("/organize/editions/6/new-round");
  await page.getByLabel("名称", { exact: true }).fill(name);
  await page.getByLabel("网址代号").fill(slug);
  await page.getByRole("radio", { name: "初评" }).check();
  await page.getByRole("button", { name: "建立草稿" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Brings applications that wish for that heat into the review, and answers their titles. */
export async function qualifyInto(page: Page, review: string, heat: string, count: number): Promise<string[]> {
  const titles: string[] = [];
  for (let done = 0; done < count; done++) {
    await page.goto(`/organize/editions/6/applications?round=${heat}&state=submitted&sort=submitted`);
    const link = page.getByRole("rowheader").getByRole("link").first();
    titles.push((await link.textContent())?.trim() ?? "");
    await link.click();
    await page.getByRole("radio", { name: review }).check();
    await page.getByRole("button", { name: "通过审查" }).click();
    await expect(page.getByText("结论已记录，邮件待放行。")).toBeVisible();
  }
  return titles;
}

/** Writes the marks beside the application and hands the sheet in. */
export async function reviewOne(page: Page, marks: readonly string[]): Promise<void> {
  for (const [at, name] of criteria.entries())
    await page.getByRole("textbox", { name, exact: true }).fill(marks[at] ?? "");
  await page.getByRole("button", { name: "提交评分" }).click();
  await page.getByRole("button", { name: "确认提交" }).click();
  await expect(page.getByText("已提交并锁定")).toBeVisible();
}
