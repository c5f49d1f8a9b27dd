import { usualChains } from "~/rules/portrait/industry-chain.ts";
import type { Db } from "../../client.ts";
import type { Json } from "../../schema.ts";
import { demoEligibility } from "./eligibility.ts";
import { type DemoHeat, heats } from "./heats.ts";
import { tracks } from "./tracks.ts";

const day = 24 * 3600 * 1000;

/** Nine in the morning in Beijing, so many days from the given one. */
export function morning(today: Date, days: number): Date {
  const beijing = new Date(today.getTime() + 8 * 3600 * 1000);
  const midnight = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth(), beijing.getUTCDate());
  return new Date(midnight + days * day + 3600 * 1000);
}

/** Nine in the morning of its day; the heat that is judged today began two hours ago, whatever the hour. */
export function startOf(heat: DemoHeat, today: Date): Date {
  if (heat.day !== 0) return morning(today, heat.day);
  const hour = 3600 * 1000;
  return new Date(Math.floor(today.getTime() / hour) * hour - 2 * hour);
}

/** What the hall of the heat shows; the addresses of the stage screens are easy ones, because it is a demo. */
function hallOf({ slug, freezeAfter }: DemoHeat) {
  return { stageKey: `demo-${slug}`, scoresOnStage: true, scoreboardOnStage: true, freezeAfter };
}

/** The edition with its tracks, groups, seven heats and the final, every heat still open for registration. */
export async function makeDemoEdition(db: Db, today: Date) {
  const edition = await db
    .insertInto("editions")
    .values({
      slug: "6",
      ordinal: 6,
      title: "第六届「凤栖吴兴·创见未来」湖州吴兴全球高层次人才创业大赛",
      titleEn: "The 6th Wuxing Global Start-up Contest for High-Level Talent",
      summary:
        "面向全球高层次人才征集创业项目，走进七座城市，一城一产一赛；优胜项目晋级总决赛，落地吴兴高新区、吴兴经开区，享受南太湖精英计划等支持。",
      summaryEn:
        "Start-up projects led by high-level talent from anywhere in the world: seven cities, one industry and one heat in each, then a final. Winners settle in Wuxing, Huzhou, with the support of the South Taihu Elite Plan.",
      state: "open",
      bundlePublic: true,
      applyOpensAt: morning(today, -75),
      applyClosesAt: new Date(morning(today, 17).getTime() + 8 * 3600 * 1000),
      contact: "大赛组委会办公室 Contest Office · contest@example.com · +86 572 000 0000",
      disciplineLine: "派驻纪检监察组 0572-0000001",
      disciplineLineEn: "Discipline office, +86 572 000 0001",
      industryChains: usualChains(tracks) as unknown as Json,
      eligibility: demoEligibility(morning(today, -75).toISOString().slice(0, 10)) as unknown as Json,
      createdAt: morning(today, -80),
    })
    .returning(["id", "slug"])
    .executeTakeFirstOrThrow();
  const madeTracks = await db
    .insertInto("tracks")
    .values(
      tracks.map(({ key, title, titleEn }, position) => ({ editionId: edition.id, key, title, titleEn, position })),
    )
    .returning(["id", "key"])
    .execute();
  const madeGroups = await db
    .insertInto("groups")
    .values([
      { editionId: edition.id, key: "company", title: "企业组", titleEn: "Company group", position: 1, company: true },
      { editionId: edition.id, key: "team", title: "创业团队组", titleEn: "Team group", position: 2, company: false },
    ])
    .returning(["id", "key"])
    .execute();
  const trackIds = new Map(madeTracks.map(({ key, id }) => [key, id]));
  const groupIds = new Map(madeGroups.map(({ key, id }) => [key, id]));
  await db
    .insertInto("rounds")
    .values([
      ...heats.map((heat) => ({
        editionId: edition.id,
        slug: heat.slug,
        kind: "heat",
        title: `${heat.city}城市赛`,
        titleEn: `${heat.cityEn} heat`,
        trackId: trackIds.get(heat.track) ?? null,
        city: heat.city,
        cityEn: heat.cityEn,
        venue: heat.venue,
        venueEn: heat.venueEn,
        startsAt: startOf(heat, today),
        capacity: heat.capacity,
        state: "registration",
        ...hallOf(heat),
      })),
      {
        editionId: edition.id,
        slug: "final-6",
        kind: "final",
        title: "总决赛",
        titleEn: "Final",
        trackId: null,
        city: "湖州",
        cityEn: "Huzhou",
        venue: "吴兴大剧院",
        venueEn: "Wuxing Grand Theatre",
        startsAt: morning(today, 60),
        capacity: 21,
        state: "screening",
      },
    ])
    .execute();
  return { ...edition, trackIds, groupIds };
}
