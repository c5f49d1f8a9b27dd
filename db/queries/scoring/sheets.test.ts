import { expect, test } from "vitest";
import { scoreTable } from "~/rules/scoring/score-table.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findRubric } from "../rounds/rubrics.ts";
import { findScoreTable } from "./score-table.ts";
import { findAllRoundsOfJudge, findOwnSheet, findRunningOrder } from "./sheets.ts";

const database = testDatabase();
const marks = { tech: 2550, market: 1800, business: 1650, team: 2000, landing: 0 };

async function hall(entries: number, judges = 2) {
  const heat = await makeHeat(database.db, { entries, judges });
  const [first, second] = heat.seats;
  const [one, two, three] = heat.entries;
  if (!first || !second || !one) throw new Error("a hall has two judges and an entry");
  const at = (entry: typeof one, seat: typeof first) => ({
    roundId: heat.round.id,
    entryId: entry.id,
    judgeId: seat.id,
  });
  return { ...heat, first, second, one, two, three, at, roundId: heat.round.id };
}

test("a judge's rounds are those with a seat that is not taken away, with what is done of each; one query for 1 and for 3", async () => {
  const { first, second, at, one, two, three, roundId, round } = await hall(3);
  if (!two || !three) throw new Error("three entries");
  await makeSheet(database.db, { ...at(one, first), marks });
  await makeSheet(database.db, { ...at(two, first), marks: {}, state: "draft" });
  await makeSheet(database.db, { ...at(three, second), marks });
  await database.db
    .insertInto("recusals")
    .values({ ...at(three, first), reason: "同事" })
    .execute();
  const rounds = await database.queriesOf(() => findAllRoundsOfJudge(database.db, first.actor.id));
  expect(rounds.queries).toHaveLength(1);
  expect(rounds.answer).toMatchObject([{ slug: round.slug, state: "judging", entries: 3, done: 2, head: true }]);
  for (let more = 0; more < 2; more++) {
    const other = await hall(1);
    const seat = { userId: first.actor.id, removedAt: null };
    await database.db.updateTable("panelMembers").set(seat).where("id", "=", other.second.id).execute();
  }
  const all = await database.queriesOf(() => findAllRoundsOfJudge(database.db, first.actor.id));
  expect(all.queries).toHaveLength(1);
  expect(all.answer).toHaveLength(3);
  await database.db
    .updateTable("panelMembers")
    .set({ removedAt: new Date() })
    .where("roundId", "=", roundId)
    .where("userId", "=", first.actor.id)
    .execute();
  expect(await findAllRoundsOfJudge(database.db, first.actor.id)).toHaveLength(2);
});

test.each([1, 3])(
  "the running order of %i entries is one query, in drawn order, with the judge's own states alone",
  async (count) => {
    const { first, second, at, one, two, three, roundId } = await hall(count);
    await makeSheet(database.db, { ...at(one, first), marks });
    if (two && three) {
      await makeSheet(database.db, { ...at(two, second), marks });
      await makeSheet(database.db, { ...at(three, first), marks: { tech: 50 }, state: "draft" });
      const drawn = [two, three, one].map((entry, place) => ({ id: entry.id, place: place + 11 }));
      for (const { id, place } of drawn) {
        await database.db.updateTable("entries").set({ runningOrder: place }).where("id", "=", id).execute();
      }
    }
    const order = await database.queriesOf(() => findRunningOrder(database.db, { roundId, userId: first.actor.id }));
    expect(order.queries).toHaveLength(1);
    const mine = { key: "1", title: "项目1", state: "submitted", total: "80.00" };
    expect(order.answer).toMatchObject(
      count === 1
        ? [mine]
        : [{ key: "2", state: "none", total: null }, { key: "3", state: "draft", total: null }, mine],
    );
    const stranger = await hall(1);
    expect(await findRunningOrder(database.db, { roundId, userId: stranger.first.actor.id })).toEqual([]);
  },
);

