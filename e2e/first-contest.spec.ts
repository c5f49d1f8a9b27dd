import { browserLaunch } from "./browser.ts";
import { drawFinal, drawLine } from "./first-contest/advancing.ts";
import { apply, looks, projects } from "./first-contest/applicants.ts";
import { certificateOf, examine, grantAwards, letNextMoveUp } from "./first-contest/awarding.ts";
import { follow, type Person, signIn, toDesk, walk } from "./first-contest/contest.ts";
import { correctSheet, recordCorrection, reopenSheet } from "./first-contest/correcting.ts";
import { callFirst, draw, signInByCode, signInByHand } from "./first-contest/day.ts";
import { appoint, final, heat, setUpEdition } from "./first-contest/edition.ts";
import { close, comeByMail, expectAllDone, pairTablet, scoreAll, seeAllIn } from "./first-contest/judging.ts";
import { settle } from "./first-contest/landing.ts";
import { finalSheets, heatSheets, sheetsOf } from "./first-contest/marks.ts";
import { object, seeNoObjector, uphold } from "./first-contest/objecting.ts";
import {
  dropped,
  reckoned,
  restoreElsewhere,
  totalsOf,
  verifyAsOperator,
  verifyInBrowser,
} from "./first-contest/proving.ts";
import { confirm, expectOut, propose, publish, published, type Signer } from "./first-contest/releasing.ts";
import { beginRound, invitePanel, setUpScoring, take } from "./first-contest/rounds.ts";
import {
  correct,
  expectAnnounced,
  inviteContestants,
  qualify,
  refuse,
  releaseDecisions,
  sendBack,
} from "./first-contest/screening.ts";
import { test } from "./people/installation.ts";
import { linkIn } from "./people/mail-provider.ts";
import { endRegistration } from "./people/organizer.ts";
import { expect, expectAccessible, expectNoSidewaysScroll } from "./stage.ts";

const launch = await browserLaunch();
// A worker that keeps the judges' pages takes no certificate of our own making otherwise
test.use({ launchOptions: { ...launch, args: [...(launch.args ?? []), "--ignore-certificate-errors"] } });

const heatSlug = "huzhou-7";
const finalSlug = "final-7";
const [star, fibre, radar, chips, display] = projects;

