import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { assignObjection } from "~/commands/notices/assign-objection.ts";
import { decideObjection } from "~/commands/notices/decide-objection.ts";
import { linkCorrection } from "~/commands/notices/link-correction.ts";
import { planOf, previewDigest } from "~/reads/advancement/advancement-plan.ts";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { substitutesToMoveUp } from "~/rules/advancement/recorded-line.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { advanceToFinal } from "../../../app/commands/advancement/advance-to-final.ts";
import { moveUpSubstitute } from "../../../app/commands/advancement/move-up-substitute.ts";
import { saveAdvancementRule } from "../../../app/commands/advancement/save-advancement-rule.ts";
import { withdrawFinalist } from "../../../app/commands/advancement/withdraw-finalist.ts";
import type { By } from "../../../app/commands/command.ts";
import { digestOf } from "../../../app/primitives/canonical-json.ts";
import type { Db } from "../../client.ts";
import { makeHeat, makeRubric, makeSeat, makeSheet, noticeEndOf, releaseRound, type Seat } from "../factories/heats.ts";
import { makePerson } from "../factories/many-applications.ts";
import { makeObjection } from "../factories/objections.ts";
import { randomFrom } from "../random.ts";
import { morning } from "./edition.ts";
import { demoPage } from "./edition-page.ts";
import { awardAndLand } from "./last-awards.ts";
import type { DemoPeople } from "./tour.ts";
import { marksFor, valueOrThrow } from "./tour.ts";
import { demoEligibility, tracks } from "./tracks.ts";

const cities = [
  { slug: "chengdu-5", city: "成都", cityEn: "Chengdu", venue: "天府国际会议中心", track: "equipment", day: -380 },
  { slug: "wuhan-5", city: "武汉", cityEn: "Wuhan", venue: "光谷科技会展中心", track: "photonics", day: -376 },
] as const;

const projects = {
  "chengdu-5": ["高原光伏清洁机器人", "医用内窥成像芯片", "川西冷水鱼育种", "低空物流调度平台", "航空发动机叶片修复"],
  "wuhan-5": ["薄膜铌酸锂调制器", "激光雷达扫描镜", "光纤水听阵列", "桥梁健康监测", "智能口腔正畸"],
};

interface Last {
  db: Db;
  edition: { id: number; slug: string; trackIds: Map<string, number> };
  hands: { scorer: Actor; supervisor: Actor; organizer: Actor };
  /** The demo's supervisor, who decides on objections to it. */
  office: Actor;
  on: (day: number, hour?: number) => Date;
}

/**
 * The edition of a year ago, all of it over: two heats of which one was corrected after an objection, the line to the final
 * with a withdrawal and a substitute, the final with its awards and landings, and certificates. Its people are nobody of the demo's; the demo's organizer
 * and supervisor look after what it left.
 */
export async function makeLastEdition(db: Db, people: DemoPeople, today: Date): Promise<void> {
  const on = (day: number, hour = 0) => new Date(morning(today, day).getTime() + hour * 3_600_000);
  const edition = await makeEdition(db, on);
  const hands = await handsOf(db, edition.id, on);
  for (const [role, { id: userId }] of [
    ["organizer", people.organizer],
    ["supervisor", people.supervisor],
  ] as const)
    await db
      .insertInto("roleGrants")
      .values({ role, userId, editionId: edition.id, grantedAt: on(-400) })
      .execute();
  const office = {
    ...people.supervisor,
    grants: [{ role: "supervisor" as const, editionId: edition.id, roundId: null }],
  };
  const last: Last = { db, edition, hands, office, on };
  for (const heat of cities) await holdHeat(last, heat);
  await answerObjections(last);
  await fillFinal(last);
  await holdFinal(last);
  await awardAndLand({ ...last, organizer: hands.organizer, owner: people.organizer.id });
  for (const { slug: round } of cities)
    await valueOrThrow(issueCertificates({ db, actor: hands.organizer, at: on(-356) }, { round }));
}

