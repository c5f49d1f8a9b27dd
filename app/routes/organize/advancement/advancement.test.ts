import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeTour } from "~db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as advancement from "./advancement.tsx";
import * as settings from "./advancement-rule.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/editions/:edition/advancement": advancement,
  "organize/editions/:edition/settings/advancement": settings,
});
type Tour = Awaited<ReturnType<typeof makeTour>>;

async function visit(
  slug: string,
  actor: Actor | null,
  given: { form?: Record<string, string>; page?: string; locale?: "zh-CN" | "en" } = {},
) {
  const path = `/organize/editions/${slug}/${given.page ?? "advancement"}`;
  const { db } = database;
  const { answer, queries } = await database.queriesOf(() =>
    pages(path, { db, actor, form: given.form, locale: given.locale }),
  );
  return { status: answer.status, html: await answer.text(), queries: queries.length };
}
const field = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";

describe("an organizer's way", () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await makeTour(database.db, { heats: 2, rule: { wildcards: { places: 1, by: "total" } } });
  });
  const page = (form?: Record<string, string>) => visit(tour.edition.slug, tour.organizer, { form });

  test("leads from the preview over the panel's vote to the line, a withdrawal and the one who moves up", async () => {
    const seen = (await page()).html;
    for (const words of ["尚未划线", "各场评委不同", "线上有2个项目同分待定", "外卡标准：得分", "第1名，在前1名之内"])
      expect(seen).toContain(words);
    expect(seen).not.toContain("划定晋级线…");
    const names = [...seen.matchAll(/name="(place\.[^"]+)"/g)].map(([, name = ""]) => name);
    expect(names).toHaveLength(2);
    const [first = "", second = ""] = names;
    const unsaid = await page({ intent: "vote", [first]: "1", [second]: "2", reason: "" });
    expect(unsaid.status).toBe(422);
    expect((await page({ intent: "vote", [first]: "1", [second]: "2", reason: "评委组举手表决" })).status).toBe(303);

    const decided = (await page()).html;
    expect(decided).toContain("线上同分，评委组表决在先。");
    expect(decided).toContain("3个项目进入总决赛：新进入3个，移出0个");
    expect((await page({ intent: "draw", digest: "0".repeat(64) })).html).toContain("预览之后情况有变");
    expect((await page({ intent: "draw", digest: field(decided, "digest") })).status).toBe(303);
    const drawn = (await page()).html;
    expect(drawn).toContain("已划线（第1版）");
    expect(drawn).not.toContain("重新划线…");
    expect(drawn.match(/已在总决赛名单</g)).toHaveLength(3);

    const [leaver = ""] = [...drawn.matchAll(/<option value="([^"]+ \w+)"/g)].map(([, value]) => value);
    expect((await page({ intent: "withdraw", entry: leaver, reason: " " })).status).toBe(422);
    expect((await page({ intent: "withdraw", entry: leaver, reason: "另有安排" })).status).toBe(303);
    const left = (await page()).html;
    expect(left).toContain("已退出，原为“晋级”。");
    expect(left).toContain("有名额空出，下一名可以递补");
    expect(left).toContain("递补进入总决赛</");
    const next = field(left, "entry");
    expect((await page({ intent: "move-up", entry: next })).status).toBe(303);
    const settled = (await page()).html;
    expect(settled).toContain("没有空出的名额");
    expect(settled).not.toContain("重新划线…");
  });

  test("reads the same in English", async () => {
    const { html } = await visit(tour.edition.slug, tour.organizer, { locale: "en" });
    for (const words of [
      "The line is drawn (version 1)",
      "panels differ in severity",
      "Rank 1, ahead of the line; places on it: 1.",
    ])
      expect(html).toContain(words);
    expect(html).not.toMatch(/advancement:\w|\{\{/);
  });
});

