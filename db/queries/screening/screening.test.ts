import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { listPositionOf } from "~/rules/screening/screening-order.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findAllOwnApplications, findApplication, findChoices } from "../applications/applications.ts";
import { findListChoices, findScreeningList, findScreeningPage } from "./screening.ts";
import { findAllTargets } from "./screening-targets.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, track, groups } = await makeEdition(db);
  const editionId = edition.id;
  const here = await makeRound(db, { editionId, state: "screening", capacity: 20 });
  const there = await makeRound(db, { editionId, state: "registration" });
  return { editionId, track, groups, here, there };
}

beforeAll(async () => {
  scene = await makeScene();
});

let minute = 0;
const make = async (title: string, given: Partial<Parameters<typeof makeApplication>[1]> = {}) =>
  await makeApplication(database.db, {
    editionId: scene.editionId,
    roundId: scene.here.id,
    trackId: scene.track.id,
    groupId: scene.groups.team.id,
    submittedAt: new Date(Date.UTC(2026, 10, 1, 0, ++minute)),
    ...given,
    answers: { projectTitle: title, ...given.answers },
  });
const desk = () => ({ editionId: scene.editionId, me: "somebody" });
const titles = async (filter: ScreeningFilter) =>
  (await findScreeningPage(database.db, desk(), filter)).map((row) => row.projectTitle);

describe("the screening list", () => {
  it("asks two queries for its first page, three for another, one for its choices, for 1 row and for 3", async () => {
    const { db } = database;
    await make("光谷一号");
    const one = await database.queriesOf(() => findScreeningList(db, desk(), {}, {}));
    expect([one.answer.rows.length, one.queries.length]).toEqual([1, 2]);
    await make("光谷二号", { state: "qualified" });
    await make("100%纯度_材料", { state: "ineligible", roundId: scene.there.id });
    const three = await database.queriesOf(() => findScreeningList(db, desk(), {}, {}));
    expect([three.answer.rows.length, three.queries.length]).toEqual([3, 2]);
    const [newest] = three.answer.rows;
    const after = newest && listPositionOf(newest, "-submitted");
    const second = await database.queriesOf(() => findScreeningList(db, desk(), {}, { after }));
    expect([second.answer.rows.length, second.answer.from, second.queries.length]).toEqual([2, 2, 3]);
    expect((await database.queriesOf(() => findListChoices(db, desk()))).queries).toHaveLength(1);
  });

  it("counts each state under the rest of the filter, and all that match", async () => {
    const { db } = database;
    const all = await findScreeningList(db, desk(), {}, {});
    expect(all.counts).toMatchObject({ draft: 0, submitted: 1, qualified: 1, ineligible: 1, waiting: 0 });
    expect([all.total, all.from]).toEqual([3, 1]);
    const qualified = await findScreeningList(db, desk(), { state: "qualified" }, {});
    expect([qualified.total, qualified.counts]).toEqual([1, all.counts]);
    const there = await findScreeningList(db, desk(), { round: scene.there.slug }, {});
    expect([there.total, there.counts.ineligible, there.counts.submitted]).toEqual([1, 1, 0]);
  });

  it("shows neither drafts nor other editions, whatever it is asked", async () => {
    const other = await makeEdition(database.db);
    await make("别人的草稿", { state: "draft" });
    await makeApplication(database.db, {
      editionId: other.edition.id,
      roundId: (await makeRound(database.db, { editionId: other.edition.id })).id,
      groupId: other.groups.team.id,
      answers: { projectTitle: "另一届" },
    });
    for (const filter of [{}, { search: "草稿" }, { search: "另一届" }, { search: "WXT-" }]) {
      const all = await titles(filter);
      expect(all).not.toContain("别人的草稿");
      expect(all).not.toContain("另一届");
    }
  });

  it("narrows by state, heat and words, and takes wildcards for what they are", async () => {
    expect(await titles({ state: "qualified" })).toEqual(["光谷二号"]);
    expect(await titles({ round: scene.there.slug })).toEqual(["100%纯度_材料"]);
    expect(await titles({ wish: scene.there.slug })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "光谷" })).toEqual(["光谷二号", "光谷一号"]);
    expect(await titles({ search: "ggyh" })).toEqual(["光谷一号"]);
    expect(await titles({ search: "guanggu 二" })).toEqual(["光谷二号"]);
    expect(await titles({ search: "0%纯度_" })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "%" })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "谷光" })).toEqual([]);
    expect(await titles({ search: "wxt-", track: "photonics", group: "team" })).toHaveLength(3);
    expect(await titles({ track: "nothing" })).toEqual([]);
  });

  it("narrows by verdict, recommender, screener, origin, changes begun, and days in Beijing", async () => {
    const { db } = database;
    const screener = await makePerson(db, { name: "审核员甲" });
    const { id: recommenderId } = await db
      .insertInto("recommenders")
      .values({ editionId: scene.editionId, key: "talent-office", name: "人才办", email: "office@example.com" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { id } = await make("齐备的一份", { submittedAt: new Date("2026-10-01T16:00:00Z") });
    await db
      .updateTable("applications")
      .set({ eligibility: "by-hand", screenerId: screener.id, recommenderId, origin: "import", working: sql`'{}'` })
      .where("id", "=", id)
      .execute();
    const only = ["齐备的一份"];
    expect(await titles({ eligibility: "by-hand" })).toEqual(only);
    expect(await titles({ eligibility: "none" })).toHaveLength(3);
    expect(await titles({ recommender: "talent-office" })).toEqual(only);
    expect(await titles({ recommender: "none" })).toHaveLength(3);
    expect(await titles({ screener: screener.id })).toEqual(only);
    expect(await titles({ screener: "none" })).toHaveLength(3);
    expect(await titles({ screener: "me" })).toEqual([]);
    const mine = await findScreeningPage(db, { ...desk(), me: screener.id }, { screener: "me" });
    expect(mine.map((row) => row.projectTitle)).toEqual(only);
    expect(await titles({ origin: "import" })).toEqual(only);
    expect(await titles({ rewritten: "yes" })).toEqual(only);
    expect(await titles({ from: "2026-10-02", to: "2026-10-02" })).toEqual(only);
    expect(await titles({ to: "2026-10-01" })).toEqual([]);
    const { screeners, recommenders } = await findListChoices(db, desk());
    expect(screeners).toEqual([{ id: screener.id, name: "审核员甲" }]);
    expect(recommenders).toMatchObject([{ id: recommenderId, key: "talent-office", title: "人才办" }]);
  });
});

