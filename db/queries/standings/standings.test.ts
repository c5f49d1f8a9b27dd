import { sql } from "kysely";
import { expect, test } from "vitest";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { type Rule, ruleSchema } from "~/rules/standings/rule.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound } from "~db/testing/judged-rounds.ts";
import { findStandings } from "./standings.ts";

const database = testDatabase();

const rule = ruleSchema.parse({
  level: "sheet",
  combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
  missing: "skip",
  places: { sheet: 2, combined: 2, points: 2, total: 2 },
  ties: ["untrimmed-mean", "criterion:tech", "head-judge", "highest-sheet"],
});

/** One criterion worth 100; of each entry the points of judges J1 (head), J2 … */
function roundOf(points: Record<string, number[]>, more: Partial<StoredRound> = {}): StoredRound {
  return {
    criteria: [{ key: "tech", max: 10000, step: 50, factor: "1" }],
    judges: ["J1", "J2", "J3", "J4"].map((key, i) => ({ key, head: i === 0 })),
    entries: Object.keys(points).map((key) => ({ key, title: `项目 ${key}`, group: null })),
    sheets: Object.entries(points).flatMap(([entry, marks]) =>
      marks.map((mark, i) => ({ entry, judge: `J${i + 1}`, marks: { tech: mark * 100 } })),
    ),
    rule,
    ...more,
  };
}

test("the standings are the contract's JSON, to the last digit", async () => {
  const round = roundOf({ "7": [80, 90, 85.5, 70], "12": [91.5, 88, 90, 86], "9": [60, 70] });
  const ids = await insertJudgedRounds(database.db, "contract", [round]);
  const criteria = (score: string) => ({ tech: { combined: score, points: score } });
  expect(await findStandings(database.db, ids)).toEqual([
    {
      round: "contract-1",
      state: "draft",
      rule,
      standings: [
        {
          rank: 1,
          shared: false,
          entry: "12",
          title: "项目 12",
          group: null,
          total: "89.00",
          sheets: 4,
          counted: 2,
          dropped: [
            { judge: "J1", value: "91.50", why: "high" },
            { judge: "J4", value: "86.00", why: "low" },
          ],
          partedBy: null,
          criteria: criteria("89.00"),
        },
        {
          rank: 2,
          shared: false,
          entry: "7",
          title: "项目 7",
          group: null,
          total: "82.75",
          sheets: 4,
          counted: 2,
          dropped: [
            { judge: "J2", value: "90.00", why: "high" },
            { judge: "J4", value: "70.00", why: "low" },
          ],
          partedBy: null,
          criteria: criteria("82.75"),
        },
        {
          rank: 3,
          shared: false,
          entry: "9",
          title: "项目 9",
          group: null,
          total: "65.00",
          sheets: 2,
          counted: 2,
          dropped: [],
          untrimmed: true,
          partedBy: null,
          criteria: criteria("65.00"),
        },
      ],
    },
  ]);
});

test("one query answers one round and three, in the order in which they were asked", async () => {
  const ids = await insertJudgedRounds(database.db, "many", [roundOf({ a: [1] }), roundOf({ b: [2] }), roundOf({})]);
  for (const asked of [ids.slice(0, 1), [...ids].reverse()]) {
    const { answer, queries } = await database.queriesOf(() => findStandings(database.db, asked));
    expect(queries).toHaveLength(1);
    expect(answer.map((each) => each.round)).toEqual(asked.map((id) => `many-${ids.indexOf(id) + 1}`));
  }
  expect((await findStandings(database.db, ids)).map((each) => each.standings.length)).toEqual([1, 1, 0]);
  expect(await findStandings(database.db, [])).toEqual([]);
});

test("a round without a rule has no standings", async () => {
  const [id = 0] = await insertJudgedRounds(database.db, "ruleless", [
    roundOf({}, { rule: { ...rule, ties: [] } as Rule }),
  ]);
  await database.db.deleteFrom("rules").where("roundId", "=", id).execute();
  expect(await findStandings(database.db, [id])).toEqual([]);
});

