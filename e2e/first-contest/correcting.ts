import type { Page } from "@playwright/test";
import { criteria } from "../people/reviewer.ts";
import { expect } from "../stage.ts";
import { type Person, toDesk, walk } from "./contest.ts";

/** The scorer opens the judging again and asks for a sheet to be opened; the supervisor allows it. */
export async function reopenSheet(
  scorer: Page,
  supervisor: Page,
  of: { round: string; judge: string; project: string },
): Promise<void> {
  const sheet = new RegExp(`^${of.judge}，\\d+ ${of.project}`);
  await toDesk(scorer, of.round, "评分总表");
  await scorer.getByText("重新开启评分…").click();
  await scorer.getByLabel("理由").last().fill(`异议成立，${of.judge}须更正`);
  await scorer.getByRole("button", { name: "确认重新开启" }).click();
  await expect(scorer.getByText(/所有评分单都已到齐/)).toBeVisible();
  await walk(scorer, sheet);
  await scorer.getByText("请求重开…").click();
  await scorer.getByLabel("理由").fill("异议成立：与宣读不一致");
  await scorer.getByRole("button", { name: "提交请求" }).click();
  await expect(scorer.getByText("您提出的请求须由监督员批准。")).toBeVisible();

  await toDesk(supervisor, of.round, "评分总表");
  const matters = supervisor.getByRole("region", { name: "待办" });
  await matters.getByText("批准重开…").click();
  await matters.getByRole("button", { name: "确认批准" }).click();
  await expect(supervisor.getByRole("link", { name: new RegExp(`${sheet.source}.*重开`) }).first()).toBeVisible();
}

/** The judge finds the sheet open on the tablet, writes other marks and hands it in. */
export async function correctSheet(
  { page }: Person,
  { round, project }: { round: string; project: string },
  marks: readonly string[],
): Promise<void> {
  await walk(page, "评审", round, new RegExp(project));
  for (const [at, mark] of marks.entries())
    await page.getByRole("textbox", { name: criteria[at], exact: true }).fill(mark);
  await page.getByRole("button", { name: "提交评分" }).click();
  await page.getByRole("button", { name: "确认提交" }).click();
  await expect(page.getByText("已提交并锁定")).toBeVisible();
}

/** The discipline office writes down which version answers the objection. */
export async function recordCorrection(office: Page, receipt: string, version: number): Promise<void> {
  await toDesk(office, "异议", receipt);
  await office.getByRole("combobox").last().selectOption(`${version}`);
  await office.getByRole("button", { name: "登记" }).click();
  await expect(office.getByRole("definition").filter({ hasText: new RegExp(`^第${version}版$`) })).toBeVisible();
}
