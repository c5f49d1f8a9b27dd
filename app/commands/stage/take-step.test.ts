import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { findAllSteps } from "~db/queries/stage/stage.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { takeStep } from "./take-step.ts";

const database = testDatabase();
const call = (entry: string): ConductStep => ({ type: "call", entry });
const open = (entry: string): ConductStep => ({ type: "open-scoring", entry });
const start: ConductStep = { type: "start", phase: "pitch" };

async function hall(given: Parameters<typeof makeHeat>[1] = {}) {
  const heat = await makeHeat(database.db, given);
  const conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: heat.round.id }] });
  const take = (step: unknown, after: number, actor = conductor, idempotencyKey?: string) =>
    takeStep({ db: database.db, actor, idempotencyKey }, { round: heat.round.slug, after, step });
  const steps = () => findAllSteps(database.db, heat.round.id);
  const openedAt = async (key: string) =>
    (
      await database.db
        .selectFrom("entries")
        .select("scoringOpenedAt")
        .where("roundId", "=", heat.round.id)
        .where("key", "=", key)
        .executeTakeFirstOrThrow()
    ).scoringOpenedAt;
  return { ...heat, conductor, take, steps, openedAt };
}

test("steps are kept one after the other under the next number, each with an audit entry that names it", async () => {
  const { take, steps, conductor, round } = await hall();
  expect(await take(call("1"), 0)).toEqual({ ok: true, value: { seq: 1 } });
  expect(await take(start, 1)).toEqual({ ok: true, value: { seq: 2 } });
  expect((await steps()).map(({ seq, step }) => [seq, step])).toEqual([
    [1, call("1")],
    [2, start],
  ]);
  const audit = await database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId", "facts"])
    .where("roundId", "=", round.id)
    .orderBy("id")
    .execute();
  expect(audit).toEqual([
    { command: "take-step", actorId: conductor.id, facts: { seq: 1, step: "call", entry: "1", undoes: null } },
    { command: "take-step", actorId: conductor.id, facts: { seq: 2, step: "start", entry: null, undoes: null } },
  ]);
});

test("conductors, scorers and organizers take steps; for everybody else there is no such round", async () => {
  const { take, round, scorer, seats, steps } = await hall();
  const person = (grants: Parameters<typeof makePerson>[1]) => makePerson(database.db, grants);
  const here = { roundId: round.id };
  const organizer = await person({ grants: [{ role: "organizer", editionId: round.editionId }] });
  expect(await take(call("1"), 0, scorer)).toMatchObject({ ok: true });
  expect(await take(call("2"), 1, organizer)).toMatchObject({ ok: true });
  const elsewhere = await hall();
  const strangers = [
    await person({}),
    seats[0]?.actor,
    await person({ grants: [{ role: "supervisor", ...here }] }),
    await person({ grants: [{ role: "screener", editionId: round.editionId }] }),
    elsewhere.conductor,
  ];
  for (const stranger of strangers)
    expect(await take(call("3"), 2, stranger)).toEqual({ ok: false, error: { type: "not-found" } });
  const nobody = { round: round.slug, after: 2, step: call("3") };
  expect(await takeStep({ db: database.db, actor: null }, nobody)).toEqual({
    ok: false,
    error: { type: "signed-out" },
  });
  expect(await steps()).toHaveLength(2);
});

test("who acts on an older picture is refused and changes nothing; nor does a picture of the future exist", async () => {
  const { take, steps } = await hall();
  await take(call("1"), 0);
  for (const after of [0, 2]) expect(await take(start, after)).toEqual({ ok: false, error: { type: "stale-version" } });
  expect(await steps()).toHaveLength(1);
});

test("of two conductors at the same moment one acts, and the other is told", async () => {
  const { take, steps, scorer } = await hall();
  await take(call("1"), 0);
  const answers = await Promise.all([take(start, 1), take(start, 1, scorer), take(call("2"), 1), take(open("1"), 1)]);
  expect(answers.filter((answer) => answer.ok)).toEqual([{ ok: true, value: { seq: 2 } }]);
  expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))).toEqual(
    Array.from({ length: 3 }, () => ({ type: "stale-version" })),
  );
  expect((await steps()).map(({ seq }) => seq)).toEqual([1, 2]);
});

test("a step that is sent again under its key acts once", async () => {
  const { take, steps, conductor } = await hall();
  const once = await take(call("1"), 0, conductor, "the-key-of-one-press");
  expect(await take(call("1"), 0, conductor, "the-key-of-one-press")).toEqual(once);
  expect(await steps()).toHaveLength(1);
});

test("a step that the picture does not allow is refused with its reason", async () => {
  const { take } = await hall({ state: "ready" });
  const refused = (why: string) => ({ ok: false, error: { type: "step-refused", why } });
  expect(await take(start, 0)).toEqual(refused("nobody-on-stage"));
  expect(await take(call("nobody"), 0)).toEqual(refused("no-such-entry"));
  expect(await take(open("1"), 0)).toEqual(refused("round-not-judging"));
  expect(await take({ type: "show", screen: { name: "score", entry: "1" } }, 0)).toEqual(
    refused("not-on-stage-screens"),
  );
  expect(await take({ type: "show", screen: { name: "reveal", step: 0 } }, 0)).toEqual(refused("not-closed"));
  expect(await take({ type: "undo", seq: 1 }, 0)).toEqual(refused("nothing-to-undo"));
  for (const nonsense of [undefined, {}, { type: "explode" }, { type: "add-time", seconds: 1e9 }])
    expect(await take(nonsense, 0)).toMatchObject({ error: { type: "invalid-input" } });
});