test("votes, withdrawals, those who move up and differences name a project by its running order, its key the second", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 2, rule: { wildcards: { places: 1, by: "total" } } });
  const page = async (form?: Record<string, string>) =>
    (await visit(tour.edition.slug, tour.organizer, { form })).html.replaceAll("<!-- -->", "");
  const entries = db.updateTable("entries").where(
    "roundId",
    "in",
    tour.heats.map(({ round }) => round.id),
  );
  await entries.set({ runningOrder: sql`running_order + 50` }).execute();
  const seen = await page();
  const names = [...seen.matchAll(/name="place\.(\S+) (\w+)"/g)].map(([, heat = "", key = ""]) => ({ heat, key }));
  expect(names).toHaveLength(2);
  for (const { key } of names)
    expect(seen).toMatch(new RegExp(`> · 5${key}号 [^<]+（编号 ${key}）的先后|· 5${key}号 [^<]+（编号 ${key}）的先后`));
  expect(seen).toMatch(/<option value="\S+ 1">51号 [^<]+（编号 1） · /);
  // Who has no number among others has none here either, and is told by the key
  const ones = entries.where("key", "=", "1");
  await ones.set({ runningOrder: null }).execute();
  expect(await page()).toMatch(/<option value="\S+ 1">– [^<]+（编号 1） · /);
  await entries.set({ runningOrder: null }).execute();
  expect(await page()).toMatch(/<option value="\S+ 1">1 [^<（]+ · /);
  await entries.set({ runningOrder: sql`key::integer + 50` }).execute();
  const [first, second] = names.map(({ heat, key }) => `place.${heat} ${key}`);
  await page({ intent: "vote", [first ?? ""]: "1", [second ?? ""]: "2", reason: "评委组举手表决" });
  await page({ intent: "draw", digest: field(await page(), "digest") });
  const [leaver = ""] = [...(await page()).matchAll(/<option value="([^"]+ \w+)"/g)].map(([, value]) => value);
  await page({ intent: "withdraw", entry: leaver, reason: "另有安排" });
  expect(await page()).toMatch(/ · 5\d号 [^<]+（编号 \d） · 名次/);
});

test("each tie has its own form, by the line that is shared; a recorded vote can be put right there until the line is drawn", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 3, rule: { wildcards: { places: 1, by: "total" } } });
  const page = (form?: Record<string, string>) => visit(tour.edition.slug, tour.organizer, { form });
  const names = async () => [...(await page()).html.matchAll(/name="(place\.[^"]+)"/g)].map(([, name = ""]) => name);
  const [one = "", two = "", three = ""] = await names();
  const voted = { intent: "vote", [one]: "2", [two]: "1", [three]: "3", reason: "举手表决" };
  expect((await page({ intent: "vote", [one]: "1", [two]: "2", reason: "举手表决" })).html).toContain(
    "这些项目不再同分待定",
  );
  expect((await page(voted)).status).toBe(303);
  const { html } = await page();
  for (const words of ["登记表决：外卡", "表决已登记。登记有误的", "改登记"]) expect(html).toContain(words);
  expect(html).toMatch(/name="place\.[^"]+"[^>]* value="2"/);
  expect((await page({ ...voted, [one]: "1", [two]: "2" })).status).toBe(303);
  const digest = field((await page()).html, "digest");
  expect((await page({ intent: "draw", digest })).status).toBe(303);
  expect(await names()).toEqual([]);
  const { heats, final } = tour;
  const on = await db
    .selectFrom("entries")
    .innerJoin("entries as before", "before.id", "entries.fromEntryId")
    .innerJoin("rounds", "rounds.id", "before.roundId")
    .where("entries.roundId", "=", final.id)
    .select(["rounds.slug", "before.key"])
    .execute();
  expect(heats).toHaveLength(3);
  expect(on.map(({ slug, key }) => `place.${slug} ${key}`)).toContain(one);
});

