import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { undoAttendance } from "~/commands/heats/undo-attendance.ts";
import { stepRound } from "~/commands/rounds/step-round.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { pagesOf } from "~/testing/pages.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findNamed, findTrail } from "~db/queries/audit/trail.ts";
import { insertRehearsal } from "~db/queries/heats/rehearsals.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as trail from "./trail.tsx";
import * as trailFile from "./trail-file.ts";

const database = testDatabase();
const visit = pagesOf({ "organize/trail": trail, "organize/trail.csv": trailFile });
let scene: Awaited<ReturnType<typeof makeScene>>;

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 6, minute));
async function append(entry: { at: Date; command: string; facts?: object } & Record<string, unknown>): Promise<void> {
  const { facts = {}, ...rest } = entry;
  await database.db.transaction().execute((trx) => appendAudit(trx, { actorId: null, ...rest, facts: facts as never }));
}

/** Two editions with a heat each, entries about everything in the first one, and people with every kind of grant. */
async function makeScene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const { edition: other } = await makeEdition(db);
  const heat = await makeHeat(db, { editionId: edition.id, state: "judging" });
  // In another order than by their keys
  await db
    .updateTable("entries")
    .set({ runningOrder: sql`running_order + 40` })
    .where("roundId", "=", heat.round.id)
    .execute();
  const elsewhere = await makeHeat(db, { editionId: other.id, state: "judging" });
  const person = (editionId?: number, roundId?: number) =>
    makePerson(db, { name: "督导", grants: [{ role: "supervisor", editionId, roundId }] });
  const people = {
    everywhere: await person(),
    ofEdition: await person(edition.id),
    ofHeat: await person(undefined, heat.round.id),
    ofOther: await person(other.id),
    organizer: await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId: edition.id }] }),
  };
  const judge = await makePerson(db, { name: "沈评委", email: "shen@judges.example" });
  const application = await makeApplication(db, {
    editionId: edition.id,
    groupId: groups.team.id,
    roundId: heat.round.id,
  });
  const ofHeat = { editionId: edition.id, roundId: heat.round.id };
  const facts = {
    entry: heat.entries[0]?.key ?? "",
    judge: heat.seats[0]?.key ?? "",
    version: 1,
    marks: "a".repeat(64),
  };
  await append({ at: at(1), command: "submit-sheet", actorId: judge.id, ...ofHeat, facts });
  await append({ at: at(2), command: "save-sheet-draft", actorId: judge.id, ...ofHeat, facts });
  await append({ at: at(3), command: "swap-places", ...ofHeat, facts: { first: "1", second: "2" } });
  const about = { editionId: edition.id, applicationId: application.id };
  await append({
    at: at(4),
    command: "submit-application",
    actorId: application.applicant.id,
    ...about,
    facts: { number: 1 },
  });
  await append({ at: at(5), command: "save-rule", editionId: other.id, roundId: elsewhere.round.id });
  await append({ at: at(6), command: "change-profile", actorId: judge.id });
  await append({
    at: at(7),
    command: "step-round",
    ...ofHeat,
    facts: { from: "ready", to: "judging", reason: "=HYPERLINK(1)" },
  });
  await sealTrail(db, () => at(8), { patienceMs: 100 });
  await append({ at: new Date("2026-11-24T16:00:00Z"), command: "close-judging", ...ofHeat, facts: { missing: [] } });
  return { db, edition, other, heat, elsewhere, people, judge, application };
}

beforeAll(async () => {
  scene = await makeScene();
});

const get = async (query = "", actor: Actor | null = scene.people.everywhere, locale: "zh-CN" | "en" = "zh-CN") =>
  await visit(`/organize/trail${query}`, { db: database.db, actor, locale });
