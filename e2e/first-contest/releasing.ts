import type { APIRequestContext, Page } from "@playwright/test";
import { nextCode, setUpFactor, signRelease } from "../people/signer.ts";
import { expect } from "../stage.ts";
import { type Person, toDesk, walk } from "./contest.ts";

/** Somebody who signs results, with what the phone and the paper hold once they have set up their second factor. */
export interface Signer extends Person {
  factor?: { key: string; recoveryCodes: string[] };
}

/** What tells of a round's result: all of it is there, or none. */
export async function expectOut(request: APIRequestContext, slug: string, status: 200 | 404): Promise<void> {
  for (const path of [
    `/results/${slug}`,
    `/results/${slug}/1`,
    `/results/${slug}/bundle.json`,
    `/notices/${slug}`,
    `/api/rounds/${slug}/standings`,
    `/api/v1/rounds/${slug}/standings`,
  ])
    expect((await request.get(path)).status(), path).toBe(status);
}

export interface Standing {
  entry: string;
  rank: number;
  title: string;
  total: string;
  counted: number;
  dropped: { judge: string; value: string; why: string }[];
}

/** The round's result as programs read it. */
export async function published(request: APIRequestContext, slug: string, version = "") {
  const [round] = await (await request.get(`/api/rounds/${slug}/standings${version}`)).json();
  return round as { round: string; state: string; standings: Standing[] };
}

const waitsFor = (page: Page, whom: string) =>
  expect(page.getByRole("navigation", { name: "发布步骤" })).toContainText(`等待${whom}`);

/** The scorer proposes the result as it was computed; with a reason it is a correction of the published one. */
export async function propose(scorer: Page, round: string, correction?: string): Promise<void> {
  await toDesk(scorer, round, "发布");
  if (correction) {
    await scorer.getByText("提请更正…").click();
    await scorer.getByLabel("更正理由（将公布）").fill(correction);
  }
  await scorer.getByRole("button", { name: correction ? "提请更正" : "提请发布" }).click();
  await waitsFor(scorer, "监督员");
}

/** The supervisor has looked at what was proposed, and confirms it. */
export async function confirm(supervisor: Signer, round: string, version: number): Promise<void> {
  const { page } = supervisor;
  await toDesk(page, round, "发布");
  await expect(page.getByRole("rowheader", { name: /星海光模块/ })).toBeVisible();
  await signRelease(page, "confirm", version, await codeOf(supervisor, version));
  await waitsFor(page, "组织者");
}

/** The organizer publishes it; `noticeEndsOn` is the last day of its notice, "" for none. */
export async function publish(
  organizer: Signer,
  { round, version, noticeEndsOn }: { round: string; version: number; noticeEndsOn?: string },
): Promise<void> {
  const { page } = organizer;
  await toDesk(page, round, "发布");
  const code = await codeOf(organizer, version);
  await page.getByText(`发布第${version}版…`).click();
  if (noticeEndsOn !== undefined) await page.getByLabel("公示截止日期").fill(noticeEndsOn);
  if (noticeEndsOn === "")
    await page.getByLabel("不公示、公示期从短或止于休息日的理由").fill("决赛当日宣布，名单另行公示");
  await page.getByLabel("验证码").fill(code);
  await page.getByRole("button", { name: "立即发布" }).click();
  await expect(page.getByText(`成绩已发布（第${version}版）`)).toBeVisible();
}

/**
 * A code of the person's phone; for a correction one from paper, which nobody has to wait for. Who has none is led by the page
 * to where they are set up, and back.
 */
async function codeOf(signer: Signer, version: number): Promise<string> {
  const { page, email } = signer;
  if (!signer.factor) {
    await walk(page, "设置第二重验证");
    signer.factor = await setUpFactor(page, email);
    await walk(page, "已保存，继续");
  }
  const { key, recoveryCodes } = signer.factor;
  return version > 1 ? (recoveryCodes[0] ?? "") : await nextCode(email, key);
}
