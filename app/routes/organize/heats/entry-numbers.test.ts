import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import { readPapers } from "~/reads/documents/paper.ts";
import { deskLists } from "~/reads/exchange/desk-lists.ts";
import { runSheetView } from "~/reads/heats/run-sheet-view.ts";
import { deskSheet } from "~/reads/scoring/table-sheet-view.ts";
import { tableView } from "~/reads/scoring/table-view.ts";
import { linesOf } from "~/routes/judge/scoring/running-order.ts";
import { sheetView } from "~/routes/judge/scoring/sheet-view.server.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findHallEntries, findHallVote } from "~db/queries/scoring/hall.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findRunningOrder } from "~db/queries/scoring/sheets.ts";
import { findStage } from "~db/queries/stage/stage.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();

/** A heat of three whose keys are "1", "2", "3", with these places; how everything that people read calls the last of them. */
async function scene(places: (number | null)[]) {
  const { db } = database;
  const { round: made, entries, seats, scorer } = await makeHeat(db, { entries: 3 });
  const place = (at: number, runningOrder: number | null) =>
    db
      .updateTable("entries")
      .set({ runningOrder })
      .where("id", "=", entries[at]?.id ?? 0)
      .execute();
  for (const at of places.keys()) await place(at, null);
  for (const [at, order] of places.entries()) await place(at, order);
  await db.insertInto("hallVotes").values({ roundId: made.id, openedById: scorer.id }).execute();
  await db
    .insertInto("hallCounts")
    .values(entries.map(({ id }) => ({ roundId: made.id, entryId: id, votes: 1 })))
    .execute();
  const closed = { state: "closed", closedById: scorer.id, closedAt: new Date() };
  await db.updateTable("hallVotes").set(closed).where("roundId", "=", made.id).execute();
  const round = await findRound(db, made.slug);
  if (!round) throw new Error("no round");
  const locale = "zh-CN" as const;
  const userId = seats[0]?.actor.id ?? "";
  const asked = {
    params: { round: round.slug },
    request: new Request("http://localhost/"),
    context: { db, locale, actor: async () => scorer } as unknown as AppLoadContext,
  };
  const of = { round, entry: "3", userId, locale };
  const listed: Record<string, readonly { key: string; number: string }[]> = {
    "run sheet": (await runSheetView(asked)).lines,
    "score table": (
      await tableView(db, { actor: scorer, round, locale, of: null, rows: { page: 1, onlyMissing: false } })
    ).table.rows.map(({ entry }) => entry),
    "parts and adjustments": (await findJudgedInputs(db, round.id)).entries,
    "the hall's ballot": await findHallEntries(db, round.id),
    "the hall's votes": (await findHallVote(db, round.id)).counts,
    "a judge's running order": linesOf(locale, await findRunningOrder(db, { roundId: round.id, userId })).lines,
    stage: (await findStage(db, round.id))?.entries ?? [],
    papers: (await readPapers(db, round)).scores.map(({ entry }) => entry),
  };
  const sheet = await deskSheet(db, { actor: scorer, round, entry: "3", judge: seats[0]?.key ?? "", locale });
  return {
    ...Object.fromEntries(
      Object.entries(listed).map(([name, lines]) => [name, lines.find(({ key }) => key === "3")?.number]),
    ),
    "the scorer's page of a sheet": sheet?.entry.number,
    "the judge's page of a sheet": (await sheetView(db, of))?.entry.number,
  };
}

test.each<[string, (number | null)[], string]>([
  ["whose key another has drawn as its number has a dash", [3, 1, null], "–"],
  ["that was drawn has its number", [3, 1, 2], "2"],
  ["of a round that is not drawn goes by its key", [null, null, null], "3"],
])("an entry %s, wherever people read it", async (_, places, expected) => {
  const shown = await scene(places);
  expect(Object.keys(shown)).toHaveLength(10);
  for (const [where, number] of Object.entries(shown)) expect([where, number]).toEqual([where, expected]);
});

test("the export of the confirmations leaves the number of whoever has none empty", async () => {
  const { db } = database;
  const { round, entries } = await makeHeat(db, { entries: 2 });
  const placed = (at: number) => db.updateTable("entries").where("id", "=", entries[at]?.id ?? 0);
  await placed(0).set({ runningOrder: null }).execute();
  await placed(1).set({ runningOrder: 1 }).execute();
  const edition = { id: round.editionId, slug: "", advancement: null };
  const of = { id: round.id, edition, round: round.slug, query: new URLSearchParams() };
  const rows: unknown[] = [];
  for await (const { entry, number } of deskLists.confirmations(db, of, "zh-CN")) rows.push([entry, number]);
  expect(rows).toEqual([
    ["2", 1],
    ["1", null],
  ]);
});
