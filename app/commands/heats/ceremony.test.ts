import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Role } from "~/rules/accounts/access.ts";
import type { LateRule } from "~/rules/heats/attendance.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { findLatestDraw, findOpenCommitment } from "~db/queries/heats/draws.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { takeStep } from "../stage/take-step.ts";
import { chooseLateRule } from "./choose-late-rule.ts";
import { commitDraw } from "./commit-draw.ts";
import { confirmRedraw } from "./confirm-redraw.ts";
import { drawByHallWord } from "./draw-by-hall-word.ts";
import { giveUpCommitment } from "./give-up-commitment.ts";
import { recordAbsence } from "./record-absence.ts";
import { signInContestant } from "./sign-in-contestant.ts";
import { undoAttendance } from "./undo-attendance.ts";

const database = testDatabase();
const secret = () => randomBytes(32).toString("hex");
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** As anyone computes it from what is shown: not by the product's own rule. */
function recomputed(keys: readonly string[], given: { secret: string; word: string }): string[] {
  const seed = sha256(`${given.secret}\n${given.word}`).slice(0, 32);
  return keys
    .map((key) => ({ key, digest: sha256(`${seed}\n${key}`) }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
    .map(({ key }) => key);
}

async function hall(given: { entries?: number; state?: RoundState; role?: Role; lateRule?: LateRule } = {}) {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id, state: given.state ?? "ready" });
  const keys = Array.from({ length: given.entries ?? 6 }, (_, at) => `A${at + 1}`);
  await db
    .insertInto("entries")
    .values(keys.map((key) => ({ roundId: round.id, key, title: `项目${key}` })))
    .execute();
  const person = async (role: Role) => ({
    db,
    actor: await makePerson(db, { grants: [{ role, roundId: round.id }] }),
  });
  const scorer = await person(given.role ?? "scorer");
  const supervisor = await person("supervisor");
  const slug = round.slug;
  if (given.lateRule) await chooseLateRule(scorer, { round: slug, lateRule: given.lateRule });
  const signIn = async (...which: string[]) => {
    for (const entry of which) await signInContestant(scorer, { round: slug, by: { entry } });
  };
  const latest = async () => await findLatestDraw(db, round.id);
  const commit = async (input: object = {}) =>
    await commitDraw(scorer, { round: slug, secret: secret(), after: (await latest())?.id ?? null, ...input });
  const open = async () => (await findOpenCommitment(db, round.id))?.id ?? 0;
  const drawIt = async (hallWord = "太湖 42") =>
    await drawByHallWord(scorer, { round: slug, commitment: await open(), hallWord });
  const order = async () =>
    (await findRunSheet(db, round.id)).flatMap(({ key, runningOrder }) => (runningOrder === null ? [] : [key]));
  return {
    db,
    round: slug,
    roundId: round.id,
    keys,
    scorer,
    supervisor,
    person,
    signIn,
    latest,
    commit,
    open,
    drawIt,
    order,
  };
}

test("those present are drawn by the sealed secret and the word of the hall, and anyone computes it again", async () => {
  const { signIn, commit, drawIt, latest, order } = await hall();
  await signIn("A1", "A3", "A4", "A6");
  const committed = await commit();
  const drawn = await drawIt("  太湖 42 ");
  const record = await latest();
  const { secret: shown = "", hallWord = "" } = { secret: record?.secret ?? "", hallWord: record?.hallWord ?? "" };
  expect(hallWord).toBe("太湖 42");
  expect(committed).toMatchObject({ ok: true, value: { seedDigest: sha256(shown) } });
  const expected = recomputed(["A1", "A3", "A4", "A6"], { secret: shown, word: hallWord });
  expect(drawn).toMatchObject({ ok: true, value: { order: expected, following: [] } });
  expect(await order()).toEqual(expected);
  expect(record).toMatchObject({ among: "present", entryKeys: expected });
});

test("whoever is there and whatever is called out, the drawn order is the recomputed one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }).filter((word) => word.trim() === word),
      async (which, word) => {
        const { signIn, commit, drawIt, latest, order } = await hall({ entries: 9 });
        const present = which.map((number) => `A${number}`);
        await signIn(...present);
        await commit();
        await drawIt(word);
        const shown = (await latest())?.secret ?? "";
        expect(await order()).toEqual(recomputed(present, { secret: shown, word }));
      },
    ),
    { numRuns: 12 },
  );
});

test("before the word is called the secret lies sealed: nothing in the database gives it away", async () => {
  const { db, commit } = await hall();
  const thrown = secret();
  await commit({ secret: thrown });
  const { rows } = await sql<{ text: string }>`
    select to_jsonb(draw_commitments)::text as text from draw_commitments
    union all select to_jsonb(audit_entries)::text from audit_entries
    union all select to_jsonb(idempotency_keys)::text from idempotency_keys`.execute(db);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ text }) => text).join("\n")).not.toContain(thrown);
  expect(rows.map(({ text }) => text).join("\n")).toContain(sha256(thrown));
});