async function makeEdition(db: Db, on: Last["on"]) {
  const edition = await db
    .insertInto("editions")
    .values({
      slug: "5",
      ordinal: 5,
      title: "第五届「凤栖吴兴·创见未来」湖州吴兴全球高层次人才创业大赛",
      titleEn: "The 5th Wuxing Global Start-up Contest for High-Level Talent",
      state: "archived",
      bundlePublic: true,
      namesPublic: true,
      applyOpensAt: on(-450),
      applyClosesAt: on(-390, 8),
      contact: "大赛组委会办公室 Contest Office · contest@example.com · +86 572 000 0000",
      noticeContact: "大赛组委会办公室 0572-0000000",
      noticeContactEn: "Contest Office, +86 572 000 0000",
      disciplineLine: "派驻纪检监察组 0572-0000001",
      disciplineLineEn: "Discipline office, +86 572 000 0001",
      page: demoPage,
      eligibility: demoEligibility(dayOf(on(-450))),
      createdAt: on(-460),
    })
    .returning(["id", "slug"])
    .executeTakeFirstOrThrow();
  const rows = tracks
    .filter(({ key }) => cities.some(({ track }) => track === key))
    .map(({ key, title, titleEn }, position) => ({ editionId: edition.id, key, title, titleEn, position }));
  const made = await db.insertInto("tracks").values(rows).returning(["id", "key"]).execute();
  return { ...edition, trackIds: new Map(made.map(({ id, key }) => [key, id])) };
}

async function handsOf(db: Db, editionId: number, on: Last["on"]) {
  const hand = (role: Role, name: string) =>
    makePerson(db, { name, grants: [{ role, editionId }], grantedAt: on(-400) });
  return {
    scorer: await hand("scorer", "许若谷"),
    supervisor: await hand("supervisor", "方正言"),
    organizer: await hand("organizer", "林知远"),
  };
}

async function holdHeat({ db, edition, hands, on }: Last, heat: (typeof cities)[number]): Promise<void> {
  const { slug, city, cityEn, venue, day, track } = heat;
  const titles = projects[slug];
  const made = await makeHeat(db, { editionId: edition.id, slug, judges: 5, entries: titles.length });
  const place = { title: `${city}城市赛`, titleEn: `${cityEn} heat`, city, cityEn, venue, startsAt: on(day) };
  const trackId = edition.trackIds.get(track);
  await db
    .updateTable("rounds")
    .set({ ...place, trackId })
    .where("id", "=", made.round.id)
    .execute();
  for (const [at, title] of titles.entries())
    await db
      .updateTable("entries")
      .set({ title, titleEn: null })
      .where("id", "=", made.entries[at]?.id ?? 0)
      .execute();
  await scoreRound(db, made);
  const at = { propose: on(day, 8), confirm: on(day, 9), publish: on(day + 1, 1) };
  await releaseRound(db, { ...hands, round: made.round }, "published", { at, noticeEndsOn: noticeEndOf(at.publish) });
}

/** One is dismissed; the other led to a correction of the name of a project. */
async function answerObjections({ db, hands, office, on }: Last): Promise<void> {
  const round = "chengdu-5";
  const by = (day: number): By => ({ db, actor: office, at: on(day) });
  const decide = async (receipt: string, day: number, outcome: "upheld" | "dismissed", reason: string) => {
    await valueOrThrow(assignObjection(by(day), { receipt, handler: office.id }));
    await valueOrThrow(decideObjection(by(day + 1), { receipt, outcome, reason }));
  };
  const about = { entry: "2", email: "", name: "何实名" };
  const facts = "公示的项目名称与参赛时提交的项目名称不一致，少了“三维”二字。";
  const grounds = "报名材料第一页和路演文件上的项目名称均为“医用三维内窥成像芯片”。";
  const upheld = await makeObjection(db, round, { ...about, facts, grounds, at: on(-377) });
  const dismissed = await makeObjection(db, round, { email: "", entry: "1", at: on(-376) });
  await decide(upheld.receipt, -375, "upheld", "经核对报名材料，公示的项目名称有误，应予更正；得分与名次不变。");
  await decide(dismissed.receipt, -375, "dismissed", "经核查，该项目的专利已在报名前完成转让登记，异议不成立。");
  const { id } = await db.selectFrom("rounds").select("id").where("slug", "=", round).executeTakeFirstOrThrow();
  const named = { title: "医用三维内窥成像芯片" };
  await db.updateTable("entries").set(named).where("roundId", "=", id).where("key", "=", "2").execute();
  const { version } = await releaseRound(db, { ...hands, round: { id, slug: round } }, "published", {
    at: { propose: on(-373), confirm: on(-373, 1), publish: on(-372) },
    reason: "更正项目名称：公示时漏写“三维”二字",
    noticeEndsOn: noticeEndOf(on(-372)),
  });
  await valueOrThrow(linkCorrection(by(-372), { receipt: upheld.receipt, version }));
}

