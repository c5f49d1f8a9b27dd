import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { bringPaper } from "./bring-paper.ts";
import { closeJudging } from "./close-judging.ts";
import { confirmPaper } from "./confirm-paper.ts";
import { enterPaperSheet } from "./enter-paper.ts";
import { recuse } from "./recuse.ts";
import { rejectPaper } from "./reject-paper.ts";
import { saveSheetDraft } from "./save-sheet-draft.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();
const marks = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "0" };

async function hall() {
  const heat = await makeHeat(database.db);
  const { round, seats, entries, scorer } = heat;
  const seat = seats[0];
  const entry = entries[0];
  if (!seat || !entry) throw new Error("a hall has a judge and an entry");
  const second = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round.id }] });
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const place = { round: round.slug, entry: entry.key, judge: seat.key };
  const by = (actor: Actor | null) => ({ db: database.db, actor });
  const bring = (actor: Actor | null = scorer) =>
    bringPaper(by(actor), {
      ...place,
      id: randomBytes(16).toString("hex"),
      type: "image/jpeg",
      size: 12,
      sha256: "a".repeat(64),
    });
  const brought = async () => {
    const answer = await bring();
    if (!answer.ok) throw new Error(answer.error.type);
    return answer.value.paper;
  };
  const enter = (paper: number, actor: Actor | null = scorer, written: Record<string, string> = marks) =>
    enterPaperSheet(by(actor), { ...place, paper, marks: written });
  const entered = async () => {
    const paper = await brought();
    const answer = await enter(paper);
    if (!answer.ok) throw new Error(answer.error.type);
    return paper;
  };
  const confirm = (paper: number, actor: Actor | null = second, version = 0) =>
    confirmPaper(by(actor), { ...place, paper, version });
  const stored = () => findStoredSheet(database.db, { entryId: entry.id, judgeId: seat.id });
  const sheet = { round: round.slug, entry: entry.key, version: 0, marks, note: "" };
  return {
    ...heat,
    seat,
    entry,
    second,
    supervisor,
    place,
    by,
    bring,
    brought,
    enter,
    entered,
    confirm,
    stored,
    sheet,
  };
}

const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

test("one person enters a paper sheet, another checks it: it is handed in as paper, and locked", async () => {
  const { entered, confirm, stored, supervisor, entry, round, by, seat, sheet } = await hall();
  const paper = await entered();
  expect(await stored()).toBeUndefined();
  expect(await confirm(paper, supervisor)).toEqual({ ok: true, value: { version: 1 } });
  const found = await stored();
  expect(found).toMatchObject({ state: "submitted", version: 1 });
  expect(Object.fromEntries(found?.marks.map(({ key, mark }) => [key, mark]) ?? [])).toEqual({
    tech: 2550,
    market: 1800,
    business: 1650,
    team: 2000,
    landing: 0,
  });
  const { source } = await database.db
    .selectFrom("sheets")
    .select("source")
    .where("entryId", "=", entry.id)
    .executeTakeFirstOrThrow();
  expect(source).toBe("paper");
  expect(typeOf(await submitSheet(by(seat.actor), sheet))).toBe("sheet-locked");
  const audit = await database.db
    .selectFrom("auditEntries")
    .select("command")
    .where("roundId", "=", round.id)
    .execute();
  expect(audit.map(({ command }) => command)).toEqual(["bring-paper", "enter-paper", "confirm-paper"]);
});

test("scorers bring and enter, scorers and supervisors check, and nobody checks what they entered", async () => {
  const { bring, brought, enter, confirm, supervisor, seat, scorer, round, place, by, second } = await hall();
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  for (const actor of [supervisor, organizer, seat.actor]) expect(typeOf(await bring(actor))).toBe("not-found");
  expect(typeOf(await bring(null))).toBe("signed-out");
  const paper = await brought();
  for (const actor of [supervisor, organizer, seat.actor]) expect(typeOf(await enter(paper, actor))).toBe("not-found");
  expect(typeOf(await confirm(paper))).toBe("stale-version");
  expect(typeOf(await enter(paper, second))).toBe("ok");
  for (const actor of [organizer, seat.actor]) expect(typeOf(await confirm(paper, actor))).toBe("not-found");
  expect(typeOf(await confirm(paper, second))).toBe("same-person");
  const reject = { ...place, paper, reason: "看不清" };
  for (const actor of [organizer, seat.actor]) expect(typeOf(await rejectPaper(by(actor), reject))).toBe("not-found");
  expect(typeOf(await confirm(paper, scorer))).toBe("ok");
  const self = { state: "checked", decidedById: second.id, decidedAt: new Date() };
  await expect(database.db.updateTable("paperSheets").set(self).where("id", "=", paper).execute()).rejects.toThrow(
    "check",
  );
});

test("of two scorers who bring a photo at once one is told that the other has begun", async () => {
  const { bring, second } = await hall();
  const answers = await Promise.all([bring(), bring(second)]);
  expect(answers.map(typeOf).sort()).toEqual(["ok", "paper-begun"]);
});