test("drafts do not count, nor the sheets of a judge who was removed, until they are restored", async () => {
  const points = { a: [80, 60, 10] };
  const round = roundOf(points, { rule: { ...rule, combine: { method: "mean" } } });
  const left = round.judges[1];
  const began = round.sheets[2];
  if (!left || !began) throw new Error("too few");
  left.removed = true;
  began.draft = true;
  const [id = 0] = await insertJudgedRounds(database.db, "removed", [round]);
  const total = async () => (await findStandings(database.db, [id]))[0]?.standings[0];
  expect(await total()).toMatchObject({ total: "80.00", sheets: 1, counted: 1 });
  await database.db.updateTable("panelMembers").set({ removedAt: null }).where("roundId", "=", id).execute();
  expect(await total()).toMatchObject({ total: "70.00", sheets: 2, counted: 2 });
});

test("the state is the round's, or that of its live release", async () => {
  const { db } = database;
  const [id = 0] = await insertJudgedRounds(db, "released", [roundOf({ a: [1] })]);
  const state = async () => (await findStandings(db, [id]))[0]?.state;
  for (const next of ["ready", "judging", "closed"]) {
    await db.updateTable("rounds").set({ state: next }).where("id", "=", id).execute();
    expect(await state()).toBe(next);
  }
  await db
    .insertInto("users")
    .values([person("proposer"), person("confirmer")])
    .execute();
  const grantedAt = new Date("2026-01-01T00:00:00Z");
  await db
    .insertInto("roleGrants")
    .values([
      { userId: "proposer", role: "scorer", grantedAt },
      { userId: "confirmer", role: "supervisor", grantedAt },
    ])
    .execute();
  const release = {
    roundId: id,
    version: 1,
    standings: sql<FrozenStandings>`'[]'`,
    digest: "0".repeat(64),
    proposedById: "proposer",
  };
  await db.insertInto("releases").values(release).execute();
  expect(await state()).toBe("proposed");
  const { id: releaseId } = await db.selectFrom("releases").select("id").executeTakeFirstOrThrow();
  const signed = { releaseId, digest: "0".repeat(64), signedName: "—" };
  await db
    .insertInto("releaseSignatures")
    .values([
      { ...signed, step: "propose", role: "scorer", signedById: "proposer" },
      { ...signed, step: "confirm", role: "supervisor", signedById: "confirmer", factor: "totp" },
    ])
    .execute();
  const confirmed = { state: "confirmed", confirmedById: "confirmer", confirmedAt: new Date() };
  await db.updateTable("releases").set(confirmed).where("roundId", "=", id).execute();
  expect(await state()).toBe("confirmed");
  const voided = { state: "voided", endedReason: "重新核对", endedAt: new Date() };
  await db.updateTable("releases").set(voided).where("roundId", "=", id).execute();
  expect(await state()).toBe("closed");
});

test("a submitted sheet's ballot is what the database wrote, whatever the writer says", async () => {
  const [id = 0] = await insertJudgedRounds(database.db, "ballot", [roundOf({ a: [80] }, { sheets: [] })]);
  const { db } = database;
  const [entry, judge] = await Promise.all([
    db.selectFrom("entries").select("id").where("roundId", "=", id).executeTakeFirstOrThrow(),
    db
      .selectFrom("panelMembers")
      .select("id")
      .where("roundId", "=", id)
      .where("head", "=", true)
      .executeTakeFirstOrThrow(),
  ]);
  const forged = { ballot: [9900], ballotMarks: 1, ballotTotal: 99_00000000 };
  const sheet = { roundId: id, entryId: entry.id, judgeId: judge.id };
  await expect(
    db
      .insertInto("sheets")
      .values({ ...sheet, ...forged })
      .execute(),
  ).rejects.toThrow("check constraint");
  const submitted = { state: "submitted", submittedAt: new Date(), ...forged };
  await db
    .insertInto("sheets")
    .values({ ...sheet, ...submitted })
    .execute();
  const stored = db.selectFrom("sheets").where("roundId", "=", id).select(["ballotMarks", "ballotTotal"]);
  expect(await stored.execute()).toEqual([{ ballotMarks: 0, ballotTotal: "0" }]);
});

function person(id: string) {
  return { id, name: id, email: `${id}@example.org` };
}