/** The rows of the page: each as its words. */
const shown = async (query = "", actor?: Actor, locale?: "zh-CN" | "en") => {
  const html = await (await get(query, actor, locale)).text();
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? "";
  return body
    .split("<tr")
    .slice(1)
    .map((row) => row.replace(/<[^>]*>/g, " ").replace(/\s+/g, " "));
};
const acts = async (query: string, actor?: Actor) =>
  (await shown(query, actor)).map((row) => known.find((words) => row.includes(words)));
const known = [
  "提交评分单",
  "保存评分草稿",
  "对调出场顺序",
  "次提交报名",
  "修改计分规则",
  "修改本人信息",
  "轮次状态由",
  "关闭打分",
];
const ofHeatActs = ["关闭打分", "轮次状态由", "对调出场顺序", "保存评分草稿", "提交评分单"];
const ofEditionActs = ["关闭打分", "轮次状态由", "次提交报名", "对调出场顺序", "保存评分草稿", "提交评分单"];

describe("who oversees reads", () => {
  test("what happened where they oversee it, the latest first, and nothing of elsewhere", async () => {
    const { everywhere, ofEdition, ofHeat, ofOther, organizer } = scene.people;
    expect(await acts("", everywhere)).toEqual([
      "关闭打分",
      "轮次状态由",
      "修改本人信息",
      "修改计分规则",
      "次提交报名",
      "对调出场顺序",
      "保存评分草稿",
      "提交评分单",
    ]);
    for (const actor of [ofEdition, organizer]) expect(await acts("", actor)).toEqual(ofEditionActs);
    expect(await acts("", ofHeat)).toEqual(ofHeatActs);
    expect(await acts("", ofOther)).toEqual(["修改计分规则"]);
    expect(await acts(`?edition=${scene.other.slug}`, ofEdition)).toEqual([]);
    expect(await acts(`?round=${scene.elsewhere.round.slug}`, ofHeat)).toEqual([]);
  });

  test("who oversees nothing gets no page and no file", async () => {
    const { db } = scene;
    const scorer = await makePerson(db, { grants: [{ role: "scorer", editionId: scene.edition.id }] });
    for (const actor of [scorer, scene.judge])
      for (const path of ["", ".csv"]) expect((await get(path, actor)).status).toBe(404);
    expect((await get("", null)).status).toBe(302);
  });

  test("each entry as a sentence with names, its reason, its seal, in both languages", async () => {
    const rows = await shown();
    const row = (words: string) => rows.find((each) => each.includes(words)) ?? "";
    expect(row("提交评分单")).toContain("沈评委");
    expect(row("提交评分单")).toContain(`41号（${scene.heat.entries[0]?.title}，编号 ${scene.heat.entries[0]?.key}）`);
    expect(row("对调出场顺序")).toContain("对调出场顺序：41号（编号 1） 与 42号（编号 2）");
    expect(row("提交评分单")).toContain("2026年11月23日 14:01:00");
    expect(row("提交评分单")).toContain("封存于第 1 批");
    expect(row("关闭打分")).toContain("尚未封存");
    expect(row("轮次状态由")).toContain("理由： =HYPERLINK(1)");
    expect(row("次提交报名")).toContain(scene.application.code);
    const english = await shown("", scene.people.everywhere, "en");
    expect(english[0]).toContain("Closed the scoring");
    expect(english[0]).toContain("Not yet sealed");
    expect(english.join()).toContain("Sealed in batch 1");
  });

  test("an application’s page is linked for those who may open it", async () => {
    const link = `/organize/applications/${scene.application.code}`;
    expect(await (await get("", scene.people.organizer)).text()).toContain(link);
    const html = await (await get("", scene.people.ofEdition)).text();
    expect(html).toContain(scene.application.code);
    expect(html).not.toContain(link);
  });
});

