import { describe, expect, test } from "vitest";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findDeskRounds } from "~db/queries/rounds/rounds.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makeManyApplications, makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { stepsOf } from "~db/testing/plans.ts";
import * as desk from "./desk.tsx";

const database = testDatabase();
const page = pagesOf({ "/organize": desk });

async function scene() {
  const { edition, track, groups } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const shown = async (actor = organizer) => (await page("/organize", { db: database.db, actor })).text();
  const change = (values: object) =>
    database.db.updateTable("editions").set(values).where("id", "=", edition.id).execute();
  return { edition, track, groups, shown, change };
}

test("an edition names its next step and leads there: settle it, open it, screen, then its rounds", async () => {
  const { edition, track, groups, shown, change } = await scene();
  await change({ state: "draft" });
  expect(await shown()).toContain(`href="/organize/editions/${edition.slug}/settings#retentionOn"`);
  await change({ retentionOn: "2035-12-31" });
  expect(await shown()).toContain(`href="/organize/editions/${edition.slug}/settings/eligibility"`);
  await change({ eligibility: [{ key: "one", kind: "one-entry" }] });
  expect(await shown()).toContain("可以从往届的轮次开始");
  const heat = await makeRound(database.db, { editionId: edition.id, state: "registration" });
  expect(await shown()).toContain("邀请审核员");
  const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  expect(await shown()).toContain("把状态改为“进行中”");
  await change({ state: "open" });
  expect(await shown()).toContain("现在没有等待审查的报名");
  await makeApplication(database.db, {
    editionId: edition.id,
    roundId: heat.id,
    trackId: track.id,
    groupId: groups.team.id,
  });
  expect(await shown()).toContain("审查1份报名");
  // What an organizer settles is no step of a screener's
  expect(await shown(screener)).not.toContain("审查1份报名");
});

test("where a round waits for somebody, that is the edition's next step", async () => {
  const { edition, shown, change } = await scene();
  await change({ eligibility: [{ key: "one", kind: "one-entry" }] });
  await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  const heat = await makeHeat(database.db, { editionId: edition.id, state: "ready", title: "上海城市赛" });
  const html = await shown();
  expect(html).toContain("上海城市赛：开始评分");
  expect(html).toContain(`href="/organize/rounds/${heat.round.slug}"`);
});

test("what a round waits for and others do, the organizer is shown, and not asked to do", async () => {
  const { edition, shown, change } = await scene();
  await change({ eligibility: [{ key: "one", kind: "one-entry" }] });
  await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  const { round } = await makeHeat(database.db, { editionId: edition.id, state: "ready", title: "上海城市赛" });
  expect(await shown()).toContain("去办理");
  await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", round.id).execute();
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const html = await shown();
  expect(html).toContain("上海城市赛：提请发布成绩");
  expect(html).toContain("看这一轮次");
  expect(html).not.toContain("去办理");
});

/** Beside a scene, its rounds as a visit of the desk links them, in their order; with its bytes and how many questions it asked. */
async function sceneOfMany() {
  const { edition, track, groups } = await makeEdition(database.db);
  const { id: editionId, slug } = edition;
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId }] });
  const add = async (count: number, from: number) => {
    for (let i = from; i < from + count; i++)
      await makeRound(database.db, { editionId, slug: `${slug}-${i}`, title: `第${i}场`, state: "screening" });
  };
  const visit = async (query = "", actor = organizer) => {
    const { answer: html, queries } = await database.queriesOf(
      async () => await (await page(`/organize${query}`, { db: database.db, actor })).text(),
    );
    const linked = [...html.matchAll(/href="\/organize\/rounds\/([\w-]+)"/g)].map(([, round]) => round);
    return { html, linked: [...new Set(linked)], bytes: Buffer.byteLength(html), queries: queries.length };
  };
  return { edition, track, groups, add, visit };
}

test("twenty rounds stand whole, in the order of their days, without a search", async () => {
  const { add, visit, edition } = await sceneOfMany();
  await add(20, 10);
  const { html, linked } = await visit();
  expect(linked).toEqual(Array.from({ length: 20 }, (_, i) => `${edition.slug}-${i + 10}`));
  expect(html).not.toContain("其余");
  expect(html).not.toContain('role="search"');
});

test("two hundred rounds ask as many questions as twenty, and a page of them is bounded; each is on one of its pages", async () => {
  const { add, visit, edition } = await sceneOfMany();
  await add(20, 1000);
  const few = await visit();
  await add(180, 1020);
  const { html, ...many } = await visit();
  expect(many.queries).toBe(few.queries);
  expect(html).toContain("其余 180 个轮次");
  // A hundred lines, each with its name and its link, in the page and in what its script reads
  expect(many.bytes - few.bytes).toBeLessThan(100 * 500);
  expect(many.linked).toHaveLength(120);
  const next = await visit(`?edition=${edition.slug}&page=2`);
  expect(next.linked).toHaveLength(20 + 80);
  expect(next.html).toContain("第2/2页");
  expect(new Set([...many.linked, ...next.linked]).size).toBe(200);
  expect((await visit(`?edition=${edition.slug}&page=99`)).linked).toEqual(next.linked);
  await add(200, 1200);
  expect((await visit()).bytes - many.bytes).toBeLessThan(1000);
});

