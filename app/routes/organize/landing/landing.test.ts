import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { completeMilestone } from "~/commands/landing/complete-milestone.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeFinal, makeLandings } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as listFile from "../exchange/list-file.ts";
import * as desk from "../rounds/desk.tsx";
import * as landing from "./landing.tsx";
import * as settings from "./landing-settings.tsx";
import * as landings from "./landings.tsx";

const database = testDatabase();
const pages = pagesOf({
  organize: desk,
  "organize/editions/:edition/landing": landings,
  "organize/editions/:edition/landing/:number": landing,
  "organize/editions/:edition/lists/:file": listFile,
  "organize/editions/:edition/settings/landing": settings,
});
let made: Awaited<ReturnType<typeof makeLandings>>;
const at = (path = "") => `/organize/editions/${made.edition.slug}/landing${path}`;

async function visit(
  path: string,
  actor: Actor | null,
  given: { form?: Record<string, string>; locale?: "zh-CN" | "en" } = {},
) {
  const asked = { db: database.db, actor, ...given };
  const { answer, queries } = await database.queriesOf(() => pages(path, asked));
  return { status: answer.status, html: await answer.text(), queries: queries.length };
}

describe("tracked projects", () => {
  beforeEach(async () => {
    made = await makeLandings(database.db, { entries: 3, startedOn: "2020-01-01" });
  });

  test("are an organizer's to keep, a supervisor's to read, and nobody else's", async () => {
    const { organizer, supervisor, final } = made;
    const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: made.edition.id }] });
    const months = `/organize/editions/${made.edition.slug}/settings/landing`;
    for (const path of [at(), at("/1"), months]) {
      for (const actor of [final.scorer, final.seats[0]?.actor ?? null, screener])
        expect([path, (await visit(path, actor)).status]).toEqual([path, 404]);
      expect((await visit(path, null)).status).toBe(302);
      expect((await visit(path, organizer)).status).toBe(200);
      expect((await visit(path, supervisor)).status).toBe(path === months ? 404 : 200);
    }
    for (const path of [at("/9"), at("/0"), at("/1x"), "/organize/editions/nowhere/landing"])
      expect((await visit(path, organizer)).status).toBe(404);
    for (const path of [at(), at("/1")]) expect((await visit(path, supervisor)).html).not.toContain('name="intent"');
    const refused = await visit(at("/1"), supervisor, { form: { intent: "give-up", reason: "不落了" } });
    expect(refused.status).toBe(404);
    expect((await visit(at("/1"), organizer, { form: { intent: "burn" } })).status).toBe(404);
    for (const actor of [organizer, supervisor]) expect((await visit("/organize", actor)).html).toContain(at());
    expect((await visit("/organize", final.scorer)).html).not.toContain(at());
  });

  test("stand on the board by milestone, narrowed by the address, with the figures of all of them", async () => {
    const { organizer } = made;
    const done = { edition: made.edition.slug, number: 2, step: "intention", doneOn: "2020-03-01" };
    await completeMilestone({ db: database.db, actor: organizer }, done);
    const { html } = await visit(at(), organizer);
    for (const said of ["项目1", "项目2", "逾期", "落地率", "高新区", "落地意向", "总决赛的项目都已纳入"])
      expect(html).toContain(said);
    const found = async (query: string) => {
      const page = await visit(at(query), organizer);
      return page.html.match(/href="[^"]*\/landing\/\d"/g)?.length ?? 0;
    };
    expect([await found(""), await found("?alarm=overdue"), await found("?alarm=soon")]).toEqual([3, 3, 0]);
    expect([await found("?platform=undecided"), await found("?platform=high-tech-zone")]).toEqual([3, 0]);
    expect([await found(`?owner=${organizer.id}`), await found("?owner=nobody")]).toEqual([3, 0]);
    expect((await visit(at("?platform=high-tech-zone"), organizer)).html).toContain("没有符合筛选的项目");
    expect((await visit(at(), organizer, { locale: "en" })).html).toContain("share landed");
  });

  test("are named by their place in the running order on the board, in their record and in the list, the key beside it", async () => {
    const { organizer, final } = made;
    await database.db
      .updateTable("entries")
      .set({ runningOrder: sql`running_order + 70` })
      .where("roundId", "=", final.round.id)
      .execute();
    const plain = ({ html }: { html: string }) => html.replaceAll("<!-- -->", "");
    const board = plain(await visit(at(), organizer));
    for (const place of [1, 2, 3]) expect(board).toContain(`>${70 + place}号（编号 ${place}）<`);
    const record = plain(await visit(at("/2"), organizer));
    expect(record).toMatch(/<h1[^>]*>72 项目2</);
    expect(record).toMatch(/出场顺序<\/dt><dd[^>]*>[^<]* · 72</);
    expect(record).toMatch(/项目编号<\/dt><dd[^>]*>2</);
    const list = await visit(`/organize/editions/${made.edition.slug}/lists/landing.csv`, organizer);
    expect(list.html).toMatch(/^\D*报名编号,赛区,出场顺序,项目编号,/);
    expect(list.html).toMatch(/\n2,[^,]*,,72,2,项目2,/);
    await database.db
      .updateTable("rounds")
      .set({ kind: "heat", title: "杭州" })
      .where("id", "=", final.round.id)
      .execute();
    expect(plain(await visit(at(), organizer))).toContain(">杭州 · 72号（编号 2）<");
    const ofHeat = await visit(`/organize/editions/${made.edition.slug}/lists/landing.csv`, organizer);
    expect(ofHeat.html).toMatch(/\n2,[^,]*,杭州,72,2,项目2,/);
  });

  test("are each kept by forms, which give back what was typed when they are refused", async () => {
    const { organizer } = made;
    const send = async (form: Record<string, string>) => await visit(at("/1"), organizer, { form });
    const early = await send({ intent: "done-registration", doneOn: "2020-03-02", note: "已领照", reason: "" });
    expect([early.status, early.html.includes("请写明原因"), early.html.includes('value="已领照"')]).toEqual([
      422,
      true,
      true,
    ]);
    const ahead = await send({ intent: "done-intention", doneOn: "2999-01-01" });
    expect([ahead.status, ahead.html.includes("不能晚于今天")]).toEqual([422, true]);
    const bare = await send({ intent: "done-capital", doneOn: "2020-03-02", amount: "", reason: "先行注资" });
    expect([bare.status, bare.html.includes("请填写金额")]).toEqual([422, true]);
    const forms: Record<string, string>[] = [
      { intent: "done-intention", doneOn: "2020-02-01" },
      { intent: "done-agreement", doneOn: "2020-02-02" },
      { intent: "done-capital", doneOn: "2020-03-02", amount: "5,000,000", reason: "先行注资" },
      { intent: "due-registration", dueOn: "2020-09-01", reason: "选址未定" },
      { intent: "pay", paidOn: "2020-04-01", amount: "300000" },
      { intent: "assign", platform: "high-tech-zone", owner: made.supervisor.id },
    ];
    for (const form of forms) expect([form.intent, (await send(form)).status]).toEqual([form.intent, 303]);
    const early2 = await send({ intent: "pay", paidOn: "2020-01-01", amount: "1" });
    expect([early2.status, early2.html.includes("没有签约就没有资助兑现")]).toEqual([409, true]);
    const { html } = await visit(at("/1"), organizer);
    for (const said of ["500万元", "30万元", "先行注资", "选址未定", "高新区", "监督员", "2020年9月1日"])
      expect(html).toContain(said);
    expect((await send({ intent: "give-up", reason: "去了外地" })).status).toBe(303);
    const gone = await visit(at("/1"), organizer);
    expect([gone.html.includes("已放弃落地"), gone.html.includes("登记完成…")]).toEqual([true, false]);
    expect((await send({ intent: "take-up", reason: "回来了" })).status).toBe(303);
  });

  test("leave the house as a list, on record", async () => {
    const { organizer, supervisor } = made;
    const list = `/organize/editions/${made.edition.slug}/lists/landing.csv`;
    const { status, html } = await visit(list, organizer);
    expect([status, html.split("\n").filter((line) => line.includes("项目")).length]).toEqual([200, 4]);
    expect(html).toContain("2020-07-01");
    expect((await visit(list, supervisor)).status).toBe(404);
    const entries = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("command", "=", "export-list")
      .where("editionId", "=", made.edition.id)
      .execute();
    expect(entries).toMatchObject([{ facts: { list: "landing", format: "csv" } }]);
  });
});

