import type { Page } from "@playwright/test";
import type { Standing } from "../app/rules/standings/standing.ts";
import { releaseRound } from "../db/seed/factories/heats.ts";
import { freshCode } from "../db/seed/factories/second-factors.ts";
import { enter, inDatabase } from "./people/hall.ts";
import { reviewOne } from "./people/reviewer.ts";
import { signRelease } from "./people/signer.ts";
import {
  beginJudging,
  type Contest,
  entriesOf,
  handInTheRest,
  makeContest,
  pitchBeyondTime,
} from "./second-edition/contest.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, offline, test } from "./stage.ts";

/** The people at the desk, each in a browser of their own. */
interface Desk {
  organizer: Page;
  scorer: Page;
  supervisor: Page;
}

type Visit = (of: Parameters<typeof enter>[1], look?: Record<string, unknown>) => Promise<Page>;

test("60 works by standard scores with a deliberation, two panels with a coefficient and overtime, a final that carries the heat with media judges: released, verified without a network, advanced", async ({
  visitor,
  baseURL,
}) => {
  test.slow();
  const contest = await makeContest();
  const visit: Visit = async (person, look = {}) => {
    const page = await visitor(look);
    await enter(page.context(), person, baseURL ?? "");
    return page;
  };
  const desk = {
    organizer: await visit(contest.organizer),
    scorer: await visit(contest.scorer),
    supervisor: await visit(contest.supervisor),
  };
  await test.step("the preliminary", () => preliminary(contest, desk, visit));
  await test.step("the heat of two panels", () => heat(contest, desk));
  await test.step("the final", () => final(contest, desk));
  await test.step("released, verified", async () =>
    verified(contest, await released(contest, desk), await visitor({ line: true })));
});

/** The lower the place, the fewer points; a judge is harder or milder by up to six. Steps of half a point. */
const strictness = (seat: number) => ((seat * 5) % 7) - 3;
const noise = (entry: number, seat: number) => (((entry * 7 + seat * 3) % 5) - 2) / 2;

/** The rule's editor: a preset, and the steps that are folded. */
async function openRule(page: Page, round: string, preset: string) {
  await page.goto(`/organize/rounds/${round}/rule`);
  await page.getByRole("link", { name: preset, exact: true }).click();
  // What the link fills in replaces the form
  await expect(page.locator("[name=lacking][value=skip]")).toBeChecked();
}

async function saveRule(page: Page) {
  await page.getByRole("button", { name: "保存规则" }).click();
  await expect(page.getByText("已保存。")).toBeVisible();
}

async function preliminary({ round, heat, seats }: Contest, { organizer, scorer, supervisor }: Desk, visit: Visit) {
  const at = `/organize/rounds/${round.slug}`;
  await openRule(organizer, round.slug, "网评：标准分");
  await organizer.locator("summary").filter({ hasText: "复议" }).click();
  await organizer.getByRole("radio", { name: "评委总分的最高与最低相差超过" }).check();
  await organizer.getByLabel("超过多少").fill("20");
  await saveRule(organizer);
  await organizer.goto(`${at}/review/assignment`);
  await organizer.getByRole("link", { name: "计算分配方案" }).click();
  await organizer.getByRole("button", { name: "采用这个方案" }).click();
  await expect(organizer.getByText("分配方案已采用。")).toBeVisible();

  // One judge's first work by hand; the fourth work lies far apart by one of its judges
  const [first] = seats;
  if (!first) throw new Error("a review has judges");
  const tablet = await visit(first.actor, { screen: "tablet" });
  await tablet.goto(`/judge/${round.slug}`);
  await tablet.getByRole("link", { name: "开始评分" }).click();
  await reviewOne(tablet, ["25", "16", "16", "16", "8"]);
  let apart: number | undefined;
  await handInTheRest(round, (entry, seat) => {
    if (entry === 3 && seat !== 0) apart ??= seat;
    const off = entry === 3 && seat === apart ? 40 : 0;
    return 90 - entry / 2 + strictness(seat) + noise(entry, seat) - off;
  });

  await scorer.goto(`${at}/table`);
  await expect(scorer.getByText("1个项目需要复议")).toBeVisible();
  await scorer.getByRole("link", { name: "到复议页" }).click();
  await scorer.getByText("开始复议", { exact: true }).click();
  await scorer.getByRole("button", { name: /^开始复议/ }).click();
  await expect(scorer.getByText("复议中", { exact: true })).toBeVisible();
  const seat = seats[apart ?? -1];
  if (!seat) throw new Error("somebody judged the fourth work");
  const judge = await visit(seat.actor, { screen: "tablet" });
  const [entry] = await inDatabase((db) =>
    db
      .selectFrom("deliberations")
      .innerJoin("entries", "entries.id", "deliberations.entryId")
      .select("entries.key")
      .where("deliberations.roundId", "=", round.id)
      .execute(),
  );
  await judge.goto(`/judge/${round.slug}/${entry?.key}`);
  await judge.getByRole("link", { name: "去复议" }).click();
  await judge.getByRole("textbox", { name: "复议分" }).fill("55.5");
  await judge.getByRole("textbox", { name: "改分的理由" }).fill("漏看了一项材料");
  await judge.getByRole("button", { name: "交复议分" }).click();
  await expect(judge.getByText("您已给出复议分 55.5。")).toBeVisible();
  await scorer.getByText("结束复议", { exact: true }).first().click();
  await scorer.getByRole("button", { name: "结束复议" }).click();
  await expect(scorer.getByText("待监督员确认", { exact: true })).toBeVisible();
  await supervisor.goto(`${at}/deliberations`);
  await supervisor.getByText("确认，复议分生效", { exact: true }).click();
  await supervisor.getByRole("button", { name: "确认", exact: true }).click();
  await expect(supervisor.getByText("已确认", { exact: true }).first()).toBeVisible();
  await judge.goto(`/judge/${round.slug}/${entry?.key}`);
  await expect(judge.getByText("复议分代替这张评分单的合计参加合成")).toBeVisible();

  await endScoring(scorer, at);
  await organizer.goto(`${at}/cut`);
  const places = organizer.getByRole("group", { name: "入围名额" }).getByRole("textbox");
  await places.fill("16");
  await organizer.getByRole("button", { name: "预览" }).click();
  await expect(organizer.getByRole("cell", { name: "入围" })).toHaveCount(16);
  await organizer.getByText(/按此划线/).click();
  await organizer.getByRole("button", { name: "确认划线" }).click();
  await expect(organizer.getByText("16个项目入围，44个项目另有去向。")).toBeVisible();
  expect(await inDatabase((db) => entriesOf(db, heat.id))).toHaveLength(16);
}

