import { readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { closeJudging } from "~/commands/scoring/close-judging.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { recordPanelVote } from "~/commands/standings/record-panel-vote.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import { laterPresets } from "~/rules/standings/later-presets.ts";
import { rulePresets, ruleSchema } from "~/rules/standings/rule.ts";
import { fieldsOfRule, ruleFieldEntries } from "~/rules/standings/rule-fields.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findAllPanelVotes } from "~db/queries/standings/panel-votes.ts";
import { replaceRule } from "~db/queries/standings/rules.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTiedHeat } from "~db/seed/factories/tied-heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { giveSameMarks } from "~db/testing/same-marks.ts";
import * as charts from "./charts.tsx";
import * as standings from "./standings.tsx";
import * as ties from "./ties.tsx";
import * as whatIf from "./what-if.tsx";

const database = testDatabase();
const at = "organize/rounds/:round/standings";
const pages = pagesOf({ [at]: standings, [`${at}/ties`]: ties, [`${at}/charts`]: charts, [`${at}/what-if`]: whatIf });
let heat: Awaited<ReturnType<typeof makeTiedHeat>>;

beforeEach(async () => {
  heat = await makeTiedHeat(database.db, { judges: 5, entries: 4 });
});

interface Asked {
  actor?: Actor | null;
  locale?: "zh-CN" | "en";
  form?: Record<string, string>;
  of?: { round: { slug: string }; scorer: Actor };
}

async function visit(path: string, { of = heat, actor = of.scorer, locale, form }: Asked = {}) {
  const address = `/organize/rounds/${of.round.slug}/standings${path}`;
  const { answer, queries } = await database.queriesOf(() => pages(address, { db: database.db, actor, locale, form }));
  const html = await answer.text();
  const text = html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  return {
    status: answer.status,
    html,
    text,
    queries: queries.map((each) => each.sql.trim()),
    location: answer.headers.get("Location"),
  };
}

const every = ["", "/ties", "/charts", "/what-if", "/what-if?rule=median&without=J1&trimming=off"];

test("who sees scores sees every page of the desk, and to everyone else there is none", async () => {
  const { db } = database;
  const { id: roundId, editionId } = heat.round;
  const seeing = [
    { role: "organizer", editionId },
    { role: "scorer", roundId },
    { role: "supervisor", roundId },
  ] as const;
  const others = [
    { role: "judge", roundId },
    { role: "conductor", roundId },
    { role: "screener", editionId },
    { role: "scorer", roundId: (await makeHeat(db)).round.id },
  ] as const;
  for (const path of every) {
    for (const grant of seeing)
      expect((await visit(path, { actor: await makePerson(db, { grants: [grant] }) })).status, path).toBe(200);
    for (const grant of others)
      expect((await visit(path, { actor: await makePerson(db, { grants: [grant] }) })).status, path).toBe(404);
    expect((await visit(path, { actor: null })).status).toBe(302);
  }
});

test.each([3, 5])(
  "with %i entries each page takes so many queries, and few once the round is known",
  async (entries) => {
    const of = await makeTiedHeat(database.db, { judges: 3, entries });
    // Round, prizes, revision; then in one snapshot: revision, standings, board, five of inputs, marks, votes
    expect((await visit("", { of })).queries.filter((each) => /^(select|with)/i.test(each))).toHaveLength(14);
    expect((await visit("", { of })).queries).toHaveLength(3);
    expect((await visit("/ties", { of })).queries).toHaveLength(3);
    expect((await visit("/charts", { of })).queries).toHaveLength(2);
    expect((await visit("/what-if?rule=mean", { of })).queries).toHaveLength(2);
  },
);

describe("the table", () => {
  test("unfolds why each entry stands there, in both languages, from its neighbours and its sheets", async () => {
    const zh = (await visit("")).text;
    expect(zh).toContain(
      "总分 82.67，第1名；去掉 J4 83.00（最高）、J3 82.00（最低），其余3张评分单取平均分；比后一名 2号、3号 高 2.00 分。",
    );
    expect(zh).toMatch(
      /总分 8\d\.\d\d，与 3号 并列第2名；.*按规则逐项比较（评委组长评分、评委组表决）都相同，因此并列。/,
    );
    const en = (await visit("", { locale: "en" })).text;
    expect(en).toMatch(
      /Rank 2 with \d\d\.\d\d, shared with no\. 3; dropped: .*; the mean of the other 3 sheets; .* points below the next one up, no\. 1; /,
    );
  });

  test("names how many marks the rule drops of each criterion, and says where some were too few", async () => {
    const of = (high: number, low: number, lacking = false) => heatByCriterion({ high, low }, lacking);
    expect((await visit("", { of: await of(1, 0) })).text).toContain(
      "每个评分项去掉1个最高分再取平均分，加权相加，共去掉",
    );
    const both = await of(2, 2);
    expect((await visit("", { of: both })).text).toContain("每个评分项去掉2个最高分和2个最低分再取平均分");
    expect((await visit("", { of: both, locale: "en" })).text).toContain(
      "the mean of each criterion without its 2 highest marks and 2 lowest marks, weighted and added up, marks dropped: ",
    );
    const some = await of(1, 1, true);
    expect((await visit("", { of: some })).text).toContain(
      "分数足够的评分项去掉1个最高分和1个最低分，不足的不去分，各取平均分，加权相加，共去掉8个分数",
    );
    expect((await visit("", { of: some, locale: "en" })).text).toContain(
      "of each criterion with enough marks the mean without its highest mark and lowest mark, of the others the mean of all; weighted and added up, marks dropped: 8",
    );
  });

  async function heatByCriterion({ high, low }: { high: number; low: number }, lacking: boolean) {
    const of = await makeClosedHeat(database.db, { judges: 5, entries: 2 });
    await sql`alter table rules disable trigger user`.execute(database.db);
    await database.db
      .updateTable("rules")
      .set({ level: "criterion", trimHigh: high, trimLow: low, trimAtLeast: 5 })
      .where("roundId", "=", of.round.id)
      .execute();
    await sql`alter table rules enable trigger user`.execute(database.db);
    if (lacking) await withoutOneMark(of.round.id);
    return of;
  }

  /** The first sheet lacks a mark of the first criterion. */
  async function withoutOneMark(roundId: number) {
    await database.db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await sql`
        with lacking as (
          update sheets set ballot[1] = null, ballot_marks = ballot_marks - 1
          where id = (select min(id) from sheets where round_id = ${roundId}) returning id)
        delete from marks using lacking where sheet_id = lacking.id and criterion_id = (
          select id from criteria where round_id = ${roundId} order by position, id limit 1)`.execute(trx);
    });
  }

  test("has every mark, and strikes those of a sheet that was dropped", async () => {
    const { html } = await visit("");
    const [, own = ""] = html.split('<tr id="why-1"');
    const marks = own.slice(0, own.indexOf("</table>"));
    expect(marks.match(/<td><s>/g)).toHaveLength(2 * 6);
    expect(marks).toContain("27.5");
  });

  test("says how a vote decided, who voted and who recorded it", async () => {
    await vote();
    expect((await visit("")).text).toMatch(
      /与前一名 3号 总分相同，由评委组表决列其后；.*表决：J1 评委1、J2 评委2参加，计分员记录，\d{4}年/,
    );
  });

  test("shows the prizes that the edition gives, and both of those that a shared place lies on", async () => {
    const prize = (title: string) => ({ scope: "heat" as const, title, places: 1 });
    const page = { prizes: ["一等奖", "二等奖", "三等奖"].map(prize) };
    await database.db.updateTable("editions").set({ page }).where("id", "=", heat.round.editionId).execute();
    const { text } = await visit("");
    expect(text).toContain("一等奖");
    expect(text.match(/二等奖／三等奖/g)).toHaveLength(2);
  });

  test("shows a prize whose number the edition does not say where the ceremony and the certificates give it: once", async () => {
    const prizes = [
      { scope: "heat" as const, title: "一等奖" },
      { scope: "heat" as const, title: "二等奖", places: 2 },
    ];
    const { editionId } = heat.round;
    await database.db.updateTable("editions").set({ page: { prizes } }).where("id", "=", editionId).execute();
    const { text } = await visit("");
    expect([text.match(/一等奖/g)?.length, text.match(/二等奖/g)?.length]).toEqual([1, 2]);
  });

  test("shows each group its own prizes where groups are ranked by themselves, as the certificates and the awards give them", async () => {
    const prizes = [{ scope: "heat" as const, title: "一等奖", places: 1 }];
    const { id, editionId } = heat.round;
    await database.db.updateTable("editions").set({ page: { prizes } }).where("id", "=", editionId).execute();
    const group = await database.db
      .insertInto("groups")
      .values({ editionId, key: "innovation", title: "创新组", titleEn: "Innovation" })
      .returning("id")
      .executeTakeFirstOrThrow();
    await database.db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await trx.updateTable("rules").set({ groups: "separate" }).where("roundId", "=", id).execute();
      await trx
        .updateTable("entries")
        .set({ groupId: group.id })
        .where("id", "=", heat.entries[3]?.id ?? 0)
        .execute();
    });
    expect((await visit("")).text.match(/一等奖/g)).toHaveLength(2);
  });

  test("of many entries unfolds the one that is asked for, and leads to the others", async () => {
    const of = await makeClosedHeat(database.db, { judges: 2, entries: 61 });
    const all = await visit("", { of });
    expect(all.html).not.toContain("marks-table");
    expect(all.html).toContain('standings?entry=7#why-7"');
    const one = await visit("?entry=7", { of });
    expect(one.html.match(/marks-table/g)).toHaveLength(1);
    expect(one.html).toMatch(/<tr id="why-7" class="unfold"><td[^>]*><details open="">/);
  });
});

