import { expect, test } from "vitest";
import { saveRubric } from "~/commands/rounds/save-rubric.ts";
import { stepRound } from "~/commands/rounds/step-round.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { findTableSheet } from "~db/queries/scoring/table-sheets.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { askReopening } from "./ask-reopening.ts";
import { closeJudging } from "./close-judging.ts";
import { confirmReopening } from "./confirm-reopening.ts";
import { declineReopening } from "./decline-reopening.ts";
import { recuse } from "./recuse.ts";
import { submitSheet } from "./submit-sheet.ts";
import { takeBackRecusal } from "./take-back-recusal.ts";

const database = testDatabase();
const marks = { tech: 2550, market: 1800, business: 1650, team: 2000, landing: 0 };
const better = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "9" };

/** A heat with one submitted sheet, and those who open it again. */
async function hall() {
  const heat = await makeHeat(database.db);
  const { round, seats, entries, scorer } = heat;
  const seat = seats[0];
  const entry = entries[0];
  if (!seat || !entry) throw new Error("a hall has a judge and an entry");
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks });
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const place = { round: round.slug, entry: entry.key, judge: seat.key };
  const by = (actor: Actor | null) => ({ db: database.db, actor });
  const stored = () => findStoredSheet(database.db, { entryId: entry.id, judgeId: seat.id });
  const ask = (actor = scorer, version = 1) => askReopening(by(actor), { ...place, version, reason: "两项分数填反" });
  const reopen = async (version = 1) => {
    const asked = await ask(scorer, version);
    if (!asked.ok) throw new Error(asked.error.type);
    return await confirmReopening(by(supervisor), { ...place, reopening: asked.value.reopening });
  };
  const desk = () => findTableSheet(database.db, { roundId: round.id, entry: entry.key, judge: seat.key });
  return { ...heat, seat, entry, supervisor, organizer, place, by, stored, ask, reopen, desk };
}

const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

test("a scorer asks, a supervisor confirms: the old version is kept, the sheet is a draft of the next with its marks", async () => {
  const { ask, by, place, stored, supervisor, desk, seat, entry, round } = await hall();
  const asked = await ask();
  expect(asked).toMatchObject({ ok: true, value: { reopening: expect.any(Number) } });
  expect(await stored()).toMatchObject({ state: "submitted", version: 1 });
  const reopening = asked.ok ? asked.value.reopening : 0;
  expect(await confirmReopening(by(supervisor), { ...place, reopening })).toEqual({ ok: true, value: { version: 2 } });
  const draft = await stored();
  expect(draft).toMatchObject({ state: "draft", version: 2, submittedAt: null });
  expect(draft?.marks.find(({ key }) => key === "tech")?.mark).toBe(2550);
  expect(await desk()).toMatchObject({ kept: [{ version: 1, source: "tablet", marks }], sheet: { marks: [] } });

  const sheet = { round: round.slug, entry: entry.key, marks: better, note: "" };
  expect(typeOf(await submitSheet(by(seat.actor), { ...sheet, version: 1 }))).toBe("stale-version");
  expect(typeOf(await submitSheet(by(seat.actor), { ...sheet, version: 2 }))).toBe("ok");
  const found = await desk();
  expect(found?.kept).toMatchObject([{ version: 1, marks: { landing: 0 } }]);
  expect(found?.sheet?.marks.find(({ key }) => key === "landing")?.mark).toBe(900);
  const audit = await database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId"])
    .where("roundId", "=", round.id)
    .orderBy("id")
    .execute();
  expect(audit.map(({ command }) => command)).toEqual(["ask-reopening", "confirm-reopening", "submit-sheet"]);
});

test("only who keeps the scores asks, only a supervisor confirms, and nobody confirms an own request", async () => {
  const { ask, by, place, supervisor, organizer, scorer, seat, round } = await hall();
  const both = await makePerson(database.db, {
    grants: [
      { role: "scorer", roundId: round.id },
      { role: "supervisor", roundId: round.id },
    ],
  });
  for (const actor of [supervisor, organizer, seat.actor]) expect(typeOf(await ask(actor))).toBe("not-found");
  const asked = await ask(both);
  const reopening = asked.ok ? asked.value.reopening : 0;
  const confirm = async (actor: Actor | null) => typeOf(await confirmReopening(by(actor), { ...place, reopening }));
  expect(await confirm(null)).toBe("signed-out");
  for (const actor of [scorer, organizer, seat.actor]) expect(await confirm(actor)).toBe("not-found");
  expect(await confirm(both)).toBe("same-person");
  expect(typeOf(await ask())).toBe("reopening-asked");
  for (const actor of [scorer, organizer])
    expect(typeOf(await declineReopening(by(actor), { ...place, reopening }))).toBe("not-found");
  expect(typeOf(await declineReopening(by(both), { ...place, reopening }))).toBe("ok");
  expect(await confirm(supervisor)).toBe("illegal-step");
});

