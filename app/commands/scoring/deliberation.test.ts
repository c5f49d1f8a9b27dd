import { sql } from "kysely";
import { expect, test } from "vitest";
import { saveRule } from "~/commands/rounds/save-rule.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { rulePresets } from "~/rules/standings/rule.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { askReopening } from "./ask-reopening.ts";
import { closeJudging } from "./close-judging.ts";
import { confirmDeliberation, endDeliberation, resumeDeliberation } from "./end-deliberation.ts";
import { openDeliberation } from "./open-deliberation.ts";
import { reviseScore } from "./revise-score.ts";

const database = testDatabase();
const low = { tech: 1500, market: 1000, business: 1000, team: 1000, landing: 500 };
const high = { tech: 2800, market: 1900, business: 1900, team: 1900, landing: 900 };

/** Three judges and two projects, all sheets in: on the first the judges lie 44 points apart, on the second they agree. */
async function hall(threshold = 20) {
  const heat = await makeHeat(database.db, { entries: 2 });
  const { round, seats, entries, scorer } = heat;
  const setting = JSON.stringify({ method: "range", threshold, hidesJudges: false });
  await sql`update rules set deliberation = ${setting}::text::jsonb where round_id = ${round.id}`.execute(database.db);
  for (const [at, entry] of entries.entries()) {
    for (const [j, seat] of seats.entries()) {
      const marks = at === 0 && j === 0 ? low : high;
      await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks });
    }
  }
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const by = (actor: Actor | null) => ({ db: database.db, actor });
  const at = (which: number) => ({ round: round.slug, entry: entries[which]?.key ?? "" });
  const judge = (which: number) => seats[which]?.actor ?? null;
  const open = async (actor: Actor | null = scorer, which = 0) => typeOf(await openDeliberation(by(actor), at(which)));
  const revise = async (which: number, score = "80.5", entry = 0) =>
    await reviseScore(by(judge(which)), { ...at(entry), score, reason: "商议后认为原分偏低" });
  const end = async (actor: Actor = scorer) => typeOf(await endDeliberation(by(actor), at(0)));
  const confirm = async (actor: Actor = supervisor) => typeOf(await confirmDeliberation(by(actor), at(0)));
  const total = async () => {
    const [standings] = await findStandings(database.db, [round.id]);
    return standings?.standings.find(({ entry }) => entry === entries[0]?.key);
  };
  const close = async () => await closeJudging(by(scorer), { round: round.slug });
  return { ...heat, supervisor, by, at, judge, open, revise, end, confirm, total, close };
}

const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

test("a held project is conferred on: each judge gives a new value once, and it counts when a second person has confirmed the end", async () => {
  const { open, revise, end, confirm, total, close, seats, entries } = await hall();
  const before = await total();
  expect(await close()).toMatchObject({ error: { type: "entries-held", entries: [entries[0]?.key] } });
  expect(typeOf(await revise(0))).toBe("no-deliberation");
  expect(await open()).toBe("ok");
  expect(await open()).toBe("not-held");
  expect(typeOf(await revise(0))).toBe("ok");
  expect(typeOf(await revise(0, "90"))).toBe("already-revised");
  expect(await total()).toEqual(before);
  expect(await close()).toMatchObject({ error: { type: "entries-held" } });
  expect(await end()).toBe("ok");
  expect(typeOf(await revise(1))).toBe("no-deliberation");
  expect(await total()).toEqual(before);
  expect(await confirm()).toBe("ok");
  const after = await total();
  expect(after?.total).not.toBe(before?.total);
  expect(after?.values).toContainEqual({ judge: seats[0]?.key, sheet: "50.00", revised: "80.50" });
  expect(after?.values).toContainEqual({ judge: seats[1]?.key, sheet: "94.00" });
  expect((await close()).ok).toBe(true);
});

