import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { usuallyHidden } from "~/rules/review/blind.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeAssignments, makeReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import { takeDraft } from "../scoring/marks-door.ts";
import * as roundRoute from "../scoring/round.tsx";
import { loader as roundsPage } from "../scoring/rounds.tsx";
import * as sheetRoute from "../scoring/sheet.tsx";
import * as applicationRoute from "./application.tsx";
import * as conflictsRoute from "./conflicts.tsx";

const database = testDatabase();
const judgePages = pagesOf({
  "judge/:round": roundRoute,
  "judge/:round/conflicts": conflictsRoute,
  "judge/:round/:entry": sheetRoute,
  "judge/:round/:entry/application": applicationRoute,
});

/** Every way in which the people and the company could show. */
const gossip =
  "沈一禾（Shen Yihe，女，1988-02-29生，中国籍？）毕业于钱塘理工大学，就职于余不溪大学；" +
  "陆南星、ELENA  marchetti；苕溪微光科技有限公司（91330502MA2D1TTT0N），Ｓｈｅｎ＠ｗｅｉｇｕａｎｇ.example，" +
  "电话 138 0013 8000，沈 一 禾，yihe shen，苕溪微光科技，见 https://weiguang.example；菰城青创协会推荐。";
const texts = [
  "summary",
  "innovation",
  "market",
  "businessModel",
  "leaderOverseas",
  "financingNeed",
  "awards",
] as const;
const hostile: DraftAnswers = {
  ...Object.fromEntries(texts.map((name) => [name, gossip])),
  projectTitle: "湖光芯片（沈一禾、苕溪微光科技有限公司）",
  projectTitleEn: "Lake chips by Shen Yihe",
  leaderName: "沈一禾",
  leaderGender: "female",
  leaderBirthOn: "1988-02-29",
  leaderNationality: "法兰西共和国",
  leaderPhone: "+8613800138000",
  leaderEmail: "shen@weiguang.example",
  leaderSchool: "钱塘理工大学",
  leaderEmployer: "余不溪大学",
  members: [
    { name: "陆南星", duty: "与沈一禾一起" },
    { name: "Elena Marchetti", duty: "sales, formerly with Marchetti" },
  ],
  patents: [
    { kind: "invention", title: "沈一禾的专利", number: "ZL1", ownership: "苕溪微光科技有限公司", status: "granted" },
  ],
  companyName: "苕溪微光科技有限公司",
  companyCode: "91330502MA2D1TTT0N",
  recommender: "菰城青创协会",
};
const secrets =
  /沈.{0,3}一.{0,3}禾|shen\s*yihe|yihe\s*shen|1988|法兰西|138.?0013|weiguang|钱塘|余不溪|陆南星|marchetti|微光|91330502|菰城|female/iu;

async function review({ blind = true } = {}) {
  const made = await makeReview(database.db, {
    answers: [hostile, {}],
    settings: { blindFields: blind ? [...usuallyHidden] : [] },
  });
  const [mine, other] = made.seats;
  const [one, two] = made.entries;
  if (!mine || !other || !one || !two) throw new Error("two judges, two entries");
  await database.db
    .updateTable("entries")
    .set({ titleEn: hostile.projectTitleEn ?? null })
    .where("id", "=", one.id)
    .execute();
  const assigned = { roundId: made.round.id, assignedById: made.organizer.id };
  await makeAssignments(database.db, {
    ...assigned,
    pairs: [
      [one.id, mine.id],
      [two.id, other.id],
    ],
  });
  return { ...made, mine, other, one, two };
}

const routeArgs = (actor: Actor, params: Record<string, string>, body?: Record<string, string>) => ({
  params,
  request: new Request("http://localhost/judge", body ? { method: "POST", body: new URLSearchParams(body) } : {}),
  context: { db: database.db, locale: "zh-CN", actor: async () => actor } as unknown as AppLoadContext,
});

test.each(["zh-CN", "en"] as const)(
  "a blind judge's pages (%s) hold no hidden value, in whatever words it is written",
  async (locale) => {
    const { round, mine, one } = await review();
    const at = `/judge/${round.slug}`;
    for (const path of [
      at,
      `${at}/conflicts`,
      `${at}/${one.key}`,
      `${at}/${one.key}/application`,
      `${at}/${one.key}/application?download`,
    ]) {
      const page = await judgePages(path, { db: database.db, actor: mine.actor, locale });
      const html = await page.text();
      expect(page.status, path).toBe(200);
      expect(html).toContain(locale === "en" ? "Lake chips by" : "湖光芯片");
      expect(html, path).toContain("●●●");
      expect(secrets.exec(html)?.[0], path).toBeUndefined();
      expect(secrets.exec(JSON.stringify([...page.headers]))?.[0], path).toBeUndefined();
    }
  },
);

test("neither do the lists, the draft's answer or a refused form", async () => {
  const { round, mine, one } = await review();
  const params = { round: round.slug, entry: one.key };
  const answers = [
    await roundsPage(routeArgs(mine.actor, {})),
    (
      await takeDraft({
        ...params,
        db: database.db,
        actor: mine.actor,
        fields: new URLSearchParams({ version: "9", note: "", "mark.tech": "1" }),
      })
    ).body,
    await sheetRoute.action(routeArgs(mine.actor, params, { intent: "submit", version: "0", "mark.tech": "99" })),
    await conflictsRoute.action(routeArgs(mine.actor, { round: round.slug }, { reason: "" })),
  ];
  expect(secrets.exec(JSON.stringify(answers))?.[0]).toBeUndefined();
});

