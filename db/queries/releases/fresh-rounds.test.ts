import { expect, test } from "vitest";
import { ruleSchema } from "~/rules/standings/rule.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound } from "~db/testing/judged-rounds.ts";
import { stepsOf } from "~db/testing/plans.ts";
import { streamMarks } from "../exchange/exported.ts";
import { findAllMissingSheets, findScoreTable } from "../scoring/score-table.ts";
import { findStoredSheet, lockOwnSheet } from "../scoring/sheet-writes.ts";
import { findAllRoundsOfJudge, findOwnSheet, findRunningOrder, findSheetCounts } from "../scoring/sheets.ts";
import { findMarkTable, findScoreBoard } from "../standings/score-boards.ts";
import { findStandings } from "../standings/standings.ts";
import { findBundledInputs, findTableSheets } from "./signed-tables.ts";

const database = testDatabase();

/** A judged round of 150 entries and 7 judges; a rule of the second edition where it normalises. */
function judgedRound(normalised: boolean): StoredRound {
  const criteria = ["a", "b", "c", "d"].map((key) => ({ key, max: 2500, step: 50, factor: "1" }));
  const judges = Array.from({ length: 7 }, (_, i) => ({ key: `J${i + 1}`, head: i === 0 }));
  const entries = Array.from({ length: 150 }, (_, i) => ({
    key: `${i + 1}`,
    title: "项目",
    group: null,
    order: i + 1,
  }));
  const marks = (at: number) => Object.fromEntries(criteria.map(({ key }, of) => [key, ((at * 7 + of * 3) % 51) * 50]));
  return {
    criteria,
    judges,
    entries,
    sheets: entries.flatMap((entry, i) =>
      judges.map((judge, j) => ({ entry: entry.key, judge: judge.key, marks: marks(i + j * 5) })),
    ),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "trimmed-mean", high: 1, low: 1 },
      missing: "skip",
      ties: ["untrimmed-mean"],
      ...(normalised && { normalise: { method: "standard-score", mean: 50, sd: 10 }, places: { normalised: 2 } }),
    }),
  };
}

