import { beforeAll, describe, expect, test } from "vitest";
import { saveIndustryChains } from "~/commands/portrait/save-industry-chains.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { screeningScene } from "~/testing/screening.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as detail from "../screening/detail.tsx";
import * as chains from "./chains.tsx";
import * as settings from "./industry-chains.tsx";
import * as portrait from "./portrait.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/applications/:code": detail,
  "organize/applications/:code/portrait": portrait,
  "organize/editions/:edition/chains": chains,
  "organize/editions/:edition/settings/chains": settings,
});

async function visit(path: string, actor: Actor | null, given: { form?: Record<string, string>; locale?: "en" } = {}) {
  const { db } = database;
  const { answer, queries } = await database.queriesOf(() => pages(path, { db, actor, ...given }));
  const html = await answer.text();
  return { status: answer.status, shown: html.replace(/<script[\s\S]*?<\/script>/g, ""), queries: queries.length };
}

async function scene() {
  const made = await screeningScene(database.db);
  const { db } = database;
  const [light, cloth] = await db
    .insertInto("tracks")
    .values(
      ["light", "cloth"].map((key) => ({
        editionId: made.editionId,
        key,
        title: `赛道${key}`,
        titleEn: `Track ${key}`,
      })),
    )
    .returning("id")
    .execute();
  const { slug } = await db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", made.editionId)
    .executeTakeFirstOrThrow();
  const heat = await made.heat();
  return {
    ...made,
    slug,
    kept: async () =>
      (
        await db
          .selectFrom("editions")
          .select("industryChains")
          .where("id", "=", made.editionId)
          .executeTakeFirstOrThrow()
      ).industryChains,
    project: async (projectTitle: string, track: "light" | "cloth" | null, summary = "") =>
      await made.application({
        state: "qualified",
        roundId: heat.id,
        trackId: track === null ? undefined : (track === "light" ? light : cloth)?.id,
        answers: { projectTitle, projectTitleEn: "", summary },
      }),
  };
}

const photonics = {
  key: "photonics",
  title: "光电链",
  titleEn: "Photonics chain",
  keywords: ["芯片", "chip"],
  tracks: [{ track: "light", weight: "core" }],
};
const fashion = {
  key: "fashion",
  title: "童装链",
  titleEn: null,
  keywords: [],
  tracks: [{ track: "light", weight: "related" }],
};

describe("the chains of an edition", () => {
  test("are saved with a version, and only with tracks that the edition has", async () => {
    const { slug, organizer, kept } = await scene();
    const by = { db: database.db, actor: organizer };
    const input = { edition: slug, version: digestOf([]), chains: [photonics, fashion] };
    expect(await saveIndustryChains(by, input)).toMatchObject({ ok: true });
    expect(await kept()).toEqual([photonics, fashion]);
    expect(await saveIndustryChains(by, input)).toEqual({ ok: false, error: { type: "stale-version" } });
    const unknown = { ...photonics, tracks: [{ track: "steam", weight: "core" }] };
    const version = digestOf([photonics, fashion]);
    expect(await saveIndustryChains(by, { ...input, version, chains: [unknown] })).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "chains.0.tracks.0", code: "unknown-track" }] },
    });
    const entries = await database.db
      .selectFrom("auditEntries")
      .select(["actorId", "facts"])
      .where("command", "=", "save-industry-chains")
      .where("actorId", "=", organizer.id)
      .execute();
    expect(entries).toEqual([{ actorId: organizer.id, facts: { chains: version, chainCount: 2 } }]);
  });

  test("are written in a form that needs no script: an emptied row goes, a new one gets a key, what is wrong is said", async () => {
    const { slug, organizer, kept } = await scene();
    const path = `/organize/editions/${slug}/settings/chains`;
    const first = await visit(path, organizer);
    expect(first.shown).toContain("从示例开始");
    expect((await visit(`${path}?example`, organizer)).shown).toContain('value="时尚童装产业链"');
    const version = first.shown.match(/name="version" value="([^"]*)"/)?.[1] ?? "";
    const row = {
      "chains[0].key": "",
      "chains[0].title": "光电链",
      "chains[0].titleEn": "",
      "chains[0].keywords": "芯片，chip",
    };
    const form = { version, ...row, "chains[0].of.light": "core", "chains[0].of.cloth": "" };
    const gone = {
      "chains[1].key": "x",
      "chains[1].title": " ",
      "chains[1].titleEn": "",
      "chains[1].keywords": "",
      "chains[1].of.light": "core",
    };
    const unnamed = await visit(path, organizer, { form: { ...form, "chains[0].title": "" } });
    expect(unnamed.status).toBe(422);
    expect(unnamed.shown).toContain('value="芯片，chip"');
    expect(unnamed.shown).toMatch(/href="#chains\[0\]\.title"/);
    expect((await visit(path, organizer, { form: { ...form, ...gone } })).status).toBe(303);
    expect(await kept()).toEqual([
      {
        key: "chain-1",
        title: "光电链",
        titleEn: null,
        keywords: ["芯片", "chip"],
        tracks: [{ track: "light", weight: "core" }],
      },
    ]);
    const stale = await visit(path, organizer, { form });
    expect([stale.status, stale.shown.includes("内容已被他人更新")]).toEqual([409, true]);
    const again = await visit(path, organizer);
    expect(again.shown).toMatch(/<option value="core" selected="">/);
    expect(again.queries).toBe(3);
  });
});

