import type { Page } from "@playwright/test";
import { scanned } from "../people/applicant.ts";
import type { Letter } from "../people/mail-provider.ts";
import { expect } from "../stage.ts";
import { projects } from "./applicants.ts";
import { follow, toDesk, walk } from "./contest.ts";

/** The contestant shows the code of the invitation that came by mail; the scorer scans it and signs them in. */
export async function signInByCode(scorer: Page, contestant: Page, invitation: Letter): Promise<void> {
  await follow(contestant, invitation, "/invitation");
  await scorer.goto(await scanned(contestant, "签到二维码，由工作人员扫描"));
  await scorer.getByRole("button", { name: "确认签到" }).click();
  await expect(scorer.getByRole("status").filter({ hasText: "已签到" })).toBeVisible();
  await walk(scorer, "返回名单");
}

/** Those who have their code not with them are found on the list. */
export async function signInByHand(scorer: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    await scorer.getByRole("button", { name: `签到：${title}` }).click();
    await expect(scorer.getByRole("button", { name: `签到：${title}` })).toHaveCount(0);
  }
}

/** The order is drawn from a sealed key and a word from the hall. */
export async function draw(scorer: Page, word: string): Promise<void> {
  await walk(scorer, "抽签仪式");
  await scorer.getByRole("button", { name: "封存密钥，公布摘要" }).click();
  await expect(scorer.getByText("密钥已封存，摘要（SHA-256）")).toBeVisible();
  await scorer.getByRole("textbox", { name: "现场口令" }).fill(word);
  await scorer.getByRole("button", { name: "抽签", exact: true }).click();
  await expect(scorer.getByRole("heading", { name: "抽签结果" })).toBeVisible();
}

/** The conductor calls the first project onto the stage, and the screen in the hall follows by itself. */
export async function callFirst(conductor: Page, hall: Page, round: string): Promise<void> {
  await toDesk(conductor, round);
  const screen = await conductor.getByRole("link", { name: "打开大屏" }).getAttribute("href");
  await hall.goto(screen ?? "");
  const order = conductor.getByRole("region", { name: "出场顺序" }).getByRole("listitem");
  const first = (await order.first().textContent()) ?? "";
  await conductor.getByRole("button", { name: "下一个：1号" }).click();
  await conductor.getByRole("button", { name: "开始路演", exact: true }).click();
  await expect(hall.getByText(projects.find((title) => first.includes(title)) ?? "?").first()).toBeVisible();
}
