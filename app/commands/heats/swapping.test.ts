import { expect, test } from "vitest";
import type { Role } from "~/rules/accounts/access.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findOrderChanges, findRunSheet } from "~db/queries/heats/attendances.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { takeStep } from "../stage/take-step.ts";
import { swapPlaces } from "./swap-places.ts";

const database = testDatabase();

async function heat(given: { role?: Role; state?: RoundState } = {}) {
  const { db } = database;
  const made = await makeHeat(db, { state: given.state ?? "judging", entries: 4 });
  const actor = await makePerson(db, { grants: [{ role: given.role ?? "scorer", roundId: made.round.id }] });
  const round = made.round.slug;
  const by = { db, actor };
  return {
    db,
    made,
    round,
    roundId: made.round.id,
    by,
    order: async () => (await findRunSheet(db, made.round.id)).map(({ key }) => key),
    swap: async (first: number, second: number, more: object = {}) =>
      await swapPlaces(by, {
        round,
        reason: "选手航班延误",
        ...more,
        first: { entry: String(first), place: first },
        second: { entry: String(second), place: second },
      }),
  };
}

test("two projects change places for a reason, which stays on record", async () => {
  const { db, roundId, by, swap, order } = await heat();
  expect(await swap(2, 4)).toEqual({ ok: true, value: { order: ["1", "4", "3", "2"] } });
  expect(await order()).toEqual(["1", "4", "3", "2"]);
  expect(await findOrderChanges(db, roundId)).toMatchObject([
    { before: ["1", "2", "3", "4"], after: ["1", "4", "3", "2"], reason: "选手航班延误", changedBy: by.actor.name },
  ]);
  const draws = await db.selectFrom("entries").select(["key", "drawNumber"]).where("roundId", "=", roundId).execute();
  expect(draws.map(({ key, drawNumber }) => [key, drawNumber]).sort()).toEqual([
    ["1", 1],
    ["2", 2],
    ["3", 3],
    ["4", 4],
  ]);
});

test("a swap needs a reason and two projects", async () => {
  const { swap, order } = await heat();
  expect(await swap(2, 4, { reason: " " })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await swap(2, 2)).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "second" }] } });
  expect(await order()).toEqual(["1", "2", "3", "4"]);
});

test("who was called or has a sheet keeps the place; those still to come change theirs", async () => {
  const { db, made, round, roundId, by, swap } = await heat();
  await takeStep(by, { round, after: 0, step: { type: "call", entry: "1" } });
  expect(await swap(1, 3)).toMatchObject({ error: { type: "already-called" } });
  expect(await swap(3, 1)).toMatchObject({ error: { type: "already-called" } });
  await makeSheet(db, {
    roundId,
    entryId: made.entries[1]?.id ?? 0,
    judgeId: made.seats[0]?.id ?? 0,
    marks: {},
    state: "draft",
  });
  expect(await swap(2, 4)).toMatchObject({ error: { type: "scoring-begun" } });
  expect(await swap(3, 4)).toMatchObject({ ok: true });
});

test("after another change the swap that was meant is another one, and is refused", async () => {
  const { swap, order } = await heat();
  const answers = await Promise.all([swap(1, 2), swap(2, 3)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { type: "stale-version" } });
  expect((await order()).toSorted()).toEqual(["1", "2", "3", "4"]);
});

test.each<Role>(["supervisor", "judge", "conductor"])("a %s swaps nothing", async (role) => {
  const { swap, order } = await heat({ role });
  expect(await swap(1, 2)).toMatchObject({ error: { type: "not-found" } });
  expect(await order()).toEqual(["1", "2", "3", "4"]);
});

test("after the closing the order stands", async () => {
  const { swap } = await heat({ state: "closed" });
  expect(await swap(1, 2)).toMatchObject({ error: { type: "round-not-open" } });
});

test("what was changed is never rewritten", async () => {
  const { db, roundId, swap } = await heat();
  await swap(1, 2);
  await expect(
    db.updateTable("orderChanges").set({ reason: "没有理由" }).where("roundId", "=", roundId).execute(),
  ).rejects.toMatchObject({ code: "CD007" });
  await expect(db.deleteFrom("orderChanges").where("roundId", "=", roundId).execute()).rejects.toMatchObject({
    code: "CD007",
  });
});
