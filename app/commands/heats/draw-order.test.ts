import { expect, test } from "vitest";
import type { Role } from "~/rules/accounts/access.ts";
import { draw, drawByHall } from "~/rules/heats/draw.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findEntriesToDraw, findLatestDraw } from "~db/queries/heats/draws.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { commitDraw } from "./commit-draw.ts";
import { confirmRedraw } from "./confirm-redraw.ts";
import { drawByHallWord } from "./draw-by-hall-word.ts";
import { drawOrder } from "./draw-order.ts";
import { signInContestant } from "./sign-in-contestant.ts";

const database = testDatabase();
const seed = "000102030405060708090a0b0c0d0e0f";
const otherSeed = "f0e0d0c0b0a090807060504030201000";

async function heatToDraw(entries = 12, state: RoundState = "screening", role: Role = "organizer") {
  const { edition } = await makeEdition(database.db);
  const round = await makeRound(database.db, { editionId: edition.id, state });
  if (entries > 0) {
    await database.db
      .insertInto("entries")
      .values(
        Array.from({ length: entries }, (_, at) => ({ roundId: round.id, key: `A${at + 1}`, title: `项目${at + 1}` })),
      )
      .execute();
  }
  const actor = await makePerson(database.db, { grants: [{ role, editionId: edition.id }] });
  return { round, by: { db: database.db, actor } };
}

test("the running order is the draw's, and anyone computes it again from what is recorded", async () => {
  const { round, by } = await heatToDraw();
  const answer = await drawOrder(by, { round: round.slug, seed });
  const entries = await findEntriesToDraw(database.db, round.id);
  const record = await findLatestDraw(database.db, round.id);
  expect(record).toMatchObject({ method: "sha256-sort", seed, drawnById: by.actor.id, times: "1" });
  const keys = Array.from({ length: 12 }, (_, at) => `A${at + 1}`);
  const recomputed = draw(keys, record?.seed ?? "").map((drawn) => drawn.key);
  expect(answer).toEqual({ ok: true, value: { drawId: record?.id, order: recomputed } });
  expect(record?.entryKeys).toEqual(recomputed);
  expect(entries.map(({ key, drawNumber }) => [key, drawNumber])).toEqual(recomputed.map((key, at) => [key, at + 1]));
});

test("a second draw is refused: it takes a reason and the supervisor, by way of the ceremony", async () => {
  const { round, by } = await heatToDraw(5);
  const first = await drawOrder(by, { round: round.slug, seed });
  expect(await drawOrder(by, { round: round.slug, seed: otherSeed })).toMatchObject({
    error: { type: "redraw-unconfirmed" },
  });
  expect((await findEntriesToDraw(database.db, round.id)).map(({ key }) => key)).toEqual(first.ok && first.value.order);

  const after = first.ok ? first.value.drawId : 0;
  const secret = "0f".repeat(32);
  const again = { round: round.slug, secret, after };
  expect(await commitDraw(by, again)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason", code: "reason" }] },
  });
  expect(await commitDraw(by, { ...again, after: null, reason: "x" })).toMatchObject({
    error: { type: "stale-version" },
  });
  const asked = await commitDraw(by, { ...again, reason: "抽签时漏报一项" });
  const commitment = asked.ok ? asked.value.commitment : 0;
  const drawAgain = { round: round.slug, commitment, hallWord: "吴兴" };
  expect(await drawByHallWord(by, drawAgain)).toMatchObject({ error: { type: "redraw-unconfirmed" } });
  expect(await drawOrder(by, { round: round.slug, seed: otherSeed })).toMatchObject({ ok: false });
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  expect((await confirmRedraw({ ...by, actor: supervisor }, { round: round.slug, commitment })).ok).toBe(true);
  expect((await drawByHallWord(by, drawAgain)).ok).toBe(true);

  const entries = await findEntriesToDraw(database.db, round.id);
  expect(entries.map((entry) => entry.key)).toEqual(drawByHall(["A1", "A2", "A3", "A4", "A5"], secret, "吴兴"));
  expect((await findLatestDraw(database.db, round.id))?.times).toBe("2");
  const draws = await database.db
    .selectFrom("draws")
    .selectAll()
    .where("roundId", "=", round.id)
    .orderBy("id")
    .execute();
  expect(draws).toMatchObject([{ seed, commitmentId: null }, { commitmentId: commitment }]);
  const kept = await database.db
    .selectFrom("drawCommitments")
    .select(["reason", "committedById", "confirmedById"])
    .where("id", "=", commitment)
    .executeTakeFirst();
  expect(kept).toEqual({ reason: "抽签时漏报一项", committedById: by.actor.id, confirmedById: supervisor.id });
});