test("as long as nobody has signed in everybody is drawn, and who signs in later is not late", async () => {
  const { round, scorer, keys, commit, drawIt, latest, order } = await hall();
  await commit();
  await drawIt();
  expect((await latest())?.among).toBe("all");
  expect((await order()).toSorted()).toEqual(keys);
  expect(await signInContestant(scorer, { round, by: { entry: "A2" } })).toMatchObject({
    value: { state: "present" },
  });
});

test("who comes after the draw is out where late is out: without a place, never called", async () => {
  const { round, scorer, signIn, commit, drawIt, order } = await hall({ entries: 4 });
  await signIn("A1", "A2");
  await commit();
  await drawIt();
  const before = await order();
  expect(await signInContestant(scorer, { round, by: { entry: "A3" } })).toMatchObject({ value: { state: "late" } });
  expect(await order()).toEqual(before);
  const call = { round, after: 0, step: { type: "call", entry: "A3" } };
  expect(await takeStep(scorer, call)).toMatchObject({ error: { type: "step-refused", why: "no-such-entry" } });
});

test("where late goes last the latecomers follow in order of arrival, before the draw and after it", async () => {
  const { round, scorer, signIn, commit, drawIt, order, latest } = await hall({ entries: 6, lateRule: "last" });
  await signIn("A1", "A2");
  await signInContestant(
    { ...scorer, at: new Date("2026-12-01T01:10:00Z") },
    { round, by: { entry: "A6" }, late: true, reason: "路上堵车" },
  );
  await signInContestant(
    { ...scorer, at: new Date("2026-12-01T01:05:00Z") },
    { round, by: { entry: "A5" }, late: true, reason: "路上堵车" },
  );
  await commit();
  await drawIt();
  expect((await latest())?.entryKeys.toSorted()).toEqual(["A1", "A2"]);
  expect((await order()).slice(2)).toEqual(["A5", "A6"]);
  await signIn("A4", "A3");
  expect((await order()).slice(2)).toEqual(["A5", "A6", "A4", "A3"]);
  await undoAttendance(scorer, { round, entry: "A5", reason: "误记" });
  expect((await order()).slice(2)).toEqual(["A6", "A4", "A3"]);
});