test.each([1, 3])(
  "one sheet, with %i of them there, is one query and holds nothing of another judge's",
  async (count) => {
    const { first, second, at, one, entries, roundId } = await hall(count);
    for (const entry of entries) {
      await makeSheet(database.db, { ...at(entry, second), marks: { ...marks, tech: 1150 }, note: "别人的话" });
    }
    await makeSheet(database.db, {
      ...at(one, first),
      marks: { tech: 2550, landing: 0 },
      note: "我的话",
      state: "draft",
    });
    const find = (entry: string, userId = first.actor.id) => findOwnSheet(database.db, { roundId, entry, userId });
    const found = await database.queriesOf(() => find("1"));
    expect(found.queries).toHaveLength(1);
    expect(found.answer).toMatchObject({
      key: "1",
      placesSheet: 2,
      recusal: null,
      sheet: { version: 1, state: "draft", note: "我的话", submitted: null, marks: { tech: 2550, landing: 0 } },
    });
    expect(JSON.stringify(found.answer)).not.toMatch(/1150|别人/);
    const saved = new Date(found.answer?.sheet?.saved ?? 0).getTime();
    expect(Math.abs(Date.now() - saved)).toBeLessThan(60_000);
    expect((await find("1", second.actor.id))?.sheet?.marks).toMatchObject({ tech: 1150 });
    expect(await find("nobody")).toBeUndefined();
    expect(await find("1", (await hall(1)).first.actor.id)).toBeUndefined();
  },
);

test("a recusal stands where the sheet was, with its reason and time", async () => {
  const { first, second, at, one, roundId } = await hall(1);
  await database.db
    .insertInto("recusals")
    .values([
      { ...at(one, first), reason: "同事", declaredAt: new Date("2026-12-01T02:00:00Z") },
      { ...at(one, second), reason: "股东" },
    ])
    .execute();
  const found = await findOwnSheet(database.db, { roundId, entry: "1", userId: first.actor.id });
  expect(found).toMatchObject({ sheet: null, recusal: { reason: "同事" } });
  expect(new Date(found?.recusal?.declared ?? 0).toISOString()).toBe("2026-12-01T02:00:00.000Z");
  expect(JSON.stringify(found)).not.toContain("股东");
});

test("the rubric of a sheet comes with its bands", async () => {
  const { roundId } = await hall(1);
  const [tech] = await findRubric(database.db, roundId);
  expect(tech).toMatchObject({ key: "tech", max: 3000, step: 50, factor: "1" });
  expect(tech?.bands.map((band) => band.floorPercent)).toEqual([85, 70, 55, 0]);
});

test.each([1, 3])(
  "the scorer's table of %i entries is one query: totals of submitted sheets only, recusals, no removed judge",
  async (count) => {
    const { first, second, seats, at, one, roundId } = await hall(count, 3);
    await makeSheet(database.db, { ...at(one, first), marks });
    await makeSheet(database.db, { ...at(one, second), marks: { tech: 1150 }, state: "draft" });
    await database.db
      .updateTable("panelMembers")
      .set({ removedAt: new Date() })
      .where("id", "=", seats[2]?.id ?? 0)
      .execute();
    const found = await database.queriesOf(() => findScoreTable(database.db, roundId));
    expect(found.queries).toHaveLength(1);
    expect(found.answer.judges).toMatchObject([
      { key: "J1", head: true },
      { key: "J2", head: false },
    ]);
    expect(found.answer.entries).toHaveLength(count);
    expect(found.answer.entries[0]).toMatchObject({ key: "1", title: "项目1", english: "Project 1", place: 1 });
    const table = scoreTable(found.answer);
    expect(table.rows[0]?.cells).toMatchObject([
      { state: "submitted", total: "80.00" },
      { state: "draft", total: null },
    ]);
    expect(table.missing).toBe(2 * count - 1);
    expect(withoutChance(found.answer)).not.toContain("1150");
  },
);

test("a total is rounded as the rule rounds a sheet, and exact to the last digit where it does not", async () => {
  const rubric = ["0.125", "0.333333"].map((factor, at) => ({
    key: `c${at}`,
    label: "项",
    labelEn: null,
    max: 3000,
    step: 1,
    bands: [],
    factor,
  }));
  const { round, seats, entries } = await makeHeat(database.db, { rubric, entries: 1, judges: 1 });
  const seat = seats[0];
  const entry = entries[0];
  if (!seat || !entry) throw new Error("one judge, one entry");
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks: { c0: 2300, c1: 0 } });
  const totals = async () => [
    (await findScoreTable(database.db, round.id)).sheets[0]?.total,
    (await findRunningOrder(database.db, { roundId: round.id, userId: seat.actor.id }))[0]?.total,
  ];
  expect(await totals()).toEqual(["2.88", "2.88"]);
  const bare = await makeHeat(database.db, { rubric, entries: 1, judges: 1 });
  await database.db.updateTable("rules").set({ placesSheet: null }).where("roundId", "=", bare.round.id).execute();
  const place = { roundId: bare.round.id, entryId: bare.entries[0]?.id ?? 0, judgeId: bare.seats[0]?.id ?? 0 };
  await makeSheet(database.db, { ...place, marks: { c0: 2300, c1: 1001 } });
  expect((await findScoreTable(database.db, bare.round.id)).sheets[0]?.total).toBe("6.21166333");
});
