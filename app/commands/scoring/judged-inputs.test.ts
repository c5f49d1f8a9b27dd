import fc from "fast-check";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { inputsVersion } from "~/rules/scoring/parts-and-adjustments.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmInputs } from "./confirm-inputs.ts";
import { declineInputs } from "./decline-inputs.ts";
import { enterAdjustment } from "./enter-adjustment.ts";
import { enterPartScores } from "./enter-part-scores.ts";
import { takeBackAdjustment } from "./take-back-adjustment.ts";

const database = testDatabase();

const parts = [
  { key: "base", label: "基础项目", min: 0, max: 30, step: 0.01, weight: 1 },
  { key: "video", label: "视频", min: -5, max: 5, step: 0.5, weight: 2 },
];

/** A heat of three entries with every sheet, whose rule has two parts; and who enters and confirms. */
async function hall(given: { parts?: boolean; state?: "judging" | "closed" } = {}) {
  const { db } = database;
  const heat = await makeHeat(db, { state: "judging" });
  const { round, entries, seats, scorer } = heat;
  const rule = await findRule(db, round.id);
  if (!rule) throw new Error("a heat has a rule");
  if (given.parts !== false) await db.transaction().execute((trx) => replaceRule(trx, round.id, { ...rule, parts }));
  for (const [at, entry] of entries.entries())
    for (const seat of seats)
      await makeSheet(db, {
        roundId: round.id,
        entryId: entry.id,
        judgeId: seat.id,
        marks: { tech: 2000 + at * 100, market: 1500, business: 1500, team: 1500, landing: 500 },
      });
  if (given.state === "closed")
    await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const by = (actor: Actor | null) => ({ db, actor });
  const at = round.slug;
  const waiting = async () => (await findJudgedInputs(db, round.id)).waiting;
  const standings = async () => (await findStandings(db, [round.id]))[0];
  const line = async (key: string) => (await standings())?.standings.find(({ entry }) => entry === key);
  const enter = (scores: { entry: string; part: string; score: string }[], actor: Actor | null = scorer) =>
    enterPartScores(by(actor), { round: at, scores });
  const adjust = (more: object = {}, actor: Actor | null = scorer) =>
    enterAdjustment(by(actor), {
      round: at,
      entry: "1",
      kind: "penalty",
      points: "0.2",
      article: "第12条",
      reason: "超时",
      ...more,
    });
  const confirm = async (actor: Actor | null = supervisor, proposals?: number[]) =>
    confirmInputs(by(actor), { round: at, proposals: proposals ?? (await waiting()).map(({ id }) => id) });
  const takeBack = (adjustment: number, actor: Actor | null = scorer) =>
    takeBackAdjustment(by(actor), { round: at, adjustment, reason: "计时有误" });
  const adjustments = async () => (await findJudgedInputs(db, round.id)).adjustments;
  return {
    ...heat,
    supervisor,
    organizer,
    by,
    waiting,
    standings,
    line,
    enter,
    adjust,
    confirm,
    takeBack,
    adjustments,
    decline: (proposals: number[], reason: string, actor: Actor | null = supervisor) =>
      declineInputs(by(actor), { round: at, proposals, reason }),
  };
}

const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

test("parts count once another person has confirmed them, a batch at once, as the rule weighs them", async () => {
  const { enter, confirm, line, waiting, round } = await hall();
  expect(await line("1")).toMatchObject({ total: "70.00", parts: { base: "0", video: "0" } });
  const answer = await enter([
    { entry: "1", part: "base", score: "27.50" },
    { entry: "1", part: "video", score: "-1.5" },
    { entry: "2", part: "base", score: "３０" },
  ]);
  expect(answer).toEqual({ ok: true, value: { entered: 3 } });
  expect((await waiting()).map(({ part, score }) => [part, score])).toEqual([
    ["base", "27.5"],
    ["video", "-1.5"],
    ["base", "30"],
  ]);
  expect(await line("1")).toMatchObject({ total: "70.00" });
  expect(await confirm()).toEqual({ ok: true, value: { confirmed: 3 } });
  expect(await line("1")).toMatchObject({ total: "94.50", parts: { base: "27.5", video: "-3" } });
  expect(await line("2")).toMatchObject({ total: "101.00" });
  const audit = await database.db
    .selectFrom("auditEntries")
    .select("command")
    .where("roundId", "=", round.id)
    .execute();
  expect(audit.map(({ command }) => command)).toEqual(["enter-part-scores", "confirm-inputs"]);
});

test("with one wrong score nothing is entered, and each is named by its place", async () => {
  const { enter, waiting } = await hall();
  const answer = await enter([
    { entry: "1", part: "base", score: "27" },
    { entry: "1", part: "video", score: "0.3" },
    { entry: "2", part: "base", score: "31" },
    { entry: "2", part: "base", score: "x" },
    { entry: "9", part: "base", score: "1" },
    { entry: "3", part: "other", score: "1" },
    { entry: "1", part: "base", score: "28" },
  ]);
  expect(answer).toMatchObject({
    ok: false,
    error: {
      type: "invalid-input",
      fields: [
        { path: "scores.1", code: "off-step" },
        { path: "scores.2", code: "above-max" },
        { path: "scores.3", code: "not-a-decimal" },
        { path: "scores.4", code: "unknown-entry" },
        { path: "scores.5", code: "unknown-part" },
        { path: "scores.6", code: "twice" },
      ],
    },
  });
  expect(await waiting()).toEqual([]);
});

