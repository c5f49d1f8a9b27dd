import { sql } from "kysely";
import { expect, test } from "vitest";
import { paperOf, readPapers } from "~/reads/documents/paper.ts";
import * as judgePage from "~/routes/judge/scoring/deliberation.tsx";
import * as judgeRound from "~/routes/judge/scoring/round.tsx";
import * as judgeSheet from "~/routes/judge/scoring/sheet.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as deskPage from "./deliberations.tsx";
import * as tablePage from "./score-table.tsx";

const database = testDatabase();
const page = pagesOf({
  "/organize/rounds/:round/deliberations": deskPage,
  "/organize/rounds/:round/table": tablePage,
  "/judge/:round": judgeRound,
  "/judge/:round/:entry": judgeSheet,
  "/judge/:round/:entry/deliberation": judgePage,
});
const low = { tech: 1500, market: 1000, business: 1000, team: 1000, landing: 500 };
const high = { tech: 2800, market: 1900, business: 1900, team: 1900, landing: 900 };

async function hall(hidesJudges: boolean) {
  const heat = await makeHeat(database.db, { entries: 2 });
  const { round, seats, entries, scorer } = heat;
  const setting = JSON.stringify({ method: "range", threshold: 20, hidesJudges });
  await sql`update rules set deliberation = ${setting}::text::jsonb where round_id = ${round.id}`.execute(database.db);
  for (const [at, entry] of entries.entries()) {
    for (const [j, seat] of seats.entries()) {
      const place = { roundId: round.id, entryId: entry.id, judgeId: seat.id };
      await makeSheet(database.db, { ...place, marks: at === 0 && j === 0 ? low : high });
    }
  }
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const desk = `/organize/rounds/${round.slug}/deliberations`;
  const own = `/judge/${round.slug}/${entries[0]?.key}/deliberation`;
  const get = async (address: string, actor: Actor | null) => await page(address, { db: database.db, actor });
  const send = async (address: string, actor: Actor | null, form: Record<string, string>) =>
    await page(address, { db: database.db, actor, form: { idempotencyKey: crypto.randomUUID(), ...form } });
  const act = (intent: string, actor: Actor, more: object = {}) =>
    send(desk, actor, { intent, entry: entries[0]?.key ?? "", ...more });
  const judge = (which: number) => seats[which]?.actor ?? null;
  return { ...heat, scorer, supervisor, desk, own, get, send, act, judge };
}

test("the desk shows what is held with every judge's total, and each step's button to whoever it is for", async () => {
  const { desk, get, scorer, supervisor, act, send, own, judge, round, entries, seats } = await hall(false);
  const table = await (await get(`/organize/rounds/${round.slug}/table`, scorer)).text();
  expect(table).toContain("1个项目需要复议");
  expect(table).toContain(`href="${desk}"`);
  const held = await (await get(desk, scorer)).text();
  expect(held).toContain("相差 44.00");
  expect(held).toContain("开始复议");
  expect(await (await get(desk, supervisor)).text()).not.toContain("开始复议");
  expect((await get(own, judge(0))).status).toBe(404);

  expect((await act("open", scorer)).status).toBe(303);
  const order = await (await get(`/judge/${round.slug}`, judge(0))).text();
  expect(order).toContain("复议");
  const mine = await (await get(own, judge(0))).text();
  expect(mine).toContain("50.00");
  expect(mine).toContain("94.00");
  expect(mine).toContain(seats[1]?.name ?? "nobody");
  const wrong = await send(own, judge(0), { score: "1000", reason: "原分偏低" });
  expect(wrong.status).toBe(422);
  const html = await wrong.text();
  expect(html).toContain("复议分：超出允许的范围");
  expect(html).toContain('value="1000"');
  expect((await send(own, judge(0), { score: "80.5", reason: "原分偏低" })).status).toBe(303);
  expect(await (await get(own, judge(0))).text()).toContain("您已给出复议分 80.5");

  await act("end", scorer);
  expect(await (await get(own, judge(1))).text()).toContain("待监督员确认");
  const ended = await (await get(desk, supervisor)).text();
  expect(ended).toContain("确认，复议分生效");
  expect(ended).toContain("原分偏低");
  await act("confirm", supervisor);
  const done = await (await get(`/organize/rounds/${round.slug}/table`, scorer)).text();
  expect(done).toMatch(/50\.00(?:<!-- -->)? → (?:<!-- -->)?80\.5/);
  expect(entries).toHaveLength(2);
});

