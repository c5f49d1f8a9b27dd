import { beforeAll, describe, expect, it } from "vitest";
import { checkByHand } from "~/commands/screening/check-by-hand.ts";
import { declineProposal } from "~/commands/screening/decline-proposal.ts";
import { detailView } from "~/reads/screening/detail-view.ts";
import * as own from "~/routes/apply/applications/application.tsx";
import * as receipt from "~/routes/apply/applications/receipt.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { pagesOf } from "~/testing/pages.ts";
import { screeningScene } from "~/testing/screening.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findWaitingList } from "~db/queries/screening/decisions.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as detail from "./detail.tsx";
import * as waiting from "./waiting.tsx";

const database = testDatabase();
const page = pagesOf({
  "organize/applications/:code": detail,
  "organize/rounds/:round/waiting": waiting,
  "apply/:code": own,
  "apply/:code/receipt": receipt,
});
let scene: Awaited<ReturnType<typeof screeningScene>>;
let checked: Awaited<ReturnType<typeof screeningScene>>;

beforeAll(async () => {
  scene = await screeningScene(database.db);
  checked = await screeningScene(database.db, { secondCheck: true });
  const eligibility: EligibilityRule[] = [{ key: "age", kind: "leader-age", most: 30, on: "2026-12-31" }];
  for (const { editionId } of [scene, checked])
    await database.db.updateTable("editions").set({ eligibility }).where("id", "=", editionId).execute();
});

const get = async (path: string, actor: Actor | null) => await page(path, { db: database.db, actor });
const read = async (path: string) => ({ html: await (await get(path, scene.first)).text() });
const post = async (path: string, actor: Actor | null, form: Record<string, string>) =>
  await page(path, { db: database.db, actor, form });