test("only what is new waits; what waits is replaced, and an empty field takes away what counts", async () => {
  const { enter, confirm, waiting, line } = await hall();
  const base = (score: string) => enter([{ entry: "1", part: "base", score }]);
  expect(typeOf(await base(""))).toBe("nothing-entered");
  await base("10");
  expect(typeOf(await base("10.0"))).toBe("nothing-entered");
  expect(typeOf(await base("12"))).toBe("ok");
  expect((await waiting()).map(({ score }) => score)).toEqual(["12"]);
  await confirm();
  expect(typeOf(await base("12"))).toBe("nothing-entered");
  await base("13");
  // Typed back to what counts: nothing waits any more
  expect(typeOf(await base("12"))).toBe("ok");
  expect(await waiting()).toEqual([]);
  await base("");
  expect(await line("1")).toMatchObject({ parts: { base: "12" } });
  await confirm();
  expect(await line("1")).toMatchObject({ total: "70.00", parts: { base: "0" }, lacks: ["part:base", "part:video"] });
});

test("who enters on a page that others have changed meanwhile is told so", async () => {
  const { enter, by, scorer, round } = await hall();
  const version = inputsVersion(await findJudgedInputs(database.db, round.id));
  await enter([{ entry: "1", part: "base", score: "10" }]);
  const late = { round: round.slug, version, scores: [{ entry: "2", part: "base", score: "9" }] };
  expect(typeOf(await enterPartScores(by(scorer), late))).toBe("stale-version");
});

test("scorers enter, supervisors confirm, and nobody confirms what they entered: the database holds it too", async () => {
  const { enter, adjust, confirm, waiting, supervisor, organizer, seats, scorer, round, decline } = await hall();
  const judge = seats[0]?.actor ?? null;
  for (const actor of [supervisor, organizer, judge]) {
    expect(typeOf(await enter([{ entry: "1", part: "base", score: "1" }], actor))).toBe("not-found");
    expect(typeOf(await adjust({}, actor))).toBe("not-found");
  }
  expect(typeOf(await adjust({}, null))).toBe("signed-out");
  const both = await makePerson(database.db, {
    grants: [
      { role: "scorer", roundId: round.id },
      { role: "supervisor", roundId: round.id },
    ],
  });
  expect(typeOf(await adjust({}, both))).toBe("ok");
  const [own] = await waiting();
  for (const actor of [scorer, organizer, judge]) expect(typeOf(await confirm(actor))).toBe("not-found");
  expect(typeOf(await confirm(both))).toBe("same-person");
  const self = { state: "confirmed", decidedById: both.id, decidedAt: new Date() };
  await expect(
    database.db
      .updateTable("judgedInputProposals")
      .set(self)
      .where("id", "=", own?.id ?? 0)
      .execute(),
  ).rejects.toThrow("judged_input_proposals");
  // Another scorer neither confirms nor declines it, who entered it withdraws it
  expect(typeOf(await decline([own?.id ?? 0], "不对", scorer))).toBe("same-person");
  expect(await decline([own?.id ?? 0], "", both)).toEqual({ ok: true, value: { declined: 0, withdrawn: 1 } });
  expect(await waiting()).toEqual([]);
});

test("an adjustment counts with its article once it is confirmed, also where the rule is of the first edition", async () => {
  const { adjust, confirm, line, adjustments } = await hall({ parts: false });
  expect((await line("1"))?.adjustments).toBeUndefined();
  await adjust();
  await adjust({ kind: "bonus", points: "1.5", article: "第8条", reason: "落户意向" });
  expect(await line("1")).toMatchObject({ total: "70.00" });
  await confirm();
  expect(await line("1")).toMatchObject({
    total: "71.30",
    adjustments: [
      { amount: "-0.20", article: "第12条", reason: "超时" },
      { amount: "1.50", article: "第8条", reason: "落户意向" },
    ],
  });
  expect(await adjustments()).toMatchObject([
    { amount: -20, by: "计分员" },
    { amount: 150, by: "计分员" },
  ]);
});

test("an adjustment without article, reason or points is refused by its field", async () => {
  const { adjust } = await hall();
  const paths = async (more: object) => {
    const answer = await adjust(more);
    return answer.ok || answer.error.type !== "invalid-input"
      ? typeOf(answer)
      : answer.error.fields.map(({ path }) => path);
  };
  expect(await paths({ article: " " })).toEqual(["article"]);
  expect(await paths({ reason: "" })).toEqual(["reason"]);
  for (const points of ["0", "-0.2", "0.205", "abc", ""]) expect(await paths({ points })).toEqual(["points"]);
  expect(await paths({ entry: "9" })).toEqual(["entry"]);
});

