import { expect, type Page } from "@playwright/test";
import { apply as en } from "../../app/locales/en/applications.ts";
import { apply as zh } from "../../app/locales/zh-CN/applications.ts";
import { readQr } from "../../app/testing/read-qr.ts";
import { expectFailureOf, offline } from "../stage.ts";

export const wordsOf = { "zh-CN": zh, en } as const;
export type Language = keyof typeof wordsOf;

export interface Project {
  title: string;
  leader: string;
  heat: string | RegExp;
  track?: string | RegExp;
  group?: string | RegExp;
  /** Number of a resident id: the leader is the same person where it is the same. */
  number?: string;
}

/** Begins an application and fills in all that is needed for the team group, step by step. Leaves it on the last step. */
export async function fillInApplication(page: Page, project: Project, language: Language = "zh-CN"): Promise<void> {
  await beginApplication(page, language);
  for (const step of steps) {
    await step(page, project, language);
    await goOn(page, language);
  }
}

export async function beginApplication(page: Page, language: Language = "zh-CN"): Promise<string> {
  const { list } = wordsOf[language];
  await page.goto("/apply");
  await page
    .getByRole("link", { name: list.start })
    .or(page.getByRole("link", { name: list.startAnother }))
    .click();
  await agree(page, language);
  await page.waitForURL(/\/apply\/WX[^/]*\?step=choices/);
  return codeIn(page);
}

/** Reads and agrees, before anything can be written. */
export async function agree(page: Page, language: Language = "zh-CN"): Promise<void> {
  await page.getByRole("checkbox", { name: /我已阅读并同意|I have read and agree/ }).check();
  await page.getByRole("button", { name: wordsOf[language].begin.button }).click();
}

/** Saves the step and goes to the next. */
export async function goOn(page: Page, language: Language = "zh-CN"): Promise<void> {
  const before = page.url();
  const heading = page.getByRole("heading", { level: 2 }).first();
  const step = (await heading.textContent()) ?? "";
  await page.getByRole("button", { name: wordsOf[language].step.next }).click();
  await expect(page).not.toHaveURL(before);
  // The address may be there a moment before the step is: its button would be the last one's
  await expect(heading).not.toHaveText(step);
}

/** Goes to a step by its address. */
export async function openStep(page: Page, code: string, step: string): Promise<void> {
  await page.goto(`/apply/${code}?step=${step}`);
}

/** Signs in by a mailed code, so that every journey has a person of its own; comes back to `returnTo`. */
export async function signInByMail(page: Page, email: string, returnTo = "/apply"): Promise<void> {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  await enterByMail(page, email);
}

/** The same from the sign-in page on which somebody has arrived. */
export async function enterByMail(page: Page, email: string): Promise<void> {
  await page.getByLabel(/^(电子邮箱|E-mail)$/).fill(email);
  await page.getByRole("button", { name: /发送验证码|Send the code/ }).click();
  const code = page.getByLabel(/^(验证码|Code)$/);
  await expect(code).toBeVisible();
  await code.fill(await codeFor(page, email));
  await page
    .getByRole("main")
    .getByRole("button", { name: /^(登录|Sign in)$/ })
    .click();
  await expect(page).not.toHaveURL(/sign-in/);
}

export const saved = async (page: Page) =>
  await expect(page.getByRole("status").filter({ hasText: /已保存|Saved/ })).toBeVisible();

