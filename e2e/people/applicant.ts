import { expect, type Page } from "@playwright/test";

export interface Project {
  title: string;
  leader: string;
  heat: string;
}

/** Begins an application and fills in all that is needed for the team group. Leaves it unsubmitted. */
export async function fillInApplication(page: Page, { title, leader, heat }: Project): Promise<void> {
  await page.goto("/apply");
  await page.getByRole("button", { name: "新建报名" }).click();
  await page.waitForURL(/\/apply\/WX/);
  await page.getByRole("radio", { name: heat }).check();
  await page.getByRole("radio", { name: "光电通信" }).check();
  await page.getByRole("radio", { name: "创业团队组" }).check();
  await page.getByLabel("项目名称").fill(title);
  await page.getByLabel("项目简介").fill("用薄膜铌酸锂做高速光模块,已在三家客户现场连续运行。");
  await page.getByLabel("核心技术与创新点").fill("新的结构与工艺,功耗下降三成。");
  const person = page.getByRole("region", { name: "负责人" });
  await person.getByLabel("姓名").fill(leader);
  await person.getByLabel("出生日期").fill("1985-06-01");
  await person.getByLabel("国籍").fill("中国");
  await person.getByLabel("手机号码").fill("+86 199 0000 0001");
  await person.getByLabel("电子邮箱").fill("leader@example.com");
  await person.getByLabel("最高学位").selectOption("博士");
  await person.getByLabel("毕业院校").fill("云溪大学");
  for (const number of [1, 2, 3]) {
    const member = page.getByRole("group", { name: `成员 ${number}` });
    await member.getByLabel("姓名").fill(`成员${"甲乙丙"[number - 1]}`);
    await member.getByLabel("分工").fill("研发");
  }
  await page.getByLabel("市场与竞争").fill("数据中心的年需求约一百亿元。");
  await page.getByLabel("商业模式").fill("销售核心部件,配套检测服务。");
  await page.getByRole("radio", { name: /吴兴高新区/ }).check();
}

/** Agrees to the consent text and hands the application in; answers its code. */
export async function submitApplication(page: Page): Promise<string> {
  await page.getByRole("checkbox", { name: /我已阅读并同意/ }).check();
  await page.getByRole("button", { name: "提交报名" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "报名已提交" })).toBeVisible();
  return /WX6-\w+/.exec(page.url())?.[0] ?? "";
}
