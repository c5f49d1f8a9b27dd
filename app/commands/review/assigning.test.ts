import { expect, test } from "vitest";
import { boardOf, entriesLacking } from "~/rules/review/assignment-board.ts";
import { planReview } from "~/rules/review/review-plan.ts";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findAllMissingSheets } from "~db/queries/scoring/score-table.ts";
import { makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeAssignments, makeReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import { stepRound } from "../rounds/step-round.ts";
import { recuse } from "../scoring/recuse.ts";
import { saveSheetDraft } from "../scoring/save-sheet-draft.ts";
import { decideApplication } from "../screening/decide-application.ts";
import { applyAssignment } from "./apply-assignment.ts";
import { assignJudge } from "./assign-judge.ts";
import { unassignJudge } from "./unassign-judge.ts";

const database = testDatabase();

async function review(given: Parameters<typeof makeReview>[1] = {}) {
  const made = await makeReview(database.db, given);
  const by = { db: database.db, actor: made.organizer };
  const round = made.round.slug;
  const plan = async () => {
    const settings = await findReviewSettings(database.db, made.round.id);
    if (!settings) throw new Error("settings");
    return planReview(await findReviewTask(database.db, made.round.id, settings));
  };
  const pairs = async () => {
    const rows = await database.db
      .selectFrom("assignments")
      .innerJoin("entries", "entries.id", "assignments.entryId")
      .innerJoin("panelMembers", "panelMembers.id", "assignments.judgeId")
      .where("assignments.roundId", "=", made.round.id)
      .select(["applicationId", "panelMembers.key", "assignments.origin"])
      .orderBy("entries.id")
      .orderBy("panelMembers.key")
      .execute();
    return rows.map(({ applicationId, key, origin }) => {
      const at = made.applications.findIndex(({ id }) => id === applicationId);
      return `${at} ${key} ${origin}`;
    });
  };
  const apply = async (digest?: string) =>
    await applyAssignment(by, { round, digest: digest ?? (await plan()).digest });
  const keyOf = (at: number) => made.entries[at]?.key ?? "";
  const assign = (at: number, judge: string) => assignJudge(by, { round, entry: keyOf(at), judge });
  const unassign = (at: number, judge: string, forGood = false) =>
    unassignJudge(by, { round, entry: keyOf(at), judge, forGood, reason: "行程冲突" });
  const sheetBy = (at: number, judge: number) =>
    saveSheetDraft(
      { db: database.db, actor: made.seats[judge]?.actor ?? null },
      { round, entry: keyOf(at), version: 0, marks: { tech: "20" } },
    );
  return { ...made, by, plan, pairs, apply, assign, unassign, keyOf, sheetBy };
}

test("what was looked at is applied: every application has its judges, and nothing was stored before", async () => {
  const { plan, pairs, apply, round } = await review({ settings: { perEntry: 2 } });
  const { digest, added, shortages } = await plan();
  expect([added.length, shortages]).toEqual([6, []]);
  expect(await pairs()).toEqual([]);
  expect(await apply(digest)).toEqual({ ok: true, value: { added: 6, removed: 0, lacking: 0 } });
  expect(await pairs()).toHaveLength(6);
  expect((await findSetup(database.db, round.id)).review).toEqual({ perEntry: 2, lacking: 0 });
  expect((await plan()).added).toEqual([]);
});

test.each<[string, (made: Awaited<ReturnType<typeof review>>) => Promise<unknown>]>([
  ["somebody was assigned by hand", (made) => made.assign(0, "J3")],
  [
    "a judge left the panel",
    ({ seats }) =>
      database.db
        .updateTable("panelMembers")
        .set({ removedAt: new Date() })
        .where("id", "=", seats[0]?.id ?? 0)
        .execute(),
  ],
  [
    "an employer was written down",
    ({ seats }) =>
      database.db
        .updateTable("panelMembers")
        .set({ employer: "湖州大学" })
        .where("id", "=", seats[0]?.id ?? 0)
        .execute(),
  ],
  [
    "a tie was declared",
    ({ round, entries, seats }) =>
      database.db
        .insertInto("recusals")
        .values({ roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[2]?.id ?? 0, reason: "师生" })
        .execute(),
  ],
])("a plan is refused once %s", async (_, change) => {
  const made = await review();
  const { digest } = await made.plan();
  await change(made);
  const before = await made.pairs();
  expect(await made.apply(digest)).toEqual({ ok: false, error: { type: "stale-preview" } });
  expect(await made.pairs()).toEqual(before);
});

test("the application's employer, company and school, its applicant and its sender keep judges away, by name", async () => {
  const made = await review({
    judges: 5,
    answers: [{ leaderEmployer: "湖州大学光电学院", companyName: "微光科技有限公司", leaderSchool: "浙江大学" }],
  });
  const { db } = database;
  const [one, two, three, four, five] = made.seats;
  const { id: recommenderId } = await db
    .insertInto("recommenders")
    .values({ editionId: made.edition.id, key: "qingchuang", name: "青创协会", email: "q@example.com" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.updateTable("applications").set({ recommenderId }).where("roundId", "=", made.round.id).execute();
  const write = (id: number | undefined, columns: object) =>
    db
      .updateTable("panelMembers")
      .set(columns)
      .where("id", "=", id ?? 0)
      .execute();
  await write(one?.id, { employer: "湖州大学" });
  await write(two?.id, { school: "浙江大学" });
  await write(three?.id, { recommenderId });
  await db
    .updateTable("applications")
    .set({ applicantId: four?.actor.id ?? "" })
    .where("roundId", "=", made.round.id)
    .execute();
  const tie = async (judge: string) => await made.assign(0, judge);
  const refusal = (kind: string, words: string | null) => ({
    ok: false,
    error: { type: "conflict", conflicts: [{ kind, words }] },
  });
  expect(await tie("J1")).toEqual(refusal("same-employer", "湖州大学光电学院"));
  expect(await tie("J2")).toEqual(refusal("same-school", "浙江大学"));
  expect(await tie("J3")).toEqual(refusal("same-recommender", "青创协会"));
  expect(await tie("J4")).toEqual(refusal("same-person", null));
  await made.apply();
  expect(await made.pairs()).toEqual(["0 J5 computed"]);
  await made.unassign(0, "J5");
  await write(five?.id, { employer: "青创协会" });
  expect(await tie("J5")).toEqual(refusal("same-recommender", "青创协会"));
});

test("a hand-made assignment and a begun sheet stay when the rest is computed anew", async () => {
  const made = await review({ judges: 3, settings: { perEntry: 1 } });
  expect(await made.assign(0, "J3")).toMatchObject({ ok: true });
  expect(await made.assign(1, "J3")).toMatchObject({ ok: true });
  expect(await made.assign(1, "J3")).toEqual({ ok: false, error: { type: "already-assigned" } });
  await made.apply();
  expect((await made.pairs()).slice(0, 2)).toEqual(["0 J3 hand", "1 J3 hand"]);
  const entry = made.entries[2]?.id ?? 0;
  const judge = made.seats[2]?.id ?? 0;
  await database.db.deleteFrom("assignments").where("entryId", "=", entry).execute();
  await makeAssignments(database.db, {
    roundId: made.round.id,
    assignedById: made.organizer.id,
    pairs: [[entry, judge]],
  });
  expect(await made.sheetBy(2, 2)).toMatchObject({ ok: true });
  await made.apply();
  expect(await made.pairs()).toEqual(["0 J3 hand", "1 J3 hand", "2 J3 computed"]);
});

test("a computed assignment that is confirmed by hand becomes one", async () => {
  const made = await review({ judges: 1 });
  await made.apply();
  expect(await made.assign(0, "J1")).toMatchObject({ ok: true });
  expect((await made.pairs())[0]).toBe("0 J1 hand");
});

test("a judge is taken off until the sheet is begun; for good is remembered", async () => {
  const made = await review({ judges: 2, answers: [{}] });
  await made.assign(0, "J1");
  await made.sheetBy(0, 0);
  expect(await made.unassign(0, "J1")).toEqual({ ok: false, error: { type: "sheet-begun" } });
  expect(await made.unassign(0, "J2")).toEqual({ ok: false, error: { type: "not-assigned" } });
  const other = await review({ judges: 2, answers: [{}] });
  await other.assign(0, "J1");
  expect(await other.unassign(0, "J1", true)).toMatchObject({ ok: true });
  expect(await other.pairs()).toEqual([]);
  await other.apply();
  expect(await other.pairs()).toEqual(["0 J2 computed"]);
});

test("who has recused by themselves is taken off for good without a second recusal", async () => {
  const made = await review({ judges: 2, answers: [{}] });
  await made.assign(0, "J1");
  await database.db
    .insertInto("recusals")
    .values({
      roundId: made.round.id,
      entryId: made.entries[0]?.id ?? 0,
      judgeId: made.seats[0]?.id ?? 0,
      reason: "师生",
    })
    .execute();
  expect(await made.unassign(0, "J1", true)).toMatchObject({ ok: true });
  expect(
    await database.db.selectFrom("recusals").select("reason").where("roundId", "=", made.round.id).execute(),
  ).toEqual([{ reason: "师生" }]);
});

test("who was taken off by hand is not brought back by a computation, until somebody assigns them again", async () => {
  const made = await review({ judges: 3, answers: [{}], settings: { perEntry: 3 } });
  await made.apply();
  expect(await made.unassign(0, "J1")).toMatchObject({ ok: true });
  const { added, shortages } = await made.plan();
  expect([added, shortages]).toEqual([
    [],
    [{ entry: made.entries[0]?.id, lacking: 1, conflicts: 0, takenOff: 1, full: 0 }],
  ]);
  await made.apply();
  expect(await made.pairs()).toEqual(["0 J2 computed", "0 J3 computed"]);
  expect(await made.assign(0, "J1")).toMatchObject({ ok: true });
  expect(await made.unassign(0, "J1")).toMatchObject({ ok: true });
  expect(await made.assign(0, "J1")).toMatchObject({ ok: true });
  expect((await made.plan()).shortages).toEqual([]);
});

test("only who is assigned writes a sheet; another judge's does not even exist for them", async () => {
  const made = await review();
  await made.assign(0, "J1");
  expect(await made.sheetBy(0, 1)).toEqual({ ok: false, error: { type: "not-found" } });
  expect(await made.sheetBy(0, 0)).toMatchObject({ ok: true });
  expect(await findAllMissingSheets(database.db as never, made.round.id)).toEqual([
    { entry: made.keyOf(0), judge: "J1" },
  ]);
});

test("who recuses leaves a hole, and another judge is proposed for it", async () => {
  const made = await review({ judges: 3, answers: [{}], settings: { perEntry: 2 } });
  await made.assign(0, "J1");
  await made.assign(0, "J2");
  const gone = made.seats[0]?.actor ?? null;
  const said = { round: made.round.slug, entry: made.keyOf(0), reason: "师生关系" };
  expect(await recuse({ db: database.db, actor: gone }, said)).toMatchObject({ ok: true });
  expect((await findSetup(database.db, made.round.id)).review).toEqual({ perEntry: 2, lacking: 1 });
  const { added, removed } = await made.plan();
  expect(added).toEqual([{ entry: made.entries[0]?.id, judge: made.seats[2]?.id }]);
  expect(removed).toMatchObject([{ judge: made.seats[0]?.id, conflicts: [{ kind: "declared", words: "师生关系" }] }]);
  await made.apply();
  expect(await made.pairs()).toEqual(["0 J2 hand", "0 J3 computed"]);
});

test("a review becomes ready without a draw, once every application has its judges", async () => {
  const made = await review({ state: "screening", settings: { perEntry: 2 } });
  const step = () => stepRound(made.by, { round: made.round.slug, from: "screening", to: "ready" });
  expect(await step()).toEqual({ ok: false, error: { type: "not-ready", gaps: ["assignment"] } });
  await made.apply();
  expect(await step()).toMatchObject({ ok: true });
});

test("what cannot be had is counted, and does not keep the rest from being assigned", async () => {
  const made = await review({ judges: 2, settings: { perEntry: 3 } });
  const { shortages } = await made.plan();
  expect(shortages).toHaveLength(3);
  expect(shortages[0]).toMatchObject({ lacking: 1, conflicts: 0, full: 0 });
  expect(await made.apply()).toMatchObject({ ok: true, value: { added: 6, lacking: 3 } });
});

test("only an organizer of a preliminary round assigns, and not after it is closed", async () => {
  const made = await review();
  const asked = { round: made.round.slug, entry: made.keyOf(0), judge: "J1" };
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", roundId: made.round.id }] });
  for (const actor of [scorer, made.seats[0]?.actor ?? null]) {
    const by = { db: database.db, actor };
    expect(await assignJudge(by, asked)).toEqual({ ok: false, error: { type: "not-found" } });
    const digest = "0".repeat(64);
    expect(await applyAssignment(by, { round: made.round.slug, digest })).toMatchObject({
      error: { type: "not-found" },
    });
  }
  expect(await assignJudge(made.by, { ...asked, round: made.heat.slug })).toMatchObject({
    error: { type: "not-found" },
  });
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", made.round.id).execute();
  expect(await assignJudge(made.by, asked)).toEqual({ ok: false, error: { type: "round-not-open" } });
});

test("the database itself refuses a sheet of who is not assigned, and the loss of an assignment with a sheet", async () => {
  const made = await review();
  const place = { roundId: made.round.id, entryId: made.entries[0]?.id ?? 0, judgeId: made.seats[0]?.id ?? 0 };
  await expect(makeSheet(database.db, { ...place, marks: {}, state: "draft" })).rejects.toMatchObject({
    code: "CD008",
  });
  await made.assign(0, "J1");
  await makeSheet(database.db, { ...place, marks: {}, state: "draft" });
  const gone = database.db.deleteFrom("assignments").where("entryId", "=", place.entryId).execute();
  await expect(gone).rejects.toMatchObject({ code: "CD008" });
});

test.each([1, 3])("with %i applications the plan asks as few questions as ever", async (count) => {
  const made = await review({ answers: Array.from({ length: count }, () => ({})) });
  const { queries } = await database.queriesOf(made.plan);
  // settings; judges, entries, recusals, assignments, what was taken off by hand
  expect(queries).toHaveLength(6);
});

test("an application that screening takes back leaves the review, with its assignments, declared ties and drafts", async () => {
  const made = await review({ state: "screening", answers: [{}] });
  await made.assign(0, "J1");
  const entry = made.entries[0]?.id ?? 0;
  const judge = made.seats[1]?.id ?? 0;
  await database.db
    .insertInto("recusals")
    .values({ roundId: made.round.id, entryId: entry, judgeId: judge, reason: "师生" })
    .execute();
  const place = { roundId: made.round.id, entryId: entry, judgeId: made.seats[0]?.id ?? 0 };
  await makeSheet(database.db, { ...place, marks: {}, state: "draft" });
  const [application] = made.applications;
  const decided = await decideApplication(made.by, {
    code: application?.code,
    version: application?.version,
    decision: "take-back",
    reason: "重新审查",
  });
  expect(decided).toMatchObject({ ok: true });
  expect(await made.pairs()).toEqual([]);
  // Qualified into it again: the mail speaks of a review, not of a heat to come to
  const again = await decideApplication(made.by, {
    code: application?.code,
    version: (application?.version ?? 0) + 1,
    decision: "qualify",
    round: made.round.slug,
  });
  expect(again).toMatchObject({ ok: true });
  const mails = database.db.selectFrom("mails").select("template").where("state", "=", "pending");
  expect(await mails.where("applicationId", "=", application?.id ?? 0).execute()).toEqual([
    { template: "review-entered" },
  ]);
});

test("in a review with panels every project gets judges of its own panel, by plan and by hand", async () => {
  const made = await review({ judges: 4, settings: { perEntry: 2 }, answers: [{}, {}, {}, {}] });
  await database.db
    .updateTable("rounds")
    .set({ panels: ["A", "B"] })
    .where("id", "=", made.round.id)
    .execute();
  for (const [at, { id }] of made.seats.entries())
    await database.db
      .updateTable("panelMembers")
      .set({ panel: at < 2 ? "A" : "B" })
      .where("id", "=", id)
      .execute();
  const place = (at: number, panel: string) =>
    database.db
      .updateTable("entries")
      .set({ panel })
      .where("id", "=", made.entries[at]?.id ?? 0)
      .execute();
  for (const at of [0, 1, 2, 3]) await place(at, at < 2 ? "A" : "B");
  expect(await made.assign(0, "J3")).toMatchObject({ error: { type: "other-panel" } });
  expect(await made.apply()).toMatchObject({ ok: true, value: { added: 8, lacking: 0 } });
  const of = (panel: string, entries: number[]) =>
    entries.flatMap((at) => (panel === "A" ? ["J1", "J2"] : ["J3", "J4"]).map((key) => `${at} ${key} computed`));
  expect(await made.pairs()).toEqual([...of("A", [0, 1]), ...of("B", [2, 3])]);
  // A project that goes to the other panel has no judges left there, and the next plan mends it
  await place(0, "B");
  const { round } = made;
  expect((await findSetup(database.db, round.id)).review).toEqual({ perEntry: 2, lacking: 1 });
  const settings = await findReviewSettings(database.db, round.id);
  const task = settings && (await findReviewTask(database.db, round.id, settings));
  if (!task) throw new Error("settings");
  const moved = made.entries[0]?.id ?? 0;
  expect([...entriesLacking(task)]).toEqual([moved]);
  const [board] = boardOf(task, [moved]);
  expect(board?.lacking).toBe(2);
  expect(board?.candidates.map(({ judge }) => judge.key)).toEqual(["J3", "J4"]);
  expect(await made.apply()).toMatchObject({ ok: true, value: { added: 2, removed: 2, lacking: 0 } });
  expect(await made.pairs()).toEqual([...of("B", [0]), ...of("A", [1]), ...of("B", [2, 3])]);
});