interface Plan {
  "Node Type": string;
  "Parent Relationship"?: string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

/** The tables that a plan reads inside a nested loop, on either side; what it reads in subplans counts with it. */
function tablesInLoops(plan: Plan, within = false): string[] {
  const isIn = within || plan["Node Type"] === "Nested Loop";
  const own = within && plan["Relation Name"] ? [plan["Relation Name"]] : [];
  return [...own, ...(plan.Plans ?? []).flatMap((each) => tablesInLoops(each, isIn))];
}

test("on tables that nobody has analysed no query of a judged round loops over marks", async () => {
  const { db, sql, queriesOf } = database;
  await sql`alter table marks set (autovacuum_enabled = off)`;
  await sql`alter table sheets set (autovacuum_enabled = off)`;
  const [first = 0, second = 0] = await insertJudgedRounds(db, "fresh", [judgedRound(false), judgedRound(true)]);
  const { queries } = await queriesOf(async () => {
    expect((await queriesOf(() => findStandings(db, [first]))).queries).toHaveLength(1);
    expect((await queriesOf(() => findStandings(db, [second]))).queries).toHaveLength(3);
    expect((await findBundledInputs(db, first)).sheets).toHaveLength(150 * 7);
    expect((await findTableSheets(db, first))?.sheets).toHaveLength(150 * 7);
    let exported = 0;
    for await (const _ of streamMarks(db, first)) exported++;
    expect(exported).toBe(150 * 7 * 4);
  });
  const statistics = await sql`select relname, reltuples from pg_class where relname in ('marks', 'sheets')`;
  expect(statistics.map(({ reltuples }) => reltuples)).toEqual([-1, -1]);
  let sweeps = 0;
  for (const query of queries) {
    const [row] = await sql.unsafe(`explain (format json) ${query.sql}`, query.parameters as never[]);
    const loops = tablesInLoops(row?.["QUERY PLAN"][0].Plan);
    expect(loops, query.sql).not.toContain("marks");
    if (query.sql.includes("from marks")) sweeps++;
  }
  expect(sweeps).toBe(1);
});

test("on tables that nobody has analysed no query of a hall reads a row more than a few times", async () => {
  const { db, sql, queriesOf } = database;
  const [round = 0, scored = 0] = await insertJudgedRounds(db, "hall", [judgedRound(false), judgedRound(true)]);
  await sql`insert into users (id, name, email) values ('judge', '', 'judge@example.com')`;
  const [seat] = await sql`update panel_members set user_id = 'judge' where round_id = ${round} and head returning id`;
  const [entry] = await sql`select id from entries where round_id = ${round} and key = '77'`;
  const place = { entryId: Number(entry?.id), judgeId: Number(seat?.id) };
  const address = { round: "hall-1", entry: "77", userId: "judge" };
  const asked: Record<string, () => Promise<unknown>> = {
    "the score table": () => findScoreTable(db, round),
    "the sheets of a release": () => findTableSheets(db, round),
    "the sheets that are waited for": () => findAllMissingSheets(db, round),
    "the sheets of each entry": () => findSheetCounts(db, round),
    "the live standings": () => findStandings(db, [round]),
    "the live standings by standard scores": () => findStandings(db, [scored]),
    "the board": () => findScoreBoard(db, round),
    "every mark": () => findMarkTable(db, { roundId: round, criterion: null }),
    "a judge's rounds": () => findAllRoundsOfJudge(db, "judge"),
    "a judge's list": () => findRunningOrder(db, { roundId: round, userId: "judge" }),
    "a judge's sheet": () => findOwnSheet(db, { roundId: round, entry: "77", userId: "judge" }),
    "handing in": () => db.transaction().execute((trx) => lockOwnSheet(trx, address)),
    "a stored sheet": () => findStoredSheet(db, place),
  };
  const sheets = 150 * 7;
  for (const [name, ask] of Object.entries(asked)) {
    const { queries } = await queriesOf(ask);
    const selects = queries.filter((each) => /^\s*(with|select)/i.test(each.sql));
    expect(selects.length, name).toBeGreaterThan(0);
    for (const query of selects) {
      const steps = await stepsOf(sql, query);
      const sum = (of: (step: (typeof steps)[number]) => number) => steps.reduce((all, step) => all + of(step), 0);
      expect(Math.max(...steps.map(({ loops }) => loops)), name).toBeLessThanOrEqual(sheets);
      expect(
        sum((step) => (step.table ? step.rows : 0)),
        name,
      ).toBeLessThanOrEqual(5 * sheets);
      // Each sheet may be held against each judge of the panel, and no entry against each other one
      expect(
        sum((step) => step.discarded),
        name,
      ).toBeLessThanOrEqual(8 * sheets);
    }
  }
});

test("on tables that nobody has analysed the score table and the sheets of a release read each sheet once, and the rule not once a sheet", async () => {
  const { db, sql, queriesOf } = database;
  const [round = 0] = await insertJudgedRounds(db, "once", [judgedRound(false)]);
  const sheets = 150 * 7;
  const asked: Record<string, () => Promise<unknown>> = {
    "the score table": () => findScoreTable(db, round),
    "the sheets of a release": () => findTableSheets(db, round),
  };
  for (const [name, ask] of Object.entries(asked)) {
    const { queries } = await queriesOf(ask);
    expect(queries, name).toHaveLength(1);
    for (const query of queries) {
      const steps = await stepsOf(sql, query);
      const reading = steps.filter(({ table }) => table === "sheets");
      expect(
        reading.map(({ loops, rows }) => ({ loops, rows })),
        name,
      ).toEqual([{ loops: 1, rows: sheets }]);
      const looped = steps.filter(({ table, loops }) => ["rules", "panel_members"].includes(table ?? "") && loops > 1);
      expect(looped, name).toEqual([]);
    }
  }
});

test("a judge who was taken off the panel is in neither the score table nor the sheets of a release", async () => {
  const { db } = database;
  const [round = 0] = await insertJudgedRounds(db, "removed", [judgedRound(false)]);
  await db
    .updateTable("panelMembers")
    .set({ removedAt: new Date() })
    .where("roundId", "=", round)
    .where("key", "=", "J3")
    .execute();
  const table = await findScoreTable(db, round);
  const release = await findTableSheets(db, round);
  expect(table.judges.map(({ key }) => key)).toEqual(["J1", "J2", "J4", "J5", "J6", "J7"]);
  expect(new Set(table.sheets.map(({ judge }) => judge))).toEqual(new Set(table.judges.map(({ id }) => id)));
  expect(table.sheets).toHaveLength(150 * 6);
  expect(new Set(release?.sheets.map(({ judge }) => judge))).toEqual(new Set(["J1", "J2", "J4", "J5", "J6", "J7"]));
  expect(release?.sheets).toHaveLength(150 * 6);
});
