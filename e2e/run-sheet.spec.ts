import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { fillInApplication, residentId, scanned, signInByMail, submitApplication } from "./people/applicant.ts";
import { closeRegistration, openHeat, qualify, releaseDecisions } from "./people/organizer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const heat = { slug: "anji-6", name: "安吉城市赛" };
const at = `/organize/rounds/${heat.slug}/run-sheet`;
const projects = ["竹海传感", "云栖激光", "苕溪芯片"] as const;
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

test("contestants sign in by code and by name, the order is drawn before everybody's eyes, drawn again by two, swapped and printed", async ({
  visitor,
}) => {
  test.slow();
  const organizer = await visitor({ as: "organizer@demo.example" });
  await openHeat(organizer, heat);

  // Three projects apply, are found eligible, and are told so
  const contestants: Page[] = [];
  const codes: string[] = [];
  for (const [number, title] of projects.entries()) {
    const contestant = await visitor({ screen: "phone" });
    await signInByMail(contestant, `run-sheet-${number}@example.com`);
    const leader = `选手${"甲乙丙"[number]}`;
    await fillInApplication(contestant, {
      title,
      leader,
      heat: heat.name,
      number: residentId("19850601", 611 + number),
    });
    codes.push(await submitApplication(contestant));
    contestants.push(contestant);
  }
  await closeRegistration(organizer, heat.slug);
  for (const code of codes) await qualify(organizer, code, heat.name);
  const [first, , third] = contestants as [Page, Page, Page];
  expectFailureOf(first, "/invitation");
  expect((await first.request.get(`/apply/${codes[0]}/invitation`)).status()).toBe(404);
  await releaseDecisions(organizer, `资格审查通过 · ${heat.name}`);

  // The invitation with its code: whoever scans it without being staff comes to nothing
  await first.goto(`/apply/${codes[0]}`);
  await first.getByRole("link", { name: "参赛邀请与签到码" }).click();
  await expect(first.getByRole("heading", { level: 1, name: "参赛邀请" })).toBeVisible();
  await expectAccessible(first);
  await expectNoSidewaysScroll(first);
  const ticket = await ticketOf(first);
  expect(ticket).toContain(`${at}?ticket=`);
  expect((await first.request.get(ticket)).status()).toBe(404);

  // A scorer's phone scans it: one tap, and the laptop's count follows by itself
  const scorer = await visitor({ as: "scorer@demo.example" });
  const phone = await visitor({ screen: "phone", as: "scorer@demo.example" });
  await scorer.goto(at);
  await expect(scorer.getByRole("status").filter({ hasText: "应到" })).toContainText(/3\s*应到\s*0\s*已到/);
  await expectAccessible(scorer);
  await phone.goto(ticket);
  await expect(phone.getByText(projects[0]).first()).toBeVisible();
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "确认签到" }).click();
  await expect(phone.getByRole("status").filter({ hasText: "已签到" })).toBeVisible();
  await expectNoSidewaysScroll(phone);
  await expect(scorer.getByRole("status").filter({ hasText: "应到" })).toContainText(/3\s*应到\s*1\s*已到/);

  // The same code at another heat is said to be foreign
  await phone.goto(ticket.replace(heat.slug, "beijing-6"));
  await expect(phone.getByText("这张签到码不属于本场比赛")).toBeVisible();
  await expect(phone.getByText(`它属于“${heat.name}”。`)).toBeVisible();
  await expect(phone.getByRole("button", { name: "确认签到" })).toHaveCount(0);

  // By hand: found by pinyin initials; an absence is a mistake and taken back with a reason
  await scorer.getByRole("searchbox", { name: "查找项目或负责人" }).fill("xsy");
  await expect(scorer.getByRole("row")).toHaveCount(2);
  await scorer.getByRole("link", { name: `其他…（${projects[1]}）` }).click();
  await scorer.getByText("记为缺席…", { exact: true }).click();
  await scorer.getByRole("button", { name: "记为缺席", exact: true }).click();
  await expect(scorer.locator("#reason-absent:invalid")).toBeVisible();
  await scorer.locator("#reason-absent").fill("电话未接");
  await scorer.getByRole("button", { name: "记为缺席", exact: true }).click();
  await expect(scorer.getByText("已记为缺席，不上场、不评分")).toBeVisible();
  await scorer.getByText("撤销这条记录…").click();
  await scorer.locator("#reason-undo").fill("选手就在门口");
  await scorer.getByRole("button", { name: "撤销", exact: true }).click();
  await scorer.getByRole("button", { name: "确认签到" }).click();
  await expect(scorer.getByText("已签到", { exact: true })).toBeVisible();

  // The ceremony: the digest on the projector, a word from the hall, the order one by one
  await organizer.goto(`/organize/rounds/${heat.slug}/day`);
  const hall = await visitor({ screen: "projector" });
  await hall.goto((await organizer.locator("a[href*='/stage/']").first().getAttribute("href")) ?? "");
  await scorer.goto(`${at}/ceremony`);
  await scorer.getByRole("button", { name: "封存密钥，公布摘要" }).click();
  await expect(scorer.getByText("密钥已封存，摘要（SHA-256）")).toBeVisible();
  const digest = ((await scorer.getByRole("main").locator("code").first().textContent()) ?? "").replaceAll(" ", "");
  await scorer.getByRole("button", { name: "把抽签投到大屏" }).click();
  await expect(scorer.getByText("大屏正在显示抽签")).toBeVisible();
  await expectAccessible(scorer);
  await expect(hall.getByText("密钥已封存，公布摘要")).toBeVisible();
  expect(((await hall.locator("code").textContent()) ?? "").replaceAll(" ", "")).toBe(digest);
  await scorer.getByRole("textbox", { name: "现场口令" }).fill("太湖 42");
  await scorer.getByRole("button", { name: "抽签", exact: true }).click();
  await expect(scorer.getByRole("heading", { name: "抽签结果" })).toBeVisible();
  await expectRecomputed(scorer, digest, "太湖 42");
  for (const title of projects.slice(0, 2)) await expect(hall.getByText(title)).toBeVisible();
  await expect(hall.getByText("事先公布的摘要")).toBeVisible();
  await expect(hall.getByText(projects[2])).toHaveCount(0);

  // Who comes now is late, and by the rule out
  await third.goto(`/apply/${codes[2]}/invitation`);
  await phone.goto(await ticketOf(third));
  await expect(phone.getByText("抽签已完成：现在签到将记为迟到，按规则出局，不再上场。")).toBeVisible();
  await phone.getByRole("button", { name: "记为迟到并签到" }).click();
  await expect(phone.getByText("已记为迟到，按规则出局")).toBeVisible();

  // Drawn again only with a reason, and by the supervisor's leave
  await scorer.getByText("重新抽签…").click();
  await scorer.locator("#reason-commit").fill("口令输入有误");
  await scorer.getByRole("button", { name: "申请重抽" }).click();
  await expect(scorer.getByText("申请重新抽签，等待监督员确认")).toBeVisible();
  await expect(scorer.getByRole("button", { name: "我确认重新抽签" })).toHaveCount(0);
  const supervisor = await visitor({ as: "supervisor@demo.example" });
  await supervisor.goto(at);
  await expect(supervisor.getByText("您可以查看；签到由计分员和组织者办理。")).toBeVisible();
  await expect(supervisor.getByRole("button", { name: /签到/ })).toHaveCount(0);
  await supervisor.goto(`${at}/ceremony`);
  await expectAccessible(supervisor);
  await supervisor.getByRole("button", { name: "我确认重新抽签" }).click();
  await expect(supervisor.getByText(/重新抽签已由 .* 确认/)).toBeVisible();
  // The scorer's page learns of it by itself
  await expect(scorer.getByRole("textbox", { name: "现场口令" })).toBeVisible();
  const second = ((await scorer.getByRole("main").locator("code").first().textContent()) ?? "").replaceAll(" ", "");
  await scorer.getByRole("textbox", { name: "现场口令" }).fill("七");
  await scorer.getByRole("button", { name: "抽签", exact: true }).click();
  await expect(scorer.getByText("七", { exact: true })).toBeVisible();
  const order = await expectRecomputed(scorer, second, "七");

  // Two change places, and the order goes on paper
  await scorer.goto(`${at}/order`);
  await expectAccessible(scorer);
  await scorer.getByLabel("项目一").selectOption({ index: 1 });
  await scorer.getByLabel("项目二").selectOption({ index: 2 });
  await scorer.locator("#reason-swap").fill("选手航班延误");
  await scorer.getByRole("button", { name: "对调", exact: true }).click();
  await expect(scorer.getByText("选手航班延误")).toBeVisible();
  const firstRow = scorer.getByRole("row").nth(1);
  await expect(firstRow).not.toContainText(order[0] ?? "?");
  await scorer.emulateMedia({ media: "print" });
  await expect(scorer.getByRole("columnheader", { name: "签字" })).toBeVisible();
  await expect(scorer.getByText(/计分员签字 _+ 监督员签字 _+/)).toBeVisible();
  await expect(scorer.getByRole("button", { name: "对调" })).toBeHidden();
});