/** The first two of each heat go on; the first of Wuhan withdraws, and the next moves up. */
async function fillFinal({ db, edition, hands, on }: Last): Promise<void> {
  const act = (day: number): By => ({ db, actor: hands.organizer, at: on(day) });
  await db
    .insertInto("rounds")
    .values({
      editionId: edition.id,
      slug: "final-5",
      kind: "final",
      state: "screening",
      title: "第五届总决赛",
      titleEn: "Final of the 5th edition",
      city: "湖州",
      cityEn: "Huzhou",
      venue: "吴兴大剧院",
      venueEn: "Wuxing Grand Theatre",
      startsAt: on(-340),
    })
    .execute();
  const rule = { ...defaultAdvancementRule, places: 2, ties: "all" as const };
  await valueOrThrow(saveAdvancementRule(act(-357), { edition: edition.slug, version: digestOf(null), rule }));
  const look = async () => {
    const task = await findAdvancementTask(db, { id: edition.id, advancement: rule });
    const plan = planOf(task);
    if (!plan) throw new Error("the last edition has no plan of its final");
    return { task, plan };
  };
  const { task, plan } = await look();
  await valueOrThrow(advanceToFinal(act(-356), { edition: edition.slug, digest: previewDigest(task, plan) }));
  const first = plan.lines.flatMap(({ entries }) => entries).find(({ heat }) => heat === "wuhan-5");
  const gone = { edition: edition.slug, heat: "wuhan-5", entry: first?.entry.entry ?? "" };
  await valueOrThrow(
    withdrawFinalist(act(-355), { ...gone, reason: "项目负责人来函：团队已在外地落地，放弃参加总决赛。" }),
  );
  const after = await look();
  const [next] = substitutesToMoveUp(after.plan, new Set(after.task.final?.entries.keys()));
  const up = { edition: edition.slug, heat: next?.heat ?? "", entry: next?.entry.entry ?? "" };
  await valueOrThrow(moveUpSubstitute(act(-354), up));
}

async function holdFinal({ db, hands, on }: Last): Promise<void> {
  const round = await db
    .selectFrom("rounds")
    .select(["id", "slug"])
    .where("slug", "=", "final-5")
    .executeTakeFirstOrThrow();
  await makeRubric(db, round.id);
  const seats: Seat[] = [];
  for (let number = 1; number <= 5; number++) seats.push(await makeSeat(db, round, number));
  const entries = await db.selectFrom("entries").select("id").where("roundId", "=", round.id).orderBy("id").execute();
  for (const [at, { id }] of entries.entries())
    await db
      .updateTable("entries")
      .set({ drawNumber: at + 1, runningOrder: at + 1 })
      .where("id", "=", id)
      .execute();
  for (const state of ["ready", "judging"])
    await db.updateTable("rounds").set({ state }).where("id", "=", round.id).execute();
  await scoreRound(db, { round, seats, entries });
  const at = { propose: on(-340, 8), confirm: on(-340, 9), publish: on(-339, 1) };
  await releaseRound(db, { ...hands, round }, "published", { at, noticeEndsOn: noticeEndOf(at.publish) });
}

/** Every judge scores every project around its own worth, and the scoring closes. */
async function scoreRound(
  db: Db,
  { round, seats, entries }: { round: { id: number }; seats: Seat[]; entries: { id: number }[] },
): Promise<void> {
  const random = randomFrom(5000 + round.id);
  for (const { id: entryId } of entries) {
    const worth = 0.8 + random.normal(0, 0.06);
    for (const { id: judgeId } of seats) {
      const given = Object.entries(marksFor(random, worth));
      const marks = Object.fromEntries(given.map(([key, mark]) => [key, Math.round(Number(mark) * 100)]));
      await makeSheet(db, { roundId: round.id, entryId, judgeId, marks });
    }
  }
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
