import { beforeAll, expect, test } from "vitest";
import type { EditionPageInput } from "~/rules/editions/edition-page.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findPublicRound } from "~db/queries/editions/public-editions.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "../editions/edition.tsx";
import * as privacy from "../operations/privacy.tsx";
import * as robots from "../operations/robots.ts";
import * as sitemap from "../operations/sitemap.ts";
import * as heat from "./heat.tsx";
import * as calendar from "./heat-calendar.ts";
import * as card from "./heat-card.ts";

const database = testDatabase();
const pages = pagesOf({
  "editions/:edition": edition,
  "heats/:round": heat,
  "heats/:round/calendar.ics": calendar,
  "heats/:round/card.png": card,
  privacy,
  "robots.txt": robots,
  "sitemap.xml": sitemap,
});
const get = async (path: string, locale: "zh-CN" | "en" = "zh-CN") => await pages(path, { db: database.db, locale });
let editionId: number;
let slug: string;

beforeAll(async () => {
  const made = await makeEdition(database.db);
  editionId = made.edition.id;
  slug = made.edition.slug;
  const page: EditionPageInput = {
    prizes: [{ scope: "heat", title: "一等奖", titleEn: "First prize", places: 1, yuan: 50000 }],
    questions: [{ question: "可以报几个？", answer: "一个。" }],
    organisers: [{ role: "host", name: "吴兴区人民政府" }],
    milestones: [{ on: "2026-12-20", title: "颁奖典礼" }],
    downloads: [{ title: "参赛手册", address: "https://www.example.org/handbook.pdf" }],
  };
  await database.db.updateTable("editions").set({ page }).where("id", "=", editionId).execute();
  await makeRound(database.db, { editionId, slug: "open-heat", title: "南京城市赛", trackId: made.track.id });
});