test("the first contest of an installation, from the empty database to the last certificate and the backup", async ({
  installation,
  visitor,
  request,
}) => {
  test.setTimeout(900_000);
  const { mail, contest } = installation;
  const somebody = async (name: string, key: string, look: Parameters<typeof visitor>[0] = {}): Promise<Person> => ({
    name,
    email: `${key}@people.example`,
    page: await visitor(look),
  });
  const organizer: Signer = await somebody("章望舒", "organizer");
  const scorer = await somebody("计晓", "scorer");
  const supervisor: Signer = await somebody("严明", "supervisor");
  const screener = await somebody("程砚秋", "screener");
  const conductor = await somebody("何助", "conductor");
  const stranger = await somebody("王实名", "stranger", { screen: "phone" });
  const panel = await Promise.all(
    ["甲", "乙", "丙"].map((name, at) => somebody(`评委${name}`, `judge-${at}`, { screen: "tablet", dark: true })),
  );
  const anyone = stranger.page;

  await test.step("the operator makes the first organizer, who makes the edition and appoints its people, and its first supervisor", async () => {
    await anyone.goto("/");
    await expectAccessible(anyone);
    await contest(["user", "add", organizer.email, "--role", "organizer", "--name", organizer.name]);
    await organizer.page.goto("/");
    await signIn(mail, organizer.page, organizer.email);
    await setUpEdition(organizer.page, anyone);
    await appoint(mail, organizer.page, { screener, scorer, conductor });
    await contest([
      "user",
      "add",
      supervisor.email,
      "--role",
      "supervisor",
      "--edition",
      "7",
      "--name",
      supervisor.name,
    ]);
    await supervisor.page.goto("/");
    await signIn(mail, supervisor.page, supervisor.email);
    // Nobody here has held their role for a day, and the contest is over within the hour
    await contest(["signing-wait", "7", "0", "--reason", "当日任命，当日签署"]);
  });

  await test.step("a heat is set up with its judges invited, and opened for registration", async () => {
    await beginRound(organizer.page, { kind: "城市赛", title: heat, slug: heatSlug });
    await setUpScoring(organizer.page);
    await expectAccessible(organizer.page);
    await invitePanel(organizer.page, panel);
    await expectAccessible(organizer.page);
    await take(organizer.page, "开放报名");
    await expectAccessible(organizer.page);
    await anyone.reload();
    await expect(anyone.getByRole("listitem").filter({ hasText: /湖州\s*光电通信.*报名中/ })).toBeVisible();
    await expectNoSidewaysScroll(anyone);
  });

  const applicants = new Map<string, Person>();
  const of = (title: string) => applicants.get(title) as Person;
  await test.step("five projects are handed in: one from a phone, one without JavaScript", async () => {
    for (const [at, title] of projects.entries())
      applicants.set(title, await somebody(`负责人${"甲乙丙丁戊"[at]}`, `applicant-${at}`, looks[title]));
    await Promise.all(projects.map((title) => apply(mail, of(title), title)));
  });

  await test.step("they are screened: one goes back and comes again, one is refused, and nobody knows before the release", async () => {
    const reason = "请补充客户名称";
    await walk(organizer.page, "总览");
    await endRegistration(organizer.page);
    await sendBack(screener.page, radar, reason);
    await refuse(screener.page, display, "显示不属于光电通信赛道");
    for (const title of [star, fibre, chips]) await qualify(screener.page, title);
    await walk(of(star).page, "查看所填内容");
    await expectAnnounced(of(star), "已提交，等待资格审查");
    await releaseDecisions(organizer.page, 5);
    await expectAnnounced(of(star), `资格审查已通过：${heat}`);
    await mail.read(of(star).email, new RegExp(`资格审查通过：${star}`));
    expect((await mail.read(of(display).email, new RegExp(display))).text).toContain("显示不属于光电通信赛道");
    await correct(mail, of(radar), "面向港口的激光雷达，客户为两家码头。", reason);
    await qualify(screener.page, radar);
    await releaseDecisions(organizer.page, 1);
    await mail.read(of(radar).email, new RegExp(`资格审查通过：${radar}`));
  });

  await test.step("on the day they sign in, the order is drawn, and the screen in the hall follows the conductor", async () => {
    await inviteContestants(organizer.page, 4);
    await toDesk(organizer.page, heat);
    await take(organizer.page, "确认就绪");
    await toDesk(scorer.page, heat, "签到与抽签");
    await signInByCode(scorer.page, of(star).page, await mail.read(of(star).email, /参赛通知/));
    await signInByHand(scorer.page, [fibre, radar, chips]);
    await draw(scorer.page, "太湖 42");
    await expectAccessible(scorer.page);
    await take(organizer.page, "开始评分");
    await callFirst(conductor.page, await visitor({ screen: "projector" }), heat);
  });

  await test.step("three judges score on tablets, and the scorer ends the judging", async () => {
    const [head, ...others] = panel as [Person, Person, Person];
    await pairTablet(scorer.page, head, heat);
    await others[0].page.goto(linkIn(await mail.read(others[0].email, /邀请/), "/invitation/"));
    await expectAccessible(others[0].page);
    await others[0].page.getByRole("button", { name: /接受/ }).click();
    await walk(others[0].page, heat);
    await comeByMail(mail, others[1], heat);
    await Promise.all(panel.map(({ page }, seat) => scoreAll(page, sheetsOf(heatSheets, seat))));
    await expectAccessible(head.page);
    for (const { page } of panel) await expectAllDone(page);
    await seeAllIn(scorer.page, heat);
    await expectAccessible(scorer.page);
    await close(scorer.page, heat);
    await walk(scorer.page, "成绩");
    await expectAccessible(scorer.page);
    // The row below it says why
    const leader = scorer.page.getByRole("row").filter({ hasText: star }).first();
    await expect(leader).toContainText("87.00");
    await expect(leader).toContainText("去最高");
  });

  await test.step("three people release the result, and nothing of it is public before", async () => {
    await expectOut(request, heatSlug, 404);
    await propose(scorer.page, heat);
    await expectOut(request, heatSlug, 404);
    await confirm(supervisor, heat, 1);
    await expectOut(request, heatSlug, 404);
    await publish(organizer, { round: heat, version: 1, noticeEndsOn: "2099-12-31" });
    await expectOut(request, heatSlug, 200);
    const { round, state, standings } = await published(request, heatSlug);
    expect([round, state]).toEqual([heatSlug, "published"]);
    expect(await reckoned(installation, heatSlug)).toEqual(totalsOf(standings));
    expect(standings.map(({ rank, title, total }) => [rank, title, total])).toEqual([
      [1, star, "87.00"],
      [2, fibre, "77.00"],
      [3, radar, "71.00"],
      [4, chips, "62.00"],
    ]);
    expect(standings.slice(0, 2).map(({ counted, dropped }) => [counted, dropped])).toEqual([
      [1, [dropped("J3", "91.50", "high"), dropped("J2", "82.00", "low")]],
      [1, [dropped("J2", "87.00", "high"), dropped("J3", "71.00", "low")]],
    ]);
  });

  let receipt = "";
  await test.step("a stranger reads the result and objects to it, and the discipline office finds the objection right", async () => {
    await anyone.goto("/");
    await walk(anyone, "成绩公布", heat);
    await expect(anyone.getByRole("rowheader", { name: new RegExp(star) }).first()).toBeVisible();
    await expectNoSidewaysScroll(anyone);
    receipt = await object(mail, stranger, { project: fibre });
    await seeNoObjector(organizer.page, receipt, stranger);
    await uphold(supervisor.page, receipt, "经查录像，评委甲宣读89.50分，评分单误填，应当更正。");
  });

  await test.step("judging is opened again, the judge mends the sheet, and the corrected version is released", async () => {
    const before = await published(request, heatSlug);
    const [head] = panel as [Person];
    await reopenSheet(scorer.page, supervisor.page, { round: heat, judge: head.name, project: fibre });
    // The published version stands while its correction is in work
    expect(await published(request, heatSlug)).toEqual(before);
    await correctSheet(head, { round: heat, project: fibre }, ["28", "18", "17.5", "17.5", "8.5"]);
    await close(scorer.page, heat);
    await propose(scorer.page, heat, "评委评分单与宣读不一致");
    expect(await published(request, heatSlug)).toEqual(before);
    await confirm(supervisor, heat, 2);
    await publish(organizer, { round: heat, version: 2 });

    const after = await published(request, heatSlug);
    expect(await reckoned(installation, heatSlug)).toEqual(totalsOf(after.standings));
    expect(after.standings).not.toEqual(before.standings);
    // Two have the same total now, and the rule parts them
    expect(after.standings.map(({ rank, title, total }) => [rank, title, total])).toEqual([
      [1, star, "87.00"],
      [2, fibre, "87.00"],
      [3, radar, "71.00"],
      [4, chips, "62.00"],
    ]);
    expect((await published(request, heatSlug, "?version=1")).state).toBe("superseded");
    await recordCorrection(supervisor.page, receipt, 2);
    await follow(anyone, await mail.read(stranger.email, /处理结果/), "/objections/");
    await expect(anyone.getByText("已据此更正，见第2版成绩")).toBeVisible();
    await expect(anyone.getByText("经查录像，评委甲宣读89.50分")).toBeVisible();
    await expect(anyone.locator("body")).not.toContainText(stranger.name);
  });

  await test.step("anybody verifies the corrected version in the browser", async () => {
    await walk(anyone, "已据此更正，见第2版成绩");
    await verifyInBrowser(anyone);
  });

  await test.step("the line is drawn, and the final is judged and released", async () => {
    const jury = await Promise.all(
      ["丁", "戊", "己"].map((name, at) => somebody(`评委${name}`, `jury-${at}`, { screen: "tablet" })),
    );
    await beginRound(organizer.page, { kind: "总决赛", title: final, slug: finalSlug });
    await setUpScoring(organizer.page);
    await invitePanel(organizer.page, jury);
    await take(organizer.page, "公开总决赛");
    await drawLine(organizer.page, 3);
    await walk(anyone, "首页");
    await expect(anyone.getByRole("heading", { name: "晋级总决赛" })).toBeVisible();
    await expectNoSidewaysScroll(anyone);
    await drawFinal(organizer.page, final, radar);
    await expectAccessible(organizer.page);
    await take(organizer.page, "确认就绪");
    await take(organizer.page, "开始评分");
    await Promise.all(
      jury.map(async (judge, seat) => {
        await comeByMail(mail, judge, final);
        await scoreAll(judge.page, sheetsOf(finalSheets, seat));
      }),
    );
    await close(scorer.page, final);
    await expectOut(request, finalSlug, 404);
    await propose(scorer.page, final);
    await confirm(supervisor, final, 1);
    await expectOut(request, finalSlug, 404);
    // Awards wait for the end of a notice; this final has none
    await publish(organizer, { round: final, version: 1, noticeEndsOn: "" });
    const { standings } = await published(request, finalSlug);
    expect(standings.map(({ rank, title, total }) => [rank, title, total])).toEqual([
      [1, fibre, "92.00"],
      [2, star, "85.00"],
      [3, radar, "77.00"],
    ]);
    await walk(anyone, "成绩公布", final);
    await expect(anyone.getByRole("rowheader", { name: new RegExp(fibre) }).first()).toBeVisible();
    await expectAccessible(anyone);
  });

  await test.step("the first fails due diligence, the next move up, and the awards are granted", async () => {
    await letNextMoveUp(organizer.page);
    await examine(organizer.page, fibre, { item: "申报的专利属于第三方", reason: "知识产权申报不实" });
    for (const title of [star, radar]) await examine(organizer.page, title);
    await walk(anyone, "首页");
    await expect(anyone.getByRole("heading", { name: "晋级总决赛" })).toBeVisible();
    await expect(anyone.getByRole("heading", { name: "获奖名单" })).toHaveCount(0);
    await grantAwards(organizer.page);
    await expect(async () => {
      await anyone.reload();
      await expect(anyone.getByRole("heading", { name: "获奖名单" })).toBeVisible({ timeout: 1000 });
    }).toPass();
    const winners = anyone.getByRole("list", { name: "获奖名单" }).getByRole("listitem");
    await expect(winners).toHaveText([new RegExp(`一等奖.*${star}`), new RegExp(`二等奖.*${radar}`)]);
    await expectNoSidewaysScroll(anyone);
  });

  await test.step("the winner's certificate opens, and what is printed on it leads to the proof", async () => {
    const words = await certificateOf(organizer.page, final, star);
    for (const said of [of(star).name, star, "一等奖"]) expect(words).toContain(said);
    const address = /https:\S+\/certificates\/(\S+)/.exec(words);
    await anyone.goto(address?.[0] ?? "");
    await expect(anyone.getByText("此证书有效")).toBeVisible();
    await expect(anyone.getByText(address?.[1] ?? "?").first()).toBeVisible();
  });

  await test.step("the winner settles in the district: from the intention to the funds", async () => {
    await settle(organizer.page, star, 2);
    await expectAccessible(organizer.page);
  });

  await test.step("the operator verifies what was published and what was done, and restores the backup elsewhere", async () => {
    await verifyAsOperator(installation, { slug: heatSlug, version: 2, holds: "4 entries, 3 judges, 12 sheets" });
    await restoreElsewhere(installation);
  });
});
