import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { screeningScene } from "~/testing/screening.ts";
import { makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as detail from "../screening/detail.tsx";
import * as editionPortrait from "./edition-portrait.tsx";
import { partOf } from "./pages.tsx";
import * as portrait from "./portrait.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/applications/:code": detail,
  "organize/applications/:code/portrait": portrait,
  "organize/editions/:edition/portrait": editionPortrait,
});
type Scene = Awaited<ReturnType<typeof screeningScene>>;

async function visit(path: string, actor: Actor | null, locale: "zh-CN" | "en" = "zh-CN") {
  const { db } = database;
  const { answer, queries } = await database.queriesOf(() => pages(path, { db, actor, locale }));
  const html = await answer.text();
  return {
    status: answer.status,
    html,
    shown: html.replace(/<script[\s\S]*?<\/script>/g, ""),
    queries: queries.length,
  };
}

const right = {
  kind: "invention",
  title: "光栅耦合器",
  number: "ZL200410016940.6",
  ownership: "company",
  status: "granted",
};

async function slugOf({ editionId }: Scene): Promise<string> {
  const row = await database.db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  return row.slug;
}

describe("the portrait of a project", () => {
  let scene: Scene;
  let heat: number;
  beforeAll(async () => {
    scene = await screeningScene(database.db);
    heat = (await scene.heat()).id;
  });
  const apply = async (patents?: object[]) => await scene.application({ roundId: heat, answers: { patents } });

  test("draws types, years and holders, and says in both languages what is to be looked at", async () => {
    const { code } = await apply([
      right,
      { ...right, title: "封装方法", number: "ZL202310000001.9", ownership: "licensed", status: "filed" },
    ]);
    const { status, shown } = await visit(`/organize/applications/${code}/portrait`, scene.first);
    expect(status).toBe(200);
    for (const words of [
      "“封装方法”由他人持有或许可使用",
      "“封装方法”的编号 ZL202310000001.9 可能有误：末位校验码不符。",
      "2项中1项已授权或登记，占50%。",
      "2023年1项：已授权或登记0项，尚未授权1项。",
      "2009年之前另有1项。",
    ])
      expect(shown).toContain(words);
    expect(shown.match(/role="img"/g)).toHaveLength(1);
    const english = (await visit(`/organize/applications/${code}/portrait`, scene.first, "en")).shown;
    for (const words of [
      "“封装方法”: held by others or under licence.",
      "1 of 2 are granted or registered (50 %).",
      "2023: 1 right;",
    ])
      expect(english).toContain(words);
    expect(english).not.toMatch(/portrait:\w|fact\.|\{\{/);
  });

  test("stands on the application's page too, with a way to the whole", async () => {
    const { code } = await apply([right]);
    const { shown } = await visit(`/organize/applications/${code}`, scene.first);
    expect(shown).toContain(`/organize/applications/${code}/portrait`);
    expect(shown).toContain("1项中1项已授权或登记，占100%。");
  });

  test("says so where nothing is declared, and bears what nobody expects", async () => {
    const empty = await apply();
    expect((await visit(`/organize/applications/${empty.code}/portrait`, scene.first)).shown).toContain(
      "没有申报知识产权",
    );
    const odd = { kind: "<b>", title: "<script>", number: "\u202e0", ownership: "湖州大学", status: "?" };
    const { code } = await apply([odd, {}]);
    const { status, shown } = await visit(`/organize/applications/${code}/portrait`, scene.first);
    expect(status).toBe(200);
    expect(shown).toContain("“&lt;script&gt;”由他人持有");
  });

  test("names the other project with the same number where the person may see it, and not that of an edition of others", async () => {
    const shared = { ...right, number: "2021SR7654321", kind: "software" };
    const first = await apply([shared]);
    const second = await apply([shared]);
    const elsewhere = await screeningScene(database.db);
    await database.db
      .updateTable("editions")
      .set({ applyOpensAt: new Date("2020-01-01T00:00:00Z") })
      .where("id", "=", elsewhere.editionId)
      .execute();
    const stranger = await elsewhere.application({
      roundId: (await elsewhere.heat()).id,
      answers: { patents: [shared] },
    });
    for (const page of ["", "/portrait"]) {
      const { shown } = await visit(`/organize/applications/${first.code}${page}`, scene.first);
      expect(shown).toContain(`编号 2021SR7654321 还有别的项目申报：${second.code}。`);
    }
    const { html } = await visit(`/organize/applications/${first.code}/portrait`, scene.first);
    expect(html).not.toContain(stranger.code);
  });

  test("of what was erased says neither whose it is nor that its number lacks", async () => {
    const { id, code } = await apply([{ kind: "invention", status: "granted" }]);
    await database.db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", id).execute();
    const { shown } = await visit(`/organize/applications/${code}/portrait`, scene.first);
    expect(shown).toContain("1项中1项已授权或登记");
    expect(shown).not.toContain("请核对");
  });

  test("asks two questions, however much is declared; drafts and strangers get the 404 of what is not there", async () => {
    for (const count of [1, 3]) {
      const { code } = await apply(Array.from({ length: count }, () => right));
      expect((await visit(`/organize/applications/${code}/portrait`, scene.first)).queries).toBe(2);
    }
    const { code, applicant } = await apply([right]);
    const draft = await scene.application({ state: "draft", answers: { patents: [right] } });
    const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: scene.editionId }] });
    const missing = await visit("/organize/applications/WXT-NOTHING/portrait", scorer);
    for (const actor of [applicant, scorer]) {
      const { status, shown } = await visit(`/organize/applications/${code}/portrait`, actor);
      expect([status, shown.includes(right.title)]).toEqual([404, missing.shown.includes(right.title)]);
    }
    expect((await visit(`/organize/applications/${draft.code}/portrait`, scene.first)).status).toBe(404);
    expect((await visit(`/organize/applications/${code}/portrait`, null)).status).toBe(302);
  });
});