test("a contestant who signs in while it is drawn is drawn or late, never neither", async () => {
  for (let time = 0; time < 5; time++) {
    const { round, roundId, db, scorer, signIn, commit, open, latest } = await hall();
    await signIn("A1", "A2", "A3");
    await commit();
    const commitment = await open();
    const answers = await Promise.all([
      drawByHallWord(scorer, { round, commitment, hallWord: "七" }),
      signInContestant(scorer, { round, by: { entry: "A5" } }),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    const state = (await findRunSheet(db, roundId)).find(({ key }) => key === "A5")?.state;
    expect(state).toBe((await latest())?.entryKeys.includes("A5") ? "present" : "late");
  }
});

test("of two who draw at once with the same commitment one draws", async () => {
  const { round, scorer, commit, open, latest } = await hall();
  await commit();
  const commitment = await open();
  const answers = await Promise.all(
    ["一", "二"].map((hallWord) => drawByHallWord(scorer, { round, commitment, hallWord })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await latest())?.times).toBe("1");
});

test("to draw again takes a reason and the supervisor; the first draw stays on record", async () => {
  const { round, scorer, supervisor, commit, open, drawIt, latest, order } = await hall();
  await commit();
  await drawIt("一");
  const first = await order();
  expect(await commit()).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  expect(await commit({ reason: "漏了一个项目" })).toMatchObject({ ok: true });
  expect(await drawIt("二")).toMatchObject({ error: { type: "redraw-unconfirmed" } });
  expect(await order()).toEqual(first);
  const commitment = await open();
  expect(await confirmRedraw(scorer, { round, commitment })).toMatchObject({ error: { type: "not-found" } });
  expect(await confirmRedraw(supervisor, { round, commitment: commitment + 1 })).toMatchObject({
    error: { type: "stale-version" },
  });
  expect(await confirmRedraw(supervisor, { round, commitment })).toMatchObject({ ok: true });
  expect(await confirmRedraw(supervisor, { round, commitment })).toMatchObject({
    error: { type: "nothing-to-confirm" },
  });
  expect(await drawIt("二")).toMatchObject({ ok: true });
  expect(await latest()).toMatchObject({ times: "2", hallWord: "二" });
});

test("whoever asked for a redraw does not confirm it, whatever roles they hold", async () => {
  const { db, round, roundId, commit, drawIt, latest, open } = await hall();
  await commit();
  await drawIt();
  const grants = (["scorer", "supervisor"] as const).map((role) => ({ role, roundId }));
  const both = { db, actor: await makePerson(db, { grants }) };
  const asked = { round, secret: secret(), after: (await latest())?.id ?? null, reason: "再抽一次" };
  expect(await commitDraw(both, asked)).toMatchObject({ ok: true });
  expect(await confirmRedraw(both, { round, commitment: await open() })).toMatchObject({
    error: { type: "same-person" },
  });
  const confirmed = db
    .updateTable("drawCommitments")
    .set({ confirmedById: both.actor.id, confirmedAt: new Date() })
    .where("roundId", "=", roundId)
    .where("reason", "is not", null)
    .execute();
  await expect(confirmed).rejects.toMatchObject({ code: "23514" });
});

test("the database takes no second draw but a confirmed one, and no seed but the one committed to", async () => {
  const { db, roundId, keys, scorer, commit, drawIt, latest, open } = await hall();
  await commit();
  const commitment = await open();
  const word = "七";
  const draw = (given: object) =>
    db
      .insertInto("draws")
      .values({
        roundId,
        method: "sha256-sort",
        entryKeys: keys,
        drawnById: scorer.actor.id,
        commitmentId: commitment,
        secret: "another secret",
        hallWord: word,
        seed: "0".repeat(32),
        ...given,
      })
      .execute();
  await expect(draw({})).rejects.toMatchObject({ code: "CD011" });
  await drawIt(word);
  const { seed = "" } = (await latest()) ?? {};
  await expect(draw({ commitmentId: null, secret: null, hallWord: null })).rejects.toMatchObject({ code: "CD011" });
  await commit({ reason: "再抽" });
  await expect(draw({ commitmentId: await open(), seed })).rejects.toMatchObject({ code: "CD011" });
  await expect(
    db
      .updateTable("drawCommitments")
      .set({ seedDigest: "0".repeat(64) })
      .where("roundId", "=", roundId)
      .execute(),
  ).rejects.toMatchObject({ code: "CD007" });
  const unused = db.deleteFrom("drawCommitments").where("roundId", "=", roundId).where("reason", "is not", null);
  await expect(unused.execute()).rejects.toMatchObject({ code: "CD007" });
});

test("there is one open commitment at a time; it is given up with a reason, by the desk or the supervisor", async () => {
  const { round, supervisor, commit, open, drawIt, latest } = await hall();
  await commit();
  expect(await commit()).toMatchObject({ error: { type: "already-committed" } });
  await drawIt();
  await commit({ reason: "再抽" });
  const commitment = await open();
  expect(await giveUpCommitment(supervisor, { round, commitment, reason: "" })).toMatchObject({
    error: { type: "invalid-input" },
  });
  expect(await giveUpCommitment(supervisor, { round, commitment, reason: "理由不充分" })).toMatchObject({ ok: true });
  expect(await confirmRedraw(supervisor, { round, commitment })).toMatchObject({ error: { type: "stale-version" } });
  expect(await drawIt()).toMatchObject({ ok: false });
  expect((await latest())?.times).toBe("1");
});

test("a redraw is about those who are there then, and who is absent loses their place", async () => {
  const { round, scorer, supervisor, keys, commit, open, drawIt, signIn, order } = await hall();
  await commit();
  await drawIt();
  expect((await order()).toSorted()).toEqual(keys);
  await signIn("A1", "A2", "A3", "A4", "A5");
  await recordAbsence(scorer, { round, of: { entry: "A6" }, reason: "未到" });
  await commit({ reason: "A6 缺席" });
  await confirmRedraw(supervisor, { round, commitment: await open() });
  await drawIt("再来");
  expect((await order()).toSorted()).toEqual(["A1", "A2", "A3", "A4", "A5"]);
});

test("once a project was called on stage nothing is drawn any more", async () => {
  const { round, scorer, commit, drawIt } = await hall();
  await commit();
  await drawIt();
  expect(await takeStep(scorer, { round, after: 0, step: { type: "call", entry: "A1" } })).toMatchObject({ ok: true });
  expect(await commit({ reason: "再抽" })).toMatchObject({ error: { type: "already-called" } });
});

test.each<[RoundState, string]>([
  ["registration", "round-not-open"],
  ["judging", "round-not-open"],
  ["closed", "round-not-open"],
])("in state %s nothing is committed to", async (state, type) => {
  const { commit } = await hall({ state });
  expect(await commit()).toMatchObject({ error: { type } });
});

test.each<Role>(["supervisor", "judge", "conductor"])("a %s neither commits nor draws", async (role) => {
  const { commit, drawIt, latest } = await hall({ role });
  expect(await commit()).toMatchObject({ error: { type: "not-found" } });
  expect(await drawIt()).toMatchObject({ ok: false });
  expect(await latest()).toBeUndefined();
});

test.each(["", "  ", "two\nlines", "字".repeat(61)])("the word %o is refused beside its field", async (hallWord) => {
  const { commit, drawIt } = await hall();
  await commit();
  expect(await drawIt(hallWord)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "hallWord" }] },
  });
});
