import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
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