test("where judges are hidden from each other, neither a name nor a key nor a reason is in the judge's page", async () => {
  const { own, get, act, scorer, judge, seats, send } = await hall(true);
  await act("open", scorer);
  await send(own, judge(0), { score: "80.5", reason: "原分偏低" });
  const html = await (await get(own, judge(1))).text();
  expect(html).toContain("第1份");
  expect(html).toContain("80.5");
  for (const seat of [seats[0], seats[2]]) {
    expect(html).not.toContain(seat?.name ?? "nobody");
    expect(html).not.toContain(`"${seat?.key}"`);
  }
  expect(html).not.toContain("原分偏低");
});

test("who handed in no sheet there, or sits on no panel, does not see what the others gave", async () => {
  const { own, get, act, scorer, round, entries } = await hall(false);
  const other = await makeHeat(database.db);
  await act("open", scorer);
  expect((await get(own, other.seats[0]?.actor ?? null)).status).toBe(404);
  expect((await get(own, scorer)).status).toBe(404);
  const late = await sql<{ userId: string }>`select user_id from panel_members where round_id = ${round.id}`.execute(
    database.db,
  );
  expect(late.rows).toHaveLength(3);
  expect(entries).toHaveLength(2);
});

test("a round that does not confer says where it is set, and closing names what has to be settled first", async () => {
  const { get, scorer } = await hall(false);
  const plain = await makeHeat(database.db);
  const address = `/organize/rounds/${plain.round.slug}/deliberations`;
  expect(await (await get(address, plain.scorer)).text()).toContain("请到“计分规则”的第3步设定");
  const held = await hall(false);
  const closed = await held.send(`/organize/rounds/${held.round.slug}/table`, held.scorer, { intent: "close" });
  expect(await closed.text()).toContain("还有项目需要复议");
  expect(scorer.id).not.toBe(held.scorer.id);
});

test("what a judge gave after conferring stands on the own sheet and on the printed one, beside the total, and whether it counts yet", async () => {
  const { get, act, send, own, scorer, supervisor, judge, round } = await hall(false);
  const sheet = own.replace("/deliberation", "");
  const mine = async (which: number) => await (await get(sheet, judge(which))).text();
  const printed = async (name: "sheets" | "slips") => {
    const full = await findRound(database.db, round.slug);
    if (!full) throw new Error("the round is there");
    return JSON.stringify(
      paperOf(name, { locale: "zh-CN", round: full, papers: await readPapers(database.db, full) }).paper,
    );
  };
  await act("open", scorer);
  await send(own, judge(0), { score: "80.5", reason: "原分偏低" });
  expect(await mine(0)).toMatch(/80\.5.*在此之前以评分单为准.*原分偏低/s);
  expect(await mine(0)).toContain("50.00");
  expect(await mine(1)).not.toContain("在此之前以评分单为准");
  await act("end", scorer);
  expect(await printed("sheets")).not.toContain("代替合计");
  await act("confirm", supervisor);
  expect(await mine(0)).toMatch(/80\.5.*复议分代替这张评分单的合计参加合成/s);
  const sheets = await printed("sheets");
  expect(sheets).toContain("复议分 80.5，代替合计参加合成，理由：原分偏低");
  expect(sheets.match(/代替合计/g)).toHaveLength(1);
  expect(await printed("slips")).toContain("50.00 → 80.5");
});

test("who has drawn no number while others have is called by none, on the desk and on the judge's page; before the draw by the key", async () => {
  const { desk, own, get, act, scorer, judge, round } = await hall(false);
  const draws = () => database.db.updateTable("entries").where("roundId", "=", round.id);
  await draws().where("key", "=", "1").set({ drawNumber: null }).execute();
  expect((await act("open", scorer)).status).toBe(303);
  const shown = async (expected: string) => {
    for (const [path, actor] of [[desk, scorer] as const, [own, judge(0)] as const])
      expect((await (await get(path, actor)).text()).replaceAll("<!-- -->", "")).toContain(`>${expected} 项目1<`);
  };
  await shown("–");
  await draws().set({ drawNumber: null }).execute();
  await shown("1");
});