async function endScoring(scorer: Page, at: string) {
  await scorer.goto(`${at}/table`);
  await scorer.getByText("结束评分", { exact: true }).click();
  await scorer.getByRole("button", { name: "确认结束评分" }).click();
  await expect(scorer.getByText("评分已结束").first()).toBeVisible();
}

async function heat({ heat: round, scorer: by, ...people }: Contest, { organizer, scorer, supervisor }: Desk) {
  const at = `/organize/rounds/${round.slug}`;
  await openRule(organizer, round.slug, "平行分组：加权系数");
  await saveRule(organizer);
  await organizer.goto(`${at}/panel/places`);
  await organizer.getByRole("textbox", { name: "评委组的代号" }).fill("A B");
  await organizer.getByRole("button", { name: "保存分组设置" }).click();
  await expect(organizer.getByText("分组设置已保存。")).toBeVisible();
  for (const [seat, { key, name }] of round.seats.entries())
    await organizer.getByLabel(`${key} ${name} 的评委组`).selectOption(seat < 3 ? "A" : "B");
  await organizer.getByRole("button", { name: "保存评委的分组" }).click();
  await expect(organizer.getByText("评委的分组和类别已保存。")).toBeVisible();
  await organizer.getByRole("button", { name: "抽签分组" }).click();
  await expect(organizer.getByText("已抽签分组。")).toBeVisible();
  await expect(organizer.getByText("A组 8 个")).toBeVisible();
  await beginJudging(round);

  const entries = await inDatabase((db) => entriesOf(db, round.id));
  const late = entries.find(({ panel }) => panel === "A");
  await pitchBeyondTime(by, round.slug, { panel: "A", entry: late?.key ?? "", seconds: 34 });
  await scorer.goto(`${at}/parts`);
  await expect(scorer.getByText("超时 34.0 秒，按第十二条扣 0.5 分")).toBeVisible();
  await scorer.getByRole("button", { name: "录入扣分" }).click();
  await expect(scorer.getByText(/分（第十二条）：路演超时 34\.0 秒/)).toBeVisible();
  await supervisor.goto(`${at}/parts`);
  await supervisor.getByRole("button", { name: "确认勾选的" }).click();
  await expect(supervisor.getByText("没有等待确认的客观分或加扣分")).toBeVisible();
  // The second panel gives six points less for the same
  await handInTheRest(round, (entry, seat) => 92 - entry - (seat < 3 ? 0 : 6) + noise(entry, seat));
  await endScoring(scorer, at);
  await inDatabase((db) =>
    releaseRound(db, { ...people, round, scorer: by }, "published", { noticeEndsOn: "2099-12-01" }),
  );

  // Points of a panel are weighed by its coefficient, and the one who spoke too long has half a point less
  const found = await standingsOf(organizer, round.slug);
  const panels = (found.panels ?? {}) as Record<string, { mean: string; coefficient: string }>;
  expect(Number(panels.B?.coefficient)).toBeGreaterThan(1);
  for (const line of found.standings) {
    const { coefficient } = panels[line.panel ?? ""] ?? {};
    expect(line.coefficient).toBe(coefficient);
    const off = line.adjustments?.map(({ amount }) => Number(amount)) ?? [];
    expect(off).toEqual(line.entry === late?.key ? [-0.5] : []);
    expect(Number(line.total)).toBeCloseTo(Number(line.panelPoints) + (off[0] ?? 0), 2);
  }

  const line = `/organize/editions/${people.edition.slug}/advancement`;
  await organizer.goto(line);
  await organizer.getByText("划定晋级线…").click();
  await organizer.getByRole("button", { name: "划定", exact: true }).click();
  await expect(organizer.getByText("晋级线已划定（第1版）")).toBeVisible();
}

