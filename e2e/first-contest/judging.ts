import type { Page } from "@playwright/test";
import { scanned } from "../people/applicant.ts";
import type { MailProvider } from "../people/mail-provider.ts";
import { score } from "../people/reviewer.ts";
import { expect, expectNoSidewaysScroll } from "../stage.ts";
import { acceptInvitation, type Person, toDesk, walk } from "./contest.ts";

/** A judge's sheets: by the project's title the marks in the order of the rubric, and the sheet's total. */
type Sheets = Record<string, readonly [marks: readonly string[], total: string]>;

/** The scorer hands out a code at the table, and the tablet's camera reads it: it is that judge's from then on. */
export async function pairTablet(scorer: Page, { page, name }: Person, round: string): Promise<void> {
  await toDesk(scorer, round, "评分总表");
  await scorer.getByRole("button", { name: `为${name}发放配对码` }).click();
  const shown = scorer.getByRole("status").filter({ hasText: `${name} 的配对码` });
  const code = await scanned(scorer, "配对二维码");
  // A tablet without a camera: the address stands beside the code
  await expect(shown).toContainText(code.split("?")[0] ?? "");
  await page.goto(code);
  await page.getByRole("button", { name: "配对", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: round })).toBeVisible();
}

/** The judge comes by the link in the mail, and to the round from the list of theirs. */
export async function comeByMail(mail: MailProvider, judge: Person, round: string): Promise<void> {
  await acceptInvitation(mail, judge);
  await walk(judge.page, round);
}

/** Scores one project after another, in the order in which they come, until all are done. */
export async function scoreAll(tablet: Page, sheets: Sheets): Promise<void> {
  const left = new Set(Object.keys(sheets));
  await walk(tablet, /^(开始|继续)评分$/);
  while (left.size > 0) {
    // Only what was not scored yet: the page before may stand for a moment longer
    const heading = tablet.getByRole("heading", { level: 1, name: new RegExp([...left].join("|")) });
    const words = (await heading.textContent()) ?? "";
    const title = [...left].find((each) => words.includes(each)) ?? "";
    const [marks, total] = sheets[title] ?? [[], ""];
    await score(tablet, marks, total);
    left.delete(title);
    if (left.size > 0) await walk(tablet, /^下一个：/);
  }
}

/** Back on the round's page everything is done, and handed in. */
export async function expectAllDone(tablet: Page): Promise<void> {
  await walk(tablet, "返回出场顺序");
  await expect(tablet.getByText("全部项目都已完成")).toBeVisible();
  await expectNoSidewaysScroll(tablet);
}

/** The scorer sees at the table that every sheet has come. */
export async function seeAllIn(scorer: Page, round: string): Promise<void> {
  await toDesk(scorer, round, "评分总表");
  await expect(scorer.getByText("所有评分单都已到齐，可以结束评分")).toBeVisible();
}

/** The scorer ends the judging once every sheet has come. */
export async function close(scorer: Page, round: string): Promise<void> {
  await seeAllIn(scorer, round);
  await scorer.getByText("结束评分", { exact: true }).click();
  await scorer.getByRole("button", { name: "确认结束评分" }).click();
  await expect(scorer.getByText("评分已结束").first()).toBeVisible();
}
