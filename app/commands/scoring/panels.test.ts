import { describe, expect, test } from "vitest";
import * as roundPage from "~/routes/judge/scoring/round.tsx";
import * as sheetPage from "~/routes/judge/scoring/sheet.tsx";
import * as tablePage from "~/routes/organize/scoring/score-table.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { findAllMissingSheets } from "~db/queries/scoring/score-table.ts";
import { findAllRoundsOfJudge, findSheetCounts } from "~db/queries/scoring/sheets.ts";
import { makeSheet } from "~db/seed/factories/heats.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
import { testDatabase } from "~db/testing/database.ts";
import { closeJudging } from "./close-judging.ts";
import { recuse } from "./recuse.ts";
import { recuseJudge } from "./recuse-judge.ts";
import { saveSheetDraft } from "./save-sheet-draft.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();
const marks = { tech: "30", market: "20", business: "15", team: "15", landing: "8" };
const inHundredths = Object.fromEntries(Object.entries(marks).map(([key, points]) => [key, Number(points) * 100]));

async function scene(given: Parameters<typeof makeTwoPanels>[1] = {}) {
  const heat = await makeTwoPanels(database.db, given);
  const [, , ofB, , onAll] = heat.seats;
  if (!ofB) throw new Error("nobody sits on B");
  return { ...heat, ofB, onAll, roundId: heat.round.id };
}

describe("a judge on one of several panels", () => {
  test("has the own panel's projects and no others, in the list and at every address of a sheet", async () => {
    const { round, ofB } = await scene();
    const page = pagesOf({ "/judge/:round": roundPage, "/judge/:round/:entry": sheetPage });
    const html = await (await page(`/judge/${round.slug}`, { db: database.db, actor: ofB.actor })).text();
    expect(html).toContain("项目2");
    expect(html).not.toMatch(/项目[13]/);
    const status = async (entry: string) =>
      (await page(`/judge/${round.slug}/${entry}`, { db: database.db, actor: ofB.actor })).status;
    expect([await status("1"), await status("2")]).toEqual([404, 200]);
    expect(await findAllRoundsOfJudge(database.db, ofB.actor.id)).toMatchObject([{ entries: 2, done: 0 }]);
    const by = { db: database.db, actor: ofB.actor };
    const sheet = { round: round.slug, entry: "1", version: 0, marks };
    const unknown = { error: { type: "not-found" } };
    expect(await saveSheetDraft(by, sheet)).toMatchObject(unknown);
    expect(await submitSheet(by, sheet)).toMatchObject(unknown);
    expect(await recuse(by, { round: round.slug, entry: "1", reason: "师生" })).toMatchObject(unknown);
    expect((await submitSheet(by, { ...sheet, entry: "2" })).ok).toBe(true);
  });

  test("cannot mark another panel's project, even around the command", async () => {
    const { roundId, ofB, entries } = await scene();
    const draft = (at: number) =>
      makeSheet(database.db, { roundId, entryId: entries[at]?.id ?? 0, judgeId: ofB.id, marks: {}, state: "draft" });
    await expect(draft(0)).rejects.toMatchObject({ code: "CD008" });
    await draft(1);
  });

  test("is not recused from what is not theirs", async () => {
    const { round, scorer } = await scene();
    const place = { round: round.slug, judge: "J3", reason: "师生" };
    const by = { db: database.db, actor: scorer };
    expect(await recuseJudge(by, { ...place, entry: "1" })).toMatchObject({ error: { type: "not-found" } });
    expect((await recuseJudge(by, { ...place, entry: "2" })).ok).toBe(true);
  });
});

test("what is missing counts each project's own panel alone, and whoever sits on all", async () => {
  const { round, roundId, scorer, seats, entries } = await scene({ onAll: true });
  const counts = await findSheetCounts(database.db, roundId);
  expect([...counts.values()].map(({ asked }) => asked)).toEqual([3, 3, 3, 3]);
  const own = [
    [0, 0],
    [0, 1],
    [1, 2],
    [1, 3],
    [2, 0],
    [2, 1],
    [3, 2],
    [3, 3],
  ] as const;
  for (const [entry, judge] of own)
    await makeSheet(database.db, {
      roundId,
      entryId: entries[entry]?.id ?? 0,
      judgeId: seats[judge]?.id ?? 0,
      marks: inHundredths,
    });
  const missing = await database.db.transaction().execute((trx) => findAllMissingSheets(trx, roundId));
  expect(missing).toEqual(["1", "2", "3", "4"].map((entry) => ({ entry, judge: "J5" })));
  for (const { id: entryId } of entries)
    await makeSheet(database.db, { roundId, entryId, judgeId: seats[4]?.id ?? 0, marks: inHundredths });
  expect(await closeJudging({ db: database.db, actor: scorer }, { round: round.slug })).toMatchObject({
    value: { missing: 0 },
  });
});

describe("the scorer's table", () => {
  const page = pagesOf({ "/organize/rounds/:round/table": tablePage });

  test("shows all panels, or one with its own judges; what is missing in all goes with the closing", async () => {
    const { round, scorer } = await scene();
    const show = async (search = "") =>
      (await page(`/organize/rounds/${round.slug}/table${search}`, { db: database.db, actor: scorer })).text();
    const all = await show();
    expect(all).toContain('href="/organize/rounds/');
    expect(all).toContain("项目1");
    expect(all).toContain("项目2");
    expect(all).toContain('name="acceptMissing" value="8"');
    const one = await show("?panel=B");
    expect(one).toContain("项目2");
    expect(one.match(/<table[\s\S]*?<\/table>/)?.[0]).not.toMatch(/项目[13]|评委[12]/);
    expect(one).toContain('name="acceptMissing" value="8"');
    expect(all).not.toContain("各组平均分和系数");
  });

  test("shows each panel's mean and coefficient as they stand, as provisional until the scoring is closed", async () => {
    const settings = {
      coefficient: { of: "entries" as const, high: 0, low: 0 },
      places: { panelMean: 2, coefficient: 3, scaled: 2 },
    };
    const { round, roundId, scorer, seats, entries } = await scene({ settings });
    const sheet = (entry: number, judge: number, tech: number) =>
      makeSheet(database.db, {
        roundId,
        entryId: entries[entry]?.id ?? 0,
        judgeId: seats[judge]?.id ?? 0,
        marks: { ...inHundredths, tech },
      });
    await sheet(0, 0, 3000);
    await sheet(1, 2, 2000);
    const show = async () =>
      (await page(`/organize/rounds/${round.slug}/table`, { db: database.db, actor: scorer })).text();
    const html = await show();
    const shown = html.replaceAll(/<script[\s\S]*?<\/script>/g, "");
    for (const words of ["各组平均分和系数", "暂定", "88.00", "78.00", "83.00", "0.943", "1.064"])
      expect(shown).toContain(words);
    await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", roundId).execute();
    const closed = await show();
    expect(closed).toContain("0.943");
    expect(closed).not.toContain("暂定");
  });
});