it("offers as screeners who may screen the edition, and who has an application of it in hand", async () => {
  const { db } = database;
  const other = await makeEdition(db);
  const grants = [{ role: "screener" as const, editionId: scene.editionId }];
  const now = await makePerson(db, { name: "仍在审核", grants });
  const before = await makePerson(db, { name: "曾经审核" });
  const draftsAlone = await makePerson(db, { name: "只有草稿" });
  const elsewhere = await makePerson(db, { name: "别处审核" });
  const inHand = async ({ id }: { id: string }, ...made: Parameters<typeof make>) => {
    const application = await make(...made);
    await db.updateTable("applications").set({ screenerId: id }).where("id", "=", application.id).execute();
  };
  await inHand(before, "手头的一份");
  await inHand(before, "手头的又一份");
  await inHand(draftsAlone, "手头的草稿", { state: "draft", submittedAt: undefined });
  await inHand(elsewhere, "别处的一份", await elsewhereOf(other));
  const { screeners } = await findListChoices(db, desk());
  const offered = (id: string) => screeners.filter((each) => each.id === id).map(({ name }) => name);
  expect([now, before, draftsAlone, elsewhere].map(({ id }) => offered(id))).toEqual([
    ["仍在审核"],
    ["曾经审核"],
    [],
    [],
  ]);
});

async function elsewhereOf({ edition, track, groups }: Awaited<ReturnType<typeof makeEdition>>) {
  const round = await makeRound(database.db, { editionId: edition.id, state: "screening" });
  return { editionId: edition.id, roundId: round.id, trackId: track.id, groupId: groups.team.id };
}

it("offers no rehearsal to choose from, whether it lives or is wiped", async () => {
  const { db } = database;
  const heat = await makeRound(db, { editionId: scene.editionId, state: "ready" });
  for (const wiped of [true, false]) {
    const rehearsal = await makeRound(db, { editionId: scene.editionId, state: "ready", rehearsalOfId: heat.id });
    if (wiped) await db.updateTable("rounds").set({ wipedAt: new Date() }).where("id", "=", rehearsal.id).execute();
  }
  const { rounds } = await findListChoices(db, desk());
  expect(rounds.map(({ key }) => key)).toContain(heat.slug);
  expect(rounds.filter(({ key }) => key.includes("rehearsal"))).toEqual([]);
});

describe("one application", () => {
  it("and a person's own ones take one query each, for 1 and for 3; their choices three", async () => {
    const { db } = database;
    const person = await makePerson(db);
    const own = { editionId: scene.editionId, applicant: person, state: "draft" as const };
    const { code } = await makeApplication(db, own);
    const one = await database.queriesOf(() => findAllOwnApplications(db, person.id, scene.editionId));
    await makeApplication(db, { ...own, applicant: await makePerson(db) });
    const codes = [code, (await makeApplication(db, own)).code, (await makeApplication(db, own)).code];
    const three = await database.queriesOf(() => findAllOwnApplications(db, person.id, scene.editionId));
    expect([one.answer.length, one.queries.length, three.answer.length, three.queries.length]).toEqual([1, 1, 3, 1]);
    expect(three.answer.map((each) => each.code)).toEqual(codes.reverse());
    expect((await database.queriesOf(() => findApplication(db, code))).queries).toHaveLength(1);
    expect((await database.queriesOf(() => findChoices(db, scene.editionId))).queries).toHaveLength(3);
  });

  it("can go into the heats that register or screen, with their places counted in one query", async () => {
    const { db } = database;
    await makeRound(db, { editionId: scene.editionId, state: "ready" });
    await makeRound(db, { editionId: scene.editionId, state: "screening", kind: "final" });
    const { answer, queries } = await database.queriesOf(() => findAllTargets(db, scene.editionId));
    expect(queries).toHaveLength(1);
    expect(answer.map(({ slug, entries, capacity, drawn }) => ({ slug, entries, capacity, drawn }))).toEqual([
      { slug: scene.here.slug, entries: 1, capacity: 20, drawn: false },
      { slug: scene.there.slug, entries: 0, capacity: null, drawn: false },
    ]);
  });
});
