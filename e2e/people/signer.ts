import { expect, type Page } from "@playwright/test";
import { fromBase32 } from "~/primitives/base32.ts";
import { codeAt, stepAt } from "~/primitives/totp.ts";
import { demoFactorKey } from "../../app/rules/accounts/second-factor.ts";

/** The last time step that each person's code was taken from, by their key and who they are. */
const used = new Map<string, number>();

/** A code that the person has not shown before: of now, or else the one after, which passes too; waits where both are used. */
export async function nextCode(person: string, key: string = demoFactorKey): Promise<string> {
  const step = Math.max(stepAt(new Date()), (used.get(person) ?? 0) + 1);
  await expect.poll(() => stepAt(new Date()) + 1, { timeout: 60_000 }).toBeGreaterThanOrEqual(step);
  used.set(person, step);
  return codeAt(fromBase32(key), step);
}

/** Sets up the second factor on its page, as a person with a phone does; answers the key and the recovery codes. */
export async function setUpFactor(page: Page, person: string): Promise<{ key: string; recoveryCodes: string[] }> {
  await page.getByRole("button", { name: "取得二维码" }).click();
  await expect(page.getByRole("img", { name: "验证器应用的二维码" })).toBeVisible();
  const key = ((await page.getByRole("code").first().textContent()) ?? "").replaceAll(" ", "");
  await page.getByLabel("验证码").fill(await nextCode(person, key));
  await page.getByRole("button", { name: "确认启用" }).click();
  const codes = page.getByRole("list", { name: "恢复码" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  return { key, recoveryCodes: await codes.allTextContents() };
}

/** Confirms or publishes the version that is laid before the person, with that code. */
export async function signRelease(
  page: Page,
  step: "confirm" | "publish",
  version: number,
  code: string,
): Promise<void> {
  await page.getByText(`${step === "confirm" ? "确认" : "发布"}第${version}版…`).click();
  await page.getByLabel("验证码").fill(code);
  await page.getByRole("button", { name: step === "confirm" ? "已核对，确认" : "立即发布" }).click();
}