/** What each step needs, in their order; the steps for company and attachments need nothing of a team. */
export const steps: ((page: Page, project: Project, language: Language) => Promise<void>)[] = [
  async (page, { heat, track = /光电通信|Photonics|Opto/i, group = /创业团队组|Team/i }) => {
    await page.getByRole("radio", { name: heat }).check();
    await page.getByRole("radio", { name: track }).check();
    await page.getByRole("radio", { name: group }).check();
  },
  async (page, { title }, language) => {
    const { field } = wordsOf[language];
    await page.getByLabel(field.projectTitle, { exact: true }).fill(title);
    await page.getByLabel(field.summary).fill("用薄膜铌酸锂做高速光模块,已在三家客户现场连续运行。");
    await page.getByLabel(field.innovation).fill("新的结构与工艺,功耗下降三成。");
  },
  async (page, { title, leader, number = residentId("19850601") }, language) => {
    const { field, identityKind, degree } = wordsOf[language];
    // The title that was entered on the step before stands over this one
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await page.getByLabel(field.leaderName, { exact: true }).fill(leader);
    await page.getByLabel(field.leaderNationality).fill(language === "en" ? "China" : "中国");
    await page.getByLabel(field.identityKind).selectOption(identityKind["resident-id"]);
    await page.getByLabel(field.identityNumber).fill(number);
    await page.getByLabel(field.leaderBirthOn).fill("1985-06-01");
    await page.getByLabel(field.leaderPhone).fill(`+86 199 0000 ${number.slice(13, 17)}`);
    await page.getByLabel(field.leaderEmail).fill(`leader-${number.slice(13, 17)}@example.com`);
    await page.getByLabel(field.leaderDegree).selectOption(degree.doctor);
    await page.getByLabel(field.leaderSchool).fill("云溪大学");
  },
  async (page, _, language) => {
    const { member } = wordsOf[language];
    for (const number of [1, 2, 3]) {
      const row = page.getByRole("group", { name: member.row.replace("{{number}}", String(number)) });
      await row.getByLabel(member.name).fill(`成员${"甲乙丙"[number - 1]}`);
      await row.getByLabel(member.duty).fill("研发");
    }
  },
  async () => {},
  async (page, _, language) => {
    const { field } = wordsOf[language];
    await page.getByLabel(field.market).fill("数据中心的年需求约一百亿元。");
    await page.getByLabel(field.businessModel).fill("销售核心部件,配套检测服务。");
  },
  async (page, _, language) => {
    const { platform, field, yesNo } = wordsOf[language];
    await page.getByRole("radio", { name: platform["high-tech-zone"] }).check();
    await page.getByRole("group", { name: field.priorWinner }).getByRole("radio", { name: yesNo.no }).check();
  },
  async () => {},
];

/** Promises that it is true and hands the application in; answers its code. */
export async function submitApplication(page: Page, language: Language = "zh-CN"): Promise<string> {
  const { submit, receipt } = wordsOf[language];
  await page.getByRole("checkbox", { name: /我承诺所填内容真实|I promise that what I entered/ }).check();
  await page
    .getByRole("button", { name: submit.button })
    .or(page.getByRole("button", { name: submit.again }))
    .click();
  await expect(page.getByRole("heading", { level: 1, name: receipt.title })).toBeVisible();
  return codeIn(page);
}

/** Everything of the form but its pages is kept from the server. */
export async function goOffline(page: Page, off: boolean): Promise<void> {
  expectFailureOf(page, "/draft");
  await offline(page.context(), off);
}

export function codeIn(page: Page): string {
  return /WX\d*-\w+/.exec(page.url())?.[0] ?? "";
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A resident id number that checks (GB 11643), of nobody: `birth` as YYYYMMDD, `order` of the birth in its district. */
export function residentId(birth: string, order = 101): string {
  const body = `330502${birth}${String(order).padStart(3, "0")}`;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + "10X98765432"[sum % 11];
}

/** Reads the demo's outbox in a page of its own. */
async function inOutbox<T>(page: Page, read: (outbox: Page) => Promise<T>): Promise<T> {
  const outbox = await page.context().newPage();
  await outbox.goto("/outbox");
  const answer = await read(outbox);
  await outbox.close();
  return answer;
}

/** The sign-in code that the newest mail to that address names in its subject. */
export async function codeFor(page: Page, email: string): Promise<string> {
  return await inOutbox(page, async (outbox) => {
    const subject = await outbox.getByRole("row").filter({ hasText: email }).first().getByRole("link").textContent();
    return /\d{6}/.exec(subject ?? "")?.[0] ?? "";
  });
}

/** The path of the invitation in the newest mail to that address. */
export async function invitationFor(page: Page, email: string): Promise<string> {
  return await inOutbox(page, async (outbox) => {
    await outbox.getByRole("row").filter({ hasText: email }).first().getByRole("link").click();
    await outbox.waitForURL(/\/outbox\/\d+$/);
    const html = await (await outbox.request.get(`${outbox.url()}/html`)).text();
    return /\/invitation\/[\w.~-]+/.exec(html)?.[0] ?? "";
  });
}

/** What a scanner reads from the page's QR code of that name. */
export async function scanned(page: Page, name: string): Promise<string> {
  const code = page.getByRole("img", { name });
  await expect(code).toBeVisible();
  const [, , size = "0"] = ((await code.getAttribute("viewBox")) ?? "").split(" ");
  const path = (await code.locator("path").getAttribute("d")) ?? "";
  return new URL(readQr({ size: Number(size), path }) ?? "about:blank").href;
}
