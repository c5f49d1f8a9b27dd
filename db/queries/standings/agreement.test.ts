import fc from "fast-check";
import { expect, test } from "vitest";
import { fraction, parseDecimal, round as rounded, sum, times } from "~/primitives/fraction.ts";
import { inPoints, type MarkTable, unitsToThePoint } from "~/rules/standings/mark-table.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { findMarkTable } from "./score-boards.ts";

const database = testDatabase();
const marks = { tech: 2500, market: 1700, business: 1600, team: 1500, landing: 700 };

/** Marks in points by entry and judge; a dot where none counts. */
const points = (table: MarkTable | undefined) =>
  table?.rows.map(({ entry, marks: given }) => [entry, ...given.map((each) => (each === null ? "." : inPoints(each)))]);

test("on random rounds the table holds what the rule lets count, by total and by criterion, and no more", async () => {
  const rounds = fc.sample(randomRound, { seed: Date.now() % 2 ** 31, numRuns: 150 });
  const ids = await insertJudgedRounds(database.db, "compared", rounds);
  for (const [at, round] of rounds.entries()) {
    const roundId = ids[at] ?? 0;
    for (const criterion of [null, round.criteria[0]?.key ?? ""]) {
      const table = await findMarkTable(database.db, { roundId, criterion });
      expect(asMap(table), JSON.stringify({ criterion, round })).toEqual(byRule(round, criterion));
      expect(new Map(table?.rows.map(({ entry, title, ranking }) => [entry, [title, ranking]]))).toEqual(
        new Map(
          round.entries.map(({ key, title, group }) => [key, [title, round.rule.groups === "separate" ? group : null]]),
        ),
      );
    }
  }
});

function asMap(table: MarkTable | undefined) {
  return new Map(
    table?.rows.flatMap(({ entry, marks: given }) =>
      given.flatMap((mark, at) => (mark === null ? [] : [[`${entry}\n${table.judges[at]}`, mark] as const])),
    ),
  );
}

/** The same said from the round's plain data. */
function byRule({ criteria, judges, sheets, rule }: StoredRound, criterion: string | null): Map<string, bigint> {
  const sits = new Set(judges.filter(({ removed }) => !removed).map(({ key }) => key));
  const zero = rule.missing === "zero";
  const expected = new Map<string, bigint>();
  for (const { entry, judge, marks: given, draft } of sheets) {
    if (draft || !sits.has(judge)) continue;
    const whole = zero || criteria.every(({ key }) => Object.hasOwn(given, key));
    const markOf = (key: string) => (Object.hasOwn(given, key) ? fraction(given[key] ?? 0, 100) : fraction(0));
    const key = `${entry}\n${judge}`;
    const units = fraction(unitsToThePoint);
    if (criterion === null) {
      if (!whole) continue;
      const total = sum(criteria.map((each) => times(parseDecimal(each.factor), markOf(each.key))));
      expected.set(key, times(rounded(total, rule.places.sheet), units).over);
    } else if (whole || (rule.level === "criterion" && Object.hasOwn(given, criterion))) {
      expected.set(key, times(markOf(criterion), units).over);
    }
  }
  return expected;
}

test("entries come in running order and judges in the panel's; drafts and who left are not there", async () => {
  const { db } = database;
  const heat = await makeHeat(db);
  const at = (entry: number, judge: number) => ({
    roundId: heat.round.id,
    entryId: heat.entries[entry]?.id ?? 0,
    judgeId: heat.seats[judge]?.id ?? 0,
  });
  await makeSheet(db, { ...at(1, 1), marks });
  await makeSheet(db, { ...at(0, 1), marks: { ...marks, tech: 2650 } });
  await makeSheet(db, { ...at(0, 0), marks, state: "draft" });
  await makeSheet(db, { ...at(2, 2), marks });
  await db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", at(2, 2).judgeId).execute();
  const roundId = heat.round.id;
  const table = await findMarkTable(db, { roundId, criterion: null });
  expect(table?.judges).toEqual(["J1", "J2"]);
  expect(points(table)).toEqual([
    ["1", ".", 81.5],
    ["2", ".", 80],
    ["3", ".", "."],
  ]);
  expect(points(await findMarkTable(db, { roundId, criterion: "tech" }))?.[0]).toEqual(["1", ".", 26.5]);
  expect(points(await findMarkTable(db, { roundId, criterion: "law" }))?.[0]).toEqual(["1", ".", "."]);
});

test("a round without a rule has no table", async () => {
  const { edition } = await makeEdition(database.db);
  const { id: roundId } = await makeRound(database.db, { editionId: edition.id });
  expect(await findMarkTable(database.db, { roundId, criterion: null })).toBeUndefined();
});

test.each([1, 3])("it is one query with %i entries", async (entries) => {
  const { round, seats, ...heat } = await makeHeat(database.db, { entries });
  for (const { id: entryId } of heat.entries)
    for (const { id: judgeId } of seats) await makeSheet(database.db, { roundId: round.id, entryId, judgeId, marks });
  const asked = { roundId: round.id, criterion: null };
  const { answer, queries } = await database.queriesOf(() => findMarkTable(database.db, asked));
  expect(queries).toHaveLength(1);
  expect(points(answer)).toEqual(Array.from({ length: entries }, (_, at) => [String(at + 1), 80, 80, 80]));
});
