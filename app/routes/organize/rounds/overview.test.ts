import { expect, test } from "vitest";
import { recordAbsence } from "~/commands/heats/record-absence.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as ceremony from "../heats/ceremony.tsx";
import * as basicsPage from "./basics.tsx";
import * as desk from "./desk.tsx";
import * as overview from "./overview.tsx";

const database = testDatabase();
const page = pagesOf({
  "/organize": desk,
  "/organize/rounds/:round": overview,
  "/organize/rounds/:round/basics": basicsPage,
  "/organize/rounds/:round/run-sheet/ceremony": ceremony,
});

async function scene(given: Parameters<typeof makeHeat>[1]) {
  const heat = await makeHeat(database.db, given);
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: heat.round.id }] });
  const by = { db: database.db, actor };
  const shown = async (below = "", more: object = {}) =>
    (await page(`/organize/rounds/${heat.round.slug}${below}`, { ...by, ...more })).text();
  return { ...heat, shown };
}

test("three judges under a rule that trims from five are warned of before the round is ready, with the pages that mend it", async () => {
  const { round, shown } = await scene({ judges: 3, state: "screening" });
  const html = await shown();
  expect(html).toContain("每个项目只有3份评分，不会去分");
  expect(html).toContain(`href="/organize/rounds/${round.slug}/panel"`);
  expect(await shown("", { locale: "en" })).toContain("Each project gets only 3 sheets, so nothing is trimmed");
});

test("who cannot set the round up is warned too, and asked to change nothing", async () => {
  const { round } = await makeHeat(database.db, { judges: 3, state: "screening" });
  const actor = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round.id }] });
  const html = await (await page(`/organize/rounds/${round.slug}`, { db: database.db, actor })).text();
  expect(html).toContain("每个项目只有3份评分，不会去分");
  expect(html).not.toContain("请增加评委或修改规则");
});

test("five judges under the same rule are not warned of, nor are three once the round is over", async () => {
  expect(await (await scene({ judges: 5, state: "screening" })).shown()).not.toContain("不会去分");
  expect(await (await scene({ judges: 3, state: "closed" })).shown()).not.toContain("不会去分");
});

test("a final is made public, not opened for registration, and goes back to the draft alone", async () => {
  const draft = await (await scene({ kind: "final", state: "draft" })).shown();
  expect(draft).toContain("总决赛不接受报名");
  expect(draft).not.toContain("开放报名");
  const prepared = await (await scene({ kind: "final", state: "screening" })).shown();
  expect(prepared).toContain("退回到“筹备中”");
  expect(prepared).not.toContain("报名中");
  // Nothing is screened in it, so it is not called that
  const ready = await (await scene({ kind: "final", state: "ready" })).shown();
  expect(ready).toContain("退回到“备赛中”");
});

test("counts who has a place in the running order: the absent has none, and the draw is done without", async () => {
  const { round, entries, scorer, shown } = await scene({ judges: 2, entries: 4, state: "ready" });
  const { db } = database;
  const absent = entries[3];
  await db
    .updateTable("entries")
    .set({ runningOrder: null })
    .where("id", "=", absent?.id ?? 0)
    .execute();
  const of = { entry: absent?.key ?? "" };
  const recorded = await recordAbsence({ db, actor: scorer }, { round: round.slug, of, reason: "没有到场" });
  expect(recorded.ok).toBe(true);
  const html = await shown();
  expect(html).toContain("3/4个项目已有出场顺序");
  expect(html).not.toContain("个项目没有出场顺序");
});

test("a review shows neither pitch nor place, a heat shows both", async () => {
  const review = await scene({ kind: "preliminary", state: "screening" });
  expect(await review.shown()).not.toContain("路演");
  expect(await review.shown("/basics")).toMatch(/class="[^"]*\bhidden\b[^"]*"[^>]*>(?:(?!<input).)*路演时长/s);
  const heat = await scene({ state: "screening" });
  expect(await heat.shown()).toContain("路演");
});

