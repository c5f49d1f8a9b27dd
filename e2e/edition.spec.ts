import type { Page } from "@playwright/test";
import { makeEdition, makeHeat, makeRound } from "../db/seed/factories/heats.ts";
import { makePerson } from "../db/seed/factories/many-applications.ts";
import { signInByMail } from "./people/applicant.ts";
import { inDatabase } from "./people/hall.ts";
import { makeOrganizerOfAll } from "./people/operator.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const email = "everywhere@organizers.example.org";

test.beforeAll(async () => {
  await makeOrganizerOfAll(email, "章望舒");
});

test("an organizer of everything makes an edition, from its name to its public page", async ({ visitor }) => {
  test.slow();
  const at = "/organize/editions/e2e-7/settings";
  const organizer = await visitor();
  expectFailureOf(organizer, "/organize/");
  await signInByMail(organizer, email, "/organize");
  await organizer.getByRole("link", { name: "新建一届" }).click();
  // The desk stands there until the page has come, with the editions of other tests, some of one name
  await expect(organizer.getByLabel("大赛名称")).toBeVisible();
  await expectAccessible(organizer);

  // The basics: what is wrong is said beside the field, and nothing that was typed is lost
  await organizer.getByLabel("大赛名称").fill("第七届大赛");
  await organizer.getByLabel("网址标识").fill("Seven!");
  await organizer.getByLabel("第几届").fill("seven");
  await organizer.getByRole("button", { name: "新建", exact: true }).click();
  await expect(organizer.getByLabel("网址标识")).toHaveAttribute("aria-invalid", "true");
  await expect(organizer.getByLabel("第几届")).toHaveAttribute("aria-invalid", "true");
  await expect(organizer.getByLabel("大赛名称")).toHaveValue("第七届大赛");
  await expectAccessible(organizer);
  await organizer.getByLabel("网址标识").fill("6");
  await organizer.getByLabel("第几届").fill("7");
  await organizer.getByRole("button", { name: "新建", exact: true }).click();
  await expect(organizer.getByRole("alert")).toBeVisible();
  await organizer.getByLabel("网址标识").fill("e2e-7");
  await organizer.getByLabel("英文名称").fill("The seventh contest");
  await organizer.getByRole("button", { name: "新建", exact: true }).click();

  // Tracks and groups; a key that is taken twice can be corrected
  await organizer.waitForURL(`**${at}/choices`);
  await addRow(organizer, "赛道", 1, { 标识: "photonics", 名称: "光电通信", 英文名称: "Photonics" });
  await addRow(organizer, "赛道", 2, { 标识: "photonics", 名称: "合金新材", 英文名称: "Alloys" });
  await addRow(organizer, "组别", 1, { 标识: "team", 名称: "创业团队组", 英文名称: "Team group" });
  await save(organizer);
  const second = organizer.getByRole("group", { name: "赛道 2" }).getByLabel("标识");
  await expect(second).toHaveAttribute("aria-invalid", "true");
  await second.fill("alloys");
  await save(organizer);
  await expectSaved(organizer);
  await expectAccessible(organizer);

  // Eligibility: add, fill in, save; a wrong number is said at its field; a rule goes again
  await organizer.goto(`${at}/eligibility`);
  await addRule(organizer, "负责人年龄");
  await expect(organizer.getByText("已加入新规则，填好参数后请保存")).toBeVisible();
  const age = organizer.getByRole("region", { name: "负责人年龄" });
  await age.getByLabel("最高").fill("五十五");
  await age.getByLabel("截至日期").fill("2027-12-31");
  await addRule(organizer, "核心成员人数");
  await expect(age.getByLabel("最高")).toHaveValue("五十五");
  const members = organizer.getByRole("region", { name: "核心成员人数" });
  await members.getByLabel("最低").fill("3");
  await members.getByRole("checkbox", { name: "创业团队组" }).check();
  await save(organizer);
  await expect(age.getByLabel("最高")).toHaveAttribute("aria-invalid", "true");
  await expect(organizer.getByRole("alert")).toContainText("负责人年龄 · 最高");
  await expectAccessible(organizer);
  await age.getByLabel("最高").fill("55");
  await organizer.getByRole("checkbox", { name: "商业计划书" }).check();
  await save(organizer);
  await expectSaved(organizer);
  await expect(members.getByRole("checkbox", { name: "创业团队组" })).toBeChecked();
  await expect(organizer.getByRole("checkbox", { name: "商业计划书" })).toBeChecked();
  await age.getByRole("checkbox", { name: "删除这条规则（保存后生效）" }).check();
  await save(organizer);
  await expectSaved(organizer);
  await expect(age).toHaveCount(0);
  await expect(members.getByLabel("最低")).toHaveValue("3");

  // What the public page says
  await organizer.goto(`${at}/page`);
  await addRow(organizer, "机构", 1, { 名称: "湖州市吴兴区", 英文名称: "Wuxing District" });
  await addRow(organizer, "奖项", 1, { 名称: "特等奖", 英文名称: "Grand prize", 名额: "一", "奖金（元）": "500000" });
  await addRow(organizer, "日期", 1, { 日期: "2027-08-01", 名称: "颁奖典礼", 英文名称: "Awards" });
  await addRow(organizer, "问题", 1, { 问题: "可以带宠物吗？", 回答: "不可以。" });
  await save(organizer);
  await expect(organizer.getByLabel("名额")).toHaveAttribute("aria-invalid", "true");
  await organizer.getByLabel("名额").fill("1");
  await save(organizer);
  await expectSaved(organizer);

  // A draft is nobody's but theirs; opened, everybody sees it, in both languages
  const anybody = await visitor({ screen: "phone" });
  expectFailureOf(anybody, "/editions/e2e-7");
  expect((await anybody.goto("/editions/e2e-7"))?.status()).toBe(404);
  await organizer.goto(at);
  await organizer.getByRole("radio", { name: "进行中", exact: false }).check();
  await organizer.getByLabel("报名开放").fill("2026-01-01T09:00");
  await organizer.getByLabel("报名截止").fill("2025-01-01T09:00");
  await save(organizer);
  await expect(organizer.getByLabel("报名截止")).toHaveAttribute("aria-invalid", "true");
  await organizer.getByLabel("报名截止").fill("2027-06-30T17:00");
  await save(organizer);
  await expectSaved(organizer);
  await expect(organizer.getByLabel("网址标识")).toHaveAttribute("readonly", "");
  await anybody.goto("/editions/e2e-7");
  for (const words of ["第七届大赛", "特等奖", "50万元", "颁奖典礼", "可以带宠物吗？", "湖州市吴兴区", "光电通信"])
    await expect(anybody.getByText(words).first()).toBeVisible();
  await expectAccessible(anybody);
  await expectNoSidewaysScroll(anybody);
  await anybody.getByRole("button", { name: "English" }).click();
  await expect(anybody.getByRole("heading", { level: 1, name: "The seventh contest" })).toBeVisible();
  await expect(anybody.getByText("Grand prize")).toBeVisible();

  // It is put away again: the other tests know one open edition
  await organizer.goto(at);
  await organizer.getByRole("radio", { name: "已归档", exact: false }).check();
  await save(organizer);
  await expectSaved(organizer);
});

