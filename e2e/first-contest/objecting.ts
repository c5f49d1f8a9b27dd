import type { Page } from "@playwright/test";
import type { MailProvider } from "../people/mail-provider.ts";
import { expect } from "../stage.ts";
import { follow, type Person, toDesk, walk } from "./contest.ts";

/** A stranger finds the notice from the result and objects in their own name; answers the receipt's number. */
export async function object(
  mail: MailProvider,
  { page, name, email }: Person,
  about: { project: string },
): Promise<string> {
  await walk(page, "查看公示", "提出异议");
  await page.getByLabel("真实姓名或单位全称").fill(name);
  await page.getByLabel("邮箱").fill(email);
  const projects = page.getByLabel("针对的项目");
  await projects.selectOption(await projects.getByRole("option", { name: about.project }).getAttribute("value"));
  await page.getByLabel("事实").fill("评委甲宣读的分数与发布的分数不一致。");
  await page.getByLabel("理由和依据").fill("评审办法第六条：评分单与宣读不一致的，应当更正。");
  await page.getByLabel(/以上述真实姓名/).check();
  await page.getByLabel(/同意为办理本异议/).check();
  await page.getByRole("button", { name: "提交异议" }).click();
  await expect(page.getByText(/已收到您的异议，回执编号 YY-/)).toBeVisible();
  const receipt = /YY-[2-9A-Z]{6}/.exec((await page.getByRole("heading", { level: 1 }).textContent()) ?? "")?.[0] ?? "";
  // The mail leads to the page that is the objector's alone
  await follow(page, await mail.read(email, new RegExp(receipt)), "/objections/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(receipt);
  return receipt;
}

/** That there is an objection is seen by the organizer, but not whose it is. */
export async function seeNoObjector(organizer: Page, receipt: string, objector: Person): Promise<void> {
  await toDesk(organizer, "异议", receipt);
  await expect(organizer.getByText("身份和内容保密")).toBeVisible();
  for (const secret of [objector.name, objector.email])
    await expect(organizer.locator("body")).not.toContainText(secret);
}

/** The discipline office takes the objection up and upholds it. */
export async function uphold(office: Page, receipt: string, reason: string): Promise<void> {
  await toDesk(office, "异议", receipt);
  await office.getByRole("button", { name: "指定" }).click();
  await expect(office.getByText(/由您办理/)).toBeVisible();
  await office.getByLabel("异议成立").check();
  await office.getByLabel("理由", { exact: true }).fill(reason);
  await office.getByRole("button", { name: "作出处理结果" }).click();
  await expect(office.getByRole("heading", { name: "异议成立" })).toBeVisible();
}
