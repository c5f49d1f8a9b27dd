import type { Page } from "@playwright/test";
import { type Letter, linkIn, type MailProvider } from "../people/mail-provider.ts";
import { expect } from "../stage.ts";

/** Somebody with an address, and their page. */
export interface Person {
  name: string;
  email: string;
  page: Page;
}

/** Signs in by the link that stands on every page, with the code that is mailed to them. */
export async function signIn(mail: MailProvider, page: Page, email: string): Promise<void> {
  await walk(page, "登录");
  await enterByCode(mail, page, email);
}

/** The same where the product has asked for it. */
export async function enterByCode(mail: MailProvider, page: Page, email: string): Promise<void> {
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByRole("button", { name: "发送验证码" }).click();
  const { subject } = await mail.read(email, /\d{6}/);
  await page.getByLabel("验证码").fill(/\d{6}/.exec(subject)?.[0] ?? "");
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  // Whatever the product itself speaks: the session goes over TLS alone
  const session = (await page.context().cookies()).filter(({ name }) => name.includes("session"));
  expect(session.length).toBeGreaterThan(0);
  expect(session.filter(({ secure, httpOnly }) => !secure || !httpOnly)).toEqual([]);
}

/** Opens the invitation that was mailed to the person, and accepts it. */
export async function acceptInvitation(mail: MailProvider, { page, email }: Person): Promise<void> {
  await follow(page, await mail.read(email, /邀请/), "/invitation/");
  await page.getByRole("button", { name: /接受/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitation"));
}

/** Opens the link of a letter, as a click in the mail does. */
export async function follow(page: Page, letter: Letter, part?: string): Promise<void> {
  await page.goto(linkIn(letter, part));
}

/** Goes through the doors of the product's frame, then of the page, one after another, by the words that stand on them. */
export async function walk(page: Page, ...doors: (string | RegExp)[]): Promise<void> {
  for (const door of doors) {
    await openMenu(page);
    const link = page
      .getByRole("link", { name: door, exact: typeof door === "string" })
      .filter({ visible: true })
      .first();
    const before = page.url();
    const there = new URL((await link.getAttribute("href")) ?? "", before).href === before;
    await link.click();
    if (!there) await expect(page).not.toHaveURL(before);
  }
}

/** To the page of a round, or of an edition, from the desk. */
export async function toDesk(page: Page, ...doors: (string | RegExp)[]): Promise<void> {
  await walk(page, "赛事工作台", ...doors);
}

/** On a phone the doors lie under one button. */
async function openMenu(page: Page): Promise<void> {
  const menu = page.locator("summary").filter({ hasText: "菜单" });
  if (await menu.isVisible()) await menu.click();
}
