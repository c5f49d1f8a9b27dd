import { expect, test } from "vitest";
import { drawOrder } from "~/commands/heats/draw-order.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import type { StageScreen } from "~/rules/stage/conduct.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeSituation } from "~/testing/secret-heat.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as stage from "./stage.tsx";

const database = testDatabase();
const pages = pagesOf({ "stage/:key": stage });
const visit = async (path: string) => await pages(path, { db: database.db });

test("a link that nobody gave out leads nowhere", async () => {
  expect((await visit("/stage/nobodys-link")).status).toBe(404);
});

test("the page says the same whoever asks, is kept by nobody and found by no search engine", async () => {
  const { round, scorer } = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
  const anonymous = await visit(`/stage/${round.stageKey}`);
  expect(anonymous.headers.get("Cache-Control")).toContain("no-store");
  const body = async (answer: Response) => /<main>.*<\/main>/s.exec(await answer.text())?.[0];
  const shown = await body(anonymous);
  expect(shown).toContain("stage-whole");
  expect(await body(await pages(`/stage/${round.stageKey}`, { db: database.db, actor: scorer }))).toBe(shown);
  expect(await (await visit(`/stage/${round.stageKey}`)).text()).toContain('name="robots" content="noindex"');
});

test("it is dark whatever the device prefers, in Chinese with English below, and the other way round when asked", async () => {
  const { round } = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
  const words = async (query: string) =>
    (await (await visit(`/stage/${round.stageKey}${query}`)).text()).replaceAll("<!-- -->", "");
  const html = await words("");
  expect(html).toMatch(/<html[^>]* data-scheme="dark"/);
  expect(html).toMatch(/出场顺序 <span lang="en" class="stage-second">Running order/);
  expect(await words("?lang=en")).toMatch(/Running order <span lang="zh-CN" class="stage-second">出场顺序/);
});

test("before the draw there are projects, and no order; the draw puts the order there by itself, on its first page", async () => {
  const { round } = await makeHeat(database.db, { judges: 1, entries: 9, state: "ready" });
  await database.db
    .updateTable("entries")
    .set({ runningOrder: null, drawNumber: null })
    .where("roundId", "=", round.id)
    .execute();
  const startsAt = new Date("2026-11-25T06:00:00Z");
  await database.db.updateTable("rounds").set({ startsAt }).where("id", "=", round.id).execute();
  const { stageKey } = await database.db
    .selectFrom("rounds")
    .select("stageKey")
    .where("id", "=", round.id)
    .executeTakeFirstOrThrow();
  const shown = async () => (await (await visit(`/stage/${stageKey}`)).text()).replaceAll("<!-- -->", "");
  const before = await shown();
  expect(before).toContain("参赛项目");
  expect(before).toContain("2026年11月25日");
  expect(before).toContain("14:00");
  expect(before).not.toMatch(/出场顺序|下一个|stage-mark/);

  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const drawn = await drawOrder({ db: database.db, actor }, { round: round.slug, seed: "00".repeat(16) });
  expect(drawn).toMatchObject({ ok: true });
  const after = await shown();
  expect(after).toMatch(/出场顺序.*下一个/s);
  expect([...after.matchAll(/stage-mark">(\d+)</g)].map(([, place]) => place)).toEqual(["1", "2", "3", "4", "5"]);
});

test("no style stands in the page itself: the browser is told to let none through", async () => {
  const situation = await makeSituation(database.db, "closed");
  const screens: StageScreen[] = [
    { name: "waiting" },
    { name: "presenting" },
    { name: "reveal", step: 3 },
    { name: "draw" },
  ];
  for (const screen of screens) {
    await situation.show(screen);
    expect(await (await visit(`/stage/${situation.round.stageKey}`)).text()).not.toContain("style=");
  }
});

test("on the spot every judge's total is there, the dropped ones struck, and no judge's name", async () => {
  const situation = await makeSituation(database.db, "closed");
  await database.db.updateTable("rounds").set({ scoresOnStage: true }).where("id", "=", situation.round.id).execute();
  await situation.show({ name: "score", entry: "1" });
  const html = await (await visit(`/stage/${situation.round.stageKey}`)).text();
  const struck = [...html.matchAll(/<s [^>]*>([\d.]+)<\/s>/g)].map(([, total]) => total);
  expect(struck).toEqual(["65.00", "93.50"]);
  expect(html).toContain("去掉最高分");
  expect(html).toContain("1 号评委");
  expect(situation.found(html).names).toEqual([]);
});

test("the picture takes as many queries for three projects as for one", async () => {
  const count = async (entries: number) => {
    const { round } = await makeClosedHeat(database.db, { judges: 3, entries });
    const { queries } = await database.queriesOf(() => visit(`/stage/${round.stageKey}`));
    return queries.length;
  };
  expect([await count(1), await count(3)]).toEqual([3, 3]);
});

test("in the ceremony a number is a place alone, and a tie that was parted says how", async () => {
  const { round, entries, seats } = await makeHeat(database.db, { judges: 2, entries: 2 });
  const step = { criterionId: await criterionOf(round.id, "tech"), step: "criterion" };
  await database.db
    .insertInto("tieSteps")
    .values({ roundId: round.id, position: 0, ...step })
    .execute();
  const sheets: [entry: number, judge: number, tech: number, market: number][] = [
    [0, 0, 2000, 1000],
    [0, 1, 1800, 1200],
    [1, 0, 1900, 1100],
    [1, 1, 1800, 1200],
  ];
  for (const [entry, judge, tech, market] of sheets)
    await makeSheet(database.db, {
      roundId: round.id,
      entryId: entries[entry]?.id ?? 0,
      judgeId: seats[judge]?.id ?? 0,
      marks: { tech, market, business: 1000, team: 1000, landing: 500 },
    });
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const actor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: round.id }] });
  const shown = await takeStep(
    { db: database.db, actor },
    { round: round.slug, after: 0, step: { type: "show", screen: { name: "reveal", step: 2 } } },
  );
  expect(shown).toMatchObject({ ok: true });
  const { stageKey } = await database.db
    .selectFrom("rounds")
    .select("stageKey")
    .where("id", "=", round.id)
    .executeTakeFirstOrThrow();
  const html = (await (await visit(`/stage/${stageKey}`)).text()).replaceAll("<!-- -->", "");
  expect(html).toContain("第 1 名");
  expect(html).toContain("同分，按评分项「技术与产品」分出先后");
  expect(html).not.toContain("stage-number");
});

async function criterionOf(roundId: number, key: string): Promise<number> {
  const { id } = await database.db
    .selectFrom("criteria")
    .select("id")
    .where("roundId", "=", roundId)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  return id;
}
