import { expect, test } from "vitest";
import type { Role } from "~/rules/accounts/access.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { findAllMissingSheets } from "~db/queries/scoring/score-table.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { submitSheet } from "../scoring/submit-sheet.ts";
import { chooseLateRule } from "./choose-late-rule.ts";
import { recordAbsence } from "./record-absence.ts";
import { signInContestant } from "./sign-in-contestant.ts";
import { undoAttendance } from "./undo-attendance.ts";

const database = testDatabase();

async function heat(given: { entries?: number; state?: RoundState; role?: Role } = {}) {
  const { db } = database;
  const made = await makeHeat(db, { state: given.state ?? "ready", entries: given.entries ?? 3 });
  const scope = { roundId: made.round.id };
  const actor = await makePerson(db, { grants: [{ role: given.role ?? "scorer", ...scope }] });
  const other = await makePerson(db, { name: "另一位计分员", grants: [{ role: "scorer", ...scope }] });
  const tickets = await db
    .selectFrom("entries")
    .select(["key", "ticket"])
    .where("roundId", "=", scope.roundId)
    .execute();
  return {
    ...made,
    round: made.round.slug,
    roundId: made.round.id,
    by: { db, actor },
    otherBy: { db, actor: other },
    ticketOf: (key: string) => tickets.find((each) => each.key === key)?.ticket ?? "",
    states: async () =>
      Object.fromEntries((await findRunSheet(db, scope.roundId)).map((each) => [each.key, each.state])),
  };
}

const hand = (entry: string) => ({ entry });

test("a contestant is signed in by the ticket of the invitation, and by hand", async () => {
  const { round, roundId, by, ticketOf, states } = await heat();
  expect(await signInContestant(by, { round, by: { ticket: ticketOf("2") } })).toEqual({
    ok: true,
    value: { entry: "2", state: "present" },
  });
  expect(await signInContestant(by, { round, by: hand("3"), reason: "手机没电" })).toMatchObject({ ok: true });
  expect(await states()).toEqual({ "1": null, "2": "present", "3": "present" });
  const sheet = await findRunSheet(database.db, roundId);
  expect(sheet.map(({ key, means, reason }) => [key, means, reason])).toEqual([
    ["1", null, null],
    ["2", "ticket", null],
    ["3", "hand", "手机没电"],
  ]);
});

test("a ticket of another heat and one that nobody was given sign nobody in", async () => {
  const here = await heat();
  const there = await heat();
  for (const ticket of [there.ticketOf("1"), "nobodys-ticket"])
    expect(await signInContestant(here.by, { round: here.round, by: { ticket } })).toMatchObject({
      error: { type: "wrong-ticket" },
    });
  expect(await here.states()).toEqual({ "1": null, "2": null, "3": null });
  expect(await there.states()).toEqual({ "1": null, "2": null, "3": null });
});

test("what a ticket says stands nowhere in the audit trail", async () => {
  const { round, roundId, by, ticketOf } = await heat();
  await signInContestant({ ...by, idempotencyKey: "sign-in-1" }, { round, by: { ticket: ticketOf("1") } });
  const { db } = database;
  const kept = await db.selectFrom("auditEntries").selectAll().where("roundId", "=", roundId).execute();
  expect(JSON.stringify(kept)).toContain('"entry":"1"');
  expect(JSON.stringify(kept)).not.toContain(ticketOf("1"));
});

test("of two who sign the same contestant in at once, one does and the other is told", async () => {
  const { round, roundId, by, otherBy, ticketOf } = await heat();
  const answers = await Promise.all([
    signInContestant(by, { round, by: { ticket: ticketOf("1") } }),
    signInContestant(otherBy, { round, by: hand("1") }),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { type: "already-recorded" } });
  const { db } = database;
  expect(await db.selectFrom("attendances").select("entryId").where("roundId", "=", roundId).execute()).toHaveLength(1);
});

test("a repeated request signs in once and gets the first answer", async () => {
  const { round, by } = await heat();
  const request = { ...by, idempotencyKey: "tapped-twice" };
  const first = await signInContestant(request, { round, by: hand("1") });
  expect(await signInContestant(request, { round, by: hand("1") })).toEqual(first);
  expect(first.ok).toBe(true);
});

test("an absence needs a reason, and can be recorded for all who are still waited for, if they are as many as were seen", async () => {
  const { round, by, states } = await heat({ entries: 4 });
  expect(await recordAbsence(by, { round, of: hand("1"), reason: " " })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  await signInContestant(by, { round, by: hand("2") });
  expect(await recordAbsence(by, { round, of: { rest: 4 }, reason: "未到" })).toMatchObject({
    error: { type: "stale-version" },
  });
  expect(await recordAbsence(by, { round, of: { rest: 3 }, reason: "未到" })).toEqual({
    ok: true,
    value: { entries: ["1", "3", "4"] },
  });
  expect(await states()).toEqual({ "1": "absent", "2": "present", "3": "absent", "4": "absent" });
  expect(await signInContestant(by, { round, by: hand("3") })).toMatchObject({ error: { type: "already-recorded" } });
});

test("that somebody is late is said with a reason", async () => {
  const { round, by, states } = await heat();
  expect(await signInContestant(by, { round, by: hand("1"), late: true })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await signInContestant(by, { round, by: hand("1"), late: true, reason: "过了检录时间" })).toMatchObject({
    value: { state: "late" },
  });
  expect(await states()).toMatchObject({ "1": "late" });
});

test("a mistake is taken back with a reason, which the audit trail keeps", async () => {
  const { round, roundId, by, states } = await heat();
  await recordAbsence(by, { round, of: hand("1"), reason: "未到" });
  expect(await undoAttendance(by, { round, entry: "1", reason: "" })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await undoAttendance(by, { round, entry: "1", reason: "看错了行" })).toMatchObject({ ok: true });
  expect(await undoAttendance(by, { round, entry: "1", reason: "看错了行" })).toMatchObject({
    error: { type: "not-recorded" },
  });
  expect(await states()).toMatchObject({ "1": null });
  const kept = await database.db
    .selectFrom("auditEntries")
    .innerJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["facts", "reason"])
    .where("roundId", "=", roundId)
    .where("command", "=", "undo-attendance")
    .executeTakeFirstOrThrow();
  expect(kept).toMatchObject({ facts: { entry: "1", was: "absent" }, reason: "看错了行" });
});