describe("the portrait of an edition", () => {
  async function edition() {
    const scene = await screeningScene(database.db);
    const [light, cloth] = await database.db
      .insertInto("tracks")
      .values(
        ["light", "cloth"].map((key, position) => ({
          editionId: scene.editionId,
          key,
          title: `赛道${key}`,
          position: position + 5,
        })),
      )
      .returning("id")
      .execute();
    const heat = await scene.heat();
    const final = await makeRound(database.db, { editionId: scene.editionId, kind: "final" });
    const qualify = async (title: string, trackId: number | undefined, patents: object[]) =>
      await scene.application({
        state: "qualified",
        roundId: heat.id,
        trackId,
        answers: { projectTitle: title, patents },
      });
    return { scene, slug: await slugOf(scene), heat, final, light, cloth, qualify };
  }

  test("takes the qualified or the finalists together, of every track or one, and names numbers that several declare", async () => {
    const { scene, slug, heat, final, light, cloth, qualify } = await edition();
    const one = await qualify("光一", light?.id, [right, { ...right, number: "2024SR0000001", kind: "software" }]);
    const two = await qualify("光二", light?.id, [right]);
    await qualify("布一", cloth?.id, []);
    await scene.application({ roundId: heat.id, answers: { projectTitle: "未通过", patents: [right] } });
    const path = `/organize/editions/${slug}/portrait`;
    const all = (await visit(path, scene.organizer)).shown;
    for (const words of ["3个项目中2个申报了知识产权，占67%。", "光一", "光二", "布一"]) expect(all).toContain(words);
    expect(all).toContain(`编号 2004100169406 由不止一个项目申报：${[one.code, two.code].sort().join("、")}。`);
    expect(all).not.toContain("未通过");
    // Each of the two has its shared number to be looked at, and nothing else
    expect(all).toMatch(/>2<\/span><span[^>]*>需核对的事项</);
    const cloths = (await visit(`${path}?track=cloth`, scene.organizer)).shown;
    expect([cloths.includes("布一"), cloths.includes("光一"), cloths.includes("都没有申报知识产权")]).toEqual([
      true,
      false,
      true,
    ]);
    expect((await visit(`${path}?of=finalists`, scene.organizer)).shown).toContain("这里还没有项目");
    await database.db
      .insertInto("entries")
      .values({ roundId: final.id, applicationId: one.id, key: "1", title: "光一" })
      .execute();
    const rehearsal = await makeRound(database.db, {
      editionId: scene.editionId,
      kind: "final",
      rehearsalOfId: final.id,
      state: "judging",
    });
    await database.db
      .insertInto("entries")
      .values({ roundId: rehearsal.id, applicationId: two.id, key: "2", title: "光二" })
      .execute();
    const finalists = (await visit(`${path}?of=finalists`, scene.organizer)).shown;
    expect([finalists.includes("光一"), finalists.includes("光二")]).toEqual([true, false]);
  });

  test("asks four questions, however many projects there are, and is for organizers alone", async () => {
    const { scene, slug, light, qualify } = await edition();
    const path = `/organize/editions/${slug}/portrait`;
    for (const count of [1, 3]) {
      for (let more = count === 1 ? 0 : 1; more < count; more++) await qualify(`项目${more}`, light?.id, [right]);
      const { queries, shown } = await visit(path, scene.organizer);
      expect([queries, shown.match(/\/portrait">项目/g)?.length]).toEqual([4, count]);
    }
    for (const actor of [scene.first, await makePerson(database.db)])
      expect((await visit(path, actor)).status).toBe(404);
    expect((await visit(path, null)).status).toBe(302);
  });
});

test.each([
  ["", 1, 50],
  ["page=2", 51, 100],
  ["page=3", 101, 120],
  ["page=99", 101, 120],
  ["page=-1", 1, 50],
  ["page=x", 1, 50],
])("of 120 rows «%s» shows %i to %i", (search, from, to) => {
  const part = partOf(
    Array.from({ length: 120 }, (_, at) => at + 1),
    new URLSearchParams(search),
  );
  expect([part.from, part.to, part.rows[0], part.rows.at(-1)]).toEqual([from, to, from, to]);
  expect(partOf([], new URLSearchParams(search))).toMatchObject({ from: 0, to: 0, total: 0, rows: [] });
});
