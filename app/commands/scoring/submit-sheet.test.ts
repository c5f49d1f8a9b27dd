import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { makeHeat, type Seat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { closeJudging } from "./close-judging.ts";
import { recuse } from "./recuse.ts";
import { saveSheetDraft } from "./save-sheet-draft.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();
const full = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "0" };
const total = "80.00";

async function hall(given: Parameters<typeof makeHeat>[1] = {}) {
  const heat = await makeHeat(database.db, given);
  const [first, second] = heat.seats;
  const [entry, other] = heat.entries;
  if (!first || !second || !entry || !other) throw new Error("a hall has two judges and two entries");
  const sheet = { round: heat.round.slug, entry: entry.key, version: 0, marks: full, note: "" };
  const by = (seat: Seat, idempotencyKey?: string) => ({ db: database.db, actor: seat.actor, idempotencyKey });
  const stored = (seat: Seat, of = entry) => findStoredSheet(database.db, { entryId: of.id, judgeId: seat.id });
  return { ...heat, first, second, entry, other, sheet, by, stored };
}

/** The marks in the database, as points by criterion. */
const marksOf = (sheet: Awaited<ReturnType<typeof findStoredSheet>>) =>
  sheet && Object.fromEntries(sheet.marks.map(({ key, mark }) => [key, mark / 100]));

test("a full sheet is handed in: its marks are stored, its total answered, the sheet locked", async () => {
  const { sheet, first, by, stored, round } = await hall();
  const answer = await submitSheet({ ...by(first), at: new Date("2026-12-01T02:00:00Z") }, { ...sheet, note: " 稳 " });
  expect(answer).toEqual({ ok: true, value: { version: 1, submittedAt: "2026-12-01T02:00:00.000Z", total } });
  expect(await stored(first)).toMatchObject({ state: "submitted", version: 1, note: "稳" });
  expect(marksOf(await stored(first))).toEqual({ tech: 25.5, market: 18, business: 16.5, team: 20, landing: 0 });
  const audit = await database.db.selectFrom("auditEntries").selectAll().where("roundId", "=", round.id).execute();
  expect(audit).toMatchObject([
    { command: "submit-sheet", actorId: first.actor.id, facts: { entry: "1", judge: "J1" } },
  ]);
  expect(JSON.stringify(audit)).not.toContain("稳");
});

test("a draft keeps some marks and loses those that are blanked; the same sheet is then submitted", async () => {
  const { sheet, first, by, stored } = await hall();
  const draft = await saveSheetDraft(by(first), {
    ...sheet,
    marks: { tech: "25.5", market: "18", team: "" },
    note: "?",
  });
  expect(draft).toMatchObject({ ok: true, value: { version: 1 } });
  expect(marksOf(await stored(first))).toEqual({ tech: 25.5, market: 18 });
  const less = await saveSheetDraft(by(first), { ...sheet, version: 1, marks: { tech: "20", market: "" } });
  expect(less).toMatchObject({ ok: true, value: { version: 2 } });
  expect(marksOf(await stored(first))).toEqual({ tech: 20 });
  expect(await stored(first)).toMatchObject({ state: "draft", note: null, submittedAt: null });
  expect(await submitSheet(by(first), { ...sheet, version: 2 })).toMatchObject({
    ok: true,
    value: { total, version: 3 },
  });
  expect(marksOf(await stored(first))).toMatchObject({ tech: 25.5, landing: 0 });
});