test("the final's projects are added by one form, a single one by another, and the page takes as many queries for one as for three", async () => {
  const counts = [];
  for (const entries of [1, 3]) {
    made = await makeFinal(database.db, { entries });
    const { organizer } = made;
    const before = await visit(at(), organizer);
    expect(before.html).toContain(`纳入这${entries}个项目`);
    const form = { owner: organizer.id, startedOn: "2026-12-01" };
    const wrong = await visit(at(), organizer, { form: { ...form, intent: "add", project: "WX6-NOBODY" } });
    expect([wrong.status, wrong.html.includes("没有这个项目"), wrong.html.includes('value="WX6-NOBODY"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect((await visit(at(), organizer, { form: { ...form, intent: "add-final" } })).status).toBe(303);
    expect((await visit(at(), organizer, { form: { ...form, intent: "add-final" } })).status).toBe(409);
    counts.push((await visit(at(), organizer)).queries, (await visit(at("/1"), organizer)).queries);
  }
  expect(counts).toEqual([5, 6, 5, 6]);
});

test("the months of the milestones are settled by a form, and never fewer for a later one", async () => {
  made = await makeFinal(database.db, { entries: 1 });
  const path = `/organize/editions/${made.edition.slug}/settings/landing`;
  const { html } = await visit(path, made.organizer);
  const version = /name="version" value="(\w+)"/.exec(html)?.[1] ?? "";
  const form = { version, intention: "6", agreement: "12", registration: "6", capital: "12", funds: "12" };
  const wrong = await visit(path, made.organizer, { form });
  expect([wrong.status, wrong.html.includes("不能短于前一个节点")]).toEqual([422, true]);
  expect((await visit(path, made.organizer, { form: { ...form, registration: "12" } })).status).toBe(303);
  expect((await visit(path, made.organizer, { form: { ...form, registration: "12" } })).status).toBe(409);
});
