import type { Page } from "@playwright/test";
import type { MailProvider } from "../people/mail-provider.ts";
import { expect } from "../stage.ts";
import { acceptInvitation, type Person, toDesk, walk } from "./contest.ts";

export const edition = "第七届大赛";
export const heat = "湖州城市赛";
export const final = "总决赛";

/** An edition comes into being on its pages, and everybody finds it on the first page once it is open. */
export async function setUpEdition(organizer: Page, anyone: Page): Promise<void> {
  await toDesk(organizer, "新建一届");
  await organizer.getByLabel("大赛名称").fill(edition);
  await organizer.getByLabel("网址标识").fill("7");
  await organizer.getByLabel("第几届").fill("7");
  await organizer.getByLabel("联系方式").fill("区人才办 0572-2280001");
  await organizer.getByLabel("报名开放").fill("2020-01-01T09:00");
  await organizer.getByLabel("报名截止").fill("2099-12-31T17:00");
  await organizer.getByLabel("公布评委打分和成绩文件").check();
  await organizer.getByRole("button", { name: "新建", exact: true }).click();

  await addRow(organizer, "赛道", { 标识: "photonics", 名称: "光电通信", 英文名称: "Photonics" });
  await addRow(organizer, "组别", { 标识: "team", 名称: "创业团队组", 英文名称: "Team group" });
  await save(organizer);

  await walk(organizer, "参赛条件");
  await organizer.getByLabel("规则类型").selectOption("核心成员人数");
  await organizer.getByRole("button", { name: "添加", exact: true }).click();
  await organizer.getByRole("region", { name: "核心成员人数" }).getByLabel("最低").fill("3");
  await save(organizer);

  await walk(organizer, "公开页面");
  await addRow(organizer, "奖项", { 名称: "一等奖", 英文名称: "First prize", 名额: "1", "奖金（元）": "500000" });
  await organizer.getByRole("group", { name: "奖项 1" }).getByLabel("赛段").selectOption("总决赛");
  await addRow(organizer, "奖项", { 名称: "二等奖", 英文名称: "Second prize", 名额: "1", "奖金（元）": "300000" }, 2);
  await organizer.getByRole("group", { name: "奖项 2" }).getByLabel("赛段").selectOption("总决赛");
  await save(organizer);

  await anyone.reload();
  await expect(anyone.getByText("新一届大赛正在筹备")).toBeVisible();
  await walk(organizer, "基本信息");
  await organizer.getByRole("radio", { name: "进行中" }).check();
  await save(organizer);
  await anyone.reload();
  await expect(anyone.getByRole("heading", { level: 1, name: edition })).toBeVisible();
}

const roles = { screener: "审核员", scorer: "计分员", conductor: "主持助理" };

/** The organizer appoints each of them on the people page; each comes by the link in the mail, to the desk. */
export async function appoint(
  mail: MailProvider,
  organizer: Page,
  staff: Record<keyof typeof roles, Person>,
): Promise<void> {
  await walk(organizer, "工作人员");
  for (const [role, { name, email }] of Object.entries(staff)) {
    await organizer.getByRole("radio", { name: roles[role as keyof typeof roles] }).check();
    await organizer.getByRole("textbox", { name: "姓名" }).fill(name);
    await organizer.getByRole("textbox", { name: "邮箱" }).fill(email);
    await organizer.getByRole("button", { name: "发送邀请" }).click();
    await expect(organizer.getByRole("row").filter({ hasText: email })).toBeVisible();
  }
  for (const person of Object.values(staff)) {
    await acceptInvitation(mail, person);
    await expect(person.page.getByRole("heading", { name: "赛事工作台", level: 1 })).toBeVisible();
  }
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("已保存")).toBeVisible();
}

async function addRow(page: Page, list: string, fields: Record<string, string>, number = 1): Promise<void> {
  await page.getByRole("button", { name: `添加${list}` }).click();
  const row = page.getByRole("group", { name: `${list} ${number}`, exact: true });
  for (const [label, text] of Object.entries(fields))
    await row.getByRole("textbox", { name: new RegExp(`^${label.replace(/[（）]/g, ".")}(（选填）)?$`) }).fill(text);
}
