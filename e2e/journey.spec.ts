import type { Page } from "@playwright/test";
import {
  codeIn,
  fillInApplication,
  invitationFor,
  openStep,
  residentId,
  submitApplication,
} from "./people/applicant.ts";
import { inviteJudge, openHeat, qualify, releaseDecisions, saveRubricAndRule, step } from "./people/organizer.ts";
import { openSheet, score } from "./people/reviewer.ts";
import { nextCode, signRelease } from "./people/signer.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const heat = { slug: "huzhou-6", name: "湖州城市赛" };
const panel = [
  { name: "评委甲", email: "panel-a@example.com", head: true },
  { name: "评委乙", email: "panel-b@example.com", head: false },
  { name: "评委丙", email: "panel-c@example.com", head: false },
];
/** By entry, then by judge in the order of the panel: the marks and the sheet's total. */
const sheets = {
  星海光模块: [
    { marks: ["27", "17", "16.5", "18", "8.5"], total: "87.00" },
    { marks: ["25", "16", "16", "17", "8"], total: "82.00" },
    { marks: ["28.5", "18", "17.5", "18.5", "9"], total: "91.50" },
  ],
  听澜光纤传感: [
    { marks: ["24", "15", "15", "16", "7"], total: "77.00" },
    { marks: ["26", "17", "17", "18", "9"], total: "87.00" },
    { marks: ["22", "14", "13.5", "15", "6.5"], total: "71.00" },
  ],
};

