import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import { z } from "zod";
import { loader as tablePage } from "~/routes/organize/scoring/score-table.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
import { testDatabase } from "~db/testing/database.ts";
import { takeDraft, takeSheet } from "./marks-door.ts";
import * as roundModule from "./round.tsx";
import { loader as roundPage } from "./round.tsx";
import { loader as roundsPage } from "./rounds.tsx";
import * as sheetModule from "./sheet.tsx";
import { loader as sheetPage, action as writeSheet } from "./sheet.tsx";

const database = testDatabase();

/** Three judges, as many entries: J2 and J3 have submitted everything, J3 recused from entry 2, J1 has a draft of entry 1. */
async function hall(count = 3) {
  const heat = await makeHeat(database.db, { judges: 3, entries: count });
  const [mine, second, third] = heat.seats;
  const [one] = heat.entries;
  if (!mine || !second || !third || !one) throw new Error("three judges and an entry");
  const secret = { tech: 1150, market: 1350, business: 1250, team: 1950, landing: 950 };
  for (const seat of [second, third]) {
    for (const entry of heat.entries) {
      const at = { roundId: heat.round.id, entryId: entry.id, judgeId: seat.id };
      if (seat === third && entry.key === "2") {
        await database.db
          .insertInto("recusals")
          .values({ ...at, reason: "不可外传的理由" })
          .execute();
      } else await makeSheet(database.db, { ...at, marks: secret, note: "别人的备注" });
    }
  }
  const late = { entryId: one.id, judgeId: second.id, key: "came-too-late", note: "别人迟到的备注" };
  await database.db
    .insertInto("lateSheets")
    .values({ roundId: heat.round.id, ...late, marks: secret })
    .execute();
  const draft = { roundId: heat.round.id, entryId: one.id, judgeId: mine.id, marks: { tech: 2750 }, note: "我的备注" };
  await makeSheet(database.db, { ...draft, state: "draft" });
  return { ...heat, mine, second };
}

const routeArgs = (actor: Actor | null, params: Record<string, string> = {}, body?: Record<string, string>) => ({
  params,
  request: new Request("http://localhost/judge", body ? { method: "POST", body: new URLSearchParams(body) } : {}),
  context: { db: database.db, locale: "zh-CN", actor: async () => actor } as unknown as AppLoadContext,
});

/** What a tablet's script sends. */
const sentBy = (actor: Actor | null, place: { round: string; entry: string }, body: Record<string, string>) => ({
  ...place,
  actor,
  db: database.db,
  fields: new URLSearchParams(body),
});

async function statusOf(answer: Promise<unknown>): Promise<number> {
  return await answer.then(
    (page) => (page instanceof Response ? page.status : 200),
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : 500),
  );
}

