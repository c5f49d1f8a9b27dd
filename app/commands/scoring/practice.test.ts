import { describe, expect, test } from "vitest";
import { practiceVersion } from "~/rules/scoring/practice.ts";
import { findRoundsToRank } from "~db/queries/exchange/exported.ts";
import { findPractice, findPracticeOfJudge } from "~db/queries/scoring/practices.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { closePractice } from "./close-practice.ts";
import { handInPractice } from "./hand-in-practice.ts";
import { removePractice } from "./remove-practice.ts";
import { savePractice } from "./save-practice.ts";

const database = testDatabase();

const marks = { tech: "26", market: "16", business: "15", team: "17", landing: "8.5" };
const wanted = {
  title: "往届的一个项目",
  titleEn: "A project of an earlier edition",
  description: "做毫米波前端模组",
  descriptionEn: "",
  marks,
  reasons: { tech: "有流片，尚无客户" },
};

async function scene(given: { state?: "ready" | "judging"; judges?: number } = {}) {
  const { state = "ready", judges = 4 } = given;
  const heat = await makeHeat(database.db, { state, judges });
  const { round } = heat;
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const by = { db: database.db, actor: organizer };
  const stored = async () => (await findPractice(database.db, round.id)) ?? null;
  const save = async (change: object = {}, as = organizer) =>
    savePractice(
      { db: database.db, actor: as },
      { round: round.slug, version: practiceVersion(await stored()), practice: { ...wanted, ...change } },
    );
  const handIn = (at: number, given: Record<string, string> = marks) =>
    handInPractice({ db: database.db, actor: heat.seats[at]?.actor ?? null }, { round: round.slug, marks: given });
  const close = () => closePractice(by, { round: round.slug });
  const remove = () => removePractice(by, { round: round.slug });
  const seen = (at: number) =>
    findPracticeOfJudge(database.db, { roundId: round.id, userId: heat.seats[at]?.actor.id ?? "" });
  return { ...heat, organizer, by, stored, save, handIn, close, remove, seen };
}

describe("a practice project", () => {
  test("is there only once an organizer makes one, with a reference mark for every criterion", async () => {
    const { save, stored, handIn } = await scene();
    expect(await stored()).toBeNull();
    expect(await handIn(0)).toMatchObject({ error: { type: "not-found" } });
    const { tech: _, ...lacking } = marks;
    expect(await save({ marks: { ...lacking, team: "21" } })).toMatchObject({
      error: {
        type: "invalid-input",
        fields: [
          { path: "practice.marks.team", code: "above-max" },
          { path: "practice.marks.tech", code: "required" },
        ],
      },
    });
    expect(await save({ title: " " })).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "practice.title" }] },
    });
    expect(await save()).toMatchObject({ ok: true });
    expect(await stored()).toMatchObject({
      titleEn: "A project of an earlier edition",
      descriptionEn: null,
      reference: { tech: { mark: 2600, why: "有流片，尚无客户" }, landing: { mark: 850, why: null } },
      handedIn: 0,
      judges: 4,
    });
  });

  test("is for those who set the round up, and of two who change it the second is told", async () => {
    const { round, save, scorer, seats, by } = await scene();
    for (const actor of [scorer, seats[0]?.actor]) expect(await save({}, actor)).toMatchObject({ ok: false });
    await save();
    const old = { round: round.slug, version: practiceVersion(null), practice: wanted };
    expect(await savePractice(by, old)).toMatchObject({ error: { type: "stale-version" } });
  });

  test("is made before the scoring alone, and in no rehearsal", async () => {
    const { save } = await scene({ state: "judging" });
    expect(await save()).toMatchObject({ error: { type: "round-not-open" } });
    const { round, organizer } = await scene();
    const rehearsal = await makeHeat(database.db, {
      state: "ready",
      editionId: round.editionId,
      rehearsalOfId: round.id,
    });
    const input = { round: rehearsal.round.slug, version: practiceVersion(null), practice: wanted };
    expect(await savePractice({ db: database.db, actor: organizer }, input)).toMatchObject({
      error: { type: "rehearsal" },
    });
  });

  test("stands still once a judge has handed in, even around the commands; removed and made anew it may change", async () => {
    const { round, save, handIn, remove, stored } = await scene();
    await save();
    expect(await save({ title: "另一个" })).toMatchObject({ ok: true });
    expect(await handIn(0)).toMatchObject({ ok: true });
    expect(await save()).toMatchObject({ error: { type: "practice-begun" } });
    const change = database.db.updateTable("practices").set({ title: "改" }).where("roundId", "=", round.id);
    await expect(change.execute()).rejects.toThrow("handed in the practice sheet");
    expect(await remove()).toMatchObject({ ok: true });
    expect(await stored()).toBeNull();
    expect(await remove()).toMatchObject({ error: { type: "no-practice" } });
    expect(await save()).toMatchObject({ ok: true });
    expect((await stored())?.handedIn).toBe(0);
  });
});