test("where a commitment is open the order waits for the word of the hall", async () => {
  const { round, by } = await heatToDraw(3);
  await commitDraw(by, { round: round.slug, secret: "0f".repeat(32), after: null });
  expect(await drawOrder(by, { round: round.slug, seed })).toMatchObject({ error: { type: "already-committed" } });
});

test("once people have signed in only those present are drawn", async () => {
  const { round, by } = await heatToDraw(4);
  for (const entry of ["A2", "A4"]) await signInContestant(by, { round: round.slug, by: { entry } });
  await drawOrder(by, { round: round.slug, seed });
  const record = await findLatestDraw(database.db, round.id);
  expect(record).toMatchObject({ among: "present", entryKeys: draw(["A2", "A4"], seed).map(({ key }) => key) });
});

test("of two who draw at once one draws", async () => {
  const { round, by } = await heatToDraw();
  const answers = await Promise.all([seed, otherSeed].map((each) => drawOrder(by, { round: round.slug, seed: each })));
  expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true]);
  expect((await findLatestDraw(database.db, round.id))?.times).toBe("1");
});

test("once somebody has begun a sheet the order stands", async () => {
  const { round, entries, seats } = await makeHeat(database.db, { state: "ready", entries: 3 });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const sheet = { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[0]?.id ?? 0 };
  await makeSheet(database.db, { ...sheet, marks: {}, state: "draft" });
  expect(await drawOrder({ db: database.db, actor }, { round: round.slug, seed })).toMatchObject({
    error: { type: "scoring-begun" },
  });
});

test.each<[RoundState, string]>([
  ["draft", "round-not-open"],
  ["registration", "round-not-open"],
  ["judging", "round-not-open"],
  ["closed", "round-not-open"],
])("in state %s nothing is drawn", async (state, type) => {
  const { round, by } = await heatToDraw(3, state);
  expect(await drawOrder(by, { round: round.slug, seed })).toMatchObject({ error: { type } });
});

test("without entries there is nothing to draw", async () => {
  const { round, by } = await heatToDraw(0);
  expect(await drawOrder(by, { round: round.slug, seed })).toMatchObject({
    error: { type: "no-entries" },
  });
});

test.each<Role>(["scorer", "supervisor", "judge"])("a %s cannot draw", async (role) => {
  const { round, by } = await heatToDraw(3, "ready", role);
  expect(await drawOrder(by, { round: round.slug, seed })).toMatchObject({ error: { type: "not-found" } });
  expect(await findLatestDraw(database.db, round.id)).toBeUndefined();
});

test.each(["", "abc", "000102030405060708090A0B0C0D0E0F", `${seed}0`])("the seed %o is refused", async (bad) => {
  const { round, by } = await heatToDraw(3);
  expect(await drawOrder(by, { round: round.slug, seed: bad })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "seed" }] },
  });
});

test("before the draw entries are listed by number, 2 before 10; the list takes one query, with 1 entry or 12", async () => {
  const { round } = await heatToDraw(12);
  const { answer, queries } = await database.queriesOf(() => findEntriesToDraw(database.db, round.id));
  expect(answer.map((entry) => entry.key)).toEqual(Array.from({ length: 12 }, (_, at) => `A${at + 1}`));
  expect(queries).toHaveLength(1);
  const { round: small } = await heatToDraw(1);
  expect((await database.queriesOf(() => findEntriesToDraw(database.db, small.id))).queries).toHaveLength(1);
});