describe("the filter finds entries by", () => {
  test.each<[string, () => string, string[]]>([
    ["edition", () => `?edition=${scene.edition.slug}`, ofEditionActs],
    ["round", () => `?round=${scene.heat.round.slug}`, ofHeatActs],
    [
      "project of a round",
      () => `?round=${scene.heat.round.slug}&entry=1`,
      ["对调出场顺序", "保存评分草稿", "提交评分单"],
    ],
    ["application", () => `?application=${scene.application.code}`, ["次提交报名"]],
    ["person’s id", () => `?person=${scene.judge.id}`, ["修改本人信息", "保存评分草稿", "提交评分单"]],
    ["person’s name", () => "?person=沈评", ["修改本人信息", "保存评分草稿", "提交评分单"]],
    ["person’s address", () => "?person=Shen@judges.example", ["修改本人信息", "保存评分草稿", "提交评分单"]],
    ["act", () => "?command=swap-places", ["对调出场顺序"]],
    ["day, from", () => "?from=2026-11-25", ["关闭打分"]],
    ["day, until", () => "?to=2026-11-24&command=close-judging", []],
    [
      "not being saved by itself",
      () => `?quiet=yes&round=${scene.heat.round.slug}&entry=1`,
      ["对调出场顺序", "提交评分单"],
    ],
    ["a round’s name", () => `?search=${scene.elsewhere.round.title}`, ["修改计分规则"]],
    ["an application’s project, by pinyin", () => "?search=hgg&command=submit-application", ["次提交报名"]],
    [
      "a project’s name",
      () => `?search=${scene.heat.entries[0]?.title}&quiet=yes&command=submit-sheet`,
      ["提交评分单"],
    ],
    ["nothing there", () => "?search=nowhere", []],
  ])("%s", async (_, query, expected) => {
    expect(await acts(query())).toEqual(expected);
  });

  test("what an address cannot mean is left out, and nothing breaks", async () => {
    for (const query of [
      "?person=%00",
      "?after=x",
      "?after=999999999",
      "?round=%ff",
      "?from=2026-13-45",
      "?search=%25_'",
    ])
      expect((await get(query)).status).toBe(200);
  });

  test("an empty answer says so", async () => {
    expect(await (await get("?search=nowhere")).text()).toContain("没有符合条件的记录");
  });
});

test("pages follow each other without gaps, also among entries of the same moment", async () => {
  const { db } = scene;
  const moment = new Date("2026-12-01T00:00:00Z");
  await sql`
    insert into audit_entries (at, command, edition_id, facts)
    select ${moment}, 'erase-edition', ${scene.other.id}, jsonb_build_object('people', n) from generate_series(1, 120) as n
  `.execute(db);
  const seen: string[] = [];
  for (let query = "?command=erase-edition"; query; ) {
    const html = await (await get(query)).text();
    const body = /<tbody>[\s\S]*<\/tbody>/.exec(html)?.[0] ?? "";
    seen.push(...[...body.matchAll(/(\d+) 个账号/g)].map(([, people = ""]) => people));
    query = (/href="(?:\/organize\/trail)?(\?[^"]*after=\d+)"/.exec(html)?.[1] ?? "").replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => String(120 - n)));
});

test("a rehearsal is marked, and named still when it is wiped", async () => {
  const { db, heat, people } = scene;
  const { id, slug } = await db.transaction().execute((trx) => insertRehearsal(trx, heat.round.id));
  await append({ at: at(9), command: "commit-draw", roundId: id });
  const [row = ""] = await shown(`?round=${slug}`);
  expect(row).toMatch(/（彩排） 彩排/);
  expect((await shown("?command=commit-draw", people.ofEdition))[0]).toContain("彩排");
  expect((await shown("?command=swap-places"))[0]).not.toContain("彩排");
  await db
    .updateTable("rounds")
    .set({ wipedAt: at(10) })
    .where("id", "=", id)
    .execute();
  const html = await (await get(`?round=${slug}`)).text();
  expect(html).toContain("（彩排）");
  expect(html).not.toContain(`/organize/rounds/${slug}"`);
});

