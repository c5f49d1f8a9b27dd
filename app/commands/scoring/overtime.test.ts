import { beforeAll, expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { findOpenOvertimes } from "~/services/live/overtimes.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveOvertime } from "../editions/save-overtime.ts";
import { takeStep } from "../stage/take-step.ts";
import { confirmInputs } from "./confirm-inputs.ts";
import { declineInputs } from "./decline-inputs.ts";
import { dismissOvertime } from "./dismiss-overtime.ts";
import { enterAdjustment } from "./enter-adjustment.ts";

const database = testDatabase();

const table = {
  article: "第12条",
  steps: [
    { reach: "over", seconds: 10, points: 20 },
    { reach: "from", seconds: 30, points: 50 },
  ],
};
const begin = Date.parse("2026-09-12T01:00:00Z");

let heat: Awaited<ReturnType<typeof makeHeat>>;
let supervisor: Awaited<ReturnType<typeof makePerson>>;
let organizer: Awaited<ReturnType<typeof makePerson>>;
let seq: number;

/** A heat whose edition has the table, and in which the first project's pitch took 34.2 seconds too long. */
beforeAll(async () => {
  const { db } = database;
  heat = await makeHeat(db);
  const { editionId, id } = heat.round;
  supervisor = await makePerson(db, { grants: [{ role: "supervisor", roundId: id }] });
  organizer = await makePerson(db, { grants: [{ role: "organizer", editionId }] });
});

const overtimes = async () => {
  const round = await findRound(database.db, heat.round.slug);
  if (!round) throw new Error("the heat is there");
  return await findOpenOvertimes(database.db, round);
};

async function step(second: number, step: ConductStep) {
  const { seq: after = 0 } =
    (await database.db
      .selectFrom("stageSteps")
      .select("seq")
      .where("roundId", "=", heat.round.id)
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst()) ?? {};
  const by = { db: database.db, actor: heat.scorer, at: new Date(begin + second * 1000) };
  const answer = await takeStep(by, { round: heat.round.slug, after, step });
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value.seq;
}

const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;
const enter = (more: object = {}) =>
  enterAdjustment(
    { db: database.db, actor: heat.scorer },
    {
      round: heat.round.slug,
      entry: "1",
      kind: "penalty",
      points: "0.5",
      article: "第12条",
      reason: "超时34.2秒",
      overtime: seq,
      ...more,
    },
  );
const dismiss = (overtime: number, reason = "话筒故障", actor = heat.scorer, entry = "2") =>
  dismissOvertime({ db: database.db, actor }, { round: heat.round.slug, entry, overtime, reason });

test("without a table of the edition the clock proposes nothing; who sets the edition up gives it one", async () => {
  const slug = await database.db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", heat.round.editionId)
    .executeTakeFirstOrThrow();
  const edition = slug.slug;
  await step(0, { type: "call", entry: "1" });
  seq = await step(0, { type: "start", phase: "pitch" });
  await step(8 * 60 + 34.29, { type: "start", phase: "defence" });
  expect(await overtimes()).toEqual([]);
  const save = (actor: typeof organizer, version = digestOf(null), given: unknown = table) =>
    saveOvertime({ db: database.db, actor }, { edition, version, table: given });
  expect(typeOf(await save(heat.scorer))).toBe("not-found");
  expect(typeOf(await save(organizer, "0".repeat(64)))).toBe("stale-version");
  expect(typeOf(await save(organizer, digestOf(null), { ...table, steps: [] }))).toBe("invalid-input");
  expect(await save(organizer)).toEqual({ ok: true, value: { version: digestOf(table) } });
});

test("what is proposed is what the table says, and nothing of it counts before persons have decided", async () => {
  expect(await overtimes()).toEqual([{ seq, panel: "", entry: "1", tenths: 342, points: 50, article: "第12条" }]);
  expect((await findJudgedInputs(database.db, heat.round.id)).waiting).toEqual([]);
});

test("an overtime is entered for its own project alone, and once", async () => {
  expect(typeOf(await enter({ entry: "2" }))).toBe("stale-version");
  expect(typeOf(await enter({ overtime: seq + 1 }))).toBe("stale-version");
  expect(typeOf(await enter())).toBe("ok");
  expect(await overtimes()).toEqual([]);
  expect(typeOf(await enter())).toBe("stale-version");
  expect(typeOf(await dismiss(seq, "话筒故障", heat.scorer, "1"))).toBe("stale-version");
});

test("where the supervisor declines it, it is to be decided again", async () => {
  const by = { db: database.db, actor: supervisor };
  const [open] = (await findJudgedInputs(database.db, heat.round.id)).waiting;
  await declineInputs(by, { round: heat.round.slug, proposals: [open?.id ?? 0], reason: "再核对" });
  expect(await overtimes()).toHaveLength(1);
  await enter({ points: "0.2" });
  const [again] = (await findJudgedInputs(database.db, heat.round.id)).waiting;
  expect(typeOf(await confirmInputs(by, { round: heat.round.slug, proposals: [again?.id ?? 0] }))).toBe("ok");
  expect(await overtimes()).toEqual([]);
  expect((await findJudgedInputs(database.db, heat.round.id)).adjustments).toMatchObject([{ amount: -20 }]);
});

test("who keeps the scores dismisses an overtime with a reason, which stays on record", async () => {
  await step(1000, { type: "call", entry: "2" });
  const second = await step(1000, { type: "start", phase: "pitch" });
  await step(1000 + 8 * 60 + 11, { type: "pause" });
  expect(await overtimes()).toMatchObject([{ seq: second, entry: "2", points: 20, tenths: 110 }]);
  expect(typeOf(await dismiss(second, "话筒故障", supervisor))).toBe("not-found");
  expect(typeOf(await dismiss(second, " "))).toBe("invalid-input");
  expect(typeOf(await dismiss(second))).toBe("ok");
  expect(await overtimes()).toEqual([]);
  expect((await findJudgedInputs(database.db, heat.round.id)).decided[0]).toMatchObject({
    state: "dismissed",
    amount: -20,
    reason: "11.0 s",
    why: "话筒故障",
  });
  expect((await findJudgedInputs(database.db, heat.round.id)).adjustments).toHaveLength(1);
});
