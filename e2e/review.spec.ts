import { invitationFor } from "./people/applicant.ts";
import { inviteJudge, saveRubricAndRule, step } from "./people/organizer.ts";
import { openReview, qualifyInto, reviewOne } from "./people/reviewer.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./stage.ts";

const review = { slug: "review-6", name: "专家初评" };
const panel = [
  { name: "评审甲", email: "reviewer-a@example.com", head: true },
  { name: "评审乙", email: "reviewer-b@example.com", head: false },
  { name: "评审丙", email: "reviewer-c@example.com", head: false },
];
const heats = ["shenzhen-6", "guangzhou-6"];
const marks = ["27", "17", "16.5", "18", "8.5"];

test("a review is set up, assigned after a look, done blind by three judges, and cut into two heats", async ({
  visitor,
}) => {
  test.slow();
  const organizer = await visitor({ as: "organizer@demo.example" });
  const at = `/organize/rounds/${review.slug}`;

  // A preliminary round with applications of two heats, rubric, rule and panel; there is no draw
  await openReview(organizer, review);
  await step(organizer, review.slug, "开始接收项目");
  const titles: string[] = [];
  for (const heat of heats) titles.push(...(await qualifyInto(organizer, review.name, heat, 2)));
  await saveRubricAndRule(organizer, review.slug);
  for (const judge of panel) await inviteJudge(organizer, review.slug, judge);
  await expect(organizer.getByRole("link", { name: "抽签" })).toHaveCount(0);

  // Settings and profiles
  await organizer.goto(`${at}/review`);
  await expectAccessible(organizer);
  await organizer.getByLabel("每个项目的评审份数").fill("2");
  await organizer.getByRole("button", { name: "保存" }).click();
  await expect(organizer.getByText("评审设置已保存")).toBeVisible();
  await organizer.goto(`${at}/review/panel`);
  await organizer.getByText("J1 评审甲", { exact: true }).click();
  const profile = organizer.getByRole("group", { name: "J1 评审甲 的资料" });
  await profile.getByLabel("工作单位").fill("青澜大学");
  await profile.getByRole("checkbox", { name: "光电通信" }).check();
  await profile.getByRole("button", { name: "保存" }).click();
  await expect(organizer.getByText("已保存 J1 评审甲 的资料。")).toBeVisible();
  await expectAccessible(organizer);

  // The assignment: looked at, then applied; nothing is stored by looking
  await organizer.goto(`${at}/review/assignment`);
  await expect(organizer.getByText("4个项目缺少评委")).toBeVisible();
  await expectAccessible(organizer);
  await organizer.getByRole("link", { name: "计算分配方案" }).click();
  await expect(organizer.getByText("8处变动").first()).toBeVisible();
  await expectAccessible(organizer);
  await organizer.getByRole("button", { name: "采用这个方案" }).click();
  await expect(organizer.getByText("分配方案已采用。")).toBeVisible();
  await expect(organizer.getByText(/项目缺少评委$/)).toHaveCount(0);
  // A hand correction: the first project gets its third judge too
  const first = organizer
    .getByRole("region")
    .filter({ has: organizer.getByRole("button", { name: "分配", exact: true }) })
    .first();
  await first.getByRole("button", { name: "分配", exact: true }).click();
  await expect(organizer.getByText("已分配，以后的计算会保留。")).toBeVisible();
  await expect(organizer.getByText("手工", { exact: true })).toHaveCount(1);
  await step(organizer, review.slug, "确认就绪");
  await step(organizer, review.slug, "开始评分");

  // Three judges review what is theirs, beside the application, without the names
  for (const [seat, judge] of panel.entries()) {
    const tablet = await visitor({ screen: seat === 1 ? "phone" : "tablet" });
    await tablet.goto(await invitationFor(organizer, judge.email));
    await tablet.getByRole("button", { name: /接受/ }).click();
    await tablet.waitForURL((url) => !url.pathname.startsWith("/invitation"));
    await tablet.goto(`/judge/${review.slug}`);
    const own = tablet
      .getByRole("main")
      .getByRole("listitem")
      .filter({ hasText: /企业组|团队组/ });
    await expect(own.first()).toBeVisible();
    const count = await own.count();
    expect(count).toBeLessThanOrEqual(4);
    if (seat === 0) {
      await expectAccessible(tablet);
      await tablet.goto(`/judge/${review.slug}/conflicts`);
      await expect(tablet.getByText("共4个项目，已申报0个")).toBeVisible();
      await expectAccessible(tablet);
      await tablet.goto(`/judge/${review.slug}`);
    }
    for (let done = 0; done < count; done++) {
      await tablet.getByRole("link", { name: "开始评分" }).click();
      await expect(tablet.getByText("盲评", { exact: true })).toBeVisible();
      if (done === 0) {
        await expectAccessible(tablet);
        await expectNoSidewaysScroll(tablet);
      }
      await reviewOne(tablet, [String(27 - done - seat), ...marks.slice(1)]);
      await tablet.goto(`/judge/${review.slug}`);
    }
    await expect(tablet.getByText("全部项目都已完成")).toBeVisible();
    if (seat === 0) {
      await own.first().getByRole("link").click();
      await tablet.getByRole("link", { name: "打印版" }).click();
      await expect(tablet).toHaveTitle(/号 · 申报材料/);
      await expectAccessible(tablet);
    }
    await organizer.goto(`${at}/review/progress`);
    await expect(organizer.getByRole("row").filter({ hasText: judge.name })).toContainText("完成");
  }
  await expectAccessible(organizer);

  // The scorer closes; the organizer cuts
  const scorer = await visitor({ as: "scorer@demo.example" });
  await scorer.goto(`${at}/table`);
  await expectAccessible(scorer);
  await scorer.getByText("结束评分", { exact: true }).click();
  await scorer.getByRole("button", { name: "确认结束评分" }).click();
  await expect(scorer.getByText("评分已结束").first()).toBeVisible();
  await scorer.goto(`${at}/standings`);
  await expectAccessible(scorer);
  await organizer.goto(at);
  await organizer.getByRole("link", { name: "去划线" }).click();
  const places = organizer.getByRole("group", { name: "入围名额" }).getByRole("textbox");
  await expect(places.first()).toBeVisible();
  for (const field of await places.all()) await field.fill("1");
  await organizer.getByRole("button", { name: "预览" }).click();
  await expect(organizer.getByRole("cell", { name: "入围" })).toHaveCount(2);
  await expectAccessible(organizer);
  await organizer.getByText(/按此划线/).click();
  await organizer.getByRole("button", { name: "确认划线" }).click();
  await expect(organizer.getByText("2个项目入围，2个项目另有去向。")).toBeVisible();
  await expectAccessible(organizer);

  // Each heat has its one, and the mails wait
  for (const heat of heats) {
    await organizer.goto(`/organize/editions/6/applications?round=${heat}&state=qualified`);
    await expect(
      organizer.getByRole("rowheader").filter({ hasText: new RegExp(titles.map(literally).join("|")) }),
    ).toHaveCount(1);
  }
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