test("an edition is made and changed without JavaScript", async ({ visitor }) => {
  const at = "/organize/editions/e2e-plain/settings";
  const organizer = await visitor({ javaScript: false, screen: "tablet" });
  expectFailureOf(organizer, "/organize/");
  await signInByMail(organizer, email, "/organize/new-edition");
  await organizer.getByLabel("大赛名称").fill("第八届大赛");
  await organizer.getByLabel("网址标识").fill("e2e-plain");
  await organizer.getByRole("button", { name: "新建", exact: true }).click();
  await fillRow(organizer, "赛道", 1, { 标识: "photonics", 名称: "光电通信" });
  await fillRow(organizer, "组别", 1, { 标识: "team", 名称: "创业团队组" });
  await save(organizer);
  await expectSaved(organizer);
  await fillRow(organizer, "赛道", 2, { 标识: "alloys", 名称: "合金新材" });
  await save(organizer);
  await expectSaved(organizer);
  await fillRow(organizer, "赛道", 1, { 名称: "光电与通信" });
  await save(organizer);
  await expect(organizer.getByRole("group", { name: "赛道 1" }).getByLabel("名称", { exact: true })).toHaveValue(
    "光电与通信",
  );

  await organizer.goto(`${at}/eligibility`);
  await addRule(organizer, "负责人持股比例");
  const stake = organizer.getByRole("region", { name: "负责人持股比例" });
  await stake.getByLabel("最低").fill("两成");
  await save(organizer);
  await expect(stake.getByLabel("最低")).toHaveAttribute("aria-invalid", "true");
  await stake.getByLabel("最低").fill("20");
  await save(organizer);
  await expectSaved(organizer);
  await expect(stake.getByLabel("最低")).toHaveValue("20");

  await organizer.goto(`${at}/page`);
  await fillRow(organizer, "问题", 1, { 问题: "要交费吗？", 回答: "不收费。" });
  await save(organizer);
  await expectSaved(organizer);
  await organizer.goto(`${at}/people`);
  await organizer.getByRole("radio", { name: "审核员" }).check();
  await organizer.getByRole("textbox", { name: "姓名" }).fill("程砚秋");
  await organizer.getByRole("textbox", { name: "邮箱" }).fill("screener@organizers.example.org");
  await organizer.getByRole("button", { name: "发送邀请" }).click();
  await expect(organizer.getByRole("row").filter({ hasText: "程砚秋" })).toContainText("审核员");
});