test("what the supervisor declines does not count, and the reason stays", async () => {
  const { adjust, decline, waiting, line, round } = await hall();
  await adjust();
  const [open] = await waiting();
  const id = open?.id ?? 0;
  expect(await decline([id], " ")).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  expect(await decline([id], "未超时")).toEqual({ ok: true, value: { declined: 1, withdrawn: 0 } });
  expect(await line("1")).toMatchObject({ total: "70.00" });
  expect((await findJudgedInputs(database.db, round.id)).decided).toMatchObject([{ state: "declined", why: "未超时" }]);
  expect(typeOf(await decline([id], "未超时"))).toBe("stale-version");
});

test("of a batch with one that is gone meanwhile nothing is confirmed", async () => {
  const { adjust, confirm, waiting, decline } = await hall();
  await adjust();
  await adjust({ entry: "2" });
  const ids = (await waiting()).map(({ id }) => id);
  await decline(ids.slice(0, 1), "未超时");
  expect(typeOf(await confirm(undefined, ids))).toBe("stale-version");
  expect(await waiting()).toHaveLength(1);
  expect(typeOf(await confirm(undefined, ids.slice(1)))).toBe("ok");
});

test("a penalty is taken back by two persons, and then it is as if it had never been", async () => {
  const { adjust, confirm, takeBack, adjustments, standings, supervisor } = await hall({ parts: false });
  const before = await standings();
  await adjust();
  await confirm();
  const [counted] = await adjustments();
  const id = counted?.id ?? 0;
  expect(typeOf(await takeBack(id, supervisor))).toBe("not-found");
  expect(typeOf(await takeBack(id))).toBe("ok");
  expect(typeOf(await takeBack(id))).toBe("take-back-asked");
  expect(await adjustments()).toHaveLength(1);
  await confirm();
  expect(await standings()).toEqual(before);
  expect(typeOf(await takeBack(id))).toBe("stale-version");
});

test("adding and taking back, in any order and number, leaves the standings equal in every field", async () => {
  const { adjust, confirm, takeBack, adjustments, standings, enter, waiting } = await hall();
  await enter([{ entry: "1", part: "base", score: "3.25" }]);
  await adjust({ entry: "2", points: "0.5" });
  await confirm();
  const before = await standings();
  const kept = new Set((await adjustments()).map(({ id }) => id));
  const act = fc.record({
    entry: fc.constantFrom("1", "2", "3"),
    kind: fc.constantFrom("penalty", "bonus"),
    hundredths: fc.integer({ min: 1, max: 3000 }),
    /** Taken back among the following ones, or at the end. */
    early: fc.boolean(),
    part: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), async (acts) => {
      const takeBackOne = async () => {
        const open = (await adjustments()).find(({ id }) => !kept.has(id));
        if (open) await takeBack(open.id);
      };
      for (const { entry, kind, hundredths, early, part } of acts) {
        await adjust({ entry, kind, points: (hundredths / 100).toFixed(2) });
        if (part !== undefined) await enter([{ entry: "1", part: "base", score: String(part) }]);
        await confirm();
        if (early) await takeBackOne();
      }
      if ((await waiting()).length > 0) await confirm();
      while ((await adjustments()).some(({ id }) => !kept.has(id))) {
        await takeBackOne();
        await confirm();
      }
      await enter([{ entry: "1", part: "base", score: "3.25" }]);
      if ((await waiting()).length > 0) await confirm();
      expect(await standings()).toEqual(before);
    }),
    { numRuns: 8 },
  );
}, 60_000);

test("nothing is entered, confirmed or taken back beside a proposed result; the words come before the guard", async () => {
  const heat = await hall({ state: "closed" });
  const { adjust, confirm, enter, takeBack, adjustments, waiting, round } = heat;
  await adjust();
  await confirm();
  await adjust({ entry: "2" });
  const [counted] = await adjustments();
  // A table that is about to change is not laid before anybody
  await expect(releaseRound(database.db, heat, "proposed")).rejects.toThrow("inputs-waiting");
  const open = (await waiting()).map(({ id }) => id);
  expect(typeOf(await heat.decline(open, "未超时"))).toBe("ok");
  await releaseRound(database.db, heat, "proposed");
  expect(typeOf(await adjust())).toBe("release-fixed");
  expect(typeOf(await enter([{ entry: "1", part: "base", score: "1" }]))).toBe("release-fixed");
  expect(typeOf(await takeBack(counted?.id ?? 0))).toBe("release-fixed");
  expect(typeOf(await confirm(undefined, open))).toBe("release-fixed");
  const row = { roundId: round.id, entryId: heat.entries[0]?.id ?? 0, amount: 1, article: "a", reason: "b" };
  await expect(database.db.insertInto("adjustments").values(row).execute()).rejects.toThrow(
    "fixed by the proposed result",
  );
});

test("nothing is entered before the list is settled", async () => {
  const heat = await makeHeat(database.db, { state: "screening" });
  const input = { round: heat.round.slug, entry: "1", kind: "penalty", points: "1", article: "a", reason: "b" };
  expect(typeOf(await enterAdjustment({ db: database.db, actor: heat.scorer }, input))).toBe("round-not-open");
});