test("a judge's pages hold nothing of other judges: no mark, total, note, name, state or reason, nor what came late", async () => {
  const { round, mine, second, entries } = await hall();
  const pages = [
    await roundsPage(routeArgs(mine.actor)),
    await roundPage(routeArgs(mine.actor, { round: round.slug })),
    ...(await Promise.all(
      entries.map(({ key }) => sheetPage(routeArgs(mine.actor, { round: round.slug, entry: key }))),
    )),
  ];
  const seen = withoutChance(pages);
  expect(seen).toContain("我的备注");
  expect(seen).toContain("27.5");
  // 66.50 is the total of the others' sheets
  expect(seen).not.toMatch(/11\.5|13\.5|12\.5|19\.5|9\.5|1150|66\.5|别人|不可外传|评委2|评委3|J2|J3/);
  expect(seen).not.toMatch(/"state":"(submitted|recused)"|"late(At)?":(true|")/);
  expect(JSON.stringify(pages)).not.toContain(second.actor.id);
});

test("refusals tell a judge no more than the pages do", async () => {
  const { round, mine } = await hall();
  const sent = { version: "7", note: "", "mark.tech": "1" };
  const stale = await takeDraft(sentBy(mine.actor, { round: round.slug, entry: "1" }, sent));
  expect(stale.status).toBe(409);
  expect(JSON.parse(stale.body)).toEqual({
    ok: false,
    error: {
      type: "stale-version",
      stored: { version: 1, state: "draft", marks: { tech: "27.5" }, note: "我的备注", submittedAt: null },
    },
  });
});

test("what the tablet sends twice under one key is handed in once, and never in another judge's name", async () => {
  const { round, mine, second, criteria } = await hall();
  const marks = Object.fromEntries(criteria.map(({ key }) => [`mark.${key}`, "1"]));
  const sent = {
    ...marks,
    intent: "submit",
    idempotencyKey: "sent-twice",
    judge: mine.actor.id,
    version: "1",
    note: "",
  };
  const send = (actor: Actor) => takeSheet(sentBy(actor, { round: round.slug, entry: "1" }, sent));
  expect((await send(second.actor)).status).toBe(401);
  const answers = [await send(mine.actor), await send(mine.actor)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const [first, again] = answers.map(({ body }) => JSON.parse(body));
  expect(again).toMatchObject({ ok: true, value: { version: first.value.version, total: first.value.total } });
});

test("without a seat there is no page, and who has only a seat sees no table", async () => {
  const { round, mine, second, scorer } = await hall();
  const stranger = (await hall(1)).mine;
  const granted = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
  const params = { round: round.slug, entry: "1" };
  for (const actor of [stranger.actor, granted, scorer]) {
    expect(await statusOf(roundPage(routeArgs(actor, params)))).toBe(404);
    expect(await statusOf(sheetPage(routeArgs(actor, params)))).toBe(404);
    expect((await takeDraft(sentBy(actor, params, { version: "0" }))).status).toBe(404);
    expect(await statusOf(writeSheet(routeArgs(actor, params, { version: "0", intent: "submit" })))).toBe(404);
  }
  expect(await roundsPage(routeArgs(granted))).toMatchObject({ rounds: [] });
  expect(await statusOf(sheetPage(routeArgs(mine.actor, { ...params, entry: "99" })))).toBe(404);
  expect(await statusOf(tablePage(routeArgs(mine.actor, params)))).toBe(404);
  expect(await statusOf(tablePage(routeArgs(scorer, params)))).toBe(200);
  await database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", second.id).execute();
  expect(await statusOf(roundPage(routeArgs(second.actor, params)))).toBe(404);
  expect(await statusOf(sheetPage(routeArgs(second.actor, params)))).toBe(404);
  for (const page of [roundsPage, roundPage, sheetPage, tablePage]) {
    expect(await statusOf(page(routeArgs(null, params)))).toBe(302);
  }
  expect((await takeDraft(sentBy(null, params, { version: "0" }))).status).toBe(401);
});

test.each([1, 3])("with %i entries the pages ask as few questions as ever", async (count) => {
  const { round, mine, scorer } = await hall(count);
  const params = { round: round.slug, entry: "1" };
  const queriesOf = async (work: () => Promise<unknown>) => (await database.queriesOf(work)).queries.length;
  expect(await queriesOf(() => roundsPage(routeArgs(mine.actor)))).toBe(1);
  // the guard's round, the order, the own seat with the practice, and what the scorer's table tells
  expect(await queriesOf(() => roundPage(routeArgs(mine.actor, params)))).toBe(4);
  // the guard's round; sheet, rubric and order; what the scorer's table tells
  expect(await queriesOf(() => sheetPage(routeArgs(mine.actor, params)))).toBe(5);
  // the guard's round; revision, stage and steps; the table; the tablets to pair
  expect(await queriesOf(() => tablePage(routeArgs(scorer, params)))).toBe(6);
});

test("a refused form comes back with every word that was sent", async () => {
  const { round, mine } = await hall();
  const params = { round: round.slug, entry: "3" };
  const sent = { intent: "review", version: "0", note: "先记一笔", "mark.tech": "31", "mark.market": "16" };
  const answer = await writeSheet(routeArgs(mine.actor, params, sent));
  const back = z.object({ data: z.any(), init: z.object({ status: z.number() }) }).parse(answer);
  expect(back.init.status).toBe(422);
  expect(back.data).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "marks.tech", code: "above-max" }] },
    sent: { note: "先记一笔", marks: { tech: "31", market: "16" } },
  });
  const recusal = await writeSheet(routeArgs(mine.actor, params, { intent: "recuse", reason: " " }));
  expect(recusal).toMatchObject({ data: { intent: "recuse", reason: " ", error: { type: "invalid-input" } } });
});

test("where the round says so a judge's own figures stand beside the sheet, and nobody else's are in them", async () => {
  const { round, mine, entries } = await hall();
  const page = pagesOf({ "/judge/:round/:entry": sheetModule });
  const text = async (locale?: "en") =>
    await (await page(`/judge/${round.slug}/1`, { db: database.db, actor: mine.actor, locale })).text();
  expect(await text()).not.toContain("本人");
  await database.db.updateTable("rounds").set({ ownFigures: true }).where("id", "=", round.id).execute();
  // What the others handed in is there, and does not count
  expect(await text()).toContain("本人还没有交评分单");
  for (const [at, tech] of [2000, 2400].entries()) {
    const marks = { tech, market: 1500, business: 1500, team: 1500, landing: 500 };
    await makeSheet(database.db, {
      roundId: round.id,
      entryId: entries[at + 1]?.id ?? 0,
      judgeId: mine.id,
      marks,
    });
  }
  expect(await text()).toContain("本人已交2份 · 平均72.00 · 标准差2.83");
  expect(await text("en")).toContain("2 own sheets · mean 72.00 · SD 2.83");
});

test("a judge's pages name the panel that they sit on and their kind, where the round has any", async () => {
  const page = pagesOf({ "/judge/:round": roundModule, "/judge/:round/:entry": sheetModule });
  const text = async (slug: string, path: string, actor: Actor | undefined) =>
    await (await page(`/judge/${slug}${path}`, { db: database.db, actor: actor ?? null })).text();
  const plain = await hall();
  for (const path of ["", "/1"]) expect(await text(plain.round.slug, path, plain.mine.actor)).not.toContain("评委组");
  const kinds = [
    { key: "expert", label: "专业评委", weight: 0.7 },
    { key: "media", label: "媒体评委", weight: 0.3 },
  ];
  const { round, seats } = await makeTwoPanels(database.db, { state: "judging", onAll: true, settings: { kinds } });
  await database.db
    .updateTable("panelMembers")
    .set({ kind: "media" })
    .where("roundId", "=", round.id)
    .where("key", "in", ["J1", "J5"])
    .execute();
  for (const path of ["", "/1"]) {
    expect(await text(round.slug, path, seats[0]?.actor)).toContain("评委组 A · 媒体评委");
    expect(await text(round.slug, path, seats[4]?.actor)).toContain("全部评委组 · 媒体评委");
  }
  expect(await text(round.slug, "", seats[2]?.actor)).toContain("评委组 B");
});