/** The address in the invitation's code, as a scanner reads it, on the product under test. */
async function ticketOf(page: Page): Promise<string> {
  return (await scanned(page, "签到二维码，由工作人员扫描")).replace(/^https?:\/\/[^/]+/, "");
}

/** The order on the page is the one that anyone computes from what stands there; answers the titles in order. */
async function expectRecomputed(page: Page, digest: string, word: string): Promise<string[]> {
  await expect(page.getByRole("term").filter({ hasText: "封存的密钥" })).toBeVisible();
  // The only one of its length in the record besides the digest
  const hashes = (await page.getByRole("definition").allTextContents()).filter((text) => /^[0-9a-f]{64}$/.test(text));
  const secret = hashes.find((text) => text !== digest) ?? "";
  expect(sha256(secret)).toBe(digest);
  const seed = sha256(`${secret}\n${word}`).slice(0, 32);
  const rows = page.getByRole("region", { name: "抽签结果" }).getByRole("listitem");
  const keys = (await rows.locator("code").allTextContents()).map((text) => text.replace("编号", "").trim());
  const byDigest = keys.map((key) => `${sha256(`${seed}\n${key}`)} ${key}`).sort();
  expect(byDigest.map((line) => line.slice(65))).toEqual(keys);
  expect(keys).toHaveLength(2);
  const titles = (await rows.allTextContents()).join("\n");
  return projects.filter((title) => titles.includes(title)).toSorted((a, b) => titles.indexOf(a) - titles.indexOf(b));
}