test("real acts leave entries that read well, a reason among them", async () => {
  const { db, heat } = scene;
  const by = { db, actor: heat.scorer };
  await undoAttendance(by, { round: heat.round.slug, entry: "1", reason: "看错了行" });
  await stepRound(
    { db, actor: scene.people.organizer },
    { round: heat.round.slug, from: "judging", to: "ready", reason: "设备故障" },
  );
  const rows = await shown(`?round=${heat.round.slug}&command=step-round`);
  expect(rows[0]).toMatch(/组织者.*轮次状态由“.+”变为“.+”.*设备故障/);
});

describe("the state of the seals", () => {
  test("says whether the last verification found the trail whole, and shows the digest to note", async () => {
    const { db } = scene;
    expect(await (await get()).text()).toContain("尚未核验");
    const seal = await db.selectFrom("auditSeals").select("digest").orderBy("number", "desc").executeTakeFirstOrThrow();
    expect(await (await get()).text()).toContain(seal.digest.replace(/(.{4})(?=.)/g, "$1 "));
    await sealTrail(db, () => at(11), { patienceMs: 100 });
    await verifyTrail(db, at(12));
    const whole = await (await get()).text();
    expect(whole).toContain("核验完好（2026年11月23日 周一 14:12");
    expect(whole).toMatch(/\d+ 批共 \d+ 条记录与封存时一致/);
  });

  test("names what was found broken", async () => {
    const { db } = scene;
    await append({
      at: at(13),
      command: "verify-audit",
      facts: { ok: false, harm: "altered", seal: 1, auditEntry: "3", position: 3 },
    });
    const html = await (await get()).text();
    expect(html).toContain("核验发现问题");
    expect(html).toContain("第 3 条记录（第 1 批）被改动过。");
    await verifyTrail(db, at(14));
  });
});