test("only the scorer begins and ends, only a supervisor confirms, never an own end, and a judge speaks for the own seat alone", async () => {
  const { open, end, confirm, supervisor, judge, by, at, scorer, round, revise } = await hall();
  for (const actor of [supervisor, judge(0)]) expect(await open(actor)).toBe("not-found");
  expect(await open(null)).toBe("signed-out");
  await open();
  expect(typeOf(await reviseScore(by(scorer), { ...at(0), score: "80", reason: "不是评委" }))).toBe("not-found");
  const both = await makePerson(database.db, {
    grants: [
      { role: "scorer", roundId: round.id },
      { role: "supervisor", roundId: round.id },
    ],
  });
  expect(await end(supervisor)).toBe("not-found");
  expect(await confirm()).toBe("no-deliberation");
  expect(await end(both)).toBe("ok");
  expect(await confirm(both)).toBe("same-person");
  expect(await confirm(scorer)).toBe("not-found");
  const resume = { ...at(0), reason: "还有一位评委要改分" };
  expect(typeOf(await resumeDeliberation(by(supervisor), resume))).toBe("ok");
  expect(typeOf(await revise(2))).toBe("ok");
  expect(await end()).toBe("ok");
  expect(await confirm()).toBe("ok");
  expect(typeOf(await resumeDeliberation(by(supervisor), resume))).toBe("no-deliberation");
});

test("nobody confers on a project within the threshold, nor on one whose sheets are not all in, nor without the setting", async () => {
  const { open } = await hall();
  expect(await open(undefined, 1)).toBe("not-held");
  expect(await (await hall(44)).open()).toBe("not-held");
  const incomplete = await makeHeat(database.db, { entries: 1 });
  await sql`update rules set deliberation = '{"method":"range","threshold":1,"hidesJudges":false}' where round_id = ${incomplete.round.id}`.execute(
    database.db,
  );
  for (const [j, seat] of incomplete.seats.slice(1).entries()) {
    const place = { roundId: incomplete.round.id, entryId: incomplete.entries[0]?.id ?? 0, judgeId: seat.id };
    await makeSheet(database.db, { ...place, marks: j === 0 ? low : high });
  }
  const input = { round: incomplete.round.slug, entry: incomplete.entries[0]?.key };
  const by = { db: database.db, actor: incomplete.scorer };
  expect(typeOf(await openDeliberation(by, input))).toBe("not-held");
});

test("a value outside the sheet's bounds is refused with its field, and one may be handed in after that", async () => {
  const { open, revise } = await hall();
  await open();
  for (const [score, code] of [
    ["100.01", "off-range"],
    ["much", "not-a-score"],
  ] as const)
    expect(await revise(0, score)).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "score", code }] },
    });
  expect(typeOf(await revise(0, "100"))).toBe("ok");
});

test("while the panel confers its sheets stand still, in the database too, and a value given is never changed", async () => {
  const { open, revise, by, at, seats, scorer, entries } = await hall();
  const ask = { ...at(0), judge: seats[0]?.key, version: 1, reason: "填反了" };
  await open();
  expect(typeOf(await askReopening(by(scorer), ask))).toBe("entry-held");
  const reopened = sql`update sheets set state = 'draft', submitted_at = null, ballot = null, ballot_marks = null, ballot_total = null
    where entry_id = ${entries[0]?.id ?? 0}`;
  await expect(reopened.execute(database.db)).rejects.toThrow();
  await revise(0);
  await expect(sql`update deliberation_values set score = 99`.execute(database.db)).rejects.toMatchObject({
    code: "CD007",
  });
});

test("from which spread on the panel confers is part of the rule: set before the first sheet, frozen after it, and gone with sheets' totals", async () => {
  const { round } = await makeHeat(database.db, { state: "screening" });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const by = { db: database.db, actor };
  const deliberation = { method: "z", threshold: 1.5, hidesJudges: true };
  const stored = async () => {
    const row = await database.db.selectFrom("rules").select("deliberation").where("roundId", "=", round.id).execute();
    return row[0]?.deliberation;
  };
  const first = await saveRule(by, {
    round: round.slug,
    version: digestOf(await findRule(database.db, round.id)),
    rule: rulePresets.mean,
    deliberation,
  });
  expect(first.ok).toBe(true);
  expect(await stored()).toEqual(deliberation);
  const second = await saveRule(by, {
    round: round.slug,
    version: first.ok ? first.value.version : "",
    rule: rulePresets.byCriterion,
  });
  expect(second.ok).toBe(true);
  expect(await stored()).toBeNull();

  const heat = await hall();
  const frozen = sql`update rules set deliberation = null where round_id = ${heat.round.id}`;
  await expect(frozen.execute(database.db)).rejects.toMatchObject({ code: "CD005" });
});