test("beyond the freeze no score is announced: the step is refused with its reason, whoever is on stage", async () => {
  const { take, round } = await hall();
  const settings = { scoresOnStage: true, freezeAfter: 1 };
  await database.db.updateTable("rounds").set(settings).where("id", "=", round.id).execute();
  const score = (entry: string) => ({ type: "show", screen: { name: "score", entry } });
  await take(open("2"), 0);
  await take(open("1"), 1);
  expect(await take(score("1"), 2)).toEqual({ ok: false, error: { type: "step-refused", why: "beyond-freeze" } });
  expect(await take(score("2"), 2)).toMatchObject({ ok: true });
});

test("who is absent is not called, nor is their scoring opened", async () => {
  const { take, round, entries, scorer } = await hall();
  const absent = { roundId: round.id, entryId: entries[1]?.id ?? 0, state: "absent", means: "hand", reason: "未到" };
  await database.db
    .insertInto("attendances")
    .values({ ...absent, recordedById: scorer.id })
    .execute();
  const refused = { ok: false, error: { type: "step-refused", why: "no-such-entry" } };
  expect(await take(call("2"), 0)).toEqual(refused);
  expect(await take(open("2"), 0)).toEqual(refused);
});

test("opening the scoring marks the project; undone it is closed again, and can be opened anew", async () => {
  const { take, openedAt } = await hall();
  await take(open("1"), 0);
  expect(await openedAt("1")).toBeInstanceOf(Date);
  expect(await openedAt("2")).toBeNull();
  expect(await take({ type: "undo", seq: 1 }, 1)).toEqual({ ok: true, value: { seq: 2 } });
  expect(await openedAt("1")).toBeNull();
  expect(await take(open("1"), 2)).toEqual({ ok: true, value: { seq: 3 } });
  expect(await openedAt("1")).toBeInstanceOf(Date);
});

test("once a judge has handed in a sheet the opening is not undone; a draft does not stand in the way", async () => {
  const { take, openedAt, round, entries, seats, criteria } = await hall();
  await take(open("1"), 0);
  const sheet = { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[0]?.id ?? 0, marks: {} };
  await makeSheet(database.db, { ...sheet, state: "draft" });
  expect(await take({ type: "undo", seq: 1 }, 1)).toMatchObject({ ok: true });
  await take(open("1"), 2);
  const marks = Object.fromEntries(criteria.map(({ key, max }) => [key, max]));
  await makeSheet(database.db, { ...sheet, judgeId: seats[1]?.id ?? 0, marks });
  expect(await take({ type: "undo", seq: 3 }, 3)).toEqual({ ok: false, error: { type: "scoring-begun" } });
  expect(await openedAt("1")).toBeInstanceOf(Date);
});

test("the database itself refuses to close a project's scoring again once a sheet is in, even one that comes at the same moment", async () => {
  const { take, openedAt, round, entries, seats } = await hall();
  const close = () =>
    database.db.updateTable("entries").set({ scoringOpenedAt: null }).where("roundId", "=", round.id).execute();
  await take(open("1"), 0);
  await close();
  expect(await openedAt("1")).toBeNull();
  await take({ type: "undo", seq: 1 }, 1);
  await take(open("1"), 2);
  const place = { roundId: round.id, entryId: entries[0]?.id ?? 0 };
  await makeSheet(database.db, { ...place, judgeId: seats[0]?.id ?? 0, marks: {}, state: "draft" });
  let closing: Promise<unknown> | undefined;
  // The sheet holds the round's lock, as handing in does; the closing waits for it and then sees the sheet
  await database.db.transaction().execute(async (trx) => {
    await trx.selectFrom("rounds").select("id").where("id", "=", round.id).forUpdate().execute();
    closing = close().catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), 20_000);
    const submitted = { state: "submitted", submittedAt: new Date() };
    await trx.updateTable("sheets").set(submitted).where("roundId", "=", round.id).execute();
  });
  expect(await closing).toMatchObject({ code: "CD013" });
  await expect(close()).rejects.toMatchObject({ code: "CD013" });
  expect(await openedAt("1")).toBeInstanceOf(Date);
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
  return rows[0]?.waiting ?? 0;
}

test("the scoring of the first projects opens together once all were on stage, and closes together while no sheet is in", async () => {
  const { take, round, openedAt, seats, entries } = await hall({ entries: 3 });
  await database.db.updateTable("rounds").set({ openTogether: 2 }).where("id", "=", round.id).execute();
  const open = (entry: string) => ({ type: "open-scoring", entry });
  await take(call("1"), 0);
  expect(await take(open("1"), 1)).toMatchObject({ error: { type: "step-refused", why: "opens-together" } });
  await take(call("2"), 1);
  // What the sender says of the others counts for nothing
  expect(await take({ ...open("2"), together: ["3"] }, 2)).toMatchObject({ ok: true });
  expect([await openedAt("1"), await openedAt("2"), await openedAt("3")]).toEqual([
    expect.any(Date),
    expect.any(Date),
    null,
  ]);
  expect(await take({ type: "undo", seq: 3 }, 3)).toMatchObject({ ok: true });
  expect([await openedAt("1"), await openedAt("2")]).toEqual([null, null]);
  expect(await take(open("1"), 4)).toMatchObject({ ok: true });
  const sheet = { roundId: round.id, entryId: entries[1]?.id ?? 0, judgeId: seats[0]?.id ?? 0 };
  await makeSheet(database.db, {
    ...sheet,
    marks: { tech: 2500, market: 1500, business: 1500, team: 1500, landing: 800 },
  });
  expect(await take({ type: "undo", seq: 5 }, 5)).toMatchObject({ error: { type: "scoring-begun" } });
  expect(await take(call("3"), 5)).toMatchObject({ ok: true });
  expect(await take(open("3"), 6)).toMatchObject({ ok: true });
});
