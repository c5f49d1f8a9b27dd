import { expect, test } from "vitest";
import { proposeRelease } from "~/commands/results/propose-release.ts";
import { makePersonEverywhere } from "~/testing/person-everywhere.ts";
import { eraseApplications } from "~db/queries/erasure.ts";
import { findStandings } from "~db/queries/standings.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/closed-heats.ts";
import { makeEdition, makeRound } from "~db/seed/factories/editions.ts";
import { makePerson } from "~db/seed/factories/people.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { eraseDueEditions } from "./retention.ts";

const database = testDatabase();
const mark = "zhangsan-secret";
const number = "E44556677";

/** An edition kept until that day, with a heat whose results are proposed, and people who have left their words. */
async function makeKeptEdition(retentionOn: string) {
  const { db } = database;
  const { edition, groups } = await makeEdition(db, { slug: `kept-${retentionOn}` });
  await db.updateTable("editions").set({ retentionOn }).where("id", "=", edition.id).execute();
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const heat = await makeClosedHeat(db, { editionId: edition.id });
  const where = { editionId: edition.id, roundId: heat.round.id, groupId: groups.team.id };
  const people = [];
  for (const [at, entry] of heat.entries.entries()) {
    const given = { ...where, mark, number: `${number}${at}`, screener };
    const person = await makePersonEverywhere(db, { ...given, projectTitle: entry.title });
    await db.updateTable("entries").set({ applicationId: person.applicationId }).where("id", "=", entry.id).execute();
    people.push(person);
  }
  people.push(await makePersonEverywhere(db, { ...where, mark, number, screener }));
  return { edition, heat, people, screener };
}

test("on its day, in Beijing, the personal data of an edition is gone from every place, and the results are not", async () => {
  const { db } = database;
  const { edition, heat, people, screener } = await makeKeptEdition("2030-07-01");
  const proposed = await proposeRelease(
    { db, actor: heat.scorer, idempotencyKey: "propose-1" },
    { round: heat.round.slug },
  );
  expect(proposed.ok).toBe(true);
  const publicRecord = async () => ({
    standings: JSON.stringify(await findStandings(db, [heat.round.id])),
    releases: JSON.stringify(await db.selectFrom("releases").selectAll().orderBy("id").execute()),
    entries: JSON.stringify(await db.selectFrom("entries").selectAll().orderBy("id").execute()),
    sheets: JSON.stringify(await db.selectFrom("sheets").selectAll().orderBy("id").execute()),
  });
  const before = await publicRecord();
  expect(before.releases).toContain("项目1");
  expect((await placesOfWords(db, mark)).length).toBeGreaterThan(25);

  expect(await eraseDueEditions(db, new Date("2030-06-30T15:59:59Z"))).toEqual([]);
  expect((await placesOfWords(db, mark)).length).toBeGreaterThan(25);
  const at = new Date("2030-06-30T16:00:00Z");
  expect(await eraseDueEditions(db, at, 2)).toEqual([{ edition: edition.slug, applications: 4, people: 4 }]);

  expect(await placesOfWords(db, mark)).toEqual([]);
  expect(await placesOfWords(db, number)).toEqual([]);
  expect(await publicRecord()).toEqual(before);
  const codes = people.map((person) => person.code).sort();
  const kept = await db
    .selectFrom("applications")
    .select(["code", "answers", "projectTitle", "state", "erasedAt"])
    .where("editionId", "=", edition.id)
    .orderBy("code")
    .execute();
  expect(kept.map((each) => each.code)).toEqual(codes);
  expect(kept.map((each) => each.projectTitle)).toEqual(["项目1", "项目2", "项目3", null]);
  expect(kept.at(-1)?.answers).toEqual({
    leaderGender: "female",
    leaderBirthYear: "1988",
    leaderDegree: "doctor",
    members: [{ degree: "master", fullTime: true }],
    patents: [{ kind: "invention", status: "granted" }],
  });
  const entries = await db.selectFrom("auditEntries").selectAll().where("command", "=", "erase-edition").execute();
  expect(entries).toMatchObject([{ actorId: null, editionId: edition.id, facts: { applications: 4, people: 4 } }]);
  const mails = await db.selectFrom("mails").select("state").where("editionId", "=", edition.id).execute();
  expect(new Set(mails.map((mail) => mail.state))).toEqual(new Set(["sent", "void"]));
  expect(
    (await db.selectFrom("users").select("name").where("id", "=", screener.id).executeTakeFirstOrThrow()).name,
  ).toBe(screener.name);
  expect(await eraseDueEditions(db, new Date("2030-08-01T00:00:00Z"))).toEqual([]);
});

test("a run that stopped in the middle goes on with what is left", async () => {
  const { db } = database;
  const { edition, people } = await makeKeptEdition("2031-07-01");
  const at = new Date("2031-07-02T00:00:00Z");
  const first = people[0]?.applicationId ?? 0;
  await db.transaction().execute((trx) => eraseApplications(trx, [first], at));
  expect(await placesOfWords(db, mark)).not.toEqual([]);
  expect(await eraseDueEditions(db, at)).toEqual([{ edition: edition.slug, applications: 3, people: 4 }]);
  expect(await placesOfWords(db, mark)).toEqual([]);
});

test("who has a role, a seat or another application keeps the account; the application is erased all the same", async () => {
  const { db } = database;
  const { edition, groups } = await makeEdition(db, { slug: "kept-some" });
  const { edition: other, groups: others } = await makeEdition(db, { slug: "kept-on" });
  await db.updateTable("editions").set({ retentionOn: "2032-01-01" }).where("id", "=", edition.id).execute();
  const staff = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const judge = await makePerson(db);
  const heat = await makeClosedHeat(db, { editionId: edition.id });
  await db
    .updateTable("panelMembers")
    .set({ userId: judge.id })
    .where("id", "=", heat.seats[0]?.id ?? 0)
    .execute();
  const again = await makePerson(db);
  const recommender = await makePerson(db);
  await db
    .insertInto("recommenders")
    .values({ editionId: other.id, key: "alumni", name: "校友会", email: recommender.email })
    .execute();
  const elsewhere = await makeRound(db, { editionId: other.id });
  await makeApplication(db, {
    ...{ editionId: other.id, roundId: elsewhere.id, groupId: others.team.id, applicant: again },
  });
  for (const applicant of [staff, judge, again, recommender])
    await makeApplication(db, { editionId: edition.id, roundId: heat.round.id, groupId: groups.team.id, applicant });
  const erased = await eraseDueEditions(db, new Date("2032-01-02T00:00:00Z"));
  expect(erased).toEqual([{ edition: "kept-some", applications: 4, people: 0 }]);
  const names = await db
    .selectFrom("users")
    .select("email")
    .where("id", "in", [staff.id, judge.id, again.id, recommender.id])
    .execute();
  expect(names.map((each) => each.email).sort()).toEqual(
    [staff.email, judge.email, again.email, recommender.email].sort(),
  );
  const left = await db.selectFrom("applications").select("erasedAt").where("editionId", "=", other.id).execute();
  expect(left).toEqual([{ erasedAt: null }]);
});