test("two organizers do not overwrite each other's settings: who comes second is told so", async ({ visitor }) => {
  const first = await visitor({ as: "organizer@demo.example" });
  const second = await visitor({ as: "organizer@demo.example" });
  expectFailureOf(second, "/settings");
  for (const page of [first, second]) await page.goto("/organize/editions/6/settings");
  const contact = await first.getByLabel("联系方式").inputValue();
  await first.getByLabel("联系方式").fill(`${contact} `.concat("（工作日）"));
  await save(first);
  await expectSaved(first);
  await second.getByLabel("联系方式").fill("另一个电话");
  await save(second);
  await expect(second.getByRole("alert")).toBeVisible();
  await expect(second.getByLabel("联系方式")).toHaveValue("另一个电话");
  // Said on a page of its own: that it was saved still stands on this one
  await first.goto("/organize/editions/6/settings");
  await first.getByLabel("联系方式").fill(contact);
  await save(first);
  await expectSaved(first);
});

test("leaving settings that are not saved asks first, and the button that saves stays in sight", async ({
  visitor,
}) => {
  const organizer = await visitor({ as: "organizer@demo.example" });
  await organizer.goto("/organize/editions/6/settings");
  await expect(organizer.getByRole("button", { name: "保存", exact: true })).toBeInViewport();
  const contact = await organizer.getByLabel("联系方式").inputValue();
  await organizer.getByLabel("联系方式").fill(`${contact}（工作日）`);
  await expect(organizer.getByText("有未保存的改动")).toBeVisible();
  const asked: string[] = [];
  const answers = ["stay", "leave"];
  organizer.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await (answers.shift() === "leave" ? dialog.accept() : dialog.dismiss());
  });
  const page = organizer.getByRole("link", { name: "公开页面" });
  await page.click();
  await expect.poll(() => asked).toEqual([expect.stringContaining("还没有保存")]);
  await expect(organizer.getByLabel("联系方式")).toHaveValue(`${contact}（工作日）`);
  // Typed back to what is saved, nothing is lost, and nothing is asked
  await organizer.getByLabel("联系方式").fill(contact);
  await expect(organizer.getByText("有未保存的改动")).toBeHidden();
  await organizer.getByLabel("联系方式").fill("另一个");
  await page.click();
  await organizer.waitForURL("**/settings/page");
  expect(asked).toHaveLength(2);
});

test("mail texts, the checklist and the forms of a new round or edition ask before what was typed is lost", async ({
  visitor,
}) => {
  const organizer = await visitor();
  await signInByMail(organizer, email, "/organize/new-edition");
  const asked: string[] = [];
  organizer.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await dialog.accept();
  });
  const forms = [
    "/organize/new-edition",
    "/organize/editions/6/new-round",
    "/organize/editions/6/mail/texts/returned",
    "/organize/editions/6/settings/diligence",
  ];
  for (const [place, path] of forms.entries()) {
    await organizer.goto(path);
    const form = organizer.locator("form").filter({ has: organizer.locator("[data-save-line]") });
    const field = form.getByRole("textbox").first();
    await field.fill(`${await field.inputValue()}改`);
    await expect(organizer.getByText("有未保存的改动").first()).toBeVisible();
    await organizer.getByRole("link", { name: "赛事工作台" }).first().click();
    await organizer.waitForURL("**/organize");
    // The form is gone, and with it what it would ask
    await expect(organizer.getByRole("heading", { level: 1, name: "赛事工作台" })).toBeVisible();
    expect(asked).toHaveLength(place + 1);
  }
});

for (const locale of ["zh-CN", "en"] as const) {
  test(`no tab of an edition or of a round is cut off or hidden on a screen of 1024 pixels: ${locale}`, async ({
    visitor,
  }) => {
    const organizer = await visitor({ as: "organizer@demo.example", screen: "tablet", locale });
    for (const [address, least] of [
      ["/organize", 14],
      ["/organize/editions/6/settings", 10],
      ["/organize/rounds/beijing-6", 15],
      ["/organize/rounds/beijing-6/run-sheet", 19],
    ] as const) {
      await organizer.goto(address);
      const navs = organizer.getByRole("main").getByRole("navigation");
      await expect(navs.first()).toBeVisible();
      const tabs = await navs.evaluateAll(tabsIn);
      expect(tabs.length, address).toBeGreaterThanOrEqual(least);
      expect(
        tabs.filter(({ whole }) => !whole),
        address,
      ).toEqual([]);
    }
  });
}

