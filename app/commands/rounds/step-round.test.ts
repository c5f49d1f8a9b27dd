import { expect, test } from "vitest";
import type { Role } from "~/rules/accounts/access.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { drawOrder } from "../heats/draw-order.ts";
import { stepRound } from "./step-round.ts";

const database = testDatabase();

async function heatIn(state: RoundState, role: Role = "organizer", given: { judges?: number; entries?: number } = {}) {
  const heat = await makeHeat(database.db, { state, ...given });
  const actor = await makePerson(database.db, { grants: [{ role, roundId: heat.round.id }] });
  const step = (from: RoundState, to: RoundState, reason?: string) =>
    stepRound({ db: database.db, actor }, { round: heat.round.slug, from, to, reason });
  const state_ = async () => (await findRound(database.db, heat.round.slug))?.state;
  return { ...heat, step, stateNow: state_ };
}

test("a round with everything walks from draft to judging", async () => {
  const { step, stateNow } = await heatIn("draft");
  const way: RoundState[] = ["draft", "registration", "screening", "ready", "judging"];
  for (const [at, to] of way.entries()) {
    const from = way[at - 1];
    const reason = from === "registration" ? "报名到期" : undefined;
    if (from) expect(await step(from, to, reason)).toEqual({ ok: true, value: { state: to } });
  }
  expect(await stateNow()).toBe("judging");
});

test.each<[string, { judges?: number; entries?: number }, (roundId: number) => Promise<unknown>, string[]]>([
  ["a panel", { judges: 0 }, async () => {}, ["panel"]],
  ["entries", { entries: 0 }, async () => {}, ["entries"]],
  [
    "rubric and rule",
    {},
    async (roundId) => {
      await database.db.deleteFrom("criteria").where("roundId", "=", roundId).execute();
      await database.db.deleteFrom("rules").where("roundId", "=", roundId).execute();
    },
    ["rubric", "rule"],
  ],
  [
    "a head judge whom the rule asks",
    {},
    async (roundId) => {
      await database.db.insertInto("tieSteps").values({ roundId, position: 0, step: "head-judge" }).execute();
      await database.db.updateTable("panelMembers").set({ head: false }).where("roundId", "=", roundId).execute();
    },
    ["head-judge"],
  ],
  [
    "a judge who was not removed",
    { judges: 1 },
    (roundId) =>
      database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("roundId", "=", roundId).execute(),
    ["panel"],
  ],
])("without %s a round is neither ready nor opened, and says what is missing", async (_, given, spoil, gaps) => {
  const screening = await heatIn("screening", "organizer", given);
  await spoil(screening.round.id);
  expect(await screening.step("screening", "ready")).toEqual({ ok: false, error: { type: "not-ready", gaps } });
  const ready = await heatIn("ready", "organizer", given);
  await spoil(ready.round.id);
  expect(await ready.step("ready", "judging")).toEqual({ ok: false, error: { type: "not-ready", gaps } });
  expect(await ready.stateNow()).toBe("ready");
});

test("a round is ready without a draw, which is made in the hall; it is judged once every entry is drawn", async () => {
  const { round, step, stateNow } = await heatIn("screening");
  const undrawn = database.db.updateTable("entries").set({ runningOrder: null, drawNumber: null });
  await undrawn.where("roundId", "=", round.id).execute();
  expect(await step("screening", "ready")).toMatchObject({ ok: true });
  const missing = { ok: false, error: { type: "not-ready", gaps: ["draw"] } };
  expect(await step("ready", "judging")).toEqual(missing);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const drawn = await drawOrder({ db: database.db, actor: organizer }, { round: round.slug, seed: "0".repeat(32) });
  expect(drawn).toMatchObject({ ok: true });
  const late = database.db.updateTable("entries").set({ runningOrder: null, drawNumber: null });
  await late.where("roundId", "=", round.id).where("key", "=", "2").execute();
  expect(await step("ready", "judging")).toEqual(missing);
  await database.db
    .updateTable("entries")
    .set({ runningOrder: 9 })
    .where("roundId", "=", round.id)
    .where("key", "=", "2")
    .execute();
  expect(await step("ready", "judging")).toMatchObject({ ok: true });
  expect(await stateNow()).toBe("judging");
});