describe("a judge's practice sheet", () => {
  test("is handed in once and whole, by who sits on the panel", async () => {
    const { save, handIn, stored, round, organizer, seats } = await scene();
    await save();
    const { tech: _, ...lacking } = marks;
    expect(await handIn(0, { ...lacking, team: "17.3" })).toMatchObject({
      error: {
        type: "invalid-input",
        fields: [
          { path: "marks.team", code: "off-step" },
          { path: "marks.tech", code: "required" },
        ],
      },
    });
    expect(await handIn(0)).toMatchObject({ ok: true });
    expect(await handIn(0, { ...marks, tech: "1" })).toMatchObject({ error: { type: "sheet-locked" } });
    expect((await stored())?.handedIn).toBe(1);
    const outside = { db: database.db, actor: organizer };
    expect(await handInPractice(outside, { round: round.slug, marks })).toMatchObject({ error: { type: "not-found" } });
    await database.db
      .updateTable("panelMembers")
      .set({ removedAt: new Date() })
      .where("id", "=", seats[1]?.id ?? 0)
      .execute();
    expect(await handIn(1)).toMatchObject({ error: { type: "not-found" } });
  });

  test("sent twice under one key is handed in once", async () => {
    const { save, round, seats } = await scene();
    await save();
    const by = { db: database.db, actor: seats[0]?.actor ?? null, idempotencyKey: `practice-${round.id}` };
    const answers = [await handInPractice(by, { round: round.slug, marks })];
    answers.push(await handInPractice(by, { round: round.slug, marks }));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
  });

  test("shows nothing of anybody's before the end, and all marks without names after it", async () => {
    const { save, handIn, close, seen } = await scene();
    await save();
    for (const at of [0, 1, 2]) await handIn(at, { ...marks, tech: String(20 + at) });
    expect(await seen(0)).toMatchObject({ own: { tech: 2000 }, panel: [], closedAt: null });
    expect(await close()).toMatchObject({ ok: true });
    expect((await seen(0))?.panel.map(({ tech }) => tech)).toEqual([2000, 2100, 2200]);
    expect(await seen(3)).toMatchObject({ own: null });
  });

  test("cannot be handed in after the end, and the end is final, even around the commands", async () => {
    const { round, save, handIn, close, seats } = await scene();
    await save();
    await close();
    expect(await close()).toMatchObject({ error: { type: "practice-closed" } });
    expect(await handIn(0)).toMatchObject({ error: { type: "practice-closed" } });
    expect(await save()).toMatchObject({ error: { type: "practice-closed" } });
    const values = { roundId: round.id, judgeId: seats[0]?.id ?? 0, marks: { tech: 1 } };
    await expect(database.db.insertInto("practiceSheets").values(values).execute()).rejects.toThrow("is over");
    const reopened = database.db.updateTable("practices").set({ closedAt: null }).where("roundId", "=", round.id);
    await expect(reopened.execute()).rejects.toThrow("is over");
  });

  test("that was handed in stands still, even around the commands", async () => {
    const { round, save, handIn } = await scene();
    await save();
    await handIn(0);
    const change = database.db
      .updateTable("practiceSheets")
      .set({ marks: { tech: 1 } })
      .where("roundId", "=", round.id);
    await expect(change.execute()).rejects.toThrow("stands still");
  });

  test("waits while the rubric has another criterion than the reference", async () => {
    const { round, save, handIn } = await scene();
    await save();
    const more = { roundId: round.id, key: "extra", label: "附加", position: 9, max: 500, step: 50 };
    await database.db.insertInto("criteria").values(more).execute();
    expect(await handIn(0)).toMatchObject({ error: { type: "practice-not-whole" } });
  });
});

test("the beginning of the scoring ends the practice, and going back to ready does not begin it again", async () => {
  const { round, save, handIn } = await scene();
  await save();
  const move = (state: string) => database.db.updateTable("rounds").set({ state }).where("id", "=", round.id).execute();
  await move("judging");
  await move("ready");
  expect(await handIn(0)).toMatchObject({ error: { type: "practice-closed" } });
});

test("nothing of it counts: no sheet, no standing, nothing in the exported round, and no mark in the trail", async () => {
  const { round, entries, seats, save, handIn, close, remove } = await scene({ judges: 1 });
  const [entry] = entries;
  const [seat] = seats;
  if (!entry || !seat) throw new Error("an entry and a judge");
  const real = async () => {
    const [ranked] = await findRoundsToRank(database.db, [round.slug]);
    const standings = await findStandings(database.db, [round.id]);
    const sheets = await database.db.selectFrom("sheets").selectAll().where("roundId", "=", round.id).execute();
    return JSON.stringify([ranked, standings, sheets]);
  };
  const before = await real();
  await save({ marks: { ...marks, tech: "29.5" } });
  await handIn(0, { ...marks, tech: "28.5" });
  await close();
  expect(await real()).toBe(before);
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["command", "facts"])
    .where("roundId", "=", round.id)
    .orderBy("id")
    .execute();
  expect(trail.map(({ command }) => command)).toEqual(["save-practice", "hand-in-practice", "close-practice"]);
  expect(JSON.stringify(trail)).not.toMatch(/2[89]\.?50?/);
  await remove();
  await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", round.id).execute();
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks: { tech: 2000 } });
});