interface Published {
  standings: Standing[];
  panels?: Record<string, unknown>;
  carriedFrom?: Record<string, string>;
}

/** The round's published standings, as anybody gets them. */
async function standingsOf(page: Page, round: string): Promise<Published> {
  const ask = () => page.request.get(`/api/rounds/${round}/standings`);
  // Published by another process, the server hears of it a moment later
  await expect.poll(async () => (await ask()).status()).toBe(200);
  const [found] = await (await ask()).json();
  return found;
}

async function final({ final: round, heat: earlier }: Contest, { organizer, scorer }: Desk) {
  const at = `/organize/rounds/${round.slug}`;
  await openRule(organizer, round.slug, "专业评委＋大众评委");
  await organizer.locator('[name="kinds[1].label"]').fill("媒体评委");
  await organizer.locator("summary").filter({ hasText: "前几轮的得分" }).click();
  await organizer.getByRole("button", { name: "加一个轮次" }).click();
  await organizer.locator('[name="carry[0].round"]').selectOption(earlier.slug);
  await organizer.locator('[name="carry[0].weight"]').fill("0.4");
  await organizer.getByLabel("本轮的权重").fill("0.6");
  await organizer.locator("[name=overall]").fill("2");
  await saveRule(organizer);
  await organizer.goto(`${at}/panel/places`);
  for (const [seat, { key, name }] of round.seats.entries())
    await organizer.getByLabel(`${key} ${name} 的类别`).selectOption({ label: seat < 3 ? "专业评委" : "媒体评委" });
  await organizer.getByRole("button", { name: "保存评委的分组" }).click();
  await expect(organizer.getByText("评委的分组和类别已保存。")).toBeVisible();
  await beginJudging(round);
  await handInTheRest(round, (entry, seat) => 90 - entry * 2 + (seat < 3 ? 0 : 3) + noise(entry, seat));
  await endScoring(scorer, at);
}

/** Signed by three people; answers the file that anybody gets. */
async function released(contest: Contest, { organizer, scorer, supervisor }: Desk): Promise<Buffer> {
  const { slug } = contest.final;
  const at = `/organize/rounds/${slug}/release`;
  await scorer.goto(at);
  await scorer.getByRole("button", { name: "提请发布" }).click();
  await expect(scorer.getByRole("navigation", { name: "发布步骤" })).toContainText("等待监督员");
  for (const [page, step, person, words] of [
    [supervisor, "confirm", contest.supervisor, "等待组织者"],
    [organizer, "publish", contest.organizer, "成绩已发布（第1版）"],
  ] as const) {
    await page.goto(at);
    await signRelease(page, step, 1, await inDatabase((db) => freshCode(db, person)));
    await expect(page.getByText(words).first()).toBeVisible();
  }
  const file = () => organizer.request.get(`/results/${slug}/bundle.json`);
  // It holds the seal of the trail, which is made every minute
  await expect.poll(async () => (await file()).status(), { timeout: 90_000 }).toBe(200);
  return await (await file()).body();
}

async function verified({ final: { slug }, heat: earlier }: Contest, bundle: Buffer, anyone: Page) {
  const { standings, carriedFrom } = await standingsOf(anyone, slug);
  expect(standings).toHaveLength(4);
  expect(carriedFrom).toEqual({ [earlier.slug]: "release 1" });
  // The first four of the heat went on, each with the total there
  const before = (await standingsOf(anyone, earlier.slug)).standings.slice(0, 4).map(({ total }) => total);
  expect(standings.map(({ carried }) => carried?.[earlier.slug]).sort()).toEqual(before.sort());
  for (const { own, carried, total, kinds } of standings) {
    expect(Math.abs(Number(own) - 0.7 * Number(kinds?.expert) - 0.3 * Number(kinds?.public))).toBeLessThan(0.0051);
    expect(Math.abs(Number(total) - 0.6 * Number(own) - 0.4 * Number(carried?.[earlier.slug]))).toBeLessThan(0.0051);
  }
  await anyone.goto(`/results/${slug}`);
  await expect(anyone.getByRole("table").first()).toContainText(standings[0]?.total ?? "");
  await expectAccessible(anyone);
  await expectNoSidewaysScroll(anyone);

  // In the browser, once the page has come, without a network; and by the command, which knows no server at all
  await anyone.goto("/verify");
  expectFailureOf(anyone, "/api/");
  await anyone
    .locator("input[type=file]")
    .setInputFiles({ name: "result.json", mimeType: "application/json", buffer: bundle });
  await anyone.waitForLoadState("networkidle");
  await offline(anyone.context(), true);
  await anyone.getByRole("button", { name: "开始核对", exact: true }).click();
  await expect(anyone.getByRole("status").filter({ hasText: "核对通过" })).toBeVisible();
  await expect(anyone.getByRole("status").filter({ hasText: "没能询问本站" })).toBeVisible();
}
