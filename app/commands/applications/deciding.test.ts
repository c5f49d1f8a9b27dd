import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { decideApplication } from "../screening/decide-application.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db);
  const editionId = made.edition.id;
  return {
    ...made,
    editionId,
    organizer: await makePerson(db, { grants: [{ role: "organizer", editionId }] }),
    applicant: await makePerson(db, { locale: "en" }),
  };
}

beforeAll(async () => {
  scene = await makeScene();
});

const heat = async (given: { state?: "screening" | "ready"; capacity?: number } = {}) =>
  await makeRound(database.db, { editionId: scene.editionId, state: "screening", ...given });
const applicationFor = async (roundId: number) =>
  await makeApplication(database.db, {
    editionId: scene.editionId,
    roundId,
    groupId: scene.groups.team.id,
    applicant: scene.applicant,
    locale: "en",
  });
const entriesOf = async (roundId: number) =>
  await database.db
    .selectFrom("entries")
    .select(["key", "title", "titleEn", "groupId", "applicationId"])
    .where("roundId", "=", roundId)
    .orderBy("key")
    .execute();
const stateOf = async (id: number) =>
  await database.db
    .selectFrom("applications")
    .select(["state", "roundId", "version"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
const decide = async (input: object, actor: Actor | null = scene.organizer) =>
  await decideApplication({ db: database.db, actor }, input);

describe("deciding on an application", () => {
  it("into a heat makes its entry there, under the next number, and a mail in the applicant's language that waits", async () => {
    const { db } = database;
    const { id: roundId, slug } = await heat();
    const first = await applicationFor(roundId);
    const second = await applicationFor(roundId);
    expect(await decide({ ...first, decision: "qualify", round: slug })).toMatchObject({ value: { entry: "1" } });
    expect(await decide({ ...second, decision: "qualify", round: slug })).toMatchObject({
      ok: true,
      value: { state: "qualified", version: second.version + 1, entry: "2" },
    });
    expect((await entriesOf(roundId))[1]).toEqual({
      key: "2",
      title: "湖光硅基光互连芯片",
      titleEn: "Silicon photonic interconnects",
      groupId: scene.groups.team.id,
      applicationId: second.id,
    });
    const decisions = db.selectFrom("screeningDecisions").selectAll().where("applicationId", "=", second.id);
    expect(await decisions.execute()).toMatchObject([
      { decision: "qualify", roundId, decidedById: scene.organizer.id },
    ]);
    const mails = db.selectFrom("mails").selectAll().where("applicationId", "=", second.id);
    expect(await mails.execute()).toMatchObject([
      {
        template: "qualified",
        state: "pending",
        recipient: scene.applicant.email,
        locale: "en",
        props: { roundTitle: `Heat ${slug}` },
      },
    ]);
  });

  it("never fills a heat beyond its places, not even at one time", async () => {
    const { id: roundId, slug } = await heat({ capacity: 2 });
    const all = [];
    for (let n = 0; n < 5; n++) all.push(await applicationFor(roundId));
    const answers = await Promise.all(all.map((each) => decide({ ...each, decision: "qualify", round: slug })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(answers.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 3 }, () => ({ ok: false, error: { type: "heat-full", capacity: 2 } })),
    );
    expect((await entriesOf(roundId)).map(({ key }) => key)).toEqual(["1", "2"]);
  });

  it("can be changed: to another heat, to not eligible, and back, with every decision on record", async () => {
    const here = await heat();
    const there = await heat();
    const { id, code } = await applicationFor(here.id);
    const step = async (input: object) => {
      const { version } = await stateOf(id);
      const answer = await decide({ code, version, ...input });
      if (!answer.ok) throw new Error(answer.error.type);
    };
    await step({ decision: "qualify", round: here.slug });
    await step({ decision: "qualify", round: there.slug });
    expect([await entriesOf(here.id), await entriesOf(there.id)].map(({ length }) => length)).toEqual([0, 1]);
    await step({ decision: "ineligible", reason: "负责人年龄超过规定" });
    expect(await entriesOf(there.id)).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: "ineligible" });
    await step({ decision: "qualify", round: here.slug });
    expect(await stateOf(id)).toMatchObject({ state: "qualified", roundId: here.id });
    const { db } = database;
    const decisions = db
      .selectFrom("screeningDecisions")
      .select("decision")
      .where("applicationId", "=", id)
      .orderBy("id");
    expect((await decisions.execute()).map(({ decision }) => decision)).toEqual([
      "qualify",
      "qualify",
      "ineligible",
      "qualify",
    ]);
    const audit = db.selectFrom("auditEntries").select(["roundId"]).where("applicationId", "=", id).orderBy("id");
    expect((await audit.execute()).map(({ roundId }) => roundId)).toEqual([
      here.id,
      here.id,
      there.id,
      there.id,
      here.id,
    ]);
  });

  it("stands once the heat is set or drawn", async () => {
    const { db } = database;
    const set = await heat({ state: "ready" });
    const drawn = await heat();
    const open = await heat();
    const inSet = await makeApplication(db, { ...placeIn(set.id), state: "qualified" });
    const inDrawn = await makeApplication(db, { ...placeIn(drawn.id), state: "qualified" });
    await db.updateTable("entries").set({ drawNumber: 1 }).where("roundId", "=", drawn.id).execute();
    const fresh = await applicationFor(open.id);
    const refused = { ok: false, error: { type: "round-not-open" } };
    expect(await decide({ ...inSet, decision: "ineligible", reason: "迟了" })).toEqual(refused);
    expect(await decide({ ...inDrawn, decision: "qualify", round: open.slug })).toEqual(refused);
    expect(await decide({ ...fresh, decision: "qualify", round: set.slug })).toEqual(refused);
    expect(await decide({ ...fresh, decision: "qualify", round: drawn.slug })).toEqual(refused);
    expect(await entriesOf(set.id)).toHaveLength(1);
  });

  it("is refused over an older version, a second time, and for a draft or a withdrawn one", async () => {
    const { db } = database;
    const { id: roundId, slug } = await heat();
    const made = await applicationFor(roundId);
    expect(await decide({ ...made, version: 0, decision: "qualify", round: slug })).toMatchObject({
      error: { type: "stale-version", version: made.version },
    });
    await decide({ ...made, decision: "qualify", round: slug });
    expect(await decide({ ...made, version: made.version + 1, decision: "qualify", round: slug })).toEqual({
      ok: false,
      error: { type: "already-decided" },
    });
    const draft = await makeApplication(db, { ...placeIn(roundId), state: "draft" });
    expect(await decide({ ...draft, decision: "qualify", round: slug })).toMatchObject({
      error: { type: "not-found" },
    });
    const submitted = await applicationFor(roundId);
    const gone = { state: "withdrawn", withdrawnAt: new Date(), withdrawnReason: "另有安排" };
    await db.updateTable("applications").set(gone).where("id", "=", submitted.id).execute();
    expect(await decide({ ...submitted, decision: "qualify", round: slug })).toMatchObject({
      error: { type: "application-locked", state: "withdrawn" },
    });
  });

  it("needs a reason to say not eligible", async () => {
    const made = await applicationFor((await heat()).id);
    expect(await decide({ ...made, decision: "ineligible", reason: " " })).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "reason" }] },
    });
  });

  it("is for organizers of that edition: to everyone else there is no such application", async () => {
    const { db } = database;
    const { id: roundId, slug } = await heat();
    const made = await applicationFor(roundId);
    const other = await makeEdition(db);
    const people = [
      scene.applicant,
      await makePerson(db, { grants: [{ role: "organizer", editionId: other.edition.id }] }),
      await makePerson(db, { grants: [{ role: "scorer", editionId: scene.editionId }] }),
      await makePerson(db, { grants: [{ role: "supervisor", editionId: scene.editionId }] }),
      await makePerson(db, { grants: [{ role: "judge", roundId }] }),
    ];
    for (const person of people)
      expect(await decide({ ...made, decision: "qualify", round: slug }, person)).toEqual({
        ok: false,
        error: { type: "not-found" },
      });
    expect(await decide({ ...made, decision: "qualify", round: slug }, null)).toEqual({
      ok: false,
      error: { type: "signed-out" },
    });
    expect(await entriesOf(roundId)).toEqual([]);
  });

  it("cannot send it into another edition's heat, or one that nobody has made", async () => {
    const other = await makeEdition(database.db);
    const foreign = await makeRound(database.db, { editionId: other.edition.id, state: "screening" });
    const made = await applicationFor((await heat()).id);
    for (const round of [foreign.slug, "nowhere"])
      expect(await decide({ ...made, decision: "qualify", round })).toEqual({
        ok: false,
        error: { type: "round-not-open" },
      });
  });
});

function placeIn(roundId: number) {
  return { editionId: scene.editionId, roundId, groupId: scene.groups.team.id };
}