test("going back takes a reason, which the audit trail keeps", async () => {
  const { round, step, stateNow } = await heatIn("ready");
  expect(await step("ready", "screening")).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await step("ready", "screening", "补录一个项目")).toMatchObject({ ok: true });
  expect(await stateNow()).toBe("screening");
  const audit = await database.db
    .selectFrom("auditEntries")
    .innerJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["facts", "reason"])
    .where("roundId", "=", round.id)
    .execute();
  expect(audit).toMatchObject([{ facts: { from: "ready", to: "screening" }, reason: "补录一个项目" }]);
});

test("the end of a registration takes a reason too, which the audit trail keeps", async () => {
  const { round, step, stateNow } = await heatIn("registration");
  expect(await step("registration", "screening")).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await stateNow()).toBe("registration");
  expect(await step("registration", "screening", "报名到期")).toMatchObject({ ok: true });
  const kept = await database.db
    .selectFrom("auditReasons")
    .innerJoin("auditEntries", "auditEntries.id", "auditReasons.entryId")
    .select("reason")
    .where("roundId", "=", round.id)
    .execute();
  expect(kept).toEqual([{ reason: "报名到期" }]);
});

test("from judging there is a way back until the first submitted sheet", async () => {
  const { round, entries, seats, step } = await heatIn("judging");
  expect((await step("judging", "ready", "彩排")).ok).toBe(true);
  expect((await step("ready", "judging")).ok).toBe(true);
  await makeSheet(database.db, {
    roundId: round.id,
    entryId: entries[0]?.id ?? 0,
    judgeId: seats[0]?.id ?? 0,
    marks: { tech: 100 },
  });
  expect(await step("judging", "ready", "彩排")).toMatchObject({ error: { type: "sheets-submitted" } });
});

test.each<[RoundState, RoundState]>([
  ["draft", "judging"],
  ["registration", "ready"],
  ["closed", "judging"],
])("there is no such step as %s to %s", async (from, to) => {
  const { step } = await heatIn(from);
  expect(await step(from, to, "x")).toMatchObject({ error: { type: "illegal-step" } });
});

test("closing is not a step of the desk", async () => {
  const { step } = await heatIn("judging");
  expect(await step("judging", "closed")).toMatchObject({ error: { type: "invalid-input" } });
});

test("who saw another state is told so: two clicks are one step", async () => {
  const { step, stateNow } = await heatIn("screening");
  const answers = await Promise.all([step("screening", "ready"), step("screening", "ready")]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { type: "stale-version" } });
  expect(await stateNow()).toBe("ready");
});

test("a scorer may open the scoring and nothing else; supervisor and judge may nothing", async () => {
  const { step, stateNow } = await heatIn("screening", "scorer");
  expect(await step("screening", "ready")).toMatchObject({ error: { type: "not-found" } });
  expect(await stateNow()).toBe("screening");
  const ready = await heatIn("ready", "scorer");
  expect(await ready.step("ready", "screening", "x")).toMatchObject({ error: { type: "not-found" } });
  expect((await ready.step("ready", "judging")).ok).toBe(true);
  expect(await ready.step("judging", "ready", "x")).toMatchObject({ error: { type: "not-found" } });
  for (const role of ["supervisor", "judge"] as const) {
    const { step: attempt } = await heatIn("ready", role);
    expect(await attempt("ready", "judging")).toMatchObject({ error: { type: "not-found" } });
  }
});

test.each(["final", "preliminary"] as const)("nobody registers for a %s, whichever way it is asked", async (kind) => {
  const heat = await makeHeat(database.db, { state: "draft", kind });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: heat.round.id }] });
  const step = (from: RoundState, to: RoundState, reason?: string) =>
    stepRound({ db: database.db, actor }, { round: heat.round.slug, from, to, reason });
  expect(await step("draft", "registration")).toMatchObject({ error: { type: "illegal-step" } });
  expect(await step("draft", "screening")).toMatchObject({ ok: true });
  expect(await step("screening", "registration", "再报")).toMatchObject({ error: { type: "illegal-step" } });
  const around = (state: RoundState) =>
    database.db.updateTable("rounds").set({ state }).where("id", "=", heat.round.id).execute();
  await expect(around("registration")).rejects.toThrow("nobody registers");
  expect(await step("screening", "draft", "先不公开")).toMatchObject({ value: { state: "draft" } });
});

test("a heat goes from its screening back to its registration, not to the draft", async () => {
  const { step } = await heatIn("screening");
  expect(await step("screening", "draft", "重来")).toMatchObject({ error: { type: "illegal-step" } });
});