test("who is out is not waited for: closing misses none of their sheets", async () => {
  const { round, roundId, by } = await heat({ entries: 3 });
  const missing = async () => (await findAllMissingSheets(database.db as never, roundId)).map(({ entry }) => entry);
  expect(new Set(await missing())).toEqual(new Set(["1", "2", "3"]));
  await recordAbsence(by, { round, of: hand("2"), reason: "未到" });
  await signInContestant(by, { round, by: hand("3"), late: true, reason: "路上堵车" });
  expect(new Set(await missing())).toEqual(new Set(["1"]));
});

test("where late goes last a late entry is still scored", async () => {
  const { round, roundId, by } = await heat({ entries: 2 });
  expect(await chooseLateRule(by, { round, lateRule: "last" })).toMatchObject({ ok: true });
  await signInContestant(by, { round, by: hand("2"), late: true, reason: "路上堵车" });
  const missing = await findAllMissingSheets(database.db as never, roundId);
  expect(new Set(missing.map(({ entry }) => entry))).toEqual(new Set(["1", "2"]));
  expect(await chooseLateRule(by, { round, lateRule: "out" })).toMatchObject({ error: { type: "late-rule-fixed" } });
});

test("the database itself takes no sheet for who is out, and makes nobody absent who has one", async () => {
  const { round, roundId, by, entries, seats, criteria } = await heat({ state: "judging" });
  const { db } = database;
  await recordAbsence(by, { round, of: hand("1"), reason: "未到" });
  const sheet = (at: number) => ({ roundId, entryId: entries[at]?.id ?? 0, judgeId: seats[0]?.id ?? 0 });
  await expect(makeSheet(db, { ...sheet(0), marks: {}, state: "draft" })).rejects.toMatchObject({ code: "CD010" });
  const marks = Object.fromEntries(criteria.map(({ key }) => [key, "10"]));
  const input = { round, entry: "1", version: 0, marks };
  expect(await submitSheet({ db, actor: seats[0]?.actor ?? null }, input)).toMatchObject({
    error: { type: "entry-out" },
  });
  await makeSheet(db, { ...sheet(1), marks: Object.fromEntries(criteria.map(({ key, max }) => [key, max])) });
  expect(await recordAbsence(by, { round, of: hand("2"), reason: "未到" })).toMatchObject({
    error: { type: "entry-out" },
  });
  const absence = { state: "absent", means: "hand", reason: "未到", recordedById: by.actor.id };
  const row = { ...absence, roundId, entryId: entries[1]?.id ?? 0 };
  await expect(db.insertInto("attendances").values(row).execute()).rejects.toMatchObject({ code: "CD010" });
});

test("a draft that was begun before its project was found absent is never handed in", async () => {
  const { round, roundId, by, entries, seats } = await heat({ state: "judging" });
  const { db } = database;
  const draft = await makeSheet(db, {
    roundId,
    entryId: entries[0]?.id ?? 0,
    judgeId: seats[0]?.id ?? 0,
    marks: {},
    state: "draft",
  });
  expect(await recordAbsence(by, { round, of: hand("1"), reason: "未到" })).toMatchObject({ ok: true });
  const submitted = db
    .updateTable("sheets")
    .set({ state: "submitted", submittedAt: new Date() })
    .where("id", "=", draft.id)
    .execute();
  await expect(submitted).rejects.toMatchObject({ code: "CD010" });
});

test.each<Role>(["supervisor", "judge", "conductor", "screener"])("a %s signs nobody in", async (role) => {
  const { round, by, states } = await heat({ role });
  const answers = [
    await signInContestant(by, { round, by: hand("1") }),
    await recordAbsence(by, { round, of: hand("1"), reason: "未到" }),
    await undoAttendance(by, { round, entry: "1", reason: "未到" }),
    await chooseLateRule(by, { round, lateRule: "last" }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ error: { type: "not-found" } });
  expect(await states()).toEqual({ "1": null, "2": null, "3": null });
});

test("an organizer keeps the run sheet too", async () => {
  const { round, by } = await heat({ role: "organizer" });
  expect(await signInContestant(by, { round, by: hand("1") })).toMatchObject({ ok: true });
});

test.each<[RoundState, boolean]>([
  ["registration", false],
  ["screening", true],
  ["judging", true],
  ["closed", false],
])("in state %s people sign in: %s", async (state, ok) => {
  const { round, by } = await heat({ state });
  const answer = await signInContestant(by, { round, by: hand("1") });
  expect(answer).toMatchObject(ok ? { ok } : { error: { type: "round-not-open" } });
});

test("the run sheet takes one query, with 1 entry or 12", async () => {
  for (const entries of [1, 12]) {
    const { roundId } = await heat({ entries });
    const { answer, queries } = await database.queriesOf(() => findRunSheet(database.db, roundId));
    expect(answer).toHaveLength(entries);
    expect(queries).toHaveLength(1);
  }
});