test("the key of an entry may hold blanks", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1 });
  const [heat] = tour.heats;
  await db
    .updateTable("entries")
    .set({ key: "A 1" })
    .where("roundId", "=", heat?.round.id ?? 0)
    .where("key", "=", "1")
    .execute();
  await releaseRound(db, heat as NonNullable<typeof heat>, "published", { reason: "编号有误" });
  const form = { intent: "withdraw", entry: `${heat?.round.slug} A 1`, reason: "另有安排" };
  expect((await visit(tour.edition.slug, tour.organizer, { form })).status).toBe(303);
  expect((await visit(tour.edition.slug, tour.organizer)).html).toContain("已退出，原为“晋级”。");
});

test("an open public notice is named after the line is drawn too", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1 });
  const page = async () => (await visit(tour.edition.slug, tour.organizer)).html;
  const post = (form: Record<string, string>) => visit(tour.edition.slug, tour.organizer, { form });
  expect((await post({ intent: "draw", digest: field(await page(), "digest") })).status).toBe(303);
  expect(await page()).toContain("已经划线，但公示期内的异议可能改变成绩。");
  expect((await post({ intent: "withdraw", entry: `${tour.heats[0]?.round.slug} 1`, reason: "另有安排" })).status).toBe(
    303,
  );
  expect(await page()).toContain("递补进入总决赛</");
});

test("nobody but an organizer of the edition finds the page or its rule, before and after", async () => {
  const tour = await makeTour(database.db, { heats: 1 });
  const editionId = tour.edition.id;
  const others: Actor[] = [tour.heats[0]?.scorer as Actor];
  for (const role of ["scorer", "supervisor", "screener", "conductor", "judge"] as const)
    others.push(await makePerson(database.db, { grants: [{ role, editionId }] }));
  others.push(await makePerson(database.db, { grants: [{ role: "organizer", roundId: tour.final.id }] }));
  const rule = { version: "0", places: "1", ties: "all", wildcards: "0", by: "total" };
  const valid = { intent: "draw", digest: "0".repeat(64), ...rule };
  const missing = await visit("nowhere", tour.organizer);
  for (const actor of others)
    for (const page of ["advancement", "settings/advancement"]) {
      const { status, html } = await visit(tour.edition.slug, actor, { page });
      expect([status, html.includes("项目")]).toEqual([404, missing.html.includes("项目")]);
      expect((await visit(tour.edition.slug, actor, { page, form: valid })).status).toBe(404);
    }
  expect((await visit(tour.edition.slug, null)).status).toBe(302);
});

