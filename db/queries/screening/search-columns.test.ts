import { beforeAll, describe, expect, it } from "vitest";
import { makeApplication, teamAnswers } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { updateApplication } from "../applications/applications.ts";
import { findScreeningPage } from "./screening.ts";
import { fillSearchColumns } from "./search-columns.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  return { editionId: edition.id, roundId: round.id, groupId: groups.team.id };
}

beforeAll(async () => {
  scene = await makeScene();
});

const found = async (search: string) =>
  (await findScreeningPage(database.db, { editionId: scene.editionId, me: "" }, { search })).map(({ id }) => id);

describe("what applications are found by", () => {
  it("is filled in where it is missing, once, and never for a draft", async () => {
    const { db } = database;
    const made = await makeApplication(db, { ...scene, answers: { projectTitle: "旧库里的一份" } });
    const draft = await makeApplication(db, { ...scene, state: "draft" });
    await db.updateTable("applications").set({ searchText: null, searchGrams: null, titleGrams: null }).execute();
    expect(await fillSearchColumns(db)).toBe(1);
    expect(await found("jkl")).toEqual([made.id]);
    expect(await found("旧库")).toEqual([made.id]);
    expect(await fillSearchColumns(db)).toBe(0);
    const { searchText } = await db
      .selectFrom("applications")
      .select("searchText")
      .where("id", "=", draft.id)
      .executeTakeFirstOrThrow();
    expect(searchText).toBeNull();
  });

  it("is renewed when answers are handed in, and left alone while a draft is written", async () => {
    const { db } = database;
    const { id, code } = await makeApplication(db, { ...scene, answers: { projectTitle: "初稿题目" } });
    const answers = { ...teamAnswers, projectTitle: "定稿题目" };
    const at = new Date();
    await db.transaction().execute((trx) => updateApplication(trx, id, { answers, updatedAt: at }));
    expect(await found("定稿题目")).toEqual([]);
    await db.transaction().execute((trx) => updateApplication(trx, id, { code, answers, updatedAt: at }));
    expect([await found("定稿题目"), await found("初稿题目"), await found(code)]).toEqual([[id], [], [id]]);
  });
});
