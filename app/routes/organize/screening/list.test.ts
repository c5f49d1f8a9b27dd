import { beforeAll, describe, expect, it } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as batch from "./batch.tsx";
import * as newBatch from "./batch-new.tsx";
import * as batches from "./batches.tsx";
import * as duplicateMarks from "./duplicate-marks.ts";
import * as list from "./list.tsx";

const database = testDatabase();
const visit = pagesOf({
  "organize/editions/:edition/applications": list,
  "organize/editions/:edition/applications/duplicates": duplicateMarks,
  "organize/editions/:edition/applications/act": newBatch,
  "organize/editions/:edition/batches": batches,
  "organize/batches/:id": batch,
});
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const editionId = edition.id;
  const round = await makeRound(db, { editionId, state: "screening" });
  const screener = await makePerson(db, { name: "审核甲", grants: [{ role: "screener", editionId }] });
  const make = async (projectTitle: string, state: "submitted" | "draft" = "submitted") =>
    await makeApplication(db, {
      editionId,
      roundId: round.id,
      groupId: groups.team.id,
      state,
      answers: { projectTitle },
    });
  const first = await make("光谷一号");
  const second = await make("杭湾二号");
  await make("不该看见的草稿", "draft");
  return { path: `/organize/editions/${edition.slug}`, editionId, screener, first, second };
}

beforeAll(async () => {
  scene = await makeScene();
});

const open = async (path: string, actor = scene.screener, form?: Record<string, string>) => {
  const answer = await visit(path, { db: database.db, actor, form });
  return { status: answer.status, to: answer.headers.get("location"), html: await answer.text() };
};

describe("the screening list's page", () => {
  it("shows a screener what was handed in, and no draft, whatever is asked", async () => {
    for (const query of [
      "",
      "?search=WXT",
      "?state=draft",
      "?sort=-title&last=yes",
      "?after=1~x&before=y&from=2024-02-30",
    ]) {
      const { status, html } = await open(`${scene.path}/applications${query}`);
      expect([query, status, html.includes("光谷一号"), html.includes("不该看见")]).toEqual([query, 200, true, false]);
    }
    const { html } = await open(`${scene.path}/applications?search=ggyh`);
    expect([html.includes("光谷一号"), html.includes("杭湾二号")]).toEqual([true, false]);
    expect(html).toContain("第 1–1 条，共 1 条");
  });

  it("has light rows: what all have in common stands once, in the styles", async () => {
    const { html } = await open(`${scene.path}/applications`);
    const rows = html.match(/<tr(?: [^>]*)?>(?:(?!<\/tr>).)*<\/tr>/gs)?.filter((row) => row.includes('scope="row"'));
    expect(rows).toHaveLength(2);
    for (const row of rows ?? []) expect(row.length).toBeLessThan(1600);
  });

  it("is told what may be a duplicate of a page's rows, of the edition's own alone and of no draft", async () => {
    const { db } = database;
    const { edition, groups } = await makeEdition(db);
    const round = await makeRound(db, { editionId: edition.id, state: "screening" });
    const actor = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
    const make = async (answers: object) =>
      await makeApplication(db, { editionId: edition.id, roundId: round.id, groupId: groups.team.id, answers });
    const twin = await make({ projectTitle: "山城四号", companyCode: "91330502MA2B0XXX1K" });
    const other = await make({ projectTitle: "江城五号", companyCode: "91330502MA2B0XXX1K" });
    const phone = await make({ projectTitle: "泉城六号", leaderPhone: "+8613911112222" });
    await make({ projectTitle: "冰城七号", leaderPhone: "+8613911112222" });
    const alone = await make({ projectTitle: "春城八号" });
    const draft = await makeApplication(db, {
      editionId: edition.id,
      roundId: round.id,
      groupId: groups.team.id,
      state: "draft",
      answers: { projectTitle: "冰城七号", leaderPhone: "+8613911112222" },
    });
    const all = [twin, other, phone, alone, draft].map(({ id }) => id);
    const marks = `/organize/editions/${edition.slug}/applications/duplicates`;
    const { html } = await open(`${marks}?of=${all.join(",")}`, actor);
    expect(JSON.parse(html)).toEqual({
      [twin.id]: { count: 1, strength: "strong" },
      [other.id]: { count: 1, strength: "strong" },
      [phone.id]: { count: 1, strength: "likely" },
    });
    expect(JSON.parse((await open(`${marks}?of=${scene.first.id}`, actor)).html)).toEqual({});
    expect(JSON.parse((await open(marks, actor)).html)).toEqual({});
    for (const of of ["x", "1,,2", "-1", Array.from({ length: 51 }, () => 1).join(",")])
      expect([of, (await open(`${marks}?of=${of}`, actor)).status]).toEqual([of, 404]);
    expect((await open(`${marks}?of=${twin.id}`)).status).toBe(404);
  });

  it("is for nobody else, and neither are the pages of acts and batches", async () => {
    const stranger = await makePerson(database.db, { grants: [{ role: "scorer", editionId: scene.editionId }] });
    const elsewhere = (await makeScene()).screener;
    for (const path of ["applications", "applications/act?scope=all", "batches"])
      for (const actor of [stranger, elsewhere]) expect((await open(`${scene.path}/${path}`, actor)).status).toBe(404);
  });
});

