import type { Page } from "@playwright/test";
import { expect } from "../stage.ts";
import { type Person, toDesk, walk } from "./contest.ts";

/** Makes a round of that kind as a draft, from the desk. */
export async function beginRound(organizer: Page, round: { kind: "城市赛" | "总决赛"; title: string; slug: string }) {
  await toDesk(organizer, "新建轮次");
  await organizer.getByRole("radio", { name: round.kind }).check();
  await organizer.getByLabel("名称", { exact: true }).fill(round.title);
  await organizer.getByLabel("网址代号").fill(round.slug);
  if (round.kind === "城市赛") {
    await organizer.getByLabel("开始时间").fill("2026-12-10T13:30");
    await organizer.getByLabel("地点（选填）", { exact: true }).fill("湖州大剧院");
    await organizer.getByLabel("产业赛道").selectOption("光电通信");
    await organizer.getByLabel("城市（选填）", { exact: true }).fill("湖州");
  }
  await organizer.getByRole("button", { name: "建立草稿" }).click();
  await expect(organizer.getByRole("heading", { level: 1, name: round.title })).toBeVisible();
}

/** The contest's usual rubric, and the mean without the highest and the lowest sheet. */
export async function setUpScoring(organizer: Page): Promise<void> {
  await walk(organizer, "评分表");
  await expect(organizer.getByText("满分 100")).toBeVisible();
  await organizer.getByRole("button", { name: "保存评分表" }).click();
  await expect(organizer.getByText("已保存")).toBeVisible();
  await walk(organizer, "计分规则");
  await organizer.getByLabel("至少有多少个分数才去分").fill("3");
  await organizer.getByRole("button", { name: "保存规则" }).click();
  await expect(organizer.getByText("已保存")).toBeVisible();
}

/** Brings the judges onto the panel, the first as its head; each is sent a mail. */
export async function invitePanel(organizer: Page, panel: readonly Pick<Person, "name" | "email">[]): Promise<void> {
  await walk(organizer, "评委组");
  for (const [seat, { name, email }] of panel.entries()) {
    const form = organizer.getByRole("region", { name: "邀请评委" });
    await form.getByLabel("姓名").fill(name);
    await form.getByLabel("邮箱").fill(email);
    if (seat === 0) await form.getByRole("checkbox", { name: "担任评委组长" }).check();
    await form.getByRole("button", { name: "加入并发送邀请" }).click();
    await expect(organizer.getByText(email)).toBeVisible();
  }
}

/** Takes the step that the round's overview names next. */
export async function take(page: Page, step: string): Promise<void> {
  await walk(page, "总览");
  await page.getByRole("button", { name: step, exact: true }).click();
  await expect(page.getByText(/轮次现在处于/)).toBeVisible();
}
