import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { loader } from "./agreement.tsx";

const database = testDatabase();
const marks = { tech: 2500, market: 1700, business: 1600, team: 1500, landing: 700 };
type Heat = Awaited<ReturnType<typeof makeHeat>>;

const routeArgs = (heat: Heat, actor: Actor | null, query = "") => ({
  params: { round: heat.round.slug },
  request: new Request(`http://localhost/agreement${query}`),
  context: { db: database.db, locale: "en", actor: async () => actor } as unknown as AppLoadContext,
});

const viewOf = async (heat: Heat, query = "") => (await loader(routeArgs(heat, heat.scorer, query))).view?.value;

/** A submitted sheet with that mark for "tech"; 55 points beside it. */
async function give(heat: Heat, entry: number, judge: number, tech: number, more: object = {}) {
  const entryId = heat.entries[entry - 1]?.id ?? 0;
  const judgeId = heat.seats[judge - 1]?.id ?? 0;
  await makeSheet(database.db, {
    roundId: heat.round.id,
    entryId,
    judgeId,
    marks: { ...marks, tech: tech * 100 },
    ...more,
  });
}

test("who sees scores sees the page, and to everyone else there is none", async () => {
  const { db } = database;
  const heat = await makeHeat(db);
  const { id: roundId, editionId } = heat.round;
  const of = async (actor: Actor | null) =>
    await loader(routeArgs(heat, actor)).then(
      () => 200,
      (thrown: Response) => thrown.status,
    );
  expect(await of(null)).toBe(302);
  for (const grant of [
    { role: "organizer", editionId },
    { role: "scorer", roundId },
    { role: "supervisor", roundId },
  ] as const)
    expect(await of(await makePerson(db, { grants: [grant] })), grant.role).toBe(200);
  for (const grant of [
    { role: "conductor", roundId },
    { role: "screener", editionId },
    { role: "judge", roundId },
  ] as const)
    expect(await of(await makePerson(db, { grants: [grant] })), grant.role).toBe(404);
  expect(
    await of(
      await makePerson(db, { grants: [{ role: "organizer", editionId: (await makeHeat(db)).round.editionId }] }),
    ),
  ).toBe(404);
});

test.each([1, 3])("with %i entries it takes three queries: the round, its words, its marks", async (entries) => {
  const heat = await makeHeat(database.db, { entries });
  for (let entry = 1; entry <= entries; entry++)
    for (const judge of [1, 2, 3]) await give(heat, entry, judge, 20 + entry + judge);
  const { answer, queries } = await database.queriesOf(() => loader(routeArgs(heat, heat.scorer)));
  expect(answer.view?.value.agreement).toMatchObject({ judges: 3, entries });
  expect(queries).toHaveLength(3);
});

test("where everyone scored everything, consistency of the mean matters and nothing is adjusted", async () => {
  const heat = await makeHeat(database.db, { judges: 2, entries: 2 });
  for (const [entry, judge, tech] of [
    [1, 1, 20],
    [1, 2, 25],
    [2, 1, 22],
    [2, 2, 27],
  ] as const)
    await give(heat, entry, judge, tech);
  const view = await viewOf(heat);
  expect(view).toMatchObject({ whole: true, matters: "ICC3k", agreement: { icc: { ICC3k: 1 } }, judgesLeftOut: [] });
  expect(view?.judges).toMatchObject([
    { judge: "J1", name: "评委1", head: true, given: 2, mean: 76, severity: -2.5, marks: [75, 77] },
    { judge: "J2", head: false, given: 2, mean: 81, severity: 2.5, marks: [80, 82] },
  ]);
});

test("who is left out is told with the reason, and what a draft says is not shown", async () => {
  const { db } = database;
  const heat = await makeHeat(db, { judges: 4, entries: 4 });
  await give(heat, 1, 1, 20);
  await give(heat, 1, 2, 25);
  await give(heat, 2, 1, 24);
  await give(heat, 3, 2, 30);
  await give(heat, 3, 3, 12.5, { state: "draft" });
  const place = { roundId: heat.round.id, entryId: heat.entries[1]?.id ?? 0, judgeId: heat.seats[1]?.id ?? 0 };
  await db
    .insertInto("recusals")
    .values({ ...place, reason: "师生" })
    .execute();
  const view = await viewOf(heat);
  expect(view).toMatchObject({ whole: false, matters: "ICC2k", entries: 4, linked: true });
  expect(view?.judgesLeftOut.map(({ key }) => key)).toEqual(["J3", "J4"]);
  const lines = view?.advice.map(({ number, title, marks: given, mean, adjusted, missed }) => [
    `${number} ${title}`,
    given,
    mean.value,
    adjusted.rank,
    missed?.gaps ?? null,
  ]);
  // J1 is five below J2 where both scored: the second entry is lifted over the first, and stays below the third
  expect(lines).toEqual([
    ["3 Project 3", 1, 85, 1, { missing: ["J1"] }],
    ["2 Project 2", 1, 79, 2, { recused: ["J2"] }],
    ["1 Project 1", 2, 77.5, 3, null],
    ["4 Project 4", 0, null, null, { missing: ["J1", "J2"] }],
  ]);
  expect(withoutChance(view)).not.toContain("67.5");
});

test("one criterion's marks are compared by its key; an unknown one is none", async () => {
  const heat = await makeHeat(database.db, { judges: 1, entries: 1 });
  await give(heat, 1, 1, 21);
  expect(await viewOf(heat, "?criterion=tech")).toMatchObject({ criterion: "tech", judges: [{ mean: 21 }] });
  expect(await viewOf(heat, "?criterion=nowhere&page=x")).toMatchObject({ criterion: null, judges: [{ mean: 76 }] });
});

test("marks that stand out come with their judge and entry in words", async () => {
  const heat = await makeHeat(database.db, { judges: 1, entries: 6 });
  for (const [at, tech] of [24, 25, 25, 26, 24.5, 10].entries()) await give(heat, at + 1, 1, tech);
  expect((await viewOf(heat))?.outliers).toMatchObject([
    { judge: "J1", judgeName: "评委1", name: { number: "6", title: "Project 6" }, mark: 65, rest: null },
  ]);
});

test("without a rule there is nothing to show, without sheets nobody to compare", async () => {
  const heat = await makeHeat(database.db);
  expect(await viewOf(heat)).toMatchObject({ agreement: { judges: 0, entries: 0 }, judges: [], outliers: [] });
  await database.db.deleteFrom("rules").where("roundId", "=", heat.round.id).execute();
  expect((await loader(routeArgs(heat, heat.scorer))).view).toBeNull();
});