describe("a saved view", () => {
  const about = { idempotencyKey: "", view: "" };

  it("is kept for the person alone, renamed, and removed", async () => {
    const address = `${scene.path}/applications?search=ggyh&unknown=1`;
    const saved = await open(address, scene.screener, { ...about, intent: "save-view", name: " 光谷 " });
    expect([saved.status, saved.to]).toEqual([303, address]);
    const again = await open(address, scene.screener, { ...about, intent: "save-view", name: "光谷" });
    expect([again.status, again.html.includes("已有同名的视图")]).toEqual([409, true]);
    const nameless = await open(address, scene.screener, { ...about, intent: "save-view", name: "  " });
    expect([nameless.status, nameless.html.includes("请填写视图名称")]).toEqual([422, true]);
    const view = await database.db
      .selectFrom("savedViews")
      .selectAll()
      .where("userId", "=", scene.screener.id)
      .executeTakeFirstOrThrow();
    expect([view.name, view.query]).toEqual(["光谷", "?search=ggyh"]);
    expect((await open(`${scene.path}/applications`)).html).toContain("光谷</a>");

    const colleague = await makePerson(database.db, { grants: [{ role: "screener", editionId: scene.editionId }] });
    expect((await open(`${scene.path}/applications`, colleague)).html).not.toContain("光谷</a>");
    const own = { ...about, view: String(view.id) };
    for (const intent of ["rename-view", "delete-view"])
      expect((await open(address, colleague, { ...own, intent, name: "我的" })).status).toBe(404);

    await open(address, scene.screener, { ...own, intent: "rename-view", name: "光谷各队" });
    expect((await open(`${scene.path}/applications`)).html).toContain("光谷各队</a>");
    await open(address, scene.screener, { ...own, intent: "delete-view" });
    expect((await open(`${scene.path}/applications`)).html).not.toContain("光谷各队</a>");
  });
});

describe("acting on many", () => {
  it("says what will happen to how many, begins when confirmed, and shows what became of each", async () => {
    const picked = [scene.first, scene.second].map(({ code, version }) => `pick=${code}.${version}`).join("&");
    const address = `${scene.path}/applications/act?scope=picked&act=ineligible&${picked}`;
    const asked = await open(address);
    expect(asked.html).toContain("共选中 2 份报名");
    const wordless = await open(address, scene.screener, { reason: " " });
    expect([wordless.status, wordless.html.includes("请写明理由")]).toEqual([422, true]);
    const begun = await open(address, scene.screener, { reason: "不在受理范围" });
    expect([begun.status, begun.to]).toEqual([303, expect.stringMatching(/^\/organize\/batches\/\d+$/)]);
    const progress = await open(begun.to ?? "");
    expect(progress.html).toContain("已处理 0/2");
    expect(progress.html).toContain('http-equiv="refresh"');
    expect((await open(`${scene.path}/batches`)).html).toContain(`href="${begun.to}"`);
    expect((await open(begun.to ?? "", (await makeScene()).screener)).status).toBe(404);
    const stopped = await open(begun.to ?? "", scene.screener, { intent: "stop" });
    expect([stopped.status, (await open(begun.to ?? "")).html.includes("已停止")]).toEqual([303, true]);
  });

  it("splits those who are to be let in by eligibility, and wants a reason for those who are not eligible", async () => {
    const { db } = database;
    const one = (await makeScene()).first;
    const { editionId } = await db
      .updateTable("applications")
      .set({ eligibility: "not-met" })
      .where("code", "=", one.code)
      .returning("editionId")
      .executeTakeFirstOrThrow();
    const { slug } = await db
      .selectFrom("editions")
      .select("slug")
      .where("id", "=", editionId)
      .executeTakeFirstOrThrow();
    const actor = await makePerson(db, { grants: [{ role: "screener", editionId }] });
    const address = `/organize/editions/${slug}/applications/act?scope=picked&act=qualify&pick=${one.code}.${one.version}`;
    const asked = await open(address, actor);
    for (const words of ["其中 1 份不符合参赛条件或待核对，不会纳入", "开始处理 0 份", "eligibility=not-met"])
      expect(asked.html).toContain(words);
    await db.updateTable("applications").set({ eligibility: "by-hand" }).where("code", "=", one.code).execute();
    const unchecked = await open(address, actor);
    for (const words of ["其中 1 份不符合参赛条件或待核对，不会纳入", "开始处理 0 份", "eligibility=by-hand"])
      expect(unchecked.html).toContain(words);
    const wordless = await open(address, actor, { round: "", include: "yes", anyway: " " });
    expect([wordless.status, wordless.html.includes("请写明理由")]).toEqual([422, true]);
    expect((await open(address, actor, { round: "", include: "yes", anyway: "专家组已认定" })).status).toBe(303);
    const inputs = await db.selectFrom("batches").select("input").where("editionId", "=", editionId).execute();
    expect(inputs).toEqual([{ input: { act: "qualify", round: "", anyway: "专家组已认定" } }]);
  });

  it("of all that match asks again when their number has changed", async () => {
    const address = `${scene.path}/applications/act?scope=all&act=assign&search=ggyh`;
    const form = { count: "2", asOf: new Date().toISOString(), screener: scene.screener.id };
    const changed = await open(address, scene.screener, form);
    expect([changed.status, changed.html.includes("数量刚刚有变化")]).toEqual([409, true]);
    expect((await open(address, scene.screener, { ...form, count: "1" })).status).toBe(303);
  });

  it("of nothing leads back to the list, and nonsense in the address is nothing", async () => {
    for (const query of ["", "?scope=picked&pick=x&pick=WXT-1.2.3", "?scope=page&page=,,", "?scope=all&search=nowhere"])
      expect((await open(`${scene.path}/applications/act${query}`)).html).toContain("没有选中任何报名");
    for (const id of ["0", "x", "99999999999999", "1e3"])
      expect((await open(`/organize/batches/${id}`)).status).toBe(404);
  });
});