test("a hidden name cannot be found by searching for it", async () => {
  const { round, mine } = await review();
  const found = async (q: string) => {
    const given = routeArgs(mine.actor, { round: round.slug });
    const request = new Request(`http://localhost/judge?${new URLSearchParams({ q })}`);
    return (await conflictsRoute.loader({ ...given, request })).total;
  };
  expect(await found("湖光")).toBe(2);
  expect(await found("沈一禾")).toBe(0);
  expect(await found("微光")).toBe(0);
});

test("where the review is not blind all shows but contacts", async () => {
  const { round, mine, one } = await review({ blind: false });
  const page = await judgePages(`/judge/${round.slug}/${one.key}`, { db: database.db, actor: mine.actor });
  const html = await page.text();
  expect(html).toContain("钱塘理工大学");
  expect(html).toContain("陆南星");
  expect(html).not.toContain("+8613800138000");
  expect(html).not.toContain("shen@weiguang.example");
});

test("the portrait of the intellectual property says whose it is only where the review is not blind", async () => {
  for (const blind of [true, false]) {
    const { round, mine, one } = await review({ blind });
    const shown = async (path: string, actor: Actor) =>
      await (await judgePages(`/judge/${round.slug}/${path}`, { db: database.db, actor })).text();
    for (const path of [one.key, `${one.key}/application`]) {
      const html = await shown(path, mine.actor);
      expect([blind, html.includes("知识产权画像"), html.includes("1项中1项已授权或登记")]).toEqual([
        blind,
        true,
        true,
      ]);
      expect([blind, html.includes("1项归负责人或本企业"), html.includes("权属</figcaption>")]).toEqual([
        blind,
        !blind,
        !blind,
      ]);
      expect([blind, html.includes("由他人持有"), html.includes("0项归")]).toEqual([blind, false, false]);
    }
  }
  const { round, mine, one } = await review();
  const blindFields = [...usuallyHidden, "patents"];
  await database.db.updateTable("reviewSettings").set({ blindFields }).where("roundId", "=", round.id).execute();
  const page = await judgePages(`/judge/${round.slug}/${one.key}`, { db: database.db, actor: mine.actor });
  expect(await page.text()).not.toContain("知识产权画像");
});

test("who is not assigned, has recused or left the panel sees nothing of the application", async () => {
  const { round, mine, other, one, two } = await review();
  const statusOf = async (actor: Actor, path: string) =>
    (await judgePages(`/judge/${round.slug}/${path}`, { db: database.db, actor })).status;
  expect(await statusOf(other.actor, one.key)).toBe(404);
  expect(await statusOf(other.actor, `${one.key}/application`)).toBe(404);
  const stranger = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
  expect(await statusOf(stranger, "conflicts")).toBe(404);
  expect(await statusOf(stranger, `${one.key}/application`)).toBe(404);
  const recusal = { roundId: round.id, entryId: one.id, judgeId: mine.id, reason: "师生" };
  await database.db.insertInto("recusals").values(recusal).execute();
  const sheet = await judgePages(`/judge/${round.slug}/${one.key}`, { db: database.db, actor: mine.actor });
  expect(sheet.status).toBe(200);
  expect(await sheet.text()).not.toContain("数据中心与智算中心");
  expect(await statusOf(mine.actor, `${one.key}/application`)).toBe(404);
  await database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", other.id).execute();
  expect(await statusOf(other.actor, two.key)).toBe(404);
});

test("a judge has only what is assigned in the list, and declares ties to anything by its title", async () => {
  const { round, mine, one, two } = await review();
  const list = await roundRoute.loader(routeArgs(mine.actor, { round: round.slug }));
  expect(list.order.map(({ key }) => key)).toEqual([one.key]);
  const declare = (entries: string[], reason: string) => {
    const given = routeArgs(mine.actor, { round: round.slug });
    const body = new URLSearchParams([...entries.map((key) => ["entries", key]), ["reason", reason]]);
    const request = new Request("http://localhost/judge", { method: "POST", body });
    return conflictsRoute.action({ ...given, request });
  };
  expect(await declare([one.key, two.key], "师生关系")).toMatchObject({ status: 303 });
  const recusals = await database.db.selectFrom("recusals").select("entryId").where("judgeId", "=", mine.id).execute();
  expect(recusals.map(({ entryId }) => entryId).sort((a, b) => a - b)).toEqual([one.id, two.id]);
  expect(await declare([], "")).toMatchObject({ data: { error: { type: "invalid-input" } } });
});

test("a download is one, and its name is a number", async () => {
  const { round, mine, one } = await review();
  const path = `/judge/${round.slug}/${one.key}/application?download`;
  const page = await judgePages(path, { db: database.db, actor: mine.actor });
  expect(page.headers.get("Content-Disposition")).toBe(`attachment; filename="${round.slug}-${one.key}.html"`);
});

test("pages of a review ask as few questions as ever", async () => {
  const { round, mine, one } = await review();
  const params = { round: round.slug, entry: one.key };
  const queriesOf = async (work: () => Promise<unknown>) => (await database.queriesOf(work)).queries.length;
  // the guard's round; sheet, rubric, order; application, files; what the scorer's table tells
  expect(await queriesOf(() => sheetRoute.loader(routeArgs(mine.actor, params)))).toBe(7);
  // the guard's round; own place; application, files
  expect(await queriesOf(() => applicationRoute.loader(routeArgs(mine.actor, params)))).toBe(4);
  // the guard's round; seat, settings, titles
  expect(await queriesOf(() => conflictsRoute.loader(routeArgs(mine.actor, params)))).toBe(4);
});
