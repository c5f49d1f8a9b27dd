import { expect, test } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as heatCard from "../heats/heat-card.ts";
import * as roundCard from "./round-card.ts";
import * as roundResults from "./round-results.tsx";

const database = testDatabase();
const pages = pagesOf({
  "heats/:round/card.png": heatCard,
  "results/:round": roundResults,
  "results/:round/card.png": roundCard,
});
const get = async (path: string, headers: Record<string, string> = {}, locale: "zh-CN" | "en" = "zh-CN") =>
  await pages(path, { db: database.db, headers, locale });

/** What the picture is, by its own first bytes. */
async function pictured(answer: Response) {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const png = bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"));
  const header = bytes.toString("latin1", 12, 16);
  return { bytes, facts: [answer.status, png, header, bytes.readUInt32BE(16), bytes.readUInt32BE(20)] };
}
const isCard = [200, true, "IHDR", 1200, 630];

test("each heat has a picture of its own, for everybody to keep and to ask whether it has changed; English by its address", async () => {
  const { edition } = await makeEdition(database.db);
  const editionId = edition.id;
  await makeRound(database.db, {
    editionId,
    slug: "card-a",
    title: "粤港澳大湾区（深圳）高端装备专场<城市赛>".repeat(3),
  });
  await makeRound(database.db, { editionId, slug: "card-b", title: "南京城市赛" });
  const answers = [
    await get("/heats/card-a/card.png"),
    await get("/heats/card-b/card.png"),
    await get("/heats/card-b/card.png?lang=en"),
  ];
  const pictures = await Promise.all(answers.map(pictured));
  expect(pictures.map(({ facts }) => facts)).toEqual([isCard, isCard, isCard]);
  expect(new Set(pictures.map(({ bytes }) => bytes.toString("base64"))).size).toBe(3);
  const [first] = answers;
  expect(first?.headers.get("Content-Type")).toBe("image/png");
  expect(first?.headers.get("Cache-Control")).toBe("public, no-cache");

  const tag = first?.headers.get("ETag") ?? "";
  expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
  const again = await get("/heats/card-a/card.png", { "If-None-Match": tag });
  expect([again.status, again.headers.get("ETag"), await again.text()]).toEqual([304, tag, ""]);
  // The visitor's own language changes nothing: whoever fetches a card has none
  expect((await get("/heats/card-a/card.png", { "If-None-Match": tag }, "en")).status).toBe(304);
  await database.db.updateTable("rounds").set({ title: "改了名" }).where("slug", "=", "card-a").execute();
  expect((await get("/heats/card-a/card.png", { "If-None-Match": tag })).status).toBe(200);
});

test("results have a picture from their publication to their withdrawal, and its words name no project and no mark", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 3 });
  const { slug } = heat.round;
  const picture = `/results/${slug}/card.png`;
  expect((await get(picture)).status).toBe(404);
  const confirmed = await makeClosedHeat(db, { judges: 3, entries: 3 });
  await releaseRound(db, confirmed, "confirmed");
  expect((await get(`/results/${confirmed.round.slug}/card.png`)).status).toBe(404);
  await releaseRound(db, heat, "published", { at: { publish: new Date("2026-11-23T02:00:00Z") } });
  const answer = await get(picture);
  expect((await pictured(answer)).facts).toEqual(isCard);

  const alt = /property="og:image:alt" content="([^"]*)"/;
  const chinese = await (await get(`/results/${slug}`)).text();
  expect(chinese).toContain(`property="og:image" content="http://localhost${picture}"`);
  expect(chinese).toContain('property="og:image:height" content="630"');
  const { title } = heat.round;
  const edition = await db
    .selectFrom("editions")
    .select(["title", "titleEn"])
    .where("id", "=", heat.round.editionId)
    .executeTakeFirstOrThrow();
  expect(alt.exec(chinese)?.[1]).toBe(`成绩公布 · ${title} · 发布于2026年11月23日 · ${edition.title}`);
  const english = await (await get(`/results/${slug}`, {}, "en")).text();
  expect(english).toContain(`property="og:image" content="http://localhost${picture}?lang=en"`);
  expect(alt.exec(english)?.[1]).toMatch(/^Results · .* · Published on 23 Nov 2026 · /);

  const tag = answer.headers.get("ETag") ?? "";
  expect((await get(picture, { "If-None-Match": tag })).status).toBe(304);
  const withdrawn = await withdrawRelease(
    { db, actor: heat.organizer },
    { round: slug, version: 1, reason: "异议成立" },
  );
  expect(withdrawn.ok).toBe(true);
  expect((await get(picture, { "If-None-Match": tag })).status).toBe(404);
});