describe("chains and projects", () => {
  let made: Awaited<ReturnType<typeof scene>>;
  let path: string;
  const codes: Record<string, string> = {};
  beforeAll(async () => {
    made = await scene();
    path = `/organize/editions/${made.slug}/chains`;
    expect((await visit(path, made.organizer)).shown).toContain("本届还没有产业链");
    await saveIndustryChains(
      { db: database.db, actor: made.organizer },
      { edition: made.slug, version: digestOf([]), chains: [photonics, fashion] },
    );
    for (const [title, track, summary] of [
      ["光互连芯片", "light", "低损耗芯片"],
      ["面料检测", "cloth", "自研芯片"],
      ["无赛道", null, ""],
    ] as const)
      codes[title] = (await made.project(title, track, summary)).code;
  });

  test("are counted and listed, by chain and without one, as the address says", async () => {
    const all = (await visit(path, made.organizer)).shown;
    for (const title of Object.keys(codes)) expect(all).toContain(title);
    const listed = async (chain: string) => {
      const { shown } = await visit(`${path}?chain=${chain}`, made.organizer);
      return Object.keys(codes).filter((title) => shown.includes(`${codes[title]}">${title}<`));
    };
    expect(await listed("photonics")).toEqual(["光互连芯片", "面料检测"]);
    expect(await listed("fashion")).toEqual(["光互连芯片"]);
    expect(await listed("none")).toEqual(["面料检测", "无赛道"]);
    expect(await listed("nowhere")).toHaveLength(3);
  });

  test("say why in both languages, on the list, the application and its portrait", async () => {
    const [chip, cloth, none] = ["光互连芯片", "面料检测", "无赛道"].map((title) => codes[title]);
    const why = "赛道“赛道light”是这条产业链的核心赛道。题目提到：芯片。简介提到：芯片。";
    expect((await visit(path, made.organizer)).shown).toContain(why);
    for (const page of [`/organize/applications/${chip}`, `/organize/applications/${chip}/portrait`]) {
      expect((await visit(page, made.first)).shown).toContain(why);
      const english = (await visit(page, made.first, { locale: "en" })).shown;
      expect(english).toContain("Its track “Track light” is at the core of this chain. The title mentions: 芯片.");
      expect(english).toContain("Its track “Track light” is related to this chain.");
    }
    expect((await visit(`/organize/applications/${cloth}`, made.first)).shown).toContain("仅关键词相符，请人工判断");
    expect((await visit(`/organize/applications/${none}`, made.first)).shown).toContain("赛道没有对应的产业链");
  });

  test("ask four questions, however many projects there are", async () => {
    const { queries } = await visit(path, made.organizer);
    await made.project("又一个", "light");
    expect([queries, (await visit(path, made.organizer)).queries]).toEqual([4, 4]);
  });

  test("are for organizers of the edition alone", async () => {
    const other = await scene();
    const form = { version: digestOf([photonics, fashion]), "chains[0].title": "x" };
    for (const actor of [made.first, other.organizer, await makePerson(database.db)]) {
      expect((await visit(path, actor)).status).toBe(404);
      const at = `/organize/editions/${made.slug}/settings/chains`;
      expect((await visit(at, actor)).status).toBe(404);
      expect((await visit(at, actor, { form })).status).toBe(404);
    }
    expect((await visit(path, null)).status).toBe(302);
  });
});
