import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { findSheetNotices } from "~db/queries/scoring/sheet-reopenings.ts";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { answerCheck } from "./answer-check.ts";
import { askReopening } from "./ask-reopening.ts";
import { confirmReopening } from "./confirm-reopening.ts";
import { requestCheck } from "./request-check.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();

async function hall() {
  const heat = await makeHeat(database.db);
  const { round, seats, entries } = heat;
  const seat = seats[0];
  const other = seats[1];
  const entry = entries[0];
  if (!seat || !other || !entry) throw new Error("a hall has two judges and an entry");
  await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks: { tech: 100 } });
  const place = { round: round.slug, entry: entry.key, judge: seat.key };
  const by = (actor: Actor | null) => ({ db: database.db, actor });
  const notices = (actor: Actor) => findSheetNotices(database.db, { roundId: round.id, userId: actor.id });
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  return { ...heat, seat, other, entry, place, by, notices, supervisor };
}

const full = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "0" };
const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

test("a judge is asked once to check a sheet, is told so, and answers; the sheet does not change", async () => {
  const { place, by, scorer, seat, other, entry, notices, supervisor } = await hall();
  const stored = () => findStoredSheet(database.db, { entryId: entry.id, judgeId: seat.id });
  const before = await stored();
  for (const actor of [supervisor, seat.actor]) expect(typeOf(await requestCheck(by(actor), place))).toBe("not-found");
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("ok");
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("check-asked");
  expect((await notices(seat.actor)).get(entry.key)).toMatchObject({ check: { answer: null } });
  expect((await notices(other.actor)).size).toBe(0);
  const answer = { round: place.round, entry: entry.key, answer: "stands" };
  expect(typeOf(await answerCheck(by(other.actor), answer))).toBe("illegal-step");
  for (const actor of [scorer, supervisor]) expect(typeOf(await answerCheck(by(actor), answer))).toBe("not-found");
  expect(typeOf(await answerCheck(by(seat.actor), { ...answer, answer: "perhaps" }))).toBe("invalid-input");
  expect(typeOf(await answerCheck(by(seat.actor), answer))).toBe("ok");
  expect(typeOf(await answerCheck(by(seat.actor), answer))).toBe("illegal-step");
  expect((await notices(seat.actor)).get(entry.key)).toMatchObject({ check: { answer: "stands" } });
  expect(await stored()).toEqual(before);
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("ok");
});

test("only a submitted sheet is asked about, and only while the round is judged", async () => {
  const { place, by, scorer, entries, round } = await hall();
  expect(typeOf(await requestCheck(by(scorer), { ...place, entry: entries[1]?.key }))).toBe("illegal-step");
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("round-not-open");
});

test("who was asked aloud: when the sheet is opened again the request is over, and the next version can be asked about", async () => {
  const { place, by, scorer, seat, supervisor, entry, notices } = await hall();
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("ok");
  const asked = await askReopening(by(scorer), { ...place, version: 1, reason: "口头说明要改" });
  const reopening = asked.ok ? asked.value.reopening : 0;
  expect(typeOf(await confirmReopening(by(supervisor), { ...place, reopening }))).toBe("ok");
  const sheet = { round: place.round, entry: entry.key, version: 2, marks: full, note: "" };
  expect(typeOf(await submitSheet(by(seat.actor), sheet))).toBe("ok");
  expect(typeOf(await requestCheck(by(scorer), place))).toBe("ok");
  expect((await notices(seat.actor)).get(entry.key)).toMatchObject({ check: { answer: null } });
});

test("of two scorers who ask at once one is told that the judge is asked already", async () => {
  const { place, by, scorer, round } = await hall();
  const second = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round.id }] });
  const answers = await Promise.all([scorer, second].map((actor) => requestCheck(by(actor), place)));
  expect(answers.map(typeOf).sort()).toEqual(["check-asked", "ok"]);
});

test("a judge is told why a sheet is open again, with the version that was kept, until it is handed in anew", async () => {
  const { place, by, scorer, seat, entry, notices, supervisor } = await hall();
  await requestCheck(by(scorer), place);
  await answerCheck(by(seat.actor), { round: place.round, entry: entry.key, answer: "mend" });
  const asked = await askReopening(by(scorer), { ...place, version: 1, reason: "评委请求更正" });
  const reopening = asked.ok ? asked.value.reopening : 0;
  expect((await notices(seat.actor)).get(entry.key)).toMatchObject({ check: { answer: "mend" }, reopened: null });
  await confirmReopening(by(supervisor), { ...place, reopening });
  expect((await notices(seat.actor)).get(entry.key)).toEqual({
    paper: false,
    confers: false,
    check: null,
    reopened: { reason: "评委请求更正", version: 1, marks: { tech: 100 } },
  });
});