test("a project registers, is screened, drawn, scored, ranked, released by three people, and read by everyone", async ({
  visitor,
  request,
}) => {
  test.slow();
  const organizer = await visitor({ as: "organizer@demo.example" });
  const anyone = await visitor({ screen: "phone" });
  expectFailureOf(anyone, "/results/huzhou-6");

  // The organizer opens a heat; the public page shows it at once
  await openHeat(organizer, heat);
  await expectAccessible(organizer);
  await anyone.goto("/");
  await expect(anyone.getByRole("listitem").filter({ hasText: /湖州\s*光电通信\s*报名中/ })).toBeVisible();
  await expectNoSidewaysScroll(anyone);

  // Two applicants register, one on a phone and one without JavaScript
  const first = await visitor({ screen: "phone", as: "applicant@demo.example" });
  await fillInApplication(first, {
    title: "星海光模块",
    leader: "沈思远",
    heat: heat.name,
    number: residentId("19850601", 411),
  });
  await expect(first.getByRole("status").filter({ hasText: /已保存/ })).toBeVisible();
  await expectNoSidewaysScroll(first);
  await openStep(first, codeIn(first), "project");
  await expect(first.getByLabel("项目名称", { exact: true })).toHaveValue("星海光模块");
  await openStep(first, codeIn(first), "submit");
  const code = await submitApplication(first);
  await first.goto("/outbox");
  await expect(first.getByRole("row").filter({ hasText: "applicant@demo.example" }).first()).toContainText(code);

  const second = await visitor({ as: "guest@demo.example", locale: "zh-CN", javaScript: false });
  await fillInApplication(second, {
    title: "听澜光纤传感",
    leader: "Elena Marchetti",
    heat: heat.name,
    number: residentId("19850601", 512),
  });
  const secondCode = await submitApplication(second);

  // Screening: both are qualified into the heat
  await step(organizer, heat.slug, "截止报名，开始审查");
  await organizer.goto(`/organize/editions/6/applications?round=${heat.slug}`);
  await expect(organizer.getByRole("row").filter({ hasText: "星海光模块" })).toBeVisible();
  for (const each of [code, secondCode]) {
    await organizer.goto(`/organize/applications/${each}`);
    await qualify(organizer, each, heat.name);
  }

  // Nobody is told before an organizer lets the decisions go
  await first.goto(`/apply/${code}`);
  await expect(first.getByText("已提交，等待资格审查")).toBeVisible();
  await releaseDecisions(organizer, `资格审查通过 · ${heat.name}`);
  await first.reload();
  await expect(first.getByText(`资格审查已通过：${heat.name}`)).toBeVisible();
  await first.goto("/outbox");
  await expect(first.getByRole("row").filter({ hasText: "applicant@demo.example" }).first()).toContainText(
    "资格审查通过：星海光模块",
  );

  // Set-up: rubric, rule, panel, draw
  await saveRubricAndRule(organizer, heat.slug);
  await expectAccessible(organizer);
  for (const judge of panel) await inviteJudge(organizer, heat.slug, judge);
  await expectAccessible(organizer);
  await organizer.goto(`/organize/rounds/${heat.slug}/draw`);
  await organizer.getByRole("button", { name: "抽签", exact: true }).click();
  await expect(organizer.getByRole("row").filter({ hasText: "星海光模块" })).toBeVisible();
  await expectAccessible(organizer);
  await step(organizer, heat.slug, "确认就绪");
  await step(organizer, heat.slug, "开始评分");

  // Three judges accept their invitations and score on tablets
  for (const [seat, judge] of panel.entries()) {
    const tablet = await visitor({ screen: "tablet", dark: true });
    await tablet.goto(await invitationFor(organizer, judge.email));
    if (seat === 0) await expectAccessible(tablet);
    await tablet.getByRole("button", { name: /接受/ }).click();
    await tablet.waitForURL((url) => !url.pathname.startsWith("/invitation"));
    for (const [title, given] of Object.entries(sheets)) {
      const { marks, total } = given[seat] ?? { marks: [], total: "" };
      await openSheet(tablet, heat.slug, title);
      await score(tablet, marks, total);
    }
    if (seat === 0) await expectAccessible(tablet);
    await tablet.goto(`/judge/${heat.slug}`);
    await expect(tablet.getByText("全部项目都已完成")).toBeVisible();
    await expectNoSidewaysScroll(tablet);
  }

  // The scorer closes and proposes; nothing is public yet
  const scorer = await visitor({ as: "scorer@demo.example" });
  await scorer.goto(`/organize/rounds/${heat.slug}/table`);
  await expect(scorer.getByText("所有评分单都已到齐，可以结束评分")).toBeVisible();
  await expectAccessible(scorer);
  await scorer.getByText("结束评分", { exact: true }).click();
  await scorer.getByRole("button", { name: "确认结束评分" }).click();
  await expect(scorer.getByText("评分已结束").first()).toBeVisible();
  await scorer.goto(`/organize/rounds/${heat.slug}/standings`);
  await expectAccessible(scorer);
  // The row below it says why
  const leader = scorer.getByRole("row").filter({ hasText: "星海光模块" }).first();
  await expect(leader).toContainText("87.00");
  await expect(leader).toContainText("去最高");
  await takePicture(scorer);
  await scorer.goto(`/organize/rounds/${heat.slug}/release`);
  await scorer.getByRole("button", { name: "提请发布" }).click();
  await expect(scorer.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
  for (const hidden of [`/results/${heat.slug}`, `/api/rounds/${heat.slug}/standings`]) {
    expect((await request.get(hidden)).status()).toBe(404);
  }

  // The supervisor confirms, the organizer publishes
  const supervisor = await visitor({ as: "supervisor@demo.example" });
  await supervisor.goto(`/organize/rounds/${heat.slug}/release`);
  await expect(supervisor.getByRole("rowheader", { name: /星海光模块/ })).toBeVisible();
  await signRelease(supervisor, "confirm", 1, await nextCode("supervisor@demo.example"));
  await expect(supervisor.getByRole("navigation", { name: "发布步骤" })).toContainText("等待组织者");
  expect((await anyone.goto(`/results/${heat.slug}`))?.status()).toBe(404);
  await organizer.goto(`/organize/rounds/${heat.slug}/release`);
  await signRelease(organizer, "publish", 1, await nextCode("organizer@demo.example"));
  await expect(organizer.getByText("成绩已发布（第1版）")).toBeVisible();

  // Everyone reads it
  expect((await anyone.goto(`/results/${heat.slug}`))?.status()).toBe(200);
  await expect(anyone.getByRole("rowheader", { name: /星海光模块/ })).toBeVisible();
  await expectNoSidewaysScroll(anyone);
  const [published] = await (await request.get(`/api/rounds/${heat.slug}/standings`)).json();
  expect(published).toMatchObject({ round: heat.slug, state: "published" });
  expect(
    published.standings.map(({ rank, title, total, counted, dropped }: Record<string, unknown>) => ({
      rank,
      title,
      total,
      counted,
      dropped,
    })),
  ).toEqual([
    {
      rank: 1,
      title: "星海光模块",
      total: "87.00",
      counted: 1,
      dropped: [
        { judge: "J3", value: "91.50", why: "high" },
        { judge: "J2", value: "82.00", why: "low" },
      ],
    },
    {
      rank: 2,
      title: "听澜光纤传感",
      total: "77.00",
      counted: 1,
      dropped: [
        { judge: "J2", value: "87.00", why: "high" },
        { judge: "J3", value: "71.00", why: "low" },
      ],
    },
  ]);
});

/** The README's picture: the standings of a whole heat, as the scorer sees them. Copy it to docs/ when the page has changed. */
async function takePicture(scorer: Page): Promise<void> {
  await scorer.goto("/organize/rounds/nanjing-6/standings");
  await expect(scorer.getByRole("row").filter({ hasText: "去最高" }).first()).toBeVisible();
  await scorer.screenshot({ path: "test-results/standings.png" });
}
