import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as edition from "~/routes/public/editions/edition.tsx";
import * as clock from "~/services/clock.ts";
import { openWorkbook } from "~/testing/open-workbook.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makeTiedHeat } from "~db/seed/factories/tied-heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as roundResults from "./round-results.tsx";
import * as roundVersion from "./round-version.tsx";
import * as workbook from "./round-workbook.ts";

const database = testDatabase();
const pages = pagesOf({
  "editions/:edition": edition,
  "results/:round": roundResults,
  "results/:round/standings.xlsx": workbook,
  "results/:round/:version": roundVersion,
  "results/:round/:version/standings.xlsx": workbook,
});
const during = new Date("2026-11-25T02:00:00Z");
const prizes = [{ scope: "heat", title: "一等奖", titleEn: "First Prize", places: 1 }];
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

const settle = (values: object) =>
  database.db.updateTable("editions").set(values).where("id", "=", heat.round.editionId).execute();
const visit = (path: string, locale: "zh-CN" | "en" = "zh-CN") =>
  pages(path.replace("ROUND", heat.round.slug), { db: database.db, locale });
const read = async (path = "/results/ROUND") => await (await visit(path)).text();

beforeEach(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 5, entries: 3 });
  await settle({ page: { prizes } });
  await db.updateTable("panelMembers").set({ name: "绝密评委" }).where("roundId", "=", heat.round.id).execute();
  vi.spyOn(clock, "now").mockReturnValue(during);
  const at = { publish: new Date("2026-11-23T02:00:00Z") };
  await releaseRound(db, heat, "published", { noticeEndsOn: "2026-11-30", at });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("while and after the notice", () => {
  test("objections are invited while it is open; after its last day the page says that it is over, and nothing else", async () => {
    const open = await visit("/results/ROUND");
    expect(open.headers.get("Contest-Public-Page")).toBe("2026-11-25T16:00:00.000Z");
    expect(await open.text()).toContain("公示期内可实名提出异议");
    vi.spyOn(clock, "now").mockReturnValue(new Date("2026-11-30T16:00:00Z"));
    const over = await visit("/results/ROUND");
    expect(over.headers.get("Contest-Public-Page")).toBe("1");
    const html = await over.text();
    expect(html).toContain("公示已于2026年11月30日结束");
    expect(html).not.toContain("异议");
  });
});

describe("one entry's result by itself", () => {
  test("is read at ?entry=KEY, of the version that stands and of one by number, with no line of another", async () => {
    for (const path of ["/results/ROUND", "/results/ROUND/1"]) {
      const html = await read(`${path}?entry=2`);
      expect(html).toContain("一个项目的成绩");
      expect(html).toContain("项目2");
      expect(html).not.toMatch(/项目[13]/);
      expect(html).toContain(`href="/results/${heat.round.slug}"`);
    }
    const whole = await read();
    expect(whole).toMatch(/项目1[\s\S]*项目3|项目3[\s\S]*项目1/);
    expect(whole).not.toContain("一个项目的成绩");
  });

  test("shows its own sheets alone where the edition publishes them; an entry that is not there is none", async () => {
    await settle({ bundlePublic: true });
    const tables = async (path: string) => (await read(path)).match(/class="marks-table"/g)?.length;
    expect([await tables("/results/ROUND?entry=2"), await tables("/results/ROUND")]).toEqual([1, 3]);
    expect((await visit("/results/ROUND?entry=999")).status).toBe(404);
    expect((await visit("/results/ROUND/1?entry=")).status).toBe(404);
  });
});