test("an open heat of a draft edition says that nobody sees it yet, and who opens the edition is led there; the desk says so too", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const { round } = await makeHeat(db, { editionId: edition.id, state: "registration" });
  const ofEdition = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const ofRound = await makePerson(db, { grants: [{ role: "organizer", roundId: round.id }] });
  const shown = async (actor = ofEdition, more: object = {}) =>
    (await page(`/organize/rounds/${round.slug}`, { db, actor, ...more })).text();
  const listed = async () => (await page("/organize", { db, actor: ofEdition })).text();
  expect(await shown()).toContain("在此之前选手都可以选择本轮次");
  expect(await listed()).toContain("报名进行中");
  const change = (values: object) => db.updateTable("editions").set(values).where("id", "=", edition.id).execute();
  await change({ state: "draft" });
  const html = await shown();
  expect(html).not.toContain("选手都可以选择");
  expect(html).toContain("这一届仍在筹备中，公众还看不到");
  expect(html).toContain(`href="/organize/editions/${edition.slug}/settings"`);
  expect(html).toContain("提前截止报名");
  expect(await listed()).toContain("等待本届公开");
  expect(await listed()).not.toContain("报名进行中");
  expect(await shown(ofEdition, { locale: "en" })).toContain(
    "its edition is still a draft: nobody outside sees either yet",
  );
  // Opening the edition is not left to whoever organizes one round of it
  const others = await shown(ofRound);
  expect(others).toContain("由组织者办理");
  expect(others).not.toContain(`href="/organize/editions/${edition.slug}/settings"`);
  await change({ applyClosesAt: null });
  expect(await shown()).not.toContain("报名到才截止");
});

test("a heat that starts before registration ends is warned of with both dates, on its overview and in its form, and where each is changed", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const { round } = await makeHeat(db, { editionId: edition.id, state: "registration" });
  const ofEdition = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const ofRound = await makePerson(db, { grants: [{ role: "organizer", roundId: round.id }] });
  const scorer = await makePerson(db, { grants: [{ role: "scorer", roundId: round.id }] });
  const at = `/organize/rounds/${round.slug}`;
  const shown = async (path = at, actor = ofEdition, more: object = {}) =>
    (await page(path, { db, actor, ...more })).text();
  const dates = { startsAt: new Date("2099-11-20T01:00:00Z"), closes: new Date("2099-11-20T10:00:00Z") };
  const starts = (startsAt: Date) => db.updateTable("rounds").set({ startsAt }).where("id", "=", round.id).execute();
  await starts(dates.startsAt);
  await db.updateTable("editions").set({ applyClosesAt: dates.closes }).where("id", "=", edition.id).execute();
  const toStart = `href="${at}/basics#startsAt"`;
  const toEnd = `href="/organize/editions/${edition.slug}/settings#applyClosesAt"`;
  const words = "本场开始时，报名还没有截止";
  for (const path of [at, `${at}/basics`]) {
    const html = await shown(path);
    for (const part of [words, "2099-11-20T01:00:00.000Z", "2099-11-20T10:00:00.000Z", toStart, toEnd])
      expect(html).toContain(part);
  }
  expect(await shown(`${at}/basics`)).toContain('id="startsAt"');
  const own = await shown(at, ofRound, { locale: "en" });
  expect(own).toContain("This heat starts before registration ends");
  expect(own).toContain(toStart);
  expect(own).not.toContain(toEnd);
  const told = await shown(at, scorer);
  expect(told).toContain(words);
  for (const link of [toStart, toEnd, "请改其中一个时间"]) expect(told).not.toContain(link);
  await starts(new Date("2099-11-20T10:00:00Z"));
  expect(await shown()).not.toContain(words);
  await starts(dates.startsAt);
  await db.updateTable("rounds").set({ state: "screening" }).where("id", "=", round.id).execute();
  for (const path of [at, `${at}/basics`]) expect(await shown(path)).not.toContain(words);
});

test("scorers are led to the draw in the hall, organizers to the page of the draw; others read that both may run it", async () => {
  const { db } = database;
  const { round } = await makeHeat(db, { judges: 5, entries: 3, state: "ready" });
  await db
    .updateTable("entries")
    .set({ runningOrder: null, drawNumber: null })
    .where("roundId", "=", round.id)
    .execute();
  const at = `/organize/rounds/${round.slug}`;
  const as = async (role: "organizer" | "scorer" | "supervisor") => {
    const actor = await makePerson(db, { grants: [{ role, roundId: round.id }] });
    const shown = async (path: string, more: object = {}) => (await page(path, { db, actor, ...more })).text();
    return {
      actor,
      shown,
      texts: [await shown(at), await shown("/organize")],
      english: await shown(at, { locale: "en" }),
    };
  };
  const scorer = await as("scorer");
  for (const html of scorer.texts) {
    expect(html).toContain(`href="${at}/run-sheet/ceremony"`);
    expect(html).not.toContain(`href="${at}/draw"`);
  }
  expect(scorer.texts[0]).not.toContain("办理</p>");
  expect((await page(`${at}/run-sheet/ceremony`, { db, actor: scorer.actor })).status).toBe(200);
  for (const html of (await as("organizer")).texts) {
    expect(html).toContain(`href="${at}/draw"`);
    expect(html).not.toContain(`href="${at}/run-sheet/ceremony"`);
  }
  const supervisor = await as("supervisor");
  expect(supervisor.texts[0]).toContain("由组织者或计分员办理");
  expect(supervisor.english).toContain("To be done by: Organizer or Scorer");
});