async function vote(order: Record<string, number> = { "2": 2, "3": 1 }, replaces: number | null = null) {
  const ballots = ["J1", "J2"].map((judge) => ({ judge, places: order }));
  const input = { round: heat.round.slug, entries: ["2", "3"], ballots, replaces, reason: "当场表决" };
  const answer = await recordPanelVote({ db: database.db, actor: heat.scorer }, input);
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value.vote;
}

describe("ties and votes", () => {
  const filled = {
    "entry.0": "2",
    "entry.1": "3",
    "judge.0": "J1",
    "judge.1": "J2",
    "judge.2": "J3",
    "order.0": "1-0",
    "order.1": "0-1",
    "order.2": "1-0",
    reason: "各项均相同",
  };

  test("show who broke which tie, and a form for what is still equal to the scorer alone", async () => {
    const mine = await visit("/ties");
    expect(mine.text).toMatch(/总分 \d\d\.\d\d：2号、3号/);
    expect(mine.text).toContain("记录表决…");
    expect((await visit("/ties", { actor: heat.supervisor })).text).not.toContain("记录表决…");
  });

  test("a vote sent by the form is recorded, and a replaced one stays to be read", async () => {
    const answer = await visit("/ties", { form: filled });
    expect([answer.status, answer.location]).toEqual([303, `/organize/rounds/${heat.round.slug}/standings/ties`]);
    const [first] = await findAllPanelVotes(database.db, heat.round.id);
    expect(first?.ballots.map(({ judge, order }) => [judge, order.join()])).toEqual([
      ["J1", "3,2"],
      ["J2", "2,3"],
      ["J3", "3,2"],
    ]);
    await vote({ "2": 1, "3": 2 }, first?.id);
    const { text } = await visit("/ties");
    expect(text).toMatch(/结果：1\. 2 项目2、2\. 3 项目3.*现行.*结果：1\. 3 项目3、2\. 2 项目2.*已被后来的表决取代/);
    expect(text).toContain("J2 评委2：2号 › 3号");
  });

  test("a tie of two is one click for each judge: both orders, and not being there", async () => {
    const { html } = await visit("/ties");
    expect(html.match(/name="order\.0"/g)).toHaveLength(3);
    expect(html).not.toContain('name="place.0.0"');
    // Who is not ticked was not there; places by number are read as well, for ties of many
    const { "order.1": _, ...two } = filled;
    await visit("/ties", { form: { ...two, "order.2": "", "place.2.0": "1", "place.2.1": "2" } });
    const [held] = await findAllPanelVotes(database.db, heat.round.id);
    expect(held?.ballots.map(({ judge, order }) => [judge, order.join()])).toEqual([
      ["J1", "3,2"],
      ["J3", "2,3"],
    ]);
  });

  test("what is wrong is said by judge, and what was filled in stays", async () => {
    const { status, html, text } = await visit("/ties", { form: { ...filled, "order.1": "0" } });
    expect(status).toBe(422);
    expect(text).toContain("J2：每个项目都要有次序，且各次序只用一次");
    expect(html).toContain("各项均相同");
    expect(html).toMatch(
      /name="order\.0"[^>]*checked=""[^>]*value="1-0"|name="order\.0"[^>]*value="1-0"[^>]*checked=""/,
    );
    expect(html).toMatch(
      /name="order\.2"[^>]*checked=""[^>]*value="1-0"|name="order\.2"[^>]*value="1-0"[^>]*checked=""/,
    );
    expect(await findAllPanelVotes(database.db, heat.round.id)).toEqual([]);
  });

  test("say that a vote on another tie than there is now no longer applies, and offer one on this", async () => {
    await vote();
    expect((await visit("/ties")).text).not.toContain("不再适用");
    const by = { db: database.db, actor: heat.scorer };
    await reopenJudging(by, { round: heat.round.slug, reason: "异议成立" });
    await giveSameMarks(database.db, { roundId: heat.round.id, entry: "4", as: "2" });
    expect((await closeJudging(by, { round: heat.round.slug })).ok).toBe(true);
    const { text, html } = await visit("/ties");
    expect(text).toContain("对 2 项目2、3 项目3 的表决不再适用");
    expect(text).toContain("并列第2名：2 项目2、3 项目3、4 项目4");
    expect(html.match(/不再适用/g)).toHaveLength(2);
    expect(text).not.toContain("现行");
    expect((await visit("/ties", { locale: "en" })).text).toContain(
      "The vote on 2 Project 2, 3 Project 3 no longer applies",
    );
    expect((await visit("")).text).not.toContain("由评委组表决列其");
  });

  test("of a published result may be voted on, and say that the public one stays until its correction", async () => {
    await releaseRound(database.db, heat, "published");
    const { text } = await visit("/ties");
    expect(text).toContain("须作为更正重新提请发布");
    expect(text).toContain("记录表决…");
  });

  test("say why there is no vote: before the end, once confirmed, without the step, without a tie", async () => {
    const { db } = database;
    await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
    expect((await visit("/ties")).text).toContain("评分结束后才能表决");
    await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
    await releaseRound(db, heat, "proposed");
    expect((await visit("/ties")).text).toContain("提请自动作废");
    const other = await makeTiedHeat(db, { judges: 2, entries: 3 });
    await releaseRound(db, other, "confirmed");
    expect((await visit("/ties", { of: other })).text).toContain("成绩已确认，不能再表决");
    expect((await visit("/ties", { of: await makeClosedHeat(db) })).text).toContain("不包含评委组表决");
  });
});