describe("nothing is written for", () => {
  test("someone who is signed out, a judge without a seat here, a judge whose seat was removed, a seat without the right", async () => {
    const { sheet, first, second, by, round } = await hall();
    const elsewhere = await hall();
    const scorerOnly = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round.id }] });
    const noSeat = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
    await database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", second.id).execute();
    const answers = [
      await submitSheet({ db: database.db, actor: null }, sheet),
      await submitSheet({ db: database.db, actor: scorerOnly }, sheet),
      await submitSheet({ db: database.db, actor: noSeat }, sheet),
      await submitSheet(by(second), sheet),
      await submitSheet({ db: database.db, actor: { ...first.actor, grants: [] } }, sheet),
      await submitSheet(by(elsewhere.first), sheet),
      await submitSheet(by(first), { ...sheet, round: elsewhere.round.slug }),
      await submitSheet(by(first), { ...sheet, entry: "nobody" }),
      await saveSheetDraft(by(elsewhere.first), sheet),
      await recuse(by(elsewhere.first), { round: sheet.round, entry: sheet.entry, reason: "同事" }),
    ];
    expect(answers.map((answer) => !answer.ok && answer.error.type)).toEqual([
      "signed-out",
      ...Array.from({ length: 9 }, () => "not-found"),
    ]);
    expect(await sheetsOf(round.id)).toEqual([]);
  });

  test.each(["draft", "registration", "screening", "ready", "closed"] as const)("a round that is %s", async (state) => {
    const { sheet, first, by, round } = await hall({ state });
    const refused = { ok: false, error: { type: "round-not-open", state } };
    expect(await submitSheet(by(first), sheet)).toEqual(refused);
    expect(await saveSheetDraft(by(first), sheet)).toEqual(refused);
    expect(await sheetsOf(round.id)).toEqual([]);
  });

  test("a judge who has recused", async () => {
    const { sheet, first, by, round } = await hall();
    await recuse(by(first), { round: sheet.round, entry: sheet.entry, reason: "师生" });
    expect(await submitSheet(by(first), sheet)).toEqual({ ok: false, error: { type: "recused" } });
    expect(await saveSheetDraft(by(first), sheet)).toEqual({ ok: false, error: { type: "recused" } });
    expect(await sheetsOf(round.id)).toEqual([]);
  });

  test.each([
    ["above the maximum", { ...full, tech: "30.5" }, [["marks.tech", "above-max"]]],
    ["off the step", { ...full, market: "17.75" }, [["marks.market", "off-step"]]],
    ["negative", { ...full, team: "-1" }, [["marks.team", "negative"]]],
    ["not a number", { ...full, tech: "abc" }, [["marks.tech", "not-a-decimal"]]],
    ["of no criterion of the rubric", { ...full, price: "1" }, [["marks.price", "unknown-criterion"]]],
    [
      "blank or left out",
      { ...full, business: " ", landing: undefined },
      [
        ["marks.business", "required"],
        ["marks.landing", "required"],
      ],
    ],
  ])("a mark %s; the refusal names the criterion", async (_, marks, fields) => {
    const { sheet, first, by, stored } = await hall();
    await saveSheetDraft(by(first), { ...sheet, marks: { tech: "10" } });
    const given = Object.fromEntries(Object.entries(marks).filter(([, mark]) => mark !== undefined));
    const answer = await submitSheet(by(first), { ...sheet, version: 1, marks: given });
    expect(answer).toMatchObject({ ok: false, error: { type: "invalid-input" } });
    const found = !answer.ok && answer.error.type === "invalid-input" ? answer.error.fields : [];
    expect(found.map(({ path, code }) => [path, code])).toEqual(fields);
    expect(marksOf(await stored(first))).toEqual({ tech: 10 });
    expect(await stored(first)).toMatchObject({ version: 1, state: "draft" });
  });
});

describe("where the conductor opens the scoring project by project", () => {
  const notOpen = { ok: false, error: { type: "scoring-not-open" } };

  async function byProject() {
    const there = await hall();
    await database.db
      .updateTable("rounds")
      .set({ scoringByProject: true })
      .where("id", "=", there.round.id)
      .executeTakeFirstOrThrow();
    const open = (at: Date | null, of = there.entry) =>
      database.db.updateTable("entries").set({ scoringOpenedAt: at }).where("id", "=", of.id).execute();
    return { ...there, open };
  }

  test("a sheet is taken once the scoring of its project is open; a draft is kept before", async () => {
    const { sheet, first, by, stored, open, other } = await byProject();
    await open(new Date(), other);
    expect(await submitSheet(by(first), sheet)).toEqual(notOpen);
    expect(await saveSheetDraft(by(first), { ...sheet, marks: { tech: "10" } })).toMatchObject({ ok: true });
    expect(await submitSheet(by(first), { ...sheet, version: 1 })).toEqual(notOpen);
    expect(await stored(first)).toMatchObject({ state: "draft", version: 1 });
    await open(new Date());
    expect(await submitSheet(by(first), { ...sheet, version: 1 })).toMatchObject({ ok: true, value: { total } });
  });

  test("the database takes none either, should the opening be taken back while a sheet is on its way", async () => {
    const { sheet, first, by, stored, open, round } = await byProject();
    await open(new Date());
    let sent: ReturnType<typeof submitSheet> | undefined;
    // As the conductor's undo does it: under the round's lock, for which the sheet then waits with what it had read before
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom("rounds").select("id").where("id", "=", round.id).forUpdate().execute();
      sent = submitSheet(by(first), sheet);
      await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), 20_000);
      await trx.updateTable("entries").set({ scoringOpenedAt: null }).where("roundId", "=", round.id).execute();
    });
    expect(await sent).toEqual(notOpen);
    expect(await stored(first)).toBeUndefined();
  });
});

describe("the same sheet a second time", () => {
  test("with the same key answers as the first time and writes nothing", async () => {
    const { sheet, first, by, round } = await hall();
    const once = await submitSheet(by(first, "one-same-key"), sheet);
    expect(await submitSheet(by(first, "one-same-key"), sheet)).toEqual(once);
    expect(await submitSheet(by(first, "one-same-key"), { ...sheet, marks: { ...full, tech: "1" } })).toMatchObject({
      error: { type: "replayed-with-other-input" },
    });
    const audit = await database.db.selectFrom("auditEntries").select("id").where("roundId", "=", round.id).execute();
    expect(audit).toHaveLength(1);
  });

  test("with another key is refused as locked, says since when, and changes no mark", async () => {
    const { sheet, first, by, stored } = await hall();
    await submitSheet({ ...by(first, "first-of-two"), at: new Date("2026-12-01T02:00:00Z") }, sheet);
    const locked = { ok: false, error: { type: "sheet-locked", submittedAt: "2026-12-01T02:00:00.000Z" } };
    const other = { ...sheet, version: 1, marks: { ...full, tech: "1" } };
    expect(await submitSheet(by(first, "second-of-two"), other)).toEqual(locked);
    expect(await saveSheetDraft(by(first), other)).toEqual(locked);
    expect(await recuse(by(first), { round: sheet.round, entry: sheet.entry, reason: "晚了" })).toEqual(locked);
    expect(marksOf(await stored(first))).toMatchObject({ tech: 25.5 });
  });

  test("at the same moment, from two tabs: one is stored whole, the other refused", async () => {
    const { sheet, first, by, stored } = await hall();
    const marks = ["10", "20", "30"].map((tech) => ({ ...full, tech }));
    const answers = await Promise.all(marks.map((each) => submitSheet(by(first), { ...sheet, marks: each })));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.type]))).toEqual([
      "sheet-locked",
      "sheet-locked",
    ]);
    const won = answers.findIndex((answer) => answer.ok);
    expect(marksOf(await stored(first))).toMatchObject({ tech: [10, 20, 30][won] });
  });
});

