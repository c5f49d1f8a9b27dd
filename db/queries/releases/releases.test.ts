import { expect, test } from "vitest";
import { voidRelease } from "~/commands/releases/void-release.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findScoreBoard } from "../standings/score-boards.ts";
import {
  findAllPublished,
  findAllReadableVersions,
  findPublishedRelease,
  findPublishedStandings,
} from "./public-releases.ts";
import { findAllReleases, findLiveReleases, findRelease } from "./releases.ts";
import { findTableSheets } from "./signed-tables.ts";

const database = testDatabase();

async function publishedHeat(entries: number) {
  const heat = await makeClosedHeat(database.db, { judges: 5, entries });
  await releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-01-31" });
  return heat;
}

test("every list and page takes one query, with 1 row and with 3", async () => {
  const { db, queriesOf } = database;
  const counts: number[][] = [];
  const heats = [];
  for (const entries of [1, 3, 3]) {
    heats.push(await publishedHeat(entries));
    const { slug, id } = heats.at(-1)?.round ?? { slug: "", id: 0 };
    const { answer, queries } = await queriesOf(() => findAllPublished(db, new Date()));
    expect(answer.map(({ entries }) => entries)).toEqual([1, 3, 3].slice(0, heats.length).reverse());
    counts.push([
      queries.length,
      (await queriesOf(() => findPublishedRelease(db, slug))).queries.length,
      (await queriesOf(() => findPublishedStandings(db, slug))).queries.length,
      (await queriesOf(() => findRelease(db, id, 1))).queries.length,
      (await queriesOf(() => findLiveReleases(db, id))).queries.length,
      (await queriesOf(() => findTableSheets(db, id))).queries.length,
      (await queriesOf(() => findScoreBoard(db, id))).queries.length,
    ]);
  }
  expect(counts).toEqual([1, 2, 3].map(() => [1, 1, 1, 1, 1, 1, 1]));
});

test("a version that went with its withdrawn correction does not come back with the next publication", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 5, entries: 2 });
  const { slug, id } = heat.round;
  await releaseRound(database.db, heat, "published");
  /** Another table, so that there is something to correct. */
  const mend = (titled: string) =>
    database.db
      .updateTable("entries")
      .set({ title: titled })
      .where("roundId", "=", id)
      .where("key", "=", "1")
      .execute();
  await mend("更名一次");
  await releaseRound(database.db, heat, "published", { reason: "项目名称有误" });
  expect((await findPublishedRelease(database.db, slug))?.versions).toEqual([2, 1]);
  const withdrawn = { round: slug, version: 2, reason: "整体撤回" };
  expect(await withdrawRelease({ db: database.db, actor: heat.organizer }, withdrawn)).toMatchObject({ ok: true });
  await mend("更名两次");
  await releaseRound(database.db, heat, "published");
  expect((await findPublishedRelease(database.db, slug))?.versions).toEqual([3]);
  for (const version of [1, 2]) {
    expect(await findPublishedRelease(database.db, slug, version)).toBeUndefined();
    expect(await findPublishedStandings(database.db, slug, version)).toBeUndefined();
  }
  expect((await findAllReadableVersions(database.db, { round: slug })).map(({ version }) => version)).toEqual([3]);
});

test("versions come with the names of those who signed, the newest first, in one query", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
  const by = { db: database.db, actor: heat.scorer };
  const round = heat.round.slug;
  for (const version of [1, 2, 3]) {
    await releaseRound(database.db, heat, "proposed");
    const { answer, queries } = await database.queriesOf(() => findAllReleases(database.db, heat.round.id));
    expect(queries).toHaveLength(1);
    expect(answer).toHaveLength(version);
    expect(answer[0]).toMatchObject({ version, state: "proposed", proposedBy: "计分员", confirmedBy: null });
    if (version < 3) await voidRelease(by, { round, version, reason: "重新核对" });
  }
});

test("the score board has every submitted sheet's total, what it lacks, and who recused", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 2, entries: 2, open: true });
  const [first, second] = heat.entries;
  const [one, two] = heat.seats;
  const [criterion] = heat.criteria;
  if (!first || !second || !one || !two || !criterion) throw new Error("too few");
  // A third judge: one sheet with a single mark, one recusal; a fourth one only began, a fifth was removed.
  const third = await db
    .insertInto("panelMembers")
    .values({ roundId: heat.round.id, key: "J3", name: "评委3" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const sheet = await db
    .insertInto("sheets")
    .values({ roundId: heat.round.id, entryId: first.id, judgeId: third.id })
    .returning("id")
    .executeTakeFirstOrThrow();
  const { id: criterionId, max, step } = criterion;
  await db
    .insertInto("marks")
    .values({ roundId: heat.round.id, sheetId: sheet.id, criterionId, max, step, mark: step })
    .execute();
  const draft = await findScoreBoard(db, heat.round.id);
  expect(draft.sheets.filter(({ judge }) => judge === "J3")).toEqual([]);
  await db
    .updateTable("sheets")
    .set({ state: "submitted", submittedAt: new Date() })
    .where("id", "=", sheet.id)
    .execute();
  await db
    .insertInto("recusals")
    .values({ roundId: heat.round.id, entryId: second.id, judgeId: third.id, reason: "导师" })
    .execute();
  await db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", two.id).execute();

  const board = await findScoreBoard(db, heat.round.id);
  expect(board.judges.map(({ key, head }) => [key, head])).toEqual([
    ["J1", true],
    ["J3", false],
  ]);
  expect(board.recusals).toEqual([{ entry: second.key, judge: "J3" }]);
  expect(board.criteria.map(({ key }) => key)).toEqual(heat.criteria.map(({ key }) => key));
  expect(board.criteria[0]).toEqual({ key: "tech", label: "技术与产品", labelEn: "Technology and product" });
  expect(board.groups).toEqual([
    { key: "company", title: "企业组", titleEn: "Company group" },
    { key: "team", title: "创业团队组", titleEn: "Team group" },
  ]);
  expect(board.sheets.find(({ judge }) => judge === "J3")).toEqual({
    entry: first.key,
    judge: "J3",
    total: (step / 100).toFixed(2),
    lacking: heat.criteria.length - 1,
    paper: false,
  });
  expect(board.sheets.filter(({ judge }) => judge === "J1")).toMatchObject([
    // 100 less 2.5, 5 and 7.5: see the factory
    { total: "85.00", lacking: 0 },
    { lacking: 0 },
  ]);
});