/** The links of those bars of tabs: whether each is seen whole and can be hit, and its bar has nothing beside it to scroll to. Runs in the page. */
function tabsIn(bars: Element[]): { name: string; whole: boolean }[] {
  return bars.flatMap((bar) => {
    const fits = [bar, ...bar.querySelectorAll("ul")].every((each) => each.scrollWidth <= each.clientWidth);
    return [...bar.querySelectorAll("a")].map((link) => {
      const { left, right } = link.getBoundingClientRect();
      const inside = left >= 0 && right <= document.documentElement.clientWidth && right > left;
      link.scrollIntoView({ block: "center" });
      const { top, bottom } = link.getBoundingClientRect();
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const whole = fits && inside && link.scrollWidth <= link.clientWidth && link.contains(hit);
      return { name: link.textContent ?? "", whole };
    });
  });
}

for (const look of [
  { screen: "phone", locale: "en", dark: true },
  { screen: "desktop", locale: "zh-CN", dark: false },
] as const) {
  test(`the page of a new edition fits and is accessible: ${look.screen}, ${look.locale}`, async ({ visitor }) => {
    const organizer = await visitor(look);
    await signInByMail(organizer, email, "/organize/new-edition");
    await expect(organizer.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expectAccessible(organizer);
    await expectNoSidewaysScroll(organizer);
  });
}

const save = async (page: Page) => await page.getByRole("button", { name: "保存", exact: true }).click();
const expectSaved = async (page: Page) => await expect(page.getByText("已保存")).toBeVisible();

async function addRow(page: Page, list: string, number: number, fields: Record<string, string>): Promise<void> {
  await page.getByRole("button", { name: `添加${list}` }).click();
  await fillRow(page, list, number, fields);
}

async function fillRow(page: Page, list: string, number: number, fields: Record<string, string>): Promise<void> {
  const row = page.getByRole("group", { name: `${list} ${number}`, exact: true });
  for (const [label, text] of Object.entries(fields))
    await row.getByRole("textbox", { name: new RegExp(`^${label.replace(/[（）]/g, ".")}(（选填）)?$`) }).fill(text);
}

async function addRule(page: Page, kind: string): Promise<void> {
  await page.getByLabel("规则类型").selectOption(kind);
  await page.getByRole("button", { name: "添加", exact: true }).click();
  await expect(page.getByRole("region", { name: kind })).toBeVisible();
}

for (const look of [
  { screen: "phone", locale: "en", dark: true },
  { screen: "desktop", locale: "zh-CN", dark: false },
] as const) {
  test(`the desk of very many heats fits, is accessible, and finds one by its name: ${look.screen}, ${look.locale}`, async ({
    visitor,
  }) => {
    const { person, heat } = await inDatabase(async (db) => {
      const { edition } = await makeEdition(db, { slug: `many-${look.screen}` });
      for (let number = 100; number < 250; number++)
        await makeRound(db, { editionId: edition.id, slug: `${edition.slug}-${number}`, state: "screening" });
      const running = { editionId: edition.id, slug: `${edition.slug}-running`, state: "judging" } as const;
      const { round } = await makeHeat(db, running);
      return { person: await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] }), heat: round };
    });
    const page = await visitor(look);
    await signInByMail(page, person.email, "/organize");
    await expect(page.getByRole("row")).toHaveCount(1 + 20);
    await expect(page.getByRole("row").nth(1)).toContainText(heat.slug);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    const nameOf = (number: number) => `${look.locale === "en" ? "Heat" : "城市赛"} many-${look.screen}-${number}`;
    const last = page.getByRole("link", { name: nameOf(249) });
    await expect(last).toHaveCount(0);
    await page.getByRole("link", { name: look.locale === "en" ? "Next page" : "下一页" }).click();
    await expect(last).toBeVisible();

    await page.getByRole("searchbox").fill(nameOf(200));
    await page.getByRole("searchbox").press("Enter");
    await expect(page.getByRole("row")).toHaveCount(1 + 1);
    await expect(page.getByRole("link", { name: nameOf(200) })).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveValue(nameOf(200));
    await page.getByRole("link", { name: look.locale === "en" ? "Clear" : "清除" }).click();
    await expect(page.getByRole("row")).toHaveCount(1 + 20);
    await expect(page.getByRole("searchbox")).toHaveValue("");
  });
}