test("of very many rounds the one that is being judged stands whole, before what the person is to do and what is done", async () => {
  const { add, visit, edition } = await sceneOfMany();
  await add(60, 100);
  await makeHeat(database.db, { editionId: edition.id, slug: `${edition.slug}-z`, state: "judging" });
  const { linked, html } = await visit();
  expect(linked[0]).toBe(`${edition.slug}-z`);
  expect(linked).toHaveLength(61);
  expect(html.indexOf(`rounds/${edition.slug}-z"`)).toBeLessThan(html.indexOf("其余 41 个轮次"));
});

test("a round is found by its name or city, in either language; what the person is to do stays as it is", async () => {
  const { add, visit, edition } = await sceneOfMany();
  await add(60, 100);
  const { slug } = await makeRound(database.db, {
    editionId: edition.id,
    slug: `${edition.slug}-x`,
    title: "湖州专场",
  });
  const of = (search: string) => visit(`?edition=${edition.slug}&search=${encodeURIComponent(search)}`);
  for (const words of ["湖州", `ＨＥＡＴ ${slug}`]) expect((await of(words)).linked).toContain(slug);
  expect((await of("湖州专场")).html).not.toContain("其余");
  expect((await of("SHANGHAI")).html).toContain("其余 41 个轮次");
  const none = await of("没有的城市");
  expect(none.html).toContain("没有这个名称的轮次");
  expect(none.html).toContain('value="没有的城市"');
  // Another edition's search leaves this one alone
  expect((await visit("?edition=another&search=湖州专场")).html).toContain("其余 41 个轮次");
  expect((await of("x".repeat(5000))).html).toContain("没有这个名称的轮次");
});

test("the desk counts a round's applications from an index, and goes through entries only where a review is set", async () => {
  const { add, edition, track, groups } = await sceneOfMany();
  await add(12, 100);
  const rounds = await database.db.selectFrom("rounds").select("id").where("editionId", "=", edition.id).execute();
  await makeManyApplications(database.db, {
    editionId: edition.id,
    count: 1200,
    roundIds: rounds.map(({ id }) => id),
    trackIds: [track.id],
    groupIds: { company: groups.company.id, team: groups.team.id },
    mixed: true,
  });
  await makeHeat(database.db, { editionId: edition.id, state: "screening", entries: 3, judges: 3 });
  const grants = [{ role: "organizer" as const, editionId: edition.id, roundId: null }];
  const { queries } = await database.queriesOf(() => findDeskRounds(database.db, { grants }));
  const [query] = queries;
  if (!query) throw new Error("no query");
  const steps = await stepsOf(database.sql, query);
  expect(steps.filter(({ table }) => table === "assignments")).toEqual([]);
  const read = steps.filter(({ table }) => table === "applications");
  expect(read.map(({ discarded }) => discarded)).toEqual([0, 0]);
  // Those that wait and those that are qualified, and none else
  expect(read.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(1200);
});

describe("before there is anything", () => {
  const fresh = testDatabase();
  const everywhere = (role: Role) => makePerson(fresh.db, { grants: [{ role }] });
  const visit = (actor: Actor, more: object = {}) => page("/organize", { db: fresh.db, actor, ...more });

  test("who may begin an edition reads what will stand on the desk, and is led to begin the first", async () => {
    const organizer = await everywhere("organizer");
    const html = await (await visit(organizer)).text();
    expect(html).toContain("还没有任何一届大赛");
    expect(html).toContain("每一届和它的各个轮次会列在这里");
    expect(html).toContain("请先新建第一届");
    // Once, not in the head of the page too
    expect(html.match(/href="\/organize\/new-edition"/g)).toHaveLength(1);
    expect(await (await visit(organizer, { locale: "en" })).text()).toContain("There is no edition yet");
  });

  test("other staff of every edition read who begins it; a judge's place is not the desk", async () => {
    for (const role of ["screener", "supervisor"] as const) {
      const html = await (await visit(await everywhere(role))).text();
      expect(html).toContain("由组织者新建第一届");
      expect(html).not.toContain("new-edition");
    }
    const judge = await everywhere("judge");
    expect((await visit(judge)).status).toBe(404);
  });
});

test("an edition without rounds says what will be listed, and what to do first, by what the person may do", async () => {
  const { edition, shown, change } = await scene();
  const words = "各场城市赛、总决赛，以及初评（如有），会列在这里";
  const html = await shown();
  for (const part of ["这一届还没有轮次", words, "点“新建轮次”建立"]) expect(html).toContain(part);
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: edition.id }] });
  const others = await shown(scorer);
  for (const part of ["这一届还没有轮次", words, "轮次由组织者建立"]) expect(others).toContain(part);
  expect(others).not.toContain("点“新建轮次”建立");
  await change({ state: "archived" });
  expect(await shown()).not.toContain("点“新建轮次”建立");
  await change({ state: "open" });
  await makeRound(database.db, { editionId: edition.id });
  expect(await shown()).not.toContain(words);
});
