import type { Page } from "@playwright/test";
import { samplePdf } from "../../db/seed/factories/sample-files.ts";
import { agree, goOn, residentId, steps, submitApplication } from "../people/applicant.ts";
import type { MailProvider } from "../people/mail-provider.ts";
import { expect, expectNoSidewaysScroll, type ScreenSize } from "../stage.ts";
import { enterByCode, type Person, walk } from "./contest.ts";
import { heat } from "./edition.ts";

/** Who applies, and how they come: in the order in which they are spoken of. */
export const projects = ["星海光模块", "听澜光纤传感", "苕溪激光雷达", "太湖硅光芯片", "弁山显示"] as const;
export type Project = (typeof projects)[number];
export const looks: Partial<Record<Project, { screen?: ScreenSize; javaScript?: boolean }>> = {
  星海光模块: { screen: "phone" },
  听澜光纤传感: { javaScript: false },
};

/** From the first page to the receipt; the application's code stands there, and in the mail. */
export async function apply(mail: MailProvider, { page, email, name }: Person, title: Project): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "立即报名" }).click();
  await enterByCode(mail, page, email);
  await page.getByRole("link", { name: "新建报名" }).click();
  await agree(page);
  const number = residentId("19850601", 411 + projects.indexOf(title));
  const onPhone = looks[title]?.screen === "phone";
  for (const [at, step] of steps.entries()) {
    await step(page, { title, leader: name, heat, number }, "zh-CN");
    if (onPhone && at === attachments) await attachPlan(page);
    await goOn(page);
  }
  if (onPhone) await lookBack(page, title);
  const code = await submitApplication(page);
  expect((await mail.read(email, new RegExp(code))).text).toContain(title);
}

const attachments = 7;

/** The file goes up in pieces, from the phone through the proxy. */
async function attachPlan(page: Page): Promise<void> {
  const file = { name: "商业计划书.pdf", mimeType: "application/pdf", buffer: samplePdf("plan", 200_000) };
  await page.getByLabel("选择文件：商业计划书").setInputFiles(file);
  await expect(page.getByRole("link", { name: "下载 商业计划书.pdf" })).toBeVisible();
}

/** What was entered is saved and stands where it was entered. */
async function lookBack(page: Page, title: string): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: /已保存/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await toStep(page, /^\d\. 项目/);
  await expect(page.getByLabel("项目名称", { exact: true })).toHaveValue(title);
  await toStep(page, /承诺与提交/);
}

/** On a phone the steps lie under one line. */
async function toStep(page: Page, step: RegExp): Promise<void> {
  const line = page.getByRole("navigation", { name: "报名表各部分" }).locator("details");
  if ((await line.getAttribute("open")) === null) await line.locator("summary").click();
  await walk(page, step);
}
