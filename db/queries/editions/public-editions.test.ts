import { beforeAll, expect, it } from "vitest";
import { voidRelease } from "~/commands/releases/void-release.ts";
import { roundStates } from "~/rules/rounds/round.ts";
import { makeApplication, teamAnswers } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findTracksAndGroups } from "./editions.ts";
import { findAllPublicRounds, findPublicRound } from "./public-editions.ts";

const database = testDatabase();
let editionId: number;

beforeAll(async () => {
  editionId = (await makeEdition(database.db)).edition.id;
});

it("the public sees every round but those in preparation, in one query for 1 row and for 3", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  await makeRound(db, { editionId: edition.id, slug: "one" });
  const one = await database.queriesOf(() => findAllPublicRounds(db, edition.id));
  for (const state of roundStates.filter((each) => each !== "registration"))
    await makeRound(db, { editionId: edition.id, slug: `in-${state}`, state });
  const all = await database.queriesOf(() => findAllPublicRounds(db, edition.id));
  expect([one.answer.length, one.queries.length, all.queries.length]).toEqual([1, 1, 1]);
  expect(all.answer.map(({ slug, stage }) => `${slug}: ${stage}`)).toEqual([
    "in-closed: closed",
    "in-judging: judging",
    "in-ready: ready",
    "in-screening: screening",
    "one: registration",
  ]);
  expect((await database.queriesOf(() => findTracksAndGroups(db, edition.id))).queries).toHaveLength(2);
});

it("a result that is proposed or confirmed looks to the public like a closed round", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { editionId, judges: 1, entries: 1 });
  const seen = async () => (await findAllPublicRounds(db, editionId)).find(({ slug }) => slug === heat.round.slug);
  const before = await seen();
  await releaseRound(db, heat, "proposed");
  expect(await seen()).toEqual(before);
  await voidRelease({ db, actor: heat.scorer }, { round: heat.round.slug, version: 1, reason: "重来" });
  await releaseRound(db, heat, "confirmed");
  expect(await seen()).toEqual(before);
  expect(before?.stage).toBe("closed");
});

it("a round that was opened again for a correction looks to the public as published as before", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { editionId, judges: 1, entries: 1 });
  await releaseRound(db, heat, "published");
  await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
  expect((await findPublicRound(db, heat.round.slug))?.stage).toBe("published");
});

it("an imported contest is not there before its result is published", async () => {
  const { db } = database;
  const round = await makeRound(db, { editionId, state: "closed", slug: "imported-heat" });
  await db.updateTable("rounds").set({ origin: "import" }).where("id", "=", round.id).execute();
  expect((await findAllPublicRounds(db, editionId)).map(({ slug }) => slug)).not.toContain("imported-heat");
});

it("nothing that applicants wrote, nor how many they are, reaches the public page", async () => {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id, state: "screening" });
  const before = await findAllPublicRounds(db, edition.id);
  await makeApplication(db, { editionId: edition.id, roundId: round.id, groupId: groups.team.id, state: "qualified" });
  const after = await findAllPublicRounds(db, edition.id);
  expect(after).toEqual(before);
  expect(JSON.stringify(after)).not.toContain(teamAnswers.projectTitle);
});