test("where something is missing the page says what, and where to mend it", async () => {
  const { edition } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const first = await visit(edition.slug, organizer);
  expect(first.html).toContain("还没有晋级规则");
  expect(first.html).toContain(`/organize/editions/${edition.slug}/settings/advancement`);
  const rule = await visit(edition.slug, organizer, { page: "settings/advancement" });
  const version = field(rule.html, "version");
  const form = { version, places: "2", ties: "all", wildcards: "1", by: "z-score", substitutes: "on" };
  const wrong = await visit(edition.slug, organizer, {
    page: "settings/advancement",
    form: { ...form, places: "many", "line.shanghai": "1000" },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('value="many"');
  const saved = await visit(edition.slug, organizer, {
    page: "settings/advancement",
    form: { ...form, "line.shanghai": "4", "line.beijing": "" },
  });
  expect(saved.status).toBe(303);
  const { advancement: kept } = await database.db
    .selectFrom("editions")
    .select("advancement")
    .where("id", "=", edition.id)
    .executeTakeFirstOrThrow();
  expect(kept).toEqual({
    places: 2,
    byGroup: false,
    ties: "all",
    substitutes: true,
    afterNotice: false,
    exceptions: [{ heat: "shanghai", group: null, places: 4 }],
    wildcards: { places: 1, by: "z-score" },
  });
  const second = await visit(edition.slug, organizer);
  for (const words of ["本届还没有总决赛", "还没有公布的成绩", "假定各场水平相当"])
    expect(second.html).toContain(words);
});

test("the page asks eight queries, however many heats and entries there are", async () => {
  for (const given of [
    { heats: 1, entries: 2 },
    { heats: 3, entries: 4 },
  ]) {
    const tour = await makeTour(database.db, given);
    expect((await visit(tour.edition.slug, tour.organizer)).queries).toBe(8);
    expect((await visit(tour.edition.slug, tour.organizer, { page: "settings/advancement" })).queries).toBe(4);
  }
});

describe("places by registrations, with a cap, a ladder and reserves", () => {
  /** Two heats of six; of the first eleven registrations, of the second four; the first three of each are of one company. */
  async function tourWithRegistrations(rule: Partial<AdvancementRule>) {
    const { db } = database;
    const tour = await makeTour(db, { heats: 2, entries: 6, rule });
    const editionId = tour.edition.id;
    for (const [at, heat] of tour.heats.entries()) {
      const roundId = heat.round.id;
      for (let number = 0; number < (at === 0 ? 11 : 4); number++) {
        const { id: applicationId } = await makeApplication(db, { editionId, roundId, groupId: tour.groups.team.id });
        const companyName = number < 3 ? "湖州星海光电有限公司" : `公司${number}`;
        await db
          .updateTable("applications")
          .set({ answers: sql`answers || jsonb_build_object('companyName', ${companyName}::text)` })
          .where("id", "=", applicationId)
          .execute();
        await db
          .updateTable("entries")
          .set({ applicationId })
          .where("roundId", "=", roundId)
          .where("key", "=", String(number + 1))
          .execute();
      }
    }
    return tour;
  }

  test("are shown with every figure and reason, and drawn as they are shown", async () => {
    const quota = { places: 5, over: "heat", by: "registrations", least: 1 } as const;
    const cap = { most: 1, of: "institution" } as const;
    const tour = await tourWithRegistrations({ quota, cap, ladder: ["preliminary", "all"], reserves: 1 });
    const page = async (locale?: "en") =>
      (await visit(tour.edition.slug, tour.organizer, { locale })).html.replaceAll("<!-- -->", "");
    const seen = await page();
    for (const words of [
      "全届5个名额，按已提交的报名分给各赛区",
      "每场同一单位最多晋级1个",
      "先比较初评得分，高者在前，再同分者均晋级",
      "每场候补1个",
      "余数名额",
      "合计：基数15，名额5。",
      "同一单位已有1个项目晋级（1号），越过",
      "候补只取1个",
      "越过前面",
    ])
      expect(seen).toContain(words);
    // 5 · 11 / 15 and 5 · 4 / 15
    for (const figure of ["≈ 3.6667", "≈ 1.3333", "2/3", "1/3"]) expect(seen).toContain(figure);
    const english = await page("en");
    expect(english).toContain("Passed over: as many of its institution as may go on do (no. 1; at most 1)");
    expect(english).not.toMatch(/advancement:\w|\{\{/);
    const drawn = await visit(tour.edition.slug, tour.organizer, {
      form: { intent: "draw", digest: field(seen, "digest") },
    });
    expect(drawn.status).toBe(303);
    expect(await page()).toContain("已划线（第1版）");
    expect(seen).not.toContain("湖州星海光电有限公司");
    const places = await database.db
      .selectFrom("advancementPlaces")
      .innerJoin("entries", "entries.id", "advancementPlaces.entryId")
      .where(
        "roundId",
        "in",
        tour.heats.map(({ round }) => round.id),
      )
      .select(["outcome", "reason"])
      .execute();
    expect(places.filter(({ outcome }) => outcome === "advanced")).toHaveLength(5);
    expect(places.map(({ reason }) => reason.why)).toContain("capped");
  });

  test("take one query more, however many heats and entries there are", async () => {
    const quota = { places: 5, over: "heat", by: "registrations", least: 0 } as const;
    const plain = await makeTour(database.db, { heats: 1 });
    const before = (await visit(plain.edition.slug, plain.organizer)).queries;
    for (const heats of [1, 3]) {
      const tour = await makeTour(database.db, { heats, entries: 3 * heats, rule: { quota } });
      expect((await visit(tour.edition.slug, tour.organizer)).queries).toBe(before + 1);
    }
  });
});

describe("the form of the rule", () => {
  const plain = { places: "2", ties: "vote", wildcards: "0", by: "total", substitutes: "on" };
  async function settle(form: Record<string, string>) {
    const { edition } = await makeEdition(database.db);
    const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
    const page = "settings/advancement";
    const version = field((await visit(edition.slug, organizer, { page })).html, "version");
    const answer = await visit(edition.slug, organizer, { page, form: { ...plain, version, ...form } });
    const { advancement: rule } = await database.db
      .selectFrom("editions")
      .select("advancement")
      .where("id", "=", edition.id)
      .executeTakeFirstOrThrow();
    return { ...answer, rule, again: async () => (await visit(edition.slug, organizer, { page })).html };
  }

  test("keeps a rule without the new settings as it always was", async () => {
    const empty = { placesBy: "fixed", percent: "", quotaPlaces: "", least: "", capMost: "", reserves: "" };
    const { rule } = await settle({ ...empty, step1: "preliminary", step2: "", step3: "" });
    expect(rule).toEqual({
      places: 2,
      ties: "vote",
      byGroup: false,
      exceptions: [],
      substitutes: true,
      afterNotice: false,
      wildcards: null,
    });
  });

  test("keeps a share, a cap, a ladder and reserves, and shows them again", async () => {
    const { status, rule, again } = await settle({
      placesBy: "share",
      percent: "40",
      rounding: "half-up",
      places: "many",
      capMost: "2",
      capOf: "recommender",
      ties: "ladder",
      step1: "vote",
      step2: "preliminary",
      step3: "all",
      reserves: "3",
    });
    expect(status).toBe(303);
    expect(rule).toMatchObject({
      share: { percent: "40", rounding: "half-up" },
      cap: { most: 2, of: "recommender" },
      ladder: ["vote", "preliminary", "all"],
      reserves: 3,
    });
    const html = await again();
    expect(html).toMatch(/name="percent"[^>]*value="40"|value="40"[^>]*name="percent"/);
    expect(html).toMatch(/name="reserves"[^>]*value="3"|value="3"[^>]*name="reserves"/);
  });

  test("keeps places of the edition that are distributed", async () => {
    const quota = { placesBy: "quota", quotaPlaces: "30", over: "track", base: "judged", least: "2" };
    expect((await settle(quota)).rule).toMatchObject({ quota: { places: 30, over: "track", by: "judged", least: 2 } });
  });

  test.each<[string, Record<string, string>, string]>([
    ["a share that is none", { placesBy: "share", percent: "140", rounding: "up" }, "大于0、不超过100的百分数"],
    [
      "places of groups without lines of groups",
      { placesBy: "quota", quotaPlaces: "9", over: "group", base: "judged" },
      "须先勾选“分组划线”",
    ],
    ["a step behind all", { ties: "ladder", step1: "all", step2: "vote" }, "之后不能再有别的步骤"],
    ["the same step twice", { ties: "ladder", step1: "vote", step2: "vote" }, "同一步只能用一次"],
    ["no step at all", { ties: "ladder", step1: "" }, 'href="#step1"'],
    [
      "no number of places",
      { placesBy: "quota", quotaPlaces: "", over: "heat", base: "judged" },
      'href="#quotaPlaces"',
    ],
    ["a cap of nobody", { capMost: "0", capOf: "institution" }, 'href="#capMost"'],
  ])("says what is wrong with %s, where it is", async (_, form, said) => {
    const { status, html, rule } = await settle(form);
    expect([status, rule]).toEqual([422, null]);
    expect(html).toContain(said);
  });
});