describe("an application's page for its screeners", () => {
  it("asks the same number of questions whatever there is of it", async () => {
    const heat = await scene.heat();
    const { id, code } = await scene.application({ roundId: heat.id });
    const questions = async () => {
      const application = await findApplication(database.db, code);
      if (!application) throw new Error("there is no such application");
      const ask = () => detailView(database.db, scene.first, application, filterOf(new URLSearchParams()));
      return (await database.queriesOf(ask)).queries.length;
    };
    expect(await questions()).toBe(14);
    await scene.decide(code, { decision: "return", reason: "补充" });
    await scene.decide(code, { decision: "ineligible", reason: "超龄" });
    await checkByHand({ db: database.db, actor: scene.first }, { code, ruleKey: "age", met: true });
    for (const number of [2, 3, 4])
      await database.db
        .insertInto("submissions")
        .values({ applicationId: id, number, answers: {}, choices: {}, consentVersion: "1", submittedAt: new Date() })
        .execute();
    expect(await questions()).toBe(14);
  });

  it("is there for organizers and screeners of the edition, and for nobody else", async () => {
    const { code, applicant } = await scene.application({ roundId: (await scene.heat()).id });
    const path = `/organize/applications/${code}`;
    for (const actor of [scene.organizer, scene.first]) expect((await get(path, actor)).status).toBe(200);
    const others = [
      applicant,
      checked.first,
      await makePerson(database.db, { grants: [{ role: "scorer", editionId: scene.editionId }] }),
    ];
    for (const actor of others) {
      expect((await get(path, actor)).status).toBe(404);
      for (const intent of ["qualify", "confirm", "decline", "withdraw", "check", "assign"])
        expect(
          (
            await post(path, actor, {
              intent,
              reason: "x",
              proposedAt: new Date().toISOString(),
              found: "met",
              ruleKey: "age",
              version: "1",
              round: "x",
            })
          ).status,
        ).toBe(404);
    }
  });

  it("returns it with the reasons that were ticked, without script", async () => {
    const { id, code, version } = await scene.application({ roundId: (await scene.heat()).id });
    const form = new URLSearchParams({ intent: "return", version: String(version), until: "2099-01-31T23:59" });
    form.append("correct", "summary");
    form.append("why.summary", "请补充应用场景");
    form.append("why.awards", "没有勾选");
    // A usual reason counts where nothing else was written
    form.append("usual.why.summary", "内容过于简略");
    form.append("usual.reason", "附件材料不齐");
    const answer = await post(`/organize/applications/${code}`, scene.first, Object.fromEntries(form));
    expect(answer.status).toBe(303);
    const stored = await database.db
      .selectFrom("screeningDecisions")
      .select(["corrections", "reason"])
      .where("applicationId", "=", id)
      .execute();
    expect(stored).toEqual([{ corrections: [{ path: "summary", reason: "请补充应用场景" }], reason: "附件材料不齐" }]);
    const { html } = await read(
      `/organize/applications/${(await scene.application({ roundId: (await scene.heat()).id })).code}`,
    );
    expect(html).toContain("文件无法打开或不清晰，请重新上传。");
    // What is to be known stands before what is to be decided
    const places = ["参赛条件", "疑似重复", "审查结论"].map((title) => html.lastIndexOf(`${title}</h2>`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect((await scene.latest(code)).returnUntil).toEqual(new Date("2099-01-31T15:59:00Z"));
  });

  it("gives back what was written when a reason is missing, and says which", async () => {
    const { code, version } = await scene.application({ roundId: (await scene.heat()).id });
    const form = {
      intent: "return",
      version: String(version),
      correct: "awards",
      "why.awards": "",
      reason: "总体说明在此",
    };
    const answer = await post(`/organize/applications/${code}`, scene.first, form);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("总体说明在此");
    expect(html).toMatch(/id="why-awards"[^>]*aria-invalid="true"/);
  });

  it("shows on top what a resubmission changed, correction by correction", async () => {
    const { db } = database;
    const submittedAt = new Date(Date.now() - 2 * 3600_000);
    const { id, code } = await scene.application({ roundId: (await scene.heat()).id, submittedAt });
    const hand = async (number: number, answers: DraftAnswers, minute: number) =>
      await db
        .insertInto("submissions")
        .values({
          applicationId: id,
          number,
          answers,
          choices: {},
          consentVersion: "1",
          submittedAt: new Date(Date.now() + minute * 60_000),
        })
        .execute();
    await hand(2, { summary: "面向数据中心的光互连芯片,已完成中试验证。", awards: "" }, -60);
    await scene.decide(code, {
      decision: "return",
      corrections: [
        { path: "summary", reason: "写明客户" },
        { path: "awards", reason: "补奖项" },
      ],
    });
    await hand(3, { summary: "面向智算中心的光互连芯片,已完成中试验证。", awards: "", leaderName: "沈" }, 60);
    const html = await (await get(`/organize/applications/${code}`, scene.first)).text();
    const card = html.slice(html.indexOf("这次重新提交改了什么"));
    expect(card).toMatch(/写明客户.*<del[^>]*>.*数据.*<ins[^>]*>.*智算.*补奖项.*此外还改动/s);
  });

  it("shows the strongest of very many likely duplicates, counts them all, and lists them all where it is asked", async () => {
    const heat = await scene.heat();
    const person = { leaderName: "欧阳同名", leaderBirthOn: "1981-02-03" };
    for (let at = 0; at < 33; at++) await scene.application({ roundId: heat.id, answers: { leaderName: "欧阳同名" } });
    const twin = await scene.application({ roundId: heat.id, state: "qualified", answers: person });
    const { code } = await scene.application({ roundId: heat.id, answers: person });
    const path = `/organize/applications/${code}`;
    const listed = (html: string) => html.split('id="duplicates"')[1]?.split("</ul>")[0]?.match(/<li /g)?.length;
    const { html } = await read(`${path}?state=submitted`);
    expect(listed(html)).toBe(30);
    expect(html).toContain(`疑似重复的项目已经通过审查：${twin.code}`);
    expect(html).toContain(`href="/organize/applications/${twin.code}"`);
    const link = `href="${path}?state=submitted&amp;duplicates=all#duplicates">`;
    const [, count = ""] = /^列出全部 (\d+) 份/.exec(html.split(link)[1] ?? "") ?? [];
    expect(Number(count)).toBeGreaterThanOrEqual(34);
    const { html: whole } = await read(`${path}?state=submitted&duplicates=all`);
    expect(listed(whole)).toBe(Number(count));
    expect(whole.includes("列出全部")).toBe(false);
  });

  it("warns of a strong duplicate that has qualified, and lets it pass when it was seen", async () => {
    const heat = await scene.heat();
    const person = { leaderName: "司马光年", leaderBirthOn: "1979-01-01" };
    const twin = await scene.application({ roundId: heat.id, state: "qualified", answers: person });
    const { code, version } = await scene.application({ roundId: heat.id, answers: person });
    const path = `/organize/applications/${code}`;
    const form = { intent: "qualify", version: String(version), round: heat.slug };
    const refused = await post(path, scene.first, form);
    expect(refused.status).toBe(409);
    const html = await refused.text();
    expect(html).toContain("有高度疑似重复的项目已通过审查");
    expect(html).toContain(`疑似重复的项目已经通过审查：${twin.code}`);
    expect((await post(path, scene.first, { ...form, duplicatesSeen: "on" })).status).toBe(303);
  });
});

it("whoever sends back without a word is told what a return needs", async () => {
  const { code, version } = await scene.application({ roundId: (await scene.heat()).id });
  const form = { decision: "return", intent: "return", version: String(version), until: "2099-01-01T12:00" };
  const answer = await post(`/organize/applications/${code}`, scene.first, form);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("请勾选需要修改的栏目并写明原因，或填写总体说明");
});

describe("the waiting list of a heat", () => {
  it("stands in the order in which they came, in one query for one and for three", async () => {
    const heat = await scene.heat({ capacity: 1 });
    const codes: string[] = [];
    for (const expected of [1, 3]) {
      while (codes.length < expected) {
        const { code } = await scene.application({ roundId: heat.id });
        await scene.decide(code, { decision: "wait", round: heat.slug });
        codes.push(code);
      }
      const { answer, queries } = await database.queriesOf(() => findWaitingList(database.db, heat.id));
      expect(queries).toHaveLength(1);
      expect(answer.map(({ code }) => code)).toEqual(codes);
    }
    const [first = "", second = ""] = codes;
    await scene.decide(first, { decision: "ineligible", reason: "超龄" });
    await scene.decide(first, { decision: "wait", round: heat.slug });
    const rows = await findWaitingList(database.db, heat.id);
    expect(rows.map(({ code }) => code)).toEqual([second, codes[2], first]);
  });

  it("lets the next one in, and says when the heat is full", async () => {
    const heat = await scene.heat({ capacity: 1 });
    const path = `/organize/rounds/${heat.slug}/waiting`;
    const both = [await scene.application({ roundId: heat.id }), await scene.application({ roundId: heat.id })];
    for (const { code } of both) await scene.decide(code, { decision: "wait", round: heat.slug });
    expect(await (await get(path, scene.first)).text()).toContain("还有 1 个名额");
    const [next, last] = both;
    const admit = async (code = "") =>
      await post(path, scene.first, { code, version: String((await scene.latest(code)).version) });
    expect((await admit(next?.code)).status).toBe(303);
    expect((await admit(last?.code)).status).toBe(409);
    expect(await (await get(path, scene.first)).text()).toContain("名额已满（1/1）");
  });

  it("says of a heat that is yet to open that it takes nobody yet, and not that its list is settled", async () => {
    const heat = await scene.heat({ state: "draft" });
    const html = await (await get(`/organize/rounds/${heat.slug}/waiting`, scene.organizer)).text();
    expect(html).toContain("该赛区还没有开放报名。");
    expect(html).not.toContain("名单已确定");
  });

  it("stands among all the pages of the round that the organizer may open", async () => {
    const heat = await scene.heat();
    const html = await (await get(`/organize/rounds/${heat.slug}/waiting`, scene.organizer)).text();
    for (const link of [`/organize/rounds/${heat.slug}/conduct`, `/organize/trail?round=${heat.slug}`])
      expect(html).toContain(`href="${link}"`);
  });

  it("is there for the edition's screeners alone, and not for a final", async () => {
    const heat = await scene.heat();
    const path = `/organize/rounds/${heat.slug}/waiting`;
    const scorer = await makePerson(database.db, { grants: [{ role: "scorer", roundId: heat.id }] });
    for (const actor of [scorer, checked.first, await makePerson(database.db)])
      expect((await get(path, actor)).status).toBe(404);
    const final = await scene.heat({ kind: "final" });
    expect((await get(`/organize/rounds/${final.slug}/waiting`, scene.organizer)).status).toBe(404);
  });
});

it("an applicant sees nothing of proposals, checks by hand, likely duplicates, and who screens", async () => {
  const { db } = database;
  const heat = await checked.heat();
  const person = { leaderName: "公孙可见", leaderBirthOn: "1979-01-01" };
  const twin = await checked.application({ roundId: heat.id, answers: person });
  const { id, code, applicant } = await checked.application({ roundId: heat.id, answers: person });
  const seen = async () => {
    const pages = await Promise.all([get(`/apply/${code}`, applicant), get(`/apply/${code}/receipt`, applicant)]);
    return (await Promise.all(pages.map((each) => each.text()))).join("\n");
  };
  await checkByHand({ db, actor: checked.first }, { code, ruleKey: "age", met: false, note: "SECRET-NOTE" });
  await checked.decide(code, { decision: "ineligible", reason: "SECRET-DECLINED" });
  await declineProposal({ db, actor: checked.second }, { code, reason: "SECRET-WHY" });
  await checked.decide(code, { decision: "ineligible", reason: "SECRET-PROPOSED" });
  await db.updateTable("applications").set({ screenerId: checked.second.id }).where("id", "=", id).execute();
  const words = await seen();
  expect(words).toContain(code);
  for (const secret of ["SECRET", twin.code, "初审员", "复核员", checked.first.id, checked.second.id])
    expect(words).not.toContain(secret);
});