describe("what if", () => {
  test("says on the page and in its title that it is no result, and how each rank would differ", async () => {
    const of = await makeClosedHeat(database.db, { judges: 5, entries: 6 });
    const { html, text } = await visit("/what-if?rule=median&without=J2&trimming=off", { of });
    expect(html).toMatch(/<title>假设，不是结果 · [^<]*<\/title>/);
    expect(html).toContain("not-the-result");
    expect(text).toContain("规则为“中位数”");
    expect(text).toMatch(/升\d位|降\d位|不变/);
    expect((await visit("/what-if?rule=median", { of, locale: "en" })).text).toContain("What if – not the result");
    expect((await visit("/what-if?rule=nonsense&without=J99", { of })).text).toContain("请先选择一个假设");
  });

  test("leaves the database as it is, and only asks", async () => {
    const before = await everyRow();
    for (const path of every.slice(3)) {
      const { queries } = await visit(path);
      for (const query of queries) expect(query).toMatch(/^(select|with|start transaction|begin|commit)/i);
    }
    expect(await everyRow()).toEqual(before);
  });

  test("is known to no page but its own: not to an export, an interface, a screen or a command", () => {
    const root = `${import.meta.dirname}/../../..`;
    const knowing = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .filter((file) => /rules\/standings\/what-if|from "\.\/what-if/.test(readFileSync(`${root}/${file}`, "utf8")));
    expect(knowing.sort()).toEqual(["routes/organize/standings/what-if.tsx"]);
  });
});

test("the charts say in words what they show", async () => {
  const { html } = await visit("/charts", { locale: "en" });
  const labels = [...html.matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label = ""]) => label);
  expect(labels).toHaveLength(4 + 5 + 5);
  expect(labels[0]).toMatch(/^1 Project 1: J1 83\.00, .*\(dropped\).*; result 82\.67$/);
  expect(labels[4]).toMatch(/^J1 评委1: [+−]?\d\.\d\d points$/);
  expect(labels[9]).toMatch(/: lowest \d+\.\d\d, lower quartile .* highest \d+\.\d\d$/);
  const empty = await makeHeat(database.db);
  expect((await visit("/charts", { of: empty })).text).toContain("还没有评分单");
});