test("of two scorers who enter the same paper at once one is told, and what the first entered stays", async () => {
  const { brought, enter, second, scorer } = await hall();
  const paper = await brought();
  const answers = await Promise.all([enter(paper), enter(paper, second, { ...marks, tech: "1" })]);
  expect(answers.map(typeOf).sort()).toEqual(["ok", "stale-version"]);
  const { marks: kept, enteredById } = await database.db
    .selectFrom("paperSheets")
    .select(["marks", "enteredById"])
    .where("id", "=", paper)
    .executeTakeFirstOrThrow();
  expect([kept, enteredById]).toEqual(
    answers[0]?.ok
      ? [expect.objectContaining({ tech: 2550 }), scorer.id]
      : [expect.objectContaining({ tech: 100 }), second.id],
  );
});

test("when the judge hands in and somebody confirms the paper at once, one sheet counts and the other side is told", async () => {
  for (let round = 0; round < 5; round++) {
    const { entered, confirm, by, seat, sheet, entry } = await hall();
    const paper = await entered();
    const [confirmed, submitted] = await Promise.all([
      confirm(paper),
      submitSheet(by(seat.actor), { ...sheet, marks: { ...marks, landing: "9" } }),
    ]);
    expect([typeOf(confirmed), typeOf(submitted)].sort()).toEqual(["ok", "sheet-locked"]);
    const { source } = await database.db
      .selectFrom("sheets")
      .select("source")
      .where("entryId", "=", entry.id)
      .executeTakeFirstOrThrow();
    expect(source).toBe(confirmed.ok ? "paper" : "tablet");
  }
});

test("a draft on the tablet is replaced only by who knows of it as it is; the judge's note stays", async () => {
  const { entered, confirm, by, seat, sheet, stored } = await hall();
  const paper = await entered();
  await saveSheetDraft(by(seat.actor), { ...sheet, marks: { tech: "1" }, note: "私" });
  expect(typeOf(await confirm(paper))).toBe("draft-there");
  await saveSheetDraft(by(seat.actor), { ...sheet, version: 1, marks: { tech: "2" }, note: "私" });
  expect(typeOf(await confirm(paper, undefined, 1))).toBe("stale-version");
  expect(await confirm(paper, undefined, 2)).toEqual({ ok: true, value: { version: 3 } });
  expect(await stored()).toMatchObject({ state: "submitted", note: "私" });
});

test("what was entered goes back with a reason; the photo may be entered anew, or another one is brought", async () => {
  const { entered, bring, enter, confirm, by, place, second, stored } = await hall();
  const paper = await entered();
  const reject = { ...place, paper, reason: "第三项抄错" };
  expect(typeOf(await rejectPaper(by(second), { ...reject, reason: " " }))).toBe("invalid-input");
  expect(typeOf(await rejectPaper(by(second), { ...reject, keepPhoto: true }))).toBe("ok");
  expect(typeOf(await confirm(paper))).toBe("stale-version");
  expect(typeOf(await bring())).toBe("paper-begun");
  const { id, photo } = await database.db
    .selectFrom("paperSheets")
    .select(["id", "photo"])
    .where("state", "=", "photographed")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  const first = await database.db.selectFrom("paperSheets").select("photo").where("id", "=", paper).executeTakeFirst();
  expect(photo).toBe(first?.photo);
  expect(typeOf(await enter(id))).toBe("ok");
  expect(typeOf(await rejectPaper(by(second), { ...reject, paper: id }))).toBe("ok");
  expect(typeOf(await bring())).toBe("ok");
  expect(await stored()).toBeUndefined();
});

test.each([
  ["above the maximum", { ...marks, tech: "30.5" }, "marks.tech"],
  ["off the step", { ...marks, market: "17.75" }, "marks.market"],
  ["lacking", { ...marks, landing: " " }, "marks.landing"],
  ["of no criterion", { ...marks, price: "1" }, "marks.price"],
])("a mark that is %s is refused by its name", async (_, written, path) => {
  const { brought, enter } = await hall();
  expect(await enter(await brought(), undefined, written)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path }] },
  });
});

test("no paper for a judge who has recused, whose sheet is in, or before the round is judged; confirmed only while it is open", async () => {
  const recused = await hall();
  await recuse(recused.by(recused.seat.actor), { round: recused.round.slug, entry: recused.entry.key, reason: "亲属" });
  expect(typeOf(await recused.bring())).toBe("recused");
  const done = await hall();
  await submitSheet(done.by(done.seat.actor), done.sheet);
  expect(typeOf(await done.bring())).toBe("sheet-locked");
  const early = await hall();
  await database.db.updateTable("rounds").set({ state: "ready" }).where("id", "=", early.round.id).execute();
  expect(typeOf(await early.bring())).toBe("round-not-open");
  const late = await hall();
  const paper = await late.entered();
  await closeJudging(late.by(late.scorer), { round: late.round.slug, acceptMissing: 99, reason: "时间到" });
  expect(typeOf(await late.confirm(paper))).toBe("round-not-open");
});
