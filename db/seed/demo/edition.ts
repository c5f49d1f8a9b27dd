import type { By, Refusal, Result } from "~/commands/command.ts";
import { decideApplication } from "~/commands/screening/decide-application.ts";
import { defaultChains } from "~/rules/portrait/industry-chain.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import type { Db } from "~db/client.ts";
import { announceDecisions } from "~db/queries/screening/decisions.ts";
import { type DemoHeat, heats } from "./heats.ts";
import { demoEligibility, tracks } from "./tracks.ts";

/**
 * Decides on a heat's applications: who meets the conditions is qualified while there is room. All of it is announced,
 * except in a heat that is still screened: there some are left to do, one waits, one was returned and told so, and the rest
 * wait for their release.
 */
export async function screenDemoHeat(by: By & { db: Db }, heat: DemoHeat): Promise<void> {
  const applications = await by.db
    .selectFrom("applications")
    .innerJoin("rounds", "rounds.id", "applications.roundId")
    .select(["applications.id", "applications.code", "applications.version", "applications.eligibilityFindings"])
    .where("rounds.slug", "=", heat.slug)
    .where("applications.state", "=", "submitted")
    .orderBy("applications.id")
    .execute();
  const open = heat.reached === "screening";
  const decided = open ? applications.slice(0, 13) : applications;
  let places = open ? 9 : heat.capacity - 2;
  for (const [index, { code, version, eligibilityFindings }] of decided.entries()) {
    const failed = (eligibilityFindings ?? []).filter(({ outcome }) => outcome === "not-met");
    const decision =
      open && index in exceptions ? exceptions[index] : failed.length > 0 || places === 0 ? "ineligible" : "qualify";
    if (decision === "qualify") places--;
    await valueOrThrow(decideApplication(by, { code, version, ...wordsOf(decision ?? "qualify", heat, failed) }));
  }
  const announced = open ? decided.filter((_, index) => exceptions[index] === "return") : decided;
  await announce(
    by.db,
    announced.map(({ id }) => id),
  );
}

const exceptions: Record<number, "return" | "wait"> = { 3: "return", 6: "return", 8: "wait" };

function wordsOf(decision: "qualify" | "ineligible" | "return" | "wait", heat: DemoHeat, failed: readonly Finding[]) {
  if (decision === "qualify" || decision === "wait") return { decision, round: heat.slug, duplicatesSeen: true };
  if (decision === "ineligible")
    return {
      decision,
      reason: failed.length > 0 ? "不符合本届参赛条件，详见参赛条件说明。" : "本站名额已满，欢迎报名下一届。",
    };
  return {
    decision,
    reason: "材料基本齐全，请按各项意见补充后重新提交。",
    corrections: [
      { path: "innovation", reason: "请补充与现有技术路线的对比数据。" },
      { path: "patents", reason: "发明专利的编号与名称不一致，请核对。" },
    ],
  };
}

/** As if an organizer had released the mails: the applicants know, and the mails are shown in the outbox. */
async function announce(db: Db, applicationIds: number[]): Promise<void> {
  if (applicationIds.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await announceDecisions(trx, applicationIds);
    await trx
      .updateTable("mails")
      .set({ state: "held" })
      .where("applicationId", "in", applicationIds)
      .where("state", "=", "pending")
      .execute();
  });
}

async function valueOrThrow<V>(result: Promise<Result<V, Refusal>>): Promise<V> {
  const answer = await result;
  if (!answer.ok) throw new Error(`the demo was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

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
      namesPublic: true,
      applyOpensAt: morning(today, -75),
      applyClosesAt: new Date(morning(today, 17).getTime() + 8 * 3600 * 1000),
      retentionOn: morning(today, 730).toISOString().slice(0, 10),
      contact: "大赛组委会办公室 Contest Office · contest@example.com · +86 572 000 0000",
      disciplineLine: "派驻纪检监察组 0572-0000001",
      disciplineLineEn: "Discipline office, +86 572 000 0001",
      industryChains: defaultChains(tracks),
      eligibility: demoEligibility(morning(today, -75).toISOString().slice(0, 10)),
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
