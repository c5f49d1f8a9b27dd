import type { Page } from "@playwright/test";
import { submitApplication } from "../people/applicant.ts";
import type { MailProvider } from "../people/mail-provider.ts";
import { expect } from "../stage.ts";
import type { Project } from "./applicants.ts";
import { follow, type Person, toDesk, walk } from "./contest.ts";
import { heat } from "./edition.ts";

const decided = (page: Page) => expect(page.getByText("结论已记录，邮件待放行。")).toBeVisible();

/** Opens the project from the list of applications. */
async function open(screener: Page, title: Project): Promise<void> {
  await toDesk(screener, "报名与资格审查");
  await screener.getByRole("rowheader").getByRole("link", { name: title }).click();
  await expect(screener.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

export async function qualify(screener: Page, title: Project): Promise<void> {
  await open(screener, title);
  await expect(screener.getByRole("radio", { name: heat })).toBeChecked();
  await screener.getByRole("button", { name: "通过审查" }).click();
  await decided(screener);
  await expect(screener.getByRole("list", { name: "历史记录" }).getByText(`通过，进入${heat}`)).toBeVisible();
}

export async function refuse(screener: Page, title: Project, reason: string): Promise<void> {
  await open(screener, title);
  const decision = screener.getByRole("region", { name: "审查结论" });
  await decision.locator("summary", { hasText: "不符合条件" }).click();
  await decision.getByLabel("原因").fill(reason);
  await decision.getByRole("button", { name: "不符合条件" }).click();
  await decided(screener);
}

/** Sends the application back: its summary is to be mended, for that reason. */
export async function sendBack(screener: Page, title: Project, reason: string): Promise<void> {
  await open(screener, title);
  const decision = screener.getByRole("region", { name: "审查结论" });
  await decision.locator("summary", { hasText: "退回修改" }).click();
  await decision.locator("summary", { hasText: /^项目$/ }).click();
  await decision.getByRole("checkbox", { name: "项目简介" }).check();
  await decision.getByRole("textbox", { name: /项目简介/ }).fill(reason);
  await decision.getByRole("button", { name: "退回修改" }).click();
  await decided(screener);
}

/** The applicant learns by mail what to mend, mends it and hands the application in again. */
export async function correct(
  mail: MailProvider,
  { page, email }: Person,
  summary: string,
  reason: string,
): Promise<void> {
  const letter = await mail.read(email, /请修改报名材料/);
  expect(letter.text).toContain(reason);
  await follow(page, letter);
  await walk(page, "开始修改");
  await page.getByLabel("项目简介").fill(summary);
  await walk(page, /承诺与提交/);
  await submitApplication(page);
}

/** The organizer lets go every decision that waits in the outbox. */
export async function releaseDecisions(organizer: Page, count: number): Promise<void> {
  await toDesk(organizer, "邮件与放行");
  await organizer.getByText(`全部放行（${count} 封）`).click();
  await organizer.getByRole("button", { name: "确认放行" }).filter({ visible: true }).click();
  await expect(organizer.getByText("全部处理完毕")).toBeVisible();
}

/** What the applicant sees of the decision, on the list of their applications' only entry. */
export async function expectAnnounced({ page }: Person, words: string): Promise<void> {
  await page.reload();
  await expect(page.getByText(words)).toBeVisible();
}

/** The organizer invites everybody who was told that they are in; the mail leads to their code for the sign-in. */
export async function inviteContestants(organizer: Page, count: number): Promise<void> {
  await toDesk(organizer, "邮件与放行", "参赛邀请");
  const row = organizer.getByRole("row").filter({ hasText: heat });
  await row.getByText(`发送邀请（${count} 封）`).click();
  await row.getByRole("button", { name: "确认发送" }).click();
  await expect(organizer.getByText("全部处理完毕")).toBeVisible();
}