test("without a rule each page says so", async () => {
  const of = await makeHeat(database.db);
  await database.db.deleteFrom("rules").where("roundId", "=", of.round.id).execute();
  for (const path of every) expect((await visit(path, { of })).text, path).toContain("本轮次还没有计分规则");
});

/** Every row of every table, digested. */
async function everyRow(): Promise<Record<string, string | null>> {
  const { db } = database;
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by 1`.execute(db);
  const digests: Record<string, string | null> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ digest: string | null }>`
      select md5(string_agg(row::text, '|' order by row::text)) as digest from ${sql.table(name)} as row`.execute(db);
    digests[name] = rows[0]?.digest ?? null;
  }
  return digests;
}

test("every setting of the rule can be supposed, those of the second edition too; one that makes no rule is said, not computed", async () => {
  const heat = await makeTiedHeat(database.db, { judges: 3, entries: 3 });
  const address = new URLSearchParams(
    ruleFieldEntries(fieldsOfRule({ ...laterPresets.standard, thresholds: { total: 999, below: "unranked" } })),
  );
  const supposed = (await visit(`/what-if?${address}`, { of: heat })).text;
  expect(supposed).toContain("假设：规则各项设置如上");
  expect(supposed).toContain("评委总分换算为标准分");
  expect(supposed).toContain("本轮得分低于999的不参加排名");
  address.set("normalised", "");
  expect((await visit(`/what-if?${address}`, { of: heat })).text).toContain("这些设置不成一条规则");
  expect((await visit("/what-if?rule=standard", { of: heat })).text).toContain("网评：标准分");
});

test("places in each criterion are told entry by entry, and supposed only where no criterion weighs more", async () => {
  const rubric = defaultRubric.map((criterion, at) => ({ ...criterion, factor: at === 0 ? "2" : "1" }));
  const weighed = await makeHeat(database.db, { judges: 3, entries: 3, rubric });
  const rule = ruleSchema.parse({ ...rulePresets.mean, ties: [], placings: { method: "skating" } });
  const address = new URLSearchParams(ruleFieldEntries(fieldsOfRule(rule)));
  const refused = await visit(`/what-if?${address}`, { of: weighed });
  expect(refused.text).toContain("各评分项同等看待，系数必须相同");
  const of = await makeHeat(database.db, { judges: 3, entries: 3 });
  await database.db.transaction().execute((trx) => replaceRule(trx, of.round.id, rule, null));
  for (const [e, entry] of of.entries.entries())
    for (const seat of of.seats) {
      const marks = { tech: 2800 - 100 * e, market: 1700, business: 1600, team: 1500, landing: 700 };
      await makeSheet(database.db, { roundId: of.round.id, entryId: entry.id, judgeId: seat.id, marks });
    }
  const { text } = await visit("", { of });
  expect(text).toContain("每个评分项各定名次；按逐项名次列在后一名 2号 之前");
  expect(text).toMatch(/技术与产品的名次.*各项名次之和 9 和不与别人相同，直接定名次（规则9）/);
  const supposed = await visit(`/what-if?${address}`, { of });
  expect(supposed.text).toContain("各项名次相加，和小者列前");
});
