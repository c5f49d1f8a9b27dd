import { beforeAll, describe, expect, it } from "vitest";
import type { ApplicationState } from "../../app/rules/application-state.ts";
import { makeApplication } from "../seed/factories/applications.ts";
import { makeEdition, makeRound } from "../seed/factories/editions.ts";
import { makePerson } from "../seed/factories/people.ts";
import { testDatabase } from "../testing/database.ts";
import { findAllOwnApplications, findApplication, findChoices } from "./applications.ts";
import { countByState, findAllDecisions, findNeighbours, findScreeningPage, pageSize } from "./screening.ts";
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
const make = async (title: string, given: { state?: ApplicationState; roundId?: number; editionId?: number } = {}) =>
  await makeApplication(database.db, {
    editionId: scene.editionId,
    roundId: scene.here.id,
    trackId: scene.track.id,
    groupId: scene.groups.team.id,
    submittedAt: new Date(Date.UTC(2026, 10, 1, 0, ++minute)),
    ...given,
    answers: { projectTitle: title },
  });
const titles = async (filter: Parameters<typeof findScreeningPage>[2]) =>
  (await findScreeningPage(database.db, scene.editionId, filter)).map((row) => row.projectTitle);

describe("the screening list", () => {
  it("asks one query for 1 row and for 3, and one for its counts", async () => {
    const { db } = database;
    await make("光谷一号");
    const one = await database.queriesOf(() => findScreeningPage(db, scene.editionId, {}));
    expect([one.answer.length, one.queries.length]).toEqual([1, 1]);
    await make("光谷二号", { state: "qualified" });
    await make("100%纯度_材料", { state: "ineligible", roundId: scene.there.id });
    const three = await database.queriesOf(() => findScreeningPage(db, scene.editionId, {}));
    expect([three.answer.length, three.queries.length]).toEqual([3, 1]);
    const counts = await database.queriesOf(() => countByState(db, scene.editionId, { state: "qualified" }));
    expect(counts.queries).toHaveLength(1);
    expect(counts.answer).toEqual({ draft: 0, submitted: 1, qualified: 1, ineligible: 1, withdrawn: 0 });
  });

  it("shows neither drafts nor other editions", async () => {
    const other = await makeEdition(database.db);
    await make("别人的草稿", { state: "draft" });
    await makeApplication(database.db, {
      editionId: other.edition.id,
      roundId: (await makeRound(database.db, { editionId: other.edition.id })).id,
      groupId: other.groups.team.id,
      answers: { projectTitle: "另一届" },
    });
    const all = await titles({});
    expect(all).not.toContain("别人的草稿");
    expect(all).not.toContain("另一届");
  });

  it("narrows by state, heat and words, and takes wildcards for what they are", async () => {
    expect(await titles({ state: "qualified" })).toEqual(["光谷二号"]);
    expect(await titles({ round: scene.there.slug })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "光谷" })).toEqual(["光谷二号", "光谷一号"]);
    expect(await titles({ search: "0%纯度_" })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "%" })).toEqual(["100%纯度_材料"]);
    expect(await titles({ search: "沈一禾", track: "photonics", group: "team" })).toHaveLength(3);
    expect(await titles({ track: "nothing" })).toEqual([]);
  });

  it("goes on exactly after the place where the page ended, also among equal times", async () => {
    const { db } = database;
    const { edition, groups } = await makeEdition(db);
    const round = await makeRound(db, { editionId: edition.id });
    const submittedAt = new Date("2026-11-01T00:00:00Z");
    const made = [];
    for (let n = 0; n < pageSize + 3; n++)
      made.push(
        await makeApplication(db, { editionId: edition.id, roundId: round.id, groupId: groups.team.id, submittedAt }),
      );
    const first = await findScreeningPage(db, edition.id, {});
    expect(first).toHaveLength(pageSize + 1);
    const last = first[pageSize - 1];
    const second = await findScreeningPage(db, edition.id, {}, { submittedAt, id: last?.id ?? 0 });
    const seen = [...first.slice(0, pageSize), ...second].map((row) => row.code);
    expect(seen).toEqual(made.map(({ code }) => code).reverse());
  });

  it("knows the neighbours of a place in the filtered list, in one query", async () => {
    const { db } = database;
    const rows = await findScreeningPage(db, scene.editionId, {});
    const [newest, middle, oldest] = rows.map(({ id, code, submittedAt }) => ({
      id,
      code,
      submittedAt: submittedAt ?? new Date(0),
    }));
    if (!newest || !middle || !oldest) throw new Error("three are needed");
    const { answer, queries } = await database.queriesOf(() => findNeighbours(db, scene.editionId, {}, middle));
    expect(queries).toHaveLength(1);
    expect(answer).toEqual({ previous: newest.code, next: oldest.code });
    expect(await findNeighbours(db, scene.editionId, { state: "qualified" }, oldest)).toEqual({
      previous: middle.code,
      next: null,
    });
  });
});

describe("one application", () => {
  it("and a person's own ones take one query each, for 1 and for 3; their choices three", async () => {
    const { db } = database;
    const person = await makePerson(db);
    const own = { editionId: scene.editionId, applicant: person, state: "draft" as const };
    const { code } = await makeApplication(db, own);
    const one = await database.queriesOf(() => findAllOwnApplications(db, person.id, scene.editionId));
    await makeApplication(db, own);
    await makeApplication(db, own);
    const three = await database.queriesOf(() => findAllOwnApplications(db, person.id, scene.editionId));
    expect([one.answer.length, one.queries.length, three.answer.length, three.queries.length]).toEqual([1, 1, 3, 1]);
    expect(new Set(three.answer.map(({ applicantId }) => applicantId))).toEqual(new Set([person.id]));
    expect((await database.queriesOf(() => findApplication(db, code))).queries).toHaveLength(1);
    expect((await database.queriesOf(() => findChoices(db, scene.editionId))).queries).toHaveLength(3);
    expect((await database.queriesOf(() => findAllDecisions(db, 1))).queries).toHaveLength(1);
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