test("a request names the version that was seen, needs a reason, a submitted sheet and an open round", async () => {
  const { ask, by, place, scorer, entries, round, supervisor } = await hall();
  expect(typeOf(await ask(scorer, 2))).toBe("stale-version");
  expect(typeOf(await askReopening(by(scorer), { ...place, version: 1, reason: "  " }))).toBe("invalid-input");
  const other = { ...place, entry: entries[1]?.key ?? "", version: 1, reason: "填反" };
  expect(typeOf(await askReopening(by(scorer), other))).toBe("illegal-step");
  const asked = await ask();
  const all = { round: round.slug, acceptMissing: 99, reason: "停电" };
  expect(typeOf(await closeJudging(by(scorer), all))).toBe("ok");
  const reopening = asked.ok ? asked.value.reopening : 0;
  expect(typeOf(await confirmReopening(by(supervisor), { ...place, reopening }))).toBe("round-not-open");
  expect(typeOf(await declineReopening(by(supervisor), { ...place, reopening }))).toBe("ok");
  expect(typeOf(await ask())).toBe("round-not-open");
});

test("two supervisors at once reopen a sheet once", async () => {
  const { ask, by, place, supervisor, round, stored } = await hall();
  const second = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const asked = await ask();
  const reopening = asked.ok ? asked.value.reopening : 0;
  const answers = await Promise.all(
    [supervisor, second].map((actor) => confirmReopening(by(actor), { ...place, reopening })),
  );
  expect(answers.map(typeOf).sort()).toEqual(["illegal-step", "ok"]);
  expect(await stored()).toMatchObject({ version: 2, state: "draft" });
});

test("rubric, rule and state stand although the only submitted sheet is open again", async () => {
  const { reopen, by, organizer, round, criteria } = await hall();
  const before = await findSetup(database.db, round.id);
  await reopen();
  expect((await findSetup(database.db, round.id)).frozenAt).toEqual(before.frozenAt);
  const changed = {
    round: round.slug,
    expectedVersion: 0,
    criteria: [{ key: "tech", label: "技术", max: "100", step: "1", factor: "1", bands: [] }],
  };
  expect((await saveRubric(by(organizer), changed)).ok).toBe(false);
  const back = { round: round.slug, from: "judging", to: "ready", reason: "重来" };
  expect(typeOf(await stepRound(by(organizer), back))).toBe("sheets-submitted");
  const id = criteria[0]?.id ?? 0;
  await expect(
    database.db.updateTable("criteria").set({ label: "别的" }).where("id", "=", id).execute(),
  ).rejects.toThrow("frozen");
  await expect(
    database.db.updateTable("rounds").set({ state: "ready" }).where("id", "=", round.id).execute(),
  ).rejects.toThrow("submitted sheets");
});

test("the database opens no sheet without a confirmed request, keeps no version twice, and keeps what it kept", async () => {
  const { ask, entry, seat, round, scorer } = await hall();
  const at = { roundId: round.id, entryId: entry.id, judgeId: seat.id };
  const draft = { state: "draft", version: 2, submittedAt: null, ballot: null, ballotMarks: null, ballotTotal: null };
  const open = () => database.db.updateTable("sheets").set(draft).where("entryId", "=", entry.id).execute();
  await expect(open()).rejects.toThrow("a submitted sheet is locked");
  const asked = await ask();
  const reopeningId = asked.ok ? asked.value.reopening : 0;
  const kept = { ...at, reopeningId, version: 1, source: "tablet", marks, submittedAt: new Date() };
  const keep = () => database.db.insertInto("supersededSheets").values(kept).execute();
  await expect(keep()).rejects.toThrow("nobody confirmed");
  const confirmed = { state: "confirmed", decidedById: scorer.id, decidedAt: new Date() };
  await expect(
    database.db.updateTable("sheetReopenings").set(confirmed).where("id", "=", reopeningId).execute(),
  ).rejects.toThrow("check");
});

test("a reopened sheet can be handed in, opened again, and recused from; its versions go on", async () => {
  const { reopen, by, seat, entry, round, stored, scorer, place, desk } = await hall();
  const sheet = { round: round.slug, entry: entry.key, marks: better, note: "" };
  await reopen();
  expect(typeOf(await submitSheet(by(seat.actor), { ...sheet, version: 2 }))).toBe("ok");
  expect(await reopen(3)).toEqual({ ok: true, value: { version: 4 } });
  expect(typeOf(await recuse(by(seat.actor), { round: round.slug, entry: entry.key, reason: "亲属" }))).toBe("ok");
  expect(await stored()).toBeUndefined();
  expect(typeOf(await takeBackRecusal(by(scorer), { ...place, reason: "误点" }))).toBe("ok");
  expect(typeOf(await submitSheet(by(seat.actor), { ...sheet, version: 0 }))).toBe("ok");
  expect((await stored())?.version).toBe(4);
  expect(await reopen(4)).toEqual({ ok: true, value: { version: 5 } });
  expect((await desk())?.kept.map(({ version }) => version)).toEqual([1, 3, 4]);
});
