import type { Page } from "@playwright/test";
import { expect } from "../stage.ts";
import { toDesk, walk } from "./contest.ts";

/** The day on which each milestone before the funds was reached, and how much was paid in. */
const reached = [
  ["落地意向", "2026-02-01", null],
  ["签约", "2026-03-01", null],
  ["公司注册", "2026-04-01", null],
  ["注资到位", "2026-05-01", "5,000,000"],
] as const;

/** A winner settles in the district: from the intention to the funds. */
export async function settle(organizer: Page, winner: string, projects: number): Promise<void> {
  await toDesk(organizer, "落地跟踪");
  const all = organizer.getByRole("region", { name: "总决赛的项目" });
  await all.getByLabel("起算日").fill("2026-01-10");
  await all.getByRole("button", { name: `纳入这${projects}个项目` }).click();
  await expect(organizer.getByText(`已纳入${projects}个项目`)).toBeVisible();
  await walk(organizer, winner);
  await expect(organizer.getByRole("heading", { name: winner, level: 1 })).toBeVisible();
  const milestone = (name: string) =>
    organizer
      .getByRole("region", { name: "节点" })
      .getByRole("listitem")
      .filter({ has: organizer.getByRole("heading", { name }) });
  for (const [name, day, amount] of reached) {
    const own = milestone(name);
    await own.getByText("登记完成…").click();
    await own.getByLabel("完成日").fill(day);
    if (amount) await own.getByLabel("金额").fill(amount);
    await own.getByRole("button", { name: `登记${name}完成` }).click();
    await expect(own).toContainText("日 完成");
  }
  const funds = organizer.getByRole("region", { name: "兑现明细" });
  await funds.getByText("登记兑现…").click();
  await funds.getByLabel("兑现日").fill("2026-06-01");
  await funds.getByLabel("金额").fill("3000000");
  await funds.getByLabel("这是最后一笔，资助兑现完成").check();
  await funds.getByRole("button", { name: "登记兑现", exact: true }).click();
  await expect(milestone("资助兑现")).toContainText("2026年6月1日 完成");
  await walk(organizer, "落地跟踪");
  const done = organizer.getByRole("region", { name: /^资助兑现/ });
  await expect(done.getByRole("listitem")).toContainText("全部节点已完成");
  await expect(done).toContainText(winner);
}