describe("awards and names", () => {
  test("a heat's winners stand with the edition's prizes, and nobody else does", async () => {
    expect((await read()).match(/奖项：一等奖/g)).toHaveLength(1);
    await settle({ page: {} });
    expect(await read()).not.toContain("奖项：");
  });

  test("a prize whose number is not said is given once, and equals share the one of their place", async () => {
    heat = await makeTiedHeat(database.db, { judges: 5, entries: 4 });
    const heatPrizes = [
      { scope: "heat", title: "一等奖" },
      { scope: "heat", title: "二等奖", places: 1 },
    ];
    await settle({ page: { prizes: heatPrizes } });
    await releaseRound(database.db, heat, "published", { at: { publish: new Date("2026-11-23T02:00:00Z") } });
    const html = await read();
    expect([html.match(/奖项：一等奖/g)?.length, html.match(/奖项：二等奖/g)?.length]).toEqual([1, 2]);
  });

  test("leader and company are named where the edition allows it, and go with their personal data", async () => {
    const { db } = database;
    const { editionId } = heat.round;
    const companies = await db
      .insertInto("groups")
      .values({ editionId, key: "firms", title: "企业组", company: true })
      .returning("id")
      .executeTakeFirstOrThrow();
    const bring = async (at: number, answers: object, groupId?: number) => {
      const { id } = await makeApplication(db, { editionId, state: "draft", answers });
      if (groupId) await db.updateTable("applications").set({ groupId }).where("id", "=", id).execute();
      const entry = heat.entries[at]?.id ?? 0;
      await db.updateTable("entries").set({ applicationId: id }).where("id", "=", entry).execute();
      return id;
    };
    const team = await bring(0, { leaderName: "沈一禾", companyName: "还没有的公司" });
    await bring(1, { leaderName: "陆南星", companyName: "湖光芯科技有限公司" }, companies.id);
    for (const name of ["沈一禾", "湖光芯"]) expect(await read()).not.toContain(name);
    await settle({ namesPublic: true });
    const html = await read();
    for (const said of ["负责人：沈一禾", "企业：湖光芯科技有限公司"]) expect(html).toContain(said);
    for (const kept of ["还没有的公司", "陆南星"]) expect(html).not.toContain(kept);
    await db
      .updateTable("applications")
      .set({ answers: {} as never })
      .where("id", "=", team)
      .execute();
    expect(await read()).not.toContain("沈一禾");
  });
});

describe("the judges' marks", () => {
  const home = async () => {
    const { slug } = await database.db
      .selectFrom("editions")
      .select("slug")
      .where("id", "=", heat.round.editionId)
      .executeTakeFirstOrThrow();
    return await read(`/editions/${slug}`);
  };

  test("are neither shown nor promised where the edition keeps them back", async () => {
    await settle({ state: "open" });
    expect(await read()).not.toContain("各位评委的打分");
    expect(await home()).not.toContain("去掉的分数一并公开");
    expect(await home()).toContain("计分规则一并公开");
    for (const path of ["/results/ROUND/standings.xlsx", "/results/ROUND/1/standings.xlsx"])
      expect((await visit(path)).status).toBe(404);
  });

  test("stand with the results where it publishes them, dropped ones too, by the judges' codes and never by name", async () => {
    await settle({ state: "open", bundlePublic: true, bundleNamesJudges: true });
    const html = await read();
    const { standings } = await database.db
      .selectFrom("releases")
      .select("standings")
      .where("roundId", "=", heat.round.id)
      .executeTakeFirstOrThrow();
    const dropped = standings.standings.flatMap((line) => line.dropped);
    expect(dropped.length).toBeGreaterThan(0);
    for (const { value } of dropped) expect(html).toContain(`<s>${value}</s>`);
    for (const said of ["各位评委的打分", "J1", "J5", "去最高", `/results/${heat.round.slug}/standings.xlsx`])
      expect(html).toContain(said);
    expect(html).not.toContain("绝密评委");
    expect(await home()).toContain("去掉的分数一并公开");
  });

  test("are in a workbook for everybody, of the version that stands and of one that it replaced, with figures in every cell", async () => {
    await settle({ bundlePublic: true });
    const { db } = database;
    await db
      .updateTable("entries")
      .set({ title: "更正后" })
      .where("id", "=", heat.entries[0]?.id ?? 0)
      .execute();
    await releaseRound(db, heat, "published", { reason: "名称有误" });
    const fileOf = async (path: string) => {
      const answer = await visit(path);
      expect([answer.status, answer.headers.get("content-type")?.includes("spreadsheetml")]).toEqual([200, true]);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return [...openWorkbook(bytes, "as-values").values()].flat();
    };
    const now = await fileOf("/results/ROUND/standings.xlsx");
    const before = await fileOf("/results/ROUND/1/standings.xlsx");
    expect([JSON.stringify(now).includes("更正后"), JSON.stringify(before).includes("更正后")]).toEqual([true, false]);
    expect(JSON.stringify(now)).not.toContain("绝密评委");
    expect(JSON.stringify(now)).toContain("公式算出的全部得分和名次都与系统相等");
    expect((await visit("/results/ROUND/9/standings.xlsx")).status).toBe(404);
    expect((await visit("/results/nowhere/standings.xlsx")).status).toBe(404);
  });
});
