import { expect, type Page } from "@playwright/test";

export const criteria = ["技术与产品", "行业与市场", "商业模式及实施方案", "创业团队", "落地可行性与产业契合"] as const;

/** Opens the sheet of the entry with that title from the running order. */
export async function openSheet(page: Page, round: string, title: string): Promise<void> {
  await page.goto(`/judge/${round}`);
  await page
    .getByRole("link", { name: new RegExp(title) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(title) })).toBeVisible();
}

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
