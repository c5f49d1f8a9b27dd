import type { Page } from "@playwright/test";
import { expect } from "../stage.ts";
import { toDesk, walk } from "./contest.ts";

/** So many of each heat go on; the line waits for the end of the notice unless the edition says otherwise. */
export async function drawLine(organizer: Page, places: number): Promise<void> {
  await toDesk(organizer, "晋级", "晋级规则");
  await organizer.getByLabel("每场前几名").fill(`${places}`);
  await save(organizer);
  await toDesk(organizer, "晋级");
  await expect(organizer.getByText("规则要求公示结束后才能划线。")).toBeVisible();
  await expect(organizer.getByText("划定晋级线…")).toHaveCount(0);
  await walk(organizer, "晋级规则");
  await organizer.getByLabel("公示结束后才能晋级").uncheck();
  await save(organizer);
  await toDesk(organizer, "晋级");
  await organizer.getByText("划定晋级线…").click();
  await organizer.getByRole("button", { name: "划定", exact: true }).click();
  await expect(organizer.getByText("晋级线已划定（第1版）")).toBeVisible();
}

/** The order of the final is drawn on the organizer's own page. */
export async function drawFinal(organizer: Page, round: string, title: string): Promise<void> {
  await toDesk(organizer, round, "抽签");
  await organizer.getByRole("button", { name: "抽签", exact: true }).click();
  await expect(organizer.getByRole("row").filter({ hasText: title })).toBeVisible();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
}