test("the page of a heat says when, where and about what, in both languages, and carries its card and its calendar file", async () => {
  const chinese = await (await get("/heats/open-heat")).text();
  for (const words of ["南京城市赛", "2026年12月1日 周二 09:00", "上海", "光电通信", "一等奖", "5万元", "报名参加本场"])
    expect(chinese).toContain(words);
  expect(chinese).toContain('property="og:image" content="http://localhost/heats/open-heat/card.png"');
  expect(chinese).toContain('property="og:image:width" content="1200"');
  expect(chinese).toMatch(/property="og:image:alt" content="南京城市赛 · 2026年12月1日 · 上海 · 光电通信 · /);
  expect(chinese).toContain('"@type":"Event"');
  const english = await (await get("/heats/open-heat", "en")).text();
  for (const words of ["Heat open-heat", "1 Dec 2026, 09:00", "First prize", "CNY 50,000"])
    expect(english).toContain(words);
  expect(english).toContain('property="og:image" content="http://localhost/heats/open-heat/card.png?lang=en"');
  expect(english).toContain('property="og:image:alt" content="Heat open-heat · 1 Dec 2026 · ');
  const file = await get("/heats/open-heat/calendar.ics");
  expect(file.headers.get("Content-Type")).toContain("text/calendar");
  expect(await file.text()).toMatch(/DTSTART:20261201T010000Z[\s\S]*SUMMARY:南京城市赛/);
});

test("an edition's page shows prizes, questions, organisers and further dates only where there are some", async () => {
  const html = await (await get(`/editions/${slug}`)).text();
  for (const words of [
    "一等奖",
    "可以报几个？",
    "吴兴区人民政府",
    "颁奖典礼",
    "参赛手册",
    "handbook.pdf",
    "/heats/open-heat",
    "data-countdown",
  ])
    expect(html).toContain(words);
  const bare = await makeEdition(database.db);
  const none = await (await get(`/editions/${bare.edition.slug}`)).text();
  for (const title of ["奖项与支持", "常见问题", "资料下载", "组织机构"]) expect(none).not.toContain(title);
});

test("what is not public has no page, no calendar file and no place in the sitemap, and looks like nothing at all", async () => {
  const draftEdition = await makeEdition(database.db);
  await database.db.updateTable("editions").set({ state: "draft" }).where("id", "=", draftEdition.edition.id).execute();
  await makeRound(database.db, { editionId, slug: "secret-draft", state: "draft" });
  await makeRound(database.db, { editionId, slug: "secret-review", kind: "preliminary", state: "judging" });
  await makeRound(database.db, { editionId: draftEdition.edition.id, slug: "secret-edition" });
  const imported = await makeRound(database.db, { editionId, slug: "secret-import", state: "closed" });
  await database.db.updateTable("rounds").set({ origin: "import" }).where("id", "=", imported.id).execute();
  const past = await makeEdition(database.db);
  await makeRound(database.db, { editionId: past.edition.id, slug: "secret-of-the-past", state: "closed" });
  const bare = await makeEdition(database.db);
  const ids = [past.edition.id, bare.edition.id];
  await database.db.updateTable("editions").set({ state: "archived" }).where("id", "in", ids).execute();
  const map = await (await get("/sitemap.xml")).text();
  expect(map).not.toContain(`/editions/${bare.edition.slug}<`);
  expect(map).toContain("<loc>http://localhost/heats/open-heat</loc>");
  expect(map).not.toContain("secret");
  const nothing = (await (await get("/heats/nothing-here")).text()).replaceAll("nothing-here", "X");
  for (const name of ["secret-of-the-past", "nothing-here"])
    expect([name, (await get(`/heats/${name}/card.png`)).status]).toEqual([name, 404]);
  for (const name of ["secret-draft", "secret-review", "secret-edition", "secret-import"]) {
    const answer = await get(`/heats/${name}`);
    expect([answer.status, (await get(`/heats/${name}/calendar.ics`)).status]).toEqual([404, 404]);
    expect((await get(`/heats/${name}/card.png`)).status).toBe(404);
    expect((await answer.text()).replaceAll(name, "X")).toBe(nothing);
  }
  expect(await (await get("/robots.txt")).text()).toContain("Disallow: /organize");
});

test("the page of a heat is one query", async () => {
  const { queries, answer } = await database.queriesOf(() => findPublicRound(database.db, "open-heat"));
  expect([answer?.slug, queries.length]).toEqual(["open-heat", 1]);
});

test("an edition's page says who may take part by the edition's own rules, and when no heat takes applications", async () => {
  const { edition: made, groups } = await makeEdition(database.db);
  const eligibility = [
    { key: "age", kind: "leader-age" as const, most: 50, on: "2026-12-31" },
    { key: "team", kind: "team-size" as const, least: 4, groups: [groups.team.key] },
    { key: "own", kind: "one-entry" as const, message: { zh: "只报一个", en: "One only" } },
  ];
  await database.db.updateTable("editions").set({ eligibility }).where("id", "=", made.id).execute();
  const closed = await (await get(`/editions/${made.slug}`)).text();
  for (const words of [
    "负责人不超过 50 周岁（截至2026年12月31日）",
    "核心成员不少于 4 人",
    "只报一个",
    "目前没有场次接受报名",
  ])
    expect(closed).toContain(words);
  expect(closed).not.toContain("立即报名");
  const round = await makeRound(database.db, { editionId: made.id, slug: "taking-heat" });
  expect(round.state).toBe("registration");
  const open = await (await get(`/editions/${made.slug}`, "en")).text();
  expect(open).toContain("One only");
  expect(open).toContain("Apply now");
  expect(open).not.toContain("No heat takes applications");
});

test("the page on personal data says who answers for them, until when, what was agreed to, and what the organizer adds", async () => {
  const { edition: made } = await makeEdition(database.db);
  const page: EditionPageInput = { privacy: "数据存放于湖州市政务云。", privacyEn: null };
  const facts = { page, retentionOn: "2027-06-30", contact: "0572-0000000", ordinal: 99 };
  await database.db.updateTable("editions").set(facts).where("id", "=", made.id).execute();
  const html = await (await get("/privacy")).text();
  for (const words of [
    "湖州市吴兴区",
    "0572-0000000",
    "2027年6月30日",
    "单独同意",
    "数据存放于湖州市政务云。",
    "/account/data",
  ])
    expect(html).toContain(words);
  // At the foot of every page: the numbers under which the site is registered
  expect(html).toMatch(/beian\.miit\.gov\.cn[^>]*>浙ICP备00000000号-1</);
  expect(html).toMatch(/code=33050200000000[^>]*>浙公网安备 33050200000000号</);
});