describe("the file", () => {
  const file = async (query: string, actor: Actor = scene.people.everywhere, locale: "zh-CN" | "en" = "zh-CN") => {
    const answer = await visit(`/organize/trail.csv${query}`, { db: database.db, actor, locale });
    expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    return parse(Buffer.from(await answer.arrayBuffer()), { bom: true }) as string[][];
  };

  test("holds what the page shows under the same filter, formulas harmless", async () => {
    const [header, ...rows] = await file(`?round=${scene.heat.round.slug}&to=2026-11-23&quiet=yes`);
    expect(header).toEqual([
      "留痕编号",
      "时间（北京）",
      "操作人",
      "操作代码",
      "操作",
      "详情",
      "理由",
      "届次",
      "轮次",
      "彩排",
      "出场顺序",
      "项目编号",
      "报名编号",
      "封存号",
      "记录摘要",
    ]);
    const reasons = rows.map((row) => row[6]);
    expect(reasons).toContain("'=HYPERLINK(1)");
    const sheet = rows.find((row) => row[3] === "submit-sheet");
    expect(sheet).toMatchObject({
      1: "2026-11-23 14:01:00",
      2: "沈评委",
      5: `分数摘要：${"a".repeat(64)}\n版本：1`,
      7: scene.edition.slug,
      8: scene.heat.round.slug,
      10: "41",
      11: "1",
      13: "1",
    });
    expect(sheet?.[14]).toMatch(/^[0-9a-f]{64}$/);
    expect((await file("?command=swap-places", scene.people.everywhere, "en"))[1]?.[4]).toBe(
      "Swapped in the running order: no. 41 (key 1) and no. 42 (key 2)",
    );
  });

  test("holds nothing of elsewhere, and its taking is in the trail, without what was searched for", async () => {
    const rows = await file("?search=nowhere&person=沈评委", scene.people.ofOther);
    expect(rows).toHaveLength(1);
    const kept = await database.db
      .selectFrom("auditEntries")
      .select(["actorId", "editionId", "facts"])
      .where("command", "=", "export-trail")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(kept).toEqual({
      actorId: scene.people.ofOther.id,
      editionId: scene.other.id,
      facts: { filter: "{}", searchDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    await file("?quiet=yes", scene.people.ofHeat);
    expect((await shown("?command=export-trail", scene.people.ofEdition))[0]).toContain("导出操作留痕");
    await file(`?edition=${scene.edition.slug}`, scene.people.everywhere);
    expect(await shown("?command=export-trail", scene.people.ofEdition)).toHaveLength(2);
    for (const row of (await file("", scene.people.ofOther)).slice(1)) expect(row[7]).toBe(scene.other.slug);
  });

  test("is read a page at a time, without a gap between", async () => {
    await sql`
      insert into audit_entries (at, command, edition_id, facts)
      select '2026-12-02T00:00:00Z', 'start-batch', ${scene.other.id}, jsonb_build_object('count', n)
      from generate_series(1, 1001) as n`.execute(database.db);
    const { answer, queries } = await database.queriesOf(() => file("?command=start-batch"));
    expect(new Set(answer.slice(1).map((row) => row[0])).size).toBe(1001);
    expect(queries.filter(({ sql: text }) => text.includes('with "page"'))).toHaveLength(3);
  });
});

test("a page takes four queries, and a fifth for a search, however many entries it shows", async () => {
  const counts = async (query: string) => (await database.queriesOf(() => get(query))).queries.length;
  expect(await shown("?command=save-rule")).toHaveLength(1);
  expect((await shown(`?round=${scene.heat.round.slug}&entry=1`)).length).toBeGreaterThanOrEqual(3);
  for (const query of ["?command=save-rule", `?round=${scene.heat.round.slug}&entry=1`, ""])
    expect(await counts(query)).toBe(4);
  expect(await counts("?search=nowhere")).toBe(5);
});

test("every filter has an index that is read in the order of the trail", async () => {
  const { db } = scene;
  await sql`
    insert into audit_entries (at, command, actor_id, edition_id, round_id, application_id)
    select '2026-01-01'::timestamptz + n * interval '1 second', 'save-draft', null, null, null, null
    from generate_series(1, 30000) as n`.execute(db);
  await sql`analyze audit_entries`.execute(db);
  const everywhere = { everywhere: true, editionIds: [], roundIds: [] };
  const indexOf: Record<string, string> = {
    [`edition=${scene.edition.slug}`]: "audit_entries_edition_id",
    [`round=${scene.heat.round.slug}`]: "audit_entries_round_id",
    [`application=${scene.application.code}`]: "audit_entries_application_id",
    [`person=${scene.judge.id}`]: "audit_entries_actor_id",
    "command=close-judging": "audit_entries_command",
    "from=2026-11-23&to=2026-11-23": "audit_entries_at",
    "": "audit_entries_at",
  };
  const { trailFilterOf } = await import("~/rules/audit/trail-filter.ts");
  for (const [query, index] of Object.entries(indexOf)) {
    const filter = trailFilterOf(new URLSearchParams(query));
    const { queries } = await database.queriesOf(() =>
      findTrail(db, everywhere, filter, { named: null, at: {}, size: 50 }),
    );
    const [asked] = queries;
    const plan = await database.sql.unsafe(`explain ${asked?.sql}`, asked?.parameters as never[]);
    expect([query, JSON.stringify(plan)]).toEqual([query, expect.stringContaining(index)]);
  }
  expect(await findNamed(db, " ")).toEqual({ rounds: [], applications: [], projects: [] });
});

test("a vote on equals of several heats with the running order of each in its own", async () => {
  const { edition, heat, elsewhere } = scene;
  const entries = [`${heat.round.slug} 2`, `${elsewhere.round.slug} 3`];
  const ofHeat = { editionId: edition.id, roundId: heat.round.id };
  await append({ at: at(9), command: "settle-advancement-tie", ...ofHeat, facts: { entries } });
  const [row] = await shown("?command=settle-advancement-tie");
  expect(row).toContain(`42号（编号 ${heat.round.slug} 2）、3号（编号 ${elsewhere.round.slug} 3）`);
});