test("a tab that is behind is refused and shown what is stored; the stored marks stand", async () => {
  const { sheet, first, by, stored } = await hall();
  await saveSheetDraft(by(first), { ...sheet, marks: { tech: "10" }, note: "第一页" });
  await saveSheetDraft(by(first), { ...sheet, version: 1, marks: { tech: "12.5" }, note: "第二页" });
  const stale = {
    ok: false,
    error: {
      type: "stale-version",
      stored: { version: 2, state: "draft", marks: { tech: "12.5" }, note: "第二页", submittedAt: null },
    },
  };
  for (const version of [0, 1, 3]) {
    expect(await saveSheetDraft(by(first), { ...sheet, version })).toEqual(stale);
    expect(await submitSheet(by(first), { ...sheet, version })).toEqual(stale);
  }
  expect(marksOf(await stored(first))).toEqual({ tech: 12.5 });
});

test("judges do not touch each other's sheets, nor a judge the sheets of other entries", async () => {
  const { sheet, first, second, other, by, stored } = await hall();
  await submitSheet(by(first), sheet);
  await submitSheet(by(second), { ...sheet, marks: { ...full, tech: "1" } });
  await saveSheetDraft(by(first), { ...sheet, entry: other.key, marks: { tech: "2" } });
  expect(marksOf(await stored(first))).toMatchObject({ tech: 25.5 });
  expect(marksOf(await stored(second))).toMatchObject({ tech: 1 });
  expect(marksOf(await stored(first, other))).toEqual({ tech: 2 });
});

test("while the round is being closed no sheet slips in: whoever is told yes is among the sheets that the closing saw", async () => {
  for (let go = 0; go < 5; go++) {
    const { sheet, seats, entries, by, round, scorer } = await hall({ judges: 4, entries: 4 });
    const sending = seats.flatMap((seat) =>
      entries.map(async (entry) => {
        await new Promise((later) => setTimeout(later, Math.random() * 30));
        return await submitSheet(by(seat), { ...sheet, entry: entry.key });
      }),
    );
    await new Promise((later) => setTimeout(later, 10));
    const closed = await closeJudging(
      { db: database.db, actor: scorer },
      { round: round.slug, acceptMissing: 16, reason: "时间到" },
    );
    const answers = await Promise.all(sending);
    const accepted = answers.filter((answer) => answer.ok).length;
    expect(closed).toEqual({ ok: true, value: { missing: 16 - accepted } });
    expect((await sheetsOf(round.id)).filter((each) => each.state === "submitted")).toHaveLength(accepted);
    for (const answer of answers) {
      if (!answer.ok) expect(answer.error).toEqual({ type: "round-not-open", state: "closed" });
    }
  }
});

test("submitting takes three statements of its own, whatever the number of criteria and whether or not there is a draft", async () => {
  const rubric = [{ key: "c1", label: "一", labelEn: null, max: 1000, step: 50, factor: "0.5", bands: [] }];
  for (const [given, marks, expected] of [
    [{ rubric }, { c1: "9.5" }, "4.75"],
    [{}, full, total],
  ] as const) {
    const { sheet, first, other, by } = await hall(given);
    await saveSheetDraft(by(first), { ...sheet, entry: other.key, marks: {} });
    for (const input of [
      { ...sheet, marks },
      { ...sheet, marks, entry: other.key, version: 1 },
    ]) {
      const { answer, queries } = await database.queriesOf(() =>
        submitSheet(by(first, `key-of-${input.entry}`), input),
      );
      expect(answer).toMatchObject({ ok: true, value: { total: expected } });
      // begin; find and lock, write sheet and marks, submit; keep the answer with the audit entry, commit
      const sent = queries.map((query) => query.sql.split(/\s/)[0]);
      expect(sent).toEqual(["begin", "select", "with", "update", "with", "commit"]);
    }
  }
});

/** How many statements of this database wait for somebody's lock. */
async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
  return rows[0]?.waiting ?? 0;
}

function sheetsOf(roundId: number) {
  return database.db.selectFrom("sheets").select(["id", "state"]).where("roundId", "=", roundId).execute();
}
