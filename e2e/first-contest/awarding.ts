import type { Page } from "@playwright/test";
import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "../stage.ts";
import { toDesk } from "./contest.ts";

/** Who fails due diligence makes room for the next. */
export async function letNextMoveUp(organizer: Page): Promise<void> {
  await toDesk(organizer, "尽职调查", "修改清单");
  await organizer.getByLabel("递补", { exact: true }).check();
  await organizer.getByRole("button", { name: "保存奖项" }).click();
  await expect(organizer.getByText("已保存")).toBeVisible();
}

/** Goes through the list of what is examined and decides; what fails, fails by its third item, for that reason. */
export async function examine(organizer: Page, project: string, failing?: { item: string; reason: string }) {
  await toDesk(organizer, "尽职调查", new RegExp(project));
  const items = organizer.getByRole("group", { name: /^\d+\. / });
  await expect(items).toHaveCount(8);
  for (let item = 1; item <= 8; item++)
    await organizer
      .getByRole("group", { name: new RegExp(`^${item}\\. `) })
      .getByLabel(failing && item === 3 ? "不符合" : "符合", { exact: true })
      .check();
  if (failing) await organizer.getByLabel("第 3 项的说明").fill(failing.item);
  await organizer.getByRole("button", { name: "保存核查记录" }).click();
  await expect(organizer.getByText("已保存核查记录")).toBeVisible();
  await organizer.getByLabel(failing ? "不通过" : "通过", { exact: true }).check();
  await organizer.getByLabel("理由").fill(failing?.reason ?? "逐项核查无误");
  await organizer.getByRole("button", { name: "作出结论" }).click();
  await expect(organizer.getByText("已作出结论")).toBeVisible();
}

export async function grantAwards(organizer: Page): Promise<void> {
  await toDesk(organizer, "尽职调查", "授奖");
  await organizer.getByText("授奖…").click();
  await organizer.getByRole("button", { name: "授奖", exact: true }).click();
  await expect(organizer.getByText("已授奖", { exact: true })).toBeVisible();
}

/** Makes the certificates of the round; answers what the winner's says, as it is read from its PDF. */
export async function certificateOf(organizer: Page, round: string, winner: string): Promise<string> {
  await toDesk(organizer, round, "证书与名单");
  await organizer.getByRole("button", { name: "制作证书" }).click();
  const row = organizer.getByRole("row").filter({ hasText: winner });
  const href = (await row.getByRole("link", { name: /^PDF/ }).getAttribute("href")) ?? "";
  const file = await organizer.request.get(href);
  expect(file.headers()["content-type"]).toBe("application/pdf");
  const pdf = await getDocumentProxy(new Uint8Array(await file.body()));
  return (await extractText(pdf, { mergePages: true })).text;
}
