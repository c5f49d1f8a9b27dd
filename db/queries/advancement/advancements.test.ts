import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat, makeTour } from "~db/seed/factories/finals.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findFinalId } from "./advancement-final.ts";
import { findAdvancementTask } from "./advancements.ts";

const database = testDatabase();

test("of several preliminary reviews the latest one's total counts", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1, rule: { ties: "preliminary" } });
  const { id: editionId } = tour.edition;
  const roundId = tour.heats[0]?.round.id;
  const { id: applicationId } = await makeApplication(db, { editionId, roundId, groupId: tour.groups.team.id });
  await db
    .updateTable("entries")
    .set({ applicationId })
    .where("id", "=", tour.heats[0]?.entries[0]?.id ?? 0)
    .execute();
  // The later review is the older row
  for (const [startsAt, entry] of [
    ["2026-11-20T01:00:00Z", 0],
    ["2026-10-20T01:00:00Z", 2],
  ] as const) {
    const review = await makeClosedHeat(db, { editionId, judges: 3, entries: 3 });
    await db
      .updateTable("rounds")
      .set({ kind: "preliminary", startsAt: new Date(startsAt) })
      .where("id", "=", review.round.id)
      .execute();
    await db
      .updateTable("entries")
      .set({ applicationId })
      .where("id", "=", review.entries[entry]?.id ?? 0)
      .execute();
  }
  const row = await db.selectFrom("editions").selectAll().where("id", "=", editionId).executeTakeFirstOrThrow();
  const { published } = await findAdvancementTask(db, row);
  const scored = published[0]?.entries.flatMap(({ preliminary }) => preliminary ?? []);
  expect(scored).toEqual(published[0]?.entries.filter(({ rank }) => rank === 1).map(({ total }) => total));
});

test("an entry's institution is its company, or else the leader's employer; its recommender whose link it came by, or else whom it names", async () => {
  const { db } = database;
  const tour = await makeTour(db, { heats: 1 });
  const { id: editionId } = tour.edition;
  const roundId = tour.heats[0]?.round.id;
  const { id: recommenderId } = await db
    .insertInto("recommenders")
    .values({
      editionId,
      name: "归国学者会",
      email: "scholars@recommenders.example",
      key: `key-${editionId}-of-scholars`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const given = [
    { companyName: "星海光电", leaderEmployer: "某大学" },
    { companyName: " ", leaderEmployer: "某大学", recommender: " Scholars " },
  ];
  for (const [at, answers] of given.entries()) {
    const { id } = await makeApplication(db, { editionId, roundId, groupId: tour.groups.team.id });
    const own = at === 0 ? { recommenderId } : {};
    await db
      .updateTable("applications")
      .set({ ...own, answers: sql`answers - 'companyName' || ${answers}::jsonb` })
      .where("id", "=", id)
      .execute();
    const entry = tour.heats[0]?.entries[at]?.id ?? 0;
    await db.updateTable("entries").set({ applicationId: id }).where("id", "=", entry).execute();
  }
  const row = await db.selectFrom("editions").selectAll().where("id", "=", editionId).executeTakeFirstOrThrow();
  const { published, registrations } = await findAdvancementTask(db, row);
  const whose = published[0]?.entries.map(({ entry, institution, recommender }) => [entry, institution, recommender]);
  expect(whose?.sort().slice(0, 3)).toEqual([
    ["1", "星海光电", String(recommenderId)],
    ["2", "某大学", "scholars"],
    ["3", null, null],
  ]);
  expect(registrations).toEqual([]);
});

test("the final is found without reading anybody's standings", async () => {
  const tour = await makeTour(database.db, { heats: 1 });
  const { answer, queries } = await database.queriesOf(() => findFinalId(database.db, tour.edition.id));
  expect(answer).toBe(tour.final.id);
  expect(JSON.stringify(queries)).not.toContain("standings");
});
